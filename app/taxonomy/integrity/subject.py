"""A scheme while it is judged: what many rules ask of it, worked out once. Pure."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from app.core.folding import fold
from app.taxonomy.integrity.hierarchy import Hierarchy
from app.taxonomy.integrity.told import Limits, Past, Tags, Terms
from app.taxonomy.state import ConceptState, SchemeState

LabelIndex = Mapping[tuple[str, str], Sequence[str]]
"""From a language and a folded preferred label to the active concepts that have it."""


_LONG = 16
"""From so many ids on, looking one up in a set is quicker than in the list."""


def same_word(text: str) -> str:
    """Fold a label: two that fold alike are one label typed in two ways."""
    return " ".join(fold(text).split())


def label_index(concepts: Iterable[ConceptState]) -> dict[tuple[str, str], Sequence[str]]:
    """Build the index of the preferred labels of active concepts, in the order given."""
    index: dict[tuple[str, str], Sequence[str]] = {}
    for concept in concepts:
        if concept.status == "active":
            for language, text in concept.pref_label.items():
                _put(index, (language, same_word(text)), concept.id)
    return index


def _put(index: dict[tuple[str, str], Sequence[str]], key: tuple[str, str], found: str) -> None:
    """Add to the index; most labels stand once, and a tuple of one weighs less than a list."""
    known = index.get(key)
    if isinstance(known, list):
        known.append(found)
    else:
        index[key] = [*known, found] if known else (found,)


@dataclass(frozen=True)
class Given:
    """What the caller tells beside the scheme; ``listed`` are the ids as a file has them."""

    terms: Terms = field(default_factory=Terms)
    limits: Limits = field(default_factory=Limits)
    tags: Tags | None = None
    past: Past = field(default_factory=Past)
    listed: Sequence[str] = ()


class Subject:
    """A scheme and the concepts of it that are judged: all, or those in ``keys``.

    ``index`` may be that of an earlier state, as long as every concept that was changed
    since is among ``keys``.
    """

    def __init__(
        self,
        state: SchemeState,
        given: Given,
        *,
        keys: Collection[str] | None = None,
        index: LabelIndex | None = None,
    ) -> None:
        self.state, self.given = state, given
        self.keys: Collection[str] = state.concepts if keys is None else keys
        self.is_whole = keys is None
        self._index = index
        self._sets: dict[int, frozenset[str]] = {}

    @cached_property
    def concepts(self) -> dict[str, ConceptState]:
        """Every concept under the id by which others find it."""
        stored = self.state.concepts.items()
        return {key: one if one.id == key else replace(one, id=key) for key, one in stored}

    @cached_property
    def focus(self) -> list[ConceptState]:
        """The concepts that are judged."""
        return [self.concepts[key] for key in self.keys if key in self.concepts]

    @cached_property
    def active(self) -> list[ConceptState]:
        """The active ones among the concepts that are judged."""
        return [one for one in self.focus if one.status == "active"]

    @cached_property
    def hierarchy(self) -> Hierarchy:
        """Who stands above whom."""
        return Hierarchy(self.concepts)

    @cached_property
    def top(self) -> frozenset[str]:
        """The ids of the top concepts."""
        return frozenset(self.state.top)

    @cached_property
    def labels(self) -> LabelIndex:
        """The index of preferred labels; see ``shared_labels``."""
        if self._index is None:
            return label_index(self.concepts.values())
        return self._index

    @cached_property
    def _changed(self) -> LabelIndex:
        return label_index(self.focus) if self._index is not None else {}

    def shared_labels(self) -> Iterator[tuple[str, list[str]]]:
        """List the labels that several active concepts have: the language and these concepts."""
        changed = self._changed if self._index is not None else self.labels
        for (language, word), keys in changed.items():
            holders = keys if self._index is None else self._holders(language, word)
            if word and len(holders) > 1:
                yield language, list(dict.fromkeys(holders))

    def _holders(self, language: str, word: str) -> list[str]:
        key = (language, word)
        found = dict.fromkeys((*self.labels.get(key, ()), *self._changed.get(key, ())))
        return [one for one in found if self._is_still(one, language, word)]

    def _is_still(self, key: str, language: str, word: str) -> bool:
        concept = self.concepts.get(key)
        if concept is None or concept.status != "active" or language not in concept.pref_label:
            return False
        return same_word(concept.pref_label[language]) == word

    def is_broader(self, key: str, concept: ConceptState) -> bool:
        """Whether a concept lists this id above itself."""
        return key in self._quick(concept.broader)

    def is_narrower(self, key: str, concept: ConceptState) -> bool:
        """Whether a concept lists this id below itself."""
        return key in self._quick(concept.narrower)

    def _quick(self, keys: tuple[str, ...]) -> Collection[str]:
        """Turn a long list into a set, once: some concepts have thousands of children."""
        if len(keys) < _LONG:
            return keys
        found = self._sets.get(id(keys))
        if found is None:
            found = self._sets[id(keys)] = frozenset(keys)
        return found

    def children(self, concept: ConceptState) -> list[ConceptState]:
        """List the active concepts directly below one."""
        known = (self.concepts[key] for key in concept.narrower if key in self.concepts)
        return [one for one in known if one.status == "active"]

    def known(self, keys: Iterable[str]) -> Iterator[ConceptState]:
        """Find concepts by their ids; unknown ones are left out."""
        return (self.concepts[key] for key in keys if key in self.concepts)


def around(state: SchemeState, touched: Collection[str]) -> list[str]:
    """List the concepts that a change of some may have broken, in the order of the scheme.

    These are the touched ones, all that name them, and all that stands below them, with
    whatever is related to that.
    """
    changed = set(touched)
    linked = {one for one in state.concepts if not changed.isdisjoint(_named(state.concepts[one]))}
    below = _below(state, changed)
    near = changed | linked | below
    for key, concept in state.concepts.items():
        if concept.related and not below.isdisjoint(concept.related):
            near.add(key)
    return [*(key for key in state.concepts if key in near), *sorted(changed - set(state.concepts))]


def _named(concept: ConceptState) -> tuple[str, ...]:
    return (
        *concept.broader,
        *concept.narrower,
        *concept.related,
        *concept.replaced_by,
        *concept.consider,
    )


def _below(state: SchemeState, keys: Iterable[str]) -> set[str]:
    found: set[str] = set()
    waiting = list(keys)
    while waiting:
        key = waiting.pop()
        if key not in found and key in state.concepts:
            found.add(key)
            waiting.extend(state.concepts[key].narrower)
    return found
