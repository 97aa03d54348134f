"""A scheme that is being changed: its concepts and what must be looked up fast. Pure.

All collections are persistent (a change shares everything that it does not touch), so
that a draft of 100,000 concepts is kept, changed and thrown away without being copied.
"""

from __future__ import annotations  # rpds names its types for checkers only

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal, TypeAlias

from rpds import HashTrieMap, HashTrieSet

from app.core.folding import fold
from app.taxonomy.lexicon.state import LexiconState, TermGroup
from app.taxonomy.state import ConceptState, SchemeState

TOP: Final = ""
"""Stands for the parent of top concepts where a key is needed."""
UniqueLabels: TypeAlias = Literal["scheme", "siblings"]
"""Where a preferred label stands once: in the whole scheme, or below one parent."""
Bearing: TypeAlias = tuple[str, str, str]
"""Where a label must be unique: language, parent (empty for the whole scheme), folded text."""


@dataclass(frozen=True)
class SchemeRules:
    """What a scheme demands of every concept.

    ``unique_labels`` says whether two active concepts may bear one preferred label:
    nowhere in the scheme, or only below different parents.
    """

    is_polyhierarchical: bool = False
    notation_pattern: str = r".+"
    languages: tuple[str, ...] = ("ar", "en")
    unique_labels: UniqueLabels = "scheme"

    def accepts(self, notation: str) -> bool:
        """Say whether a code has the form that the scheme asks for."""
        return re.fullmatch(self.notation_pattern, notation) is not None


@dataclass(frozen=True)
class Draft:
    """A state with its indexes.

    ``loose`` holds, by parent, the children that nobody has put into an order: they
    stand behind the others, by their notations. ``holders`` says whose a notation is
    for ever, ``bearers`` which active concepts bear a preferred label, ``pointers``
    which concepts name another as successor, ``born`` what was added since the version.
    The draft of the lexicon has ``groups`` in place of concepts; ``added_terms`` are, by
    group, the spellings that were added since the version.
    """

    scheme: str
    rules: SchemeRules
    concepts: HashTrieMap[str, ConceptState]
    top: tuple[str, ...]
    loose: HashTrieMap[str, frozenset[str]]
    holders: HashTrieMap[str, str]
    bearers: HashTrieMap[Bearing, tuple[str, ...]]
    pointers: HashTrieMap[str, tuple[str, ...]]
    born: HashTrieSet[str]
    groups: HashTrieMap[str, TermGroup] | None = None
    added_terms: HashTrieMap[str, frozenset[str]] = field(default_factory=HashTrieMap)

    @property
    def state(self) -> SchemeState:
        """The concepts alone."""
        return SchemeState(self.scheme, self.concepts, self.top)

    @property
    def lexicon(self) -> LexiconState:
        """The groups alone."""
        return LexiconState(self.groups or {})

    def children(self, parent: str | None) -> tuple[str, ...]:
        """List what stands below a parent, or at the top, in order."""
        if not parent:
            return self.top
        return self.concepts[parent].narrower


def open_draft(
    state: SchemeState, rules: SchemeRules, *, holders: Mapping[str, str] | None = None
) -> Draft:
    """Begin a draft on a released state; ``holders`` has the retired notations as well."""
    bearers: dict[Bearing, list[str]] = {}
    pointers: dict[str, list[str]] = {}
    codes = dict(holders or {})
    for concept in state.concepts.values():
        codes[concept.notation] = concept.id
        for bearing in bearings(concept, rules):
            bearers.setdefault(bearing, []).append(concept.id)
        for successor in successors(concept):
            pointers.setdefault(successor, []).append(concept.id)
    return Draft(
        scheme=state.scheme,
        rules=rules,
        concepts=HashTrieMap(dict(state.concepts)),
        top=state.top,
        loose=HashTrieMap(),
        holders=HashTrieMap(codes),
        bearers=HashTrieMap({key: tuple(sorted(ids)) for key, ids in bearers.items()}),
        pointers=HashTrieMap({key: tuple(sorted(ids)) for key, ids in pointers.items()}),
        born=HashTrieSet(),
    )


def open_lexicon(scheme: str, state: LexiconState) -> Draft:
    """Begin a draft on a released state of the lexicon."""
    empty = open_draft(SchemeState(scheme, {}, ()), SchemeRules())
    return replace(empty, groups=HashTrieMap(dict(state.groups)))


def bearings(concept: ConceptState, rules: SchemeRules) -> Iterable[Bearing]:
    """List where the preferred labels of an active concept must be unique."""
    if concept.status != "active":
        return
    places = (TOP,) if rules.unique_labels == "scheme" else concept.broader or (TOP,)
    for language, text in concept.pref_label.items():
        folded = folded_label(text)
        for place in places:
            yield language, place, folded


def bears_alike(one: ConceptState, other: ConceptState) -> bool:
    """Tell that two states of a concept bear the same labels at the same places."""
    return (
        one.pref_label == other.pref_label
        and one.status == other.status
        and one.broader == other.broader
    )


def successors(concept: ConceptState) -> Iterable[str]:
    """List the concepts that one names for the time after it."""
    return (*concept.replaced_by, *concept.consider)


def folded_label(text: str) -> str:
    """Write a label so that spellings of the same words are equal."""
    return " ".join(fold(text).split())
