"""How a concept went through the versions of its scheme."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any, Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.models import ConceptInVersion, SchemeVersion
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.concepts import find_scheme_of
from app.taxonomy.queries.differences import (
    Difference,
    Logged,
    computed_between,
    difference_between,
)
from app.taxonomy.queries.fates import state_in
from app.taxonomy.state import ConceptState, SchemeState

Event = Literal["appeared", "changed", "retired", "restored"]
Content = Mapping[str, Any]  # Any: a concept's canonical JSON

_ROLES = frozenset(
    (
        "concept",
        "new",
        "source",
        "sources",
        "target",
        "targets",
        "a",
        "b",
        "replaced_by",
        "consider",
    )
)
"""Fields by which an operation is about a concept, not only about what stands around it."""
_AROUND = frozenset((("move", "source"), ("move", "target")))


@dataclass(frozen=True)
class Turn:
    """A version in which a concept changed, what it was then, and by which operations."""

    version: SchemeVersion
    event: Event
    concept: ConceptState
    operations: tuple[Logged, ...]
    states: tuple[SchemeState, SchemeState]


def get_history(session: Session, concept_id: str) -> list[Turn]:
    """Read every released version in which a concept changed, the newest first.

    Raises:
        ConceptNotFound: no released version has such a concept.

    """
    versions = _releases(session, find_scheme_of(session, concept_id))
    contents = _contents(session, concept_id, versions)
    pairs = zip([None, *versions], versions, strict=False)
    turns = [_turn(session, concept_id, contents, *pair) for pair in pairs]
    found = [one for one in reversed(turns) if one]
    if not found:
        raise ConceptNotFound(f"There is no concept '{concept_id}'.")
    return found


def _releases(session: Session, scheme_id: str | None) -> Sequence[SchemeVersion]:
    return session.scalars(
        select(SchemeVersion)
        .where(SchemeVersion.scheme_id == scheme_id, SchemeVersion.candidate == 0)
        .order_by(SchemeVersion.id)
    ).all()


def _contents(
    session: Session, concept_id: str, versions: Sequence[SchemeVersion]
) -> dict[int, Content]:
    """Read what a concept was in each version; its children have histories of their own."""
    rows = session.execute(
        select(ConceptInVersion.version_id, ConceptInVersion.content).where(
            ConceptInVersion.concept_id == concept_id,
            ConceptInVersion.version_id.in_([one.id for one in versions]),
        )
    )
    return {
        row.version_id: {key: one for key, one in row.content.items() if key != "narrower"}
        for row in rows
    }


def _turn(
    session: Session,
    concept: str,
    contents: Mapping[int, Content],
    before: SchemeVersion | None,
    version: SchemeVersion,
) -> Turn | None:
    was = contents.get(before.id) if before else None
    now = contents.get(version.id)
    if now is None or (was == now and version.level is None):
        return None
    after = state_in(session, version)
    if before is None:
        return Turn(version, "appeared", after.concepts[concept], (), (after, after))
    operations, found = _operations(session, concept, before, version)
    if was == now and not operations:
        return None
    return Turn(version, _event(was, now), after.concepts[concept], operations, found.states)


def _operations(
    session: Session, concept: str, before: SchemeVersion, version: SchemeVersion
) -> tuple[tuple[Logged, ...], Difference]:
    """Choose the operations on a concept; what others have done to it is found by comparing."""
    found = difference_between(session, before, version)
    about = tuple(one for one in found.operations if _is_about(one.operation, concept))
    if about or found.is_computed:
        return about, found
    found = computed_between(session, before, version)
    return tuple(one for one in found.operations if _is_about(one.operation, concept)), found


def _is_about(operation: Operation, concept: str) -> bool:
    for field in fields(operation):
        if field.name not in _ROLES or (operation.op, field.name) in _AROUND:
            continue
        value = getattr(operation, field.name)
        if value == concept or (isinstance(value, tuple) and concept in value):
            return True
    return False


def _event(was: Content | None, now: Content) -> Event:
    if was is None:
        return "appeared"
    if was["status"] == now["status"]:
        return "changed"
    return "retired" if now["status"] == "deprecated" else "restored"
