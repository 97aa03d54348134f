"""What became of every concept that was ever there; computed once for each version."""

from collections.abc import Hashable, Iterable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.fates import fates_in
from app.taxonomy.models import ConceptInVersion, ConceptSuccession, DraftOperation, SchemeVersion
from app.taxonomy.operations.values import Rule
from app.taxonomy.queries.kept import Kept
from app.taxonomy.queries.versions import version_row
from app.taxonomy.state import SchemeState, read_snapshot
from app.taxonomy.succeeding import Fate, Step

ROLLBACK = "rollback of"
"""What the sources of operations begin with that take a version back; its number follows."""
_STATES: Kept[SchemeState] = Kept(8)
_FATES: Kept[Mapping[str, Fate]] = Kept(16)


def get_fates(session: Session, scheme_id: str) -> Mapping[str, Fate]:
    """Say what became of the concepts that services cannot carry in the latest version.

    A concept that is retired, or only groups now, has ``targets`` (active concepts; none
    when it was retired without successor) and a ``default`` (where a service goes that
    nobody decides about; without successor a concept above). All others are themselves.

    Raises:
        SchemeNotFound: there is no such scheme.

    """
    return fates_of(session, version_row(session, scheme_id, "latest"))


def fates_of(session: Session, version: SchemeVersion) -> Mapping[str, Fate]:
    """Say what became of the concepts that services cannot carry in a version."""
    return _FATES.get(key_of(session, version), lambda: _computed(session, version))


def state_in(session: Session, version: SchemeVersion) -> SchemeState:
    """Read the state that a version keeps."""
    return _STATES.get(key_of(session, version), lambda: read_snapshot(version.snapshot))


def key_of(session: Session, *versions: SchemeVersion) -> Hashable:
    """Name versions in all databases that this process may have open.

    The instant tells a version from one that was released before it in a transaction that
    came to nothing: both may have one id and one state, and other successors.
    """
    names = ((one.id, one.sha256, one.released_at) for one in versions)
    return str(session.get_bind().engine.url), *names


def _computed(session: Session, version: SchemeVersion) -> Mapping[str, Fate]:
    earlier = _up_to(session, version)
    steps, taken_back = _steps(session, earlier), _taken_back(session, earlier)
    for place in taken_back:
        known = _concepts_of(session, earlier[place - 2])
        steps[place] = {key: one for key, one in steps[place].items() if key not in known}
    return MappingProxyType(
        fates_in(
            state_in(session, version),
            steps,
            taken_back=taken_back,
            once_assignable=_once_assignable(session, earlier),
            paths=_last_paths(session, version, earlier),
        )
    )


def _up_to(session: Session, version: SchemeVersion) -> list[int]:
    """List the releases that led to a version, oldest first; a candidate is its own last step."""
    released = session.scalars(
        select(SchemeVersion.id)
        .where(
            SchemeVersion.scheme_id == version.scheme_id,
            SchemeVersion.candidate == 0,
            SchemeVersion.id < version.id,
        )
        .order_by(SchemeVersion.id)
    )
    return [*released, version.id]


def _steps(session: Session, versions: Sequence[int]) -> list[dict[str, Step]]:
    found: dict[int, dict[str, Step]] = {one: {} for one in versions}
    rows = session.scalars(
        select(ConceptSuccession).where(ConceptSuccession.version_id.in_(versions))
    )
    for row in rows:
        found[row.version_id][row.concept_id] = _step(row)
    return list(found.values())


def _taken_back(session: Session, versions: Sequence[int]) -> list[int]:
    """Find the places of versions that took back the one before them."""
    found = set(
        session.scalars(
            select(DraftOperation.version_id)
            .where(
                DraftOperation.version_id.in_(versions),
                DraftOperation.source.startswith(f"{ROLLBACK} "),
            )
            .distinct()
        )
    )
    return [place for place, one in enumerate(versions) if one in found and place > 1]


def _concepts_of(session: Session, version_id: int) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(ConceptInVersion.concept_id).where(ConceptInVersion.version_id == version_id)
        )
    )


def _step(row: ConceptSuccession) -> Step:
    return Step(
        concept=row.concept_id,
        kind=row.kind,
        targets=tuple(row.targets),
        default=row.default_id,
        rules=tuple(_rule(one) for one in row.rules),
        deadline_days=row.deadline_days,
    )


def _rule(stored: dict[str, Any]) -> Rule:  # Any: JSON
    facet = stored["facet"]
    return Rule(**{**stored, "facet": (facet[0], facet[1]) if facet else None})


def _once_assignable(session: Session, versions: Iterable[int]) -> frozenset[str]:
    return frozenset(
        session.scalars(
            select(ConceptInVersion.concept_id)
            .where(ConceptInVersion.version_id.in_(versions), ConceptInVersion.is_assignable)
            .distinct()
        )
    )


def _last_paths(
    session: Session, version: SchemeVersion, versions: Iterable[int]
) -> dict[str, list[str]]:
    """Read where concepts that are retired now stood last."""
    retired = select(ConceptInVersion.concept_id).where(
        ConceptInVersion.version_id == version.id, ConceptInVersion.status == "deprecated"
    )
    rows = session.execute(
        select(ConceptInVersion.concept_id, ConceptInVersion.path)
        .where(
            ConceptInVersion.version_id.in_(versions),
            ConceptInVersion.status == "active",
            ConceptInVersion.concept_id.in_(retired),
        )
        .order_by(ConceptInVersion.version_id)
    )
    return {row.concept_id: row.path for row in rows}
