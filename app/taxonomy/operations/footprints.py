"""What a request looks at and what it changes, field by field and word by word. Pure.

Two requests of which neither has changed what the other looked at or changed give the same
result in any order. The finer the keys, the more pairs are known to be apart: requests that
give other names to one concept, or put other concepts below it, need not be tried.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields
from typing import Final, TypeAlias

from app.taxonomy.operations.draft import folded_label
from app.taxonomy.state import ConceptState, TextLists

Key: TypeAlias = tuple[str, ...]
"""A place in a draft: a field of a concept, a word, a notation, or who points to a concept."""
Whole: TypeAlias = tuple[str, str]
"""All of a concept, or all that stands below one."""

FIELDS: Final = tuple(one.name for one in fields(ConceptState))
_TEXTS: Final = ("pref_label", "definition", "scope_note")
_LABELS: Final = ("alt_label", "hidden_label")
_SPLIT: Final = frozenset((*_TEXTS, *_LABELS, "narrower", "related", "mappings"))


@dataclass
class Footprint:
    """What was looked at, and what was changed.

    ``seen`` are concepts and lists of children that were looked at as a whole; ``touched``
    are those of which anything was changed.
    """

    reads: set[Key] = field(default_factory=set)
    writes: set[Key] = field(default_factory=set)
    seen: set[Whole] = field(default_factory=set)
    touched: set[Whole] = field(default_factory=set)

    def is_apart_from(self, other: "Footprint") -> bool:
        """Say that neither has changed what the other looked at or changed."""
        return (
            self.writes.isdisjoint(other.writes)
            and self.writes.isdisjoint(other.reads)
            and self.reads.isdisjoint(other.writes)
            and self.touched.isdisjoint(other.seen)
            and self.seen.isdisjoint(other.touched)
        )

    def meets(self, other: "Footprint") -> set[Key]:
        """List what stands in the way of being apart: places of both."""
        return (
            (self.writes & other.writes)
            | (self.writes & other.reads)
            | (self.reads & other.writes)
            | (self.touched & other.seen)
            | (self.seen & other.touched)
        )

    @property
    def places(self) -> set[Key]:
        """Everything that was looked at or changed."""
        return {*self.reads, *self.writes, *self.seen, *self.touched}

    def add(self, other: "Footprint") -> None:
        """Take in what another one holds."""
        self.reads |= other.reads
        self.writes |= other.writes
        self.seen |= other.seen
        self.touched |= other.touched

    def look(self, concept: str, names: tuple[str, ...]) -> None:
        """Note a look at some fields of a concept, and that it is there."""
        self.reads.add(("concept", concept, "id"))
        self.reads.update(("concept", concept, name) for name in names)

    def look_at_all(self, concept: str) -> None:
        """Note a look at everything that a concept is."""
        self.seen.add(("concept", concept))

    def change(self, concept: str, old: ConceptState | None, new: ConceptState | None) -> None:
        """Note what differs between two states of a concept; None: it is not there."""
        self.touched.add(("concept", concept))
        self.writes.update(_named(old, new))
        if old is None or new is None:
            self.writes.update(("concept", concept, name) for name in FIELDS)
            self.touched.add(("children", concept))
            return
        self.writes.update(_changed(concept, old, new))
        self.writes.update(related_key(concept, one) for one in {*old.related} ^ {*new.related})
        mapped = {*old.mappings} ^ {*new.mappings}
        self.writes.update(mapping_key(concept, target) for _, target in mapped)
        if old.narrower != new.narrower:
            self.change_children(concept, old.narrower, new.narrower)

    def change_children(self, parent: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
        """Note who came below a parent, who left, and whether the others changed places."""
        self.touched.add(("children", parent))
        before, after = set(old), set(new)
        self.writes.update(("child", parent, one) for one in before ^ after)
        if [one for one in old if one in after] != [one for one in new if one in before]:
            self.writes.add(("order", parent))


def text_key(concept: str, name: str, language: str) -> Key:
    """Name a text of a concept in one language."""
    return ("text", concept, name, language)


def word_key(concept: str, language: str, text: str) -> Key:
    """Name a word as a label of a concept, of whatever kind."""
    return ("word", concept, language, text)


def related_key(concept: str, other: str) -> Key:
    """Name the relation of a concept to another one."""
    return ("related", concept, other)


def mapping_key(concept: str, target: str) -> Key:
    """Name what a concept is to a target elsewhere."""
    return ("mapping", concept, target)


def _named(old: ConceptState | None, new: ConceptState | None) -> Iterator[Key]:
    """Name the labels that came to a concept or went, or that came with it to another place.

    Two concepts may bear one label as long as they are apart, or one of them is retired.
    What one request does to both is tied by it: another may bring them together.
    """
    is_elsewhere = (
        old is None or new is None or old.status != new.status or old.broader != new.broader
    )
    for one, other in ((old, new), (new, old)):
        if one is None:
            continue
        for language, text in one.pref_label.items():
            if is_elsewhere or other is None or other.pref_label.get(language) != text:
                yield "named", language, folded_label(text)


def _changed(concept: str, old: ConceptState, new: ConceptState) -> Iterator[Key]:
    for name in FIELDS:
        before, after = getattr(old, name), getattr(new, name)
        if before is after or before == after:
            continue
        if name in _TEXTS:
            yield from _changed_texts(concept, name, before, after)
        elif name in _LABELS:
            yield from _changed_words(concept, before, after)
        elif name not in _SPLIT:
            yield ("concept", concept, name)


def _changed_texts(
    concept: str, name: str, old: Mapping[str, str], new: Mapping[str, str]
) -> Iterator[Key]:
    for language in old.keys() | new.keys():
        before, after = old.get(language), new.get(language)
        if before == after:
            continue
        yield text_key(concept, name, language)
        if name == "pref_label":
            yield from (word_key(concept, language, one) for one in (before, after) if one)


def _changed_words(concept: str, old: TextLists, new: TextLists) -> Iterator[Key]:
    for language in old.keys() | new.keys():
        for text in {*old.get(language, ())} ^ {*new.get(language, ())}:
            yield word_key(concept, language, text)
