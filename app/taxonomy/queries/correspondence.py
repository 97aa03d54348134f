"""What the concepts of one version are in another one, whichever is older."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.correspondence import Cardinality, ConceptName, CorrespondenceTable
from app.taxonomy.corresponding import (
    Comparison,
    at_any_time,
    backwards,
    choice_of,
    count_pairs,
    forwards,
    rows_of,
)
from app.taxonomy.models import Notation, Scheme, SchemeVersion
from app.taxonomy.numbers import parts_of
from app.taxonomy.queries.fates import fates_of, get_fates, key_of, state_in
from app.taxonomy.queries.kept import Kept
from app.taxonomy.queries.versions import version_row

__all__ = [
    "Resolution",
    "Resolved",
    "compare_all",
    "compare_rows",
    "get_correspondence",
    "get_fates",
    "resolve_codes",
]

_COMPARISONS: Kept[Comparison] = Kept(8)


@dataclass(frozen=True)
class Resolved:
    """What a code has become; without ``cardinality`` nothing was ever called so."""

    code: str
    cardinality: Cardinality | None = None
    targets: tuple[ConceptName, ...] = ()
    default: ConceptName | None = None


@dataclass(frozen=True)
class Resolution:
    """Codes of version ``old`` (of any, if there is none) in version ``new``."""

    scheme: str
    old: str | None
    new: str
    items: tuple[Resolved, ...]


def get_correspondence(
    session: Session, scheme_id: str, *, old: str, new: str = "latest"
) -> CorrespondenceTable:
    """Read what every active concept of a version is in another one.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    one, other = version_row(session, scheme_id, old), version_row(session, scheme_id, new)
    comparison = compare_rows(session, one, other)
    return CorrespondenceTable(
        scheme=scheme_id,
        title=session.get_one(Scheme, scheme_id).title,
        old=one.number,
        new=other.number,
        issued=max(one.issued_on, other.issued_on),
        rows=tuple(rows_of(comparison)),
        pairs=count_pairs(comparison.active),
    )


def resolve_codes(
    session: Session,
    scheme_id: str,
    codes: Sequence[str],
    *,
    old: str | None = None,
    new: str = "latest",
) -> Resolution:
    """Say what codes have become, also codes that version ``old`` had retired already.

    Raises:
        SchemeNotFound: there is no such scheme.
        VersionNotFound: the scheme has no such version.

    """
    to = version_row(session, scheme_id, new)
    since = version_row(session, scheme_id, old) if old is not None else None
    comparison = compare_rows(session, since, to) if since else compare_all(session, to)
    concepts = _holders(session, since or to, codes, is_any=since is None)
    items = tuple(_resolved(code, concepts.get(code), comparison) for code in codes)
    return Resolution(scheme_id, since.number if since else None, to.number, items)


def compare_rows(session: Session, old: SchemeVersion, new: SchemeVersion) -> Comparison:
    """Compare two versions; computed once for each pair."""
    key = key_of(session, old, new)
    return _COMPARISONS.get(key, lambda: _compared(session, old, new))


def compare_all(session: Session, new: SchemeVersion) -> Comparison:
    """Compare a version with everything that was there before it."""
    return _COMPARISONS.get(
        key_of(session, new), lambda: at_any_time(state_in(session, new), fates_of(session, new))
    )


def _compared(session: Session, old: SchemeVersion, new: SchemeVersion) -> Comparison:
    states = state_in(session, old), state_in(session, new)
    if old.id <= new.id:
        return forwards(*states, fates_of(session, new))
    return backwards(*states, fates_of(session, new), compare_rows(session, new, old))


def _holders(
    session: Session, version: SchemeVersion, codes: Collection[str], *, is_any: bool
) -> Mapping[str, str]:
    """Map codes to concepts: those of a version, else those that were retired before it."""
    state = state_in(session, version)
    current = {one.notation: key for key, one in state.concepts.items()}
    wanted = {one for one in codes if one not in current and one.isascii() and one.isprintable()}
    retired = session.execute(
        select(Notation.code, Notation.concept_id, Notation.first_version).where(
            Notation.scheme_id == version.scheme_id, Notation.code.in_(wanted)
        )
    )
    latest = parts_of(version.number)
    known = {
        row.code: row.concept_id
        for row in retired
        if is_any or parts_of(row.first_version) <= latest
    }
    return {**current, **known}


def _resolved(code: str, concept: str | None, comparison: Comparison) -> Resolved:
    if concept is None:
        return Resolved(code)
    fate = comparison.fate(concept)
    return Resolved(
        code,
        comparison.cardinality(concept),
        tuple(_name(one, comparison) for one in fate.targets),
        _name(chosen, comparison) if (chosen := choice_of(fate)) else None,
    )


def _name(concept: str, comparison: Comparison) -> ConceptName:
    state = comparison.new.concepts[concept]
    return ConceptName(concept, state.notation, state.pref_label)
