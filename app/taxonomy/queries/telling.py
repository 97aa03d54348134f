"""Differences, histories and drafts as they are answered: every operation in words."""

from collections.abc import Iterable, Sequence

from app.core.schemas import LocalText
from app.taxonomy.difference_schemas import (
    BecauseOut,
    DifferenceOut,
    DraftOut,
    HistoryEntry,
    NextRelease,
    OperationOut,
)
from app.taxonomy.operations.effects import Because, Level
from app.taxonomy.operations.values import Operation
from app.taxonomy.operations.voices import NameOf, by_id
from app.taxonomy.queries.concept_histories import Turn
from app.taxonomy.queries.differences import Difference, Logged
from app.taxonomy.queries.drafts import OpenDraft
from app.taxonomy.schemas import ConceptRef
from app.taxonomy.showing import Json, Name, added_concepts, namer, names_of, show
from app.taxonomy.state import SchemeState

_SUBJECTS = ("concept", "source", "target", "a", "parent")


def tell_difference(found: Difference, *, entity_of: NameOf = by_id) -> DifferenceOut:
    """Answer what lies between two versions; ``entity_of`` names the entities of rules."""
    name = _names(found.states, (one.operation for one in found.operations))
    return DifferenceOut(
        scheme=found.scheme,
        old=found.old,
        new=found.new,
        level=found.level,
        because=_reasons(found.because, name),
        is_computed=found.is_computed,
        operations=tell_operations(found.operations, name, entity_of=entity_of),
    )


def tell_history(turns: Iterable[Turn], *, entity_of: NameOf = by_id) -> list[HistoryEntry]:
    """Answer how a concept went through the versions."""
    return [_entry(one, entity_of) for one in turns]


def tell_draft(
    opened: OpenDraft,
    *,
    number: str | None,
    level: Level | None,
    because: Iterable[Because],
    entity_of: NameOf = by_id,
) -> DraftOut:
    """Answer what was enacted since a version, and the ``number`` that its release would bear."""
    states = opened.start.state, opened.draft.state
    name = _names(states, opened.operations)
    following = (
        NextRelease(version=number, level=level, because=_reasons(because, name))
        if number and level
        else None
    )
    logged = [
        Logged(one, version=None, origin=source)
        for source, operations in opened.requests
        for one in operations
    ]
    return DraftOut(
        scheme=opened.scheme,
        version=opened.version,
        place=opened.place,
        operations=tell_operations(logged, name, entity_of=entity_of),
        next=following,
    )


def tell_operations(
    logged: Iterable[Logged], name: Name, *, entity_of: NameOf = by_id
) -> list[OperationOut]:
    """Answer operations in the shape in which they are sent, with words for people."""
    return [_told(one, name, entity_of) for one in logged]


def _told(logged: Logged, name: Name, entity_of: NameOf) -> OperationOut:
    shown = show(logged.operation, name, {}, entity_of=entity_of)
    subject = _subject(logged.operation)
    about = {"concept": name(subject)} if subject else {}
    return OperationOut.model_validate(
        {**shown, **about, "version": logged.version, "origin": logged.origin}
    )


def _subject(operation: Operation) -> str | None:
    """Name the concept that an operation is about, as far as it is one."""
    found = (getattr(operation, one, None) for one in _SUBJECTS)
    return next((one for one in found if isinstance(one, str)), None)


def _names(states: Sequence[SchemeState], operations: Iterable[Operation]) -> Name:
    """Name concepts as the earlier state has them, else as the later one, else as was said."""
    known = [names_of(one.concepts) for one in states]
    find = namer({}, *known, added_concepts(operations))

    def name(concept: str) -> Json:
        return {"notation": concept, "prefLabel": {"en": concept}, **find(concept)}

    return name


def _reasons(because: Iterable[Because], name: Name) -> list[BecauseOut]:
    return [
        BecauseOut(
            level=one.level,
            op=one.op,
            concept=ConceptRef.model_validate(name(one.concept)) if one.concept else None,
            words=LocalText(ar=one.ar, en=one.en),
        )
        for one in because
    ]


def _entry(turn: Turn, entity_of: NameOf) -> HistoryEntry:
    name = _names(turn.states, (one.operation for one in turn.operations))
    successors = _names(turn.states[1:], ())
    return HistoryEntry(
        version=turn.version.number,
        event=turn.event,
        issued=turn.version.issued_on,
        released_at=turn.version.released_at,
        notation=turn.concept.notation,
        status=turn.concept.status,
        pref_label=LocalText.model_validate(turn.concept.pref_label),
        operations=tell_operations(turn.operations, name, entity_of=entity_of),
        replaced_by=[
            ConceptRef.model_validate(successors(one)) for one in turn.concept.replaced_by
        ],
        consider=[ConceptRef.model_validate(successors(one)) for one in turn.concept.consider],
    )
