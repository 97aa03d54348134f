"""What became of concepts that are no longer there. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from app.taxonomy.guessing.adopting import Adopted
from app.taxonomy.guessing.likeness import likeness, names_of, other_names_of, shared_words
from app.taxonomy.guessing.reasons import Reason, reason
from app.taxonomy.operations.draft import Draft
from app.taxonomy.state import ConceptState

Name = tuple[str, str]
_LIKE_NEIGHBOUR = 0.85
_PREFERRED, _OTHER = 2, 1
"""What a name counts that is found again elsewhere."""


@dataclass(frozen=True)
class Fate:
    """What became of a concept: its heirs, the one with most of it first, and why.

    ``is_exact`` says that the one heir stands for the whole of it.
    """

    heirs: tuple[str, ...]
    is_exact: bool
    reason: Reason


class Fates:
    """Looks for what is left of vanished concepts in a snapshot."""

    def __init__(self, draft: Draft, adopted: Adopted) -> None:
        self._draft = draft
        self._adopted = adopted
        self._takers = {key: one for key, one in adopted.active.items() if one.is_assignable}
        self._new = [key for key in self._takers if key not in draft.concepts]
        self._gained: defaultdict[Name, list[str]] = defaultdict(list)
        for key, one in self._takers.items():
            for name in _names(one) - _names(draft.concepts.get(key)):
                self._gained[name].append(key)

    def of(self, concept: str) -> Fate:
        """Tell what became of a concept."""
        state = self._draft.concepts[concept]
        if self._adopted.said.get(concept):
            return self._said(self._adopted.said[concept])
        return (
            self._by_names(state)
            or self._by_children(state)
            or self._by_words(state)
            or self._by_neighbour(state)
            or Fate((), False, reason("no_trace"))
        )

    def _said(self, heirs: tuple[str, ...]) -> Fate:
        takers = tuple(one for one in heirs if one in self._takers)
        return Fate(takers, len(takers) == 1, reason("said"))

    def _by_names(self, state: ConceptState) -> Fate | None:
        found: Counter[str] = Counter()
        preferred = names_of(state)
        for name in _names(state):
            found.update(dict.fromkeys(self._gained.get(name, ()), _weight(name, preferred)))
        heirs = _most_first(found)
        if len(heirs) == 1:
            is_whole = found[heirs[0]] >= _PREFERRED
            return Fate(heirs, True, reason("merged" if is_whole else "merged_words"))
        return Fate(heirs, False, reason("split_words")) if heirs else None

    def _by_children(self, state: ConceptState) -> Fate | None:
        found: Counter[str] = Counter()
        for child in state.narrower:
            now = self._adopted.active.get(child)
            above = now.broader if now else ()
            found.update(one for one in above if one in self._takers and one not in state.broader)
        heirs = _most_first(found)
        if not heirs:
            return None
        return Fate(heirs, False, reason("split_children" if len(heirs) > 1 else "moved_children"))

    def _by_words(self, state: ConceptState) -> Fate | None:
        """New neighbours made of words of its name stand in its place, when they are several."""
        found: Counter[str] = Counter()
        for key in self._new:
            now = self._takers[key]
            shared = shared_words(now.pref_label, state.pref_label)
            if shared and now.broader[:1] == state.broader[:1]:
                found[key] = shared
        heirs = _most_first(found)
        return Fate(heirs, False, reason("split_likeness")) if len(heirs) > 1 else None

    def _by_neighbour(self, state: ConceptState) -> Fate | None:
        found: list[tuple[float, str]] = []
        for key in self._neighbours(state):
            share = likeness(state.pref_label, self._takers[key].pref_label)
            if share >= _LIKE_NEIGHBOUR:
                found.append((-share, key))
        return Fate((min(found)[1],), False, reason("like_neighbour")) if found else None

    def _neighbours(self, state: ConceptState) -> Iterable[str]:
        parents = [self._adopted.active.get(one) for one in state.broader]
        below = [one.narrower for one in parents if one] if parents else [self._adopted.top]
        return [key for children in below for key in children if key in self._takers]


def _names(concept: ConceptState | None) -> frozenset[Name]:
    return names_of(concept) | other_names_of(concept) if concept else frozenset()


def _weight(name: Name, preferred: frozenset[Name]) -> int:
    return _PREFERRED if name in preferred else _OTHER


def _most_first(found: Mapping[str, int]) -> tuple[str, ...]:
    return tuple(sorted(found, key=lambda key: (-found[key], key)))
