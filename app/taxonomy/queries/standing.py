"""Where codes stand that readers have kept: today, or at the time that is read."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.models import SchemeVersion
from app.taxonomy.queries.concepts import KnownConcept, find_concepts_in
from app.taxonomy.queries.fates import fates_of
from app.taxonomy.queries.notations import find_concept_ids
from app.taxonomy.succeeding import Fate


def find_standing_codes(
    session: Session, scheme_id: str, codes: Sequence[str], *, as_of: datetime | None = None
) -> tuple[str, ...]:
    """List the codes that stand for codes or concept ids of any version, each once.

    A retired notation leads to the concept's present one, a merged or replaced concept to
    what stands for it, one that was split to all of its parts (and to itself where it still
    groups them). A code without successor, and one that was never given, stays as it is.
    With ``as_of`` only what had been released by then is followed.
    """
    version = find_version_at(session, scheme_id, as_of) if codes else None
    if version is None:
        return tuple(codes)
    ids = find_concept_ids(session, scheme_id, codes)
    asked = {code: ids.get(code, code) for code in codes}
    known = find_concepts_in(session, version.id, asked.values())
    heirs = _heirs(session, version, known)
    named = known | find_concepts_in(
        session, version.id, {key for one in heirs.values() for key in one}
    )
    found = (_standing(code, asked[code], named, heirs) for code in codes)
    return tuple(dict.fromkeys(one for each in found for one in each))


def find_version_at(
    session: Session, scheme_id: str, as_of: datetime | None
) -> SchemeVersion | None:
    """Read the release that was the latest at a time; none before the first one."""
    chosen = select(SchemeVersion).where(
        SchemeVersion.scheme_id == scheme_id, SchemeVersion.candidate == 0
    )
    if as_of is None:
        return session.scalars(chosen.where(SchemeVersion.is_latest)).one_or_none()
    earlier = chosen.where(SchemeVersion.released_at <= as_of)
    return session.scalars(earlier.order_by(SchemeVersion.id.desc()).limit(1)).one_or_none()


def _heirs(
    session: Session, version: SchemeVersion, known: Mapping[str, KnownConcept]
) -> dict[str, tuple[str, ...]]:
    """Name the successors of those concepts that have been left; one may be among its own."""
    gone = [key for key, one in known.items() if not (one.is_active and one.is_assignable)]
    if not gone:
        return {}
    fates = fates_of(session, version)
    return {
        key: (*((key,) if known[key].is_active else ()), *fates[key].targets)
        for key in gone
        if key in fates and _has_left(key, fates[key])
    }


def _has_left(concept: str, fate: Fate) -> bool:
    """Tell a concept with successors from one whose services may stay, as it only groups now."""
    return bool(fate.targets) and fate.default != concept


def _standing(
    code: str,
    concept: str,
    named: Mapping[str, KnownConcept],
    heirs: Mapping[str, tuple[str, ...]],
) -> Iterator[str]:
    if concept not in named:
        yield code
        return
    for one in heirs.get(concept, (concept,)):
        yield named[one].notation
