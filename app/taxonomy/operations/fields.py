"""The operations that change what is written about one concept. Pure."""

from collections.abc import Iterator

from app.taxonomy.operations.values import (
    AddLabel,
    AddMapping,
    LabelKind,
    NoteKind,
    Operation,
    RemoveLabel,
    RemoveMapping,
    SetAssignable,
    SetNotation,
    SetNote,
    SetPrefLabel,
)
from app.taxonomy.state import ConceptState, TextLists, Texts


def field_changes(now: ConceptState, wanted: ConceptState) -> Iterator[Operation]:
    """List what makes the labels, notes, code and mappings of one state those of another."""
    yield from _labels(now, wanted)
    yield from _notes(now.id, "definition", now.definition, wanted.definition)
    yield from _notes(now.id, "scopeNote", now.scope_note, wanted.scope_note)
    if now.notation != wanted.notation:
        yield SetNotation(now.id, now.notation, wanted.notation)
    if now.is_assignable != wanted.is_assignable:
        yield SetAssignable(now.id, now.is_assignable, wanted.is_assignable)
    for predicate, target in sorted(set(now.mappings) - set(wanted.mappings)):
        yield RemoveMapping(now.id, predicate, target)
    for predicate, target in sorted(set(wanted.mappings) - set(now.mappings)):
        yield AddMapping(now.id, predicate, target)


def _labels(now: ConceptState, wanted: ConceptState) -> Iterator[Operation]:
    """A label that changes its kind leaves one before it enters the other."""
    kept = _kept_as_alt(now, wanted)
    kinds: tuple[tuple[LabelKind, TextLists, TextLists], ...] = (
        ("alt", now.alt_label, wanted.alt_label),
        ("hidden", now.hidden_label, wanted.hidden_label),
    )
    for kind, there, goal in kinds:
        for language, text in sorted(_pairs(there) - _pairs(goal)):
            yield RemoveLabel(now.id, kind, language, text)
    for language in sorted({*now.pref_label, *wanted.pref_label}):
        old, new = now.pref_label.get(language), wanted.pref_label.get(language)
        if old != new:
            yield SetPrefLabel(now.id, language, old, new, (language, old) in kept)
    for kind, there, goal in kinds:
        for language, text in sorted(_pairs(goal) - _pairs(there)):
            if kind != "alt" or (language, text) not in kept:
                yield AddLabel(now.id, kind, language, text)


def _kept_as_alt(now: ConceptState, wanted: ConceptState) -> set[tuple[str, str]]:
    """Find the preferred labels that stay as alternative ones."""
    gained = _pairs(wanted.alt_label) - _pairs(now.alt_label)
    return {
        (language, old)
        for language, old in now.pref_label.items()
        if old != wanted.pref_label.get(language) and (language, old) in gained
    }


def _pairs(labels: TextLists) -> set[tuple[str, str]]:
    return {(language, text) for language, texts in labels.items() for text in texts}


def _notes(concept: str, kind: NoteKind, now: Texts, wanted: Texts) -> Iterator[Operation]:
    for language in sorted({*now, *wanted}):
        old, new = now.get(language), wanted.get(language)
        if old != new:
            yield SetNote(concept, kind, language, old, new)
