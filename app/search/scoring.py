"""Scoring: a plan turned into points, the same for every engine.

A document's score is a sum over groups; a group gives the points of its best matching
clause. All points are whole numbers small enough for a 32-bit float, so two engines that
match the same terms give exactly the same scores, whatever they were built from. There
is no term frequency: in texts this short a word said twice means no more than once.
"""

import dataclasses
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from app.search.documents import Field
from app.search.naming import pair_terms, whole_term
from app.search.plan import Alternative, Expansion, Kind, Plan, PlannedWord, Stream
from app.search.steering import NO_STEERING, Steering
from app.search.steps import Step, Steps
from app.search.vocabulary import Vocabulary

Terms = Mapping[Field, Collection[str]]
"""The terms of a document, or of a row, by field."""

MATCHED = 300
"""Points of a matched word, wherever it stands: a document with more of the words mostly stands
before one with fewer, but not one that holds the telling words only in passing."""

WORD_POINTS = 1_000
MINOR_SHARE = 0.15
"""What a domain word (الكويت، خدمة) earns beside another, where it is matched."""
RARITY_FLOOR = 0.4
TEXT_SHARE = 0.8
"""What a word earns for standing in the texts as well, beside where it counts most."""
_EXACT = 2**24
"""Whole numbers up to here are themselves as 32-bit floats."""
PAIR_POINTS = 150
WHOLE_POINTS = 900
WHOLE_SYNONYM_SHARE = 0.7
"""Of these points, for a name that says all of it otherwise."""

_NAME_WEIGHTS = {
    Field.TITLE_SHORT: 1.0,
    Field.TITLE_MEDIUM: 0.9,
    Field.TITLE_LONG: 0.8,
    Field.KEYWORD: 0.7,
}
FIELD_WEIGHTS = {
    Stream.STEM: {
        **_NAME_WEIGHTS,
        Field.LABEL: 0.35,
        Field.ENTITY: 0.3,
        Field.TEXT: 0.3,
        Field.BODY: 0.15,
    },
    # Papers that hundreds of services ask for do not make them services about these papers.
    Stream.SAID: {**_NAME_WEIGHTS, Field.TEXT: 0.1},
    Stream.NAME: _NAME_WEIGHTS,
    Stream.SKELETON: {Field.SKELETON: 0.5},
    Stream.EDGE: {Field.EDGE: 0.8},
}
_NAMED = (Kind.EXACT, Kind.CLITIC, Kind.TYPO, Kind.TRANSLITERATION, Kind.SYNONYM)
_MOST_READINGS = 3
SUPPORT_FIELDS = {
    Field.KEYWORD: 0.7,
    Field.LABEL: 0.35,
    Field.ENTITY: 0.3,
    Field.TEXT: 0.3,
    Field.BODY: 0.15,
}

PHRASE_WEIGHT = 1.0
"""Of a phrase all of whose words stand in names."""
_RARE_BY_TERM = (Stream.STEM, Stream.SAID, Stream.NAME)


class Clause(NamedTuple):
    """A term in a field, and the points for finding it there."""

    field: Field
    term: str
    points: int

    @property
    def looked_up(self) -> tuple[str, ...]:
        """The terms that a document must hold in the field."""
        return (self.term,)

    def is_in(self, terms: Terms) -> bool:
        """Tell whether a document with these terms earns the points."""
        return self.term in terms.get(self.field, ())


class PhraseClause(NamedTuple):
    """Several terms in one field, and the points for finding them all."""

    field: Field
    words: tuple[str, ...]
    points: int

    @property
    def looked_up(self) -> tuple[str, ...]:
        """The terms that a document must hold in the field."""
        return self.words

    def is_in(self, terms: Terms) -> bool:
        """Tell whether a document with these terms earns the points."""
        there = terms.get(self.field, ())
        return all(word in there for word in self.words)


Group = tuple[Clause | PhraseClause, ...]


@dataclass(frozen=True)
class Scoring:
    """What a document must match, and what it earns.

    It must match a clause of one of the `words`, or its id must be pinned or near; `extras`
    only add points. Whatever matches an extra has matched a word too, but for the `loose` ones,
    where an engine has to look. `pins`, `near` and `boosts` are points that ids have beside.
    """

    words: tuple[Group, ...]
    extras: tuple[Group, ...]
    loose: tuple[Group, ...] = ()
    pins: Mapping[str, int] = dataclasses.field(default_factory=dict)
    near: Mapping[str, int] = dataclasses.field(default_factory=dict)
    boosts: Mapping[str, int] = dataclasses.field(default_factory=dict)

    @property
    def further(self) -> tuple[Group, ...]:
        """All that only adds points."""
        return (*self.extras, *self.loose)

    @cached_property
    def best(self) -> int:
        """The most points a document can earn, pins aside."""
        groups = (*self.words, *self.further)
        earned = sum(max(clause.points for clause in group) for group in groups)
        return earned + sum(max(each.values(), default=0) for each in (self.near, self.boosts))

    def share(self, points: float) -> float:
        """Return points as a score from 0 to 1; what is pinned has 1."""
        return min(1.0, points / self.best) if self.best else 1.0


@dataclass(frozen=True, slots=True)
class Worth:
    """What words are worth, as far as the steps taken tell."""

    vocabulary: Vocabulary
    steps: Steps

    def matched(self, word: PlannedWord) -> int:
        """Return the points of a word for being there at all."""
        return MATCHED if Step.MATCHED in self.steps and not word.is_minor else 0

    def most(self, word: PlannedWord, found: Alternative) -> float:
        """Return what one way to say a word is worth in a field that counts in full."""
        share = MINOR_SHARE if word.is_minor else 1.0
        told = RARITY_FLOOR + (1 - RARITY_FLOOR) * self._rarity(found)
        return WORD_POINTS * found.weight * share * told

    def _rarity(self, found: Alternative) -> float:
        is_guessed = found.kind is Kind.PREFIX  # its weight says how likely it is
        if is_guessed or found.stream not in _RARE_BY_TERM or Step.RARITY not in self.steps:
            return 0.5
        return max(map(self.vocabulary.rarity, found.terms))


def compile_plan(plan: Plan, vocabulary: Vocabulary, steering: Steering = NO_STEERING) -> Scoring:
    """Return the points of a plan over the documents of a vocabulary."""
    words = [_word_group(word, Worth(vocabulary, plan.steps)) for word in plan.words]
    scoring = Scoring(
        tuple(filter(None, words)),
        tuple(filter(None, _extras(plan, vocabulary))),
        tuple(filter(None, _loose(plan))),
        near=steering.near,
        boosts=steering.boosts(),
    )
    return replace(scoring, pins=_pins(steering.pinned, scoring.best + 1))


def _extras(plan: Plan, vocabulary: Vocabulary) -> Iterator[Group]:
    """Yield what adds points to a document that holds one of the words."""
    if Step.SUPPORT in plan.steps:
        worth = Worth(vocabulary, plan.steps)
        yield from (_support_group(word, worth) for word in plan.words)
    if Step.NEIGHBOURS in plan.steps:
        yield from _pair_groups(plan)
        yield from (_adjacent_group(one) for one in plan.expansions if not _is_loose(one))
    if Step.WHOLE_NAMES in plan.steps:
        yield _whole_group(plan)


def _loose(plan: Plan) -> Iterator[Group]:
    """Yield what a name may hold of a long phrase without holding all of it."""
    if Step.NEIGHBOURS in plan.steps:
        yield from (_adjacent_group(one) for one in plan.expansions if _is_loose(one))


def total_points(document_id: str, terms: Terms, scoring: Scoring) -> int:
    """Say what a document earns; nothing without a word that matches, a pin or nearness."""
    given = scoring.pins.get(document_id, 0) + scoring.near.get(document_id, 0)
    words = sum(_group_points(terms, group) for group in scoring.words)
    if not words and not given:
        return 0
    extras = sum(_group_points(terms, group) for group in scoring.further)
    return given + words + extras + scoring.boosts.get(document_id, 0)


def _pins(pinned: Sequence[str], step: int) -> dict[str, int]:
    """Return the points of pinned ids: each has more than whatever comes after it can earn."""
    shown = list(dict.fromkeys(pinned))[: _EXACT // step - 1]
    return {name: (len(shown) - place) * step for place, name in enumerate(shown)}


def _group_points(terms: Terms, group: Group) -> int:
    best = 0
    for clause in group:
        if clause.points > best and clause.is_in(terms):
            best = clause.points
    return best


def _word_group(word: PlannedWord, worth: Worth) -> Group:
    return tuple(clause for found in word.alternatives for clause in _clauses(word, found, worth))


def _clauses(
    word: PlannedWord, found: Alternative, worth: Worth
) -> Iterator[Clause | PhraseClause]:
    matched, most = worth.matched(word), worth.most(word, found)
    if found.beside:
        yield PhraseClause(Field.NAME, found.terms, matched + _points(most * PHRASE_WEIGHT))
        return
    yield from _in_fields(found.term, FIELD_WEIGHTS[found.stream], most, matched)


def _support_group(word: PlannedWord, worth: Worth) -> Group:
    said = [found for found in word.alternatives if found.stream is Stream.STEM]
    shares = [(found.term, worth.most(word, found) * TEXT_SHARE) for found in said]
    return tuple(
        clause for term, most in shares for clause in _in_fields(term, SUPPORT_FIELDS, most)
    )


def _in_fields(
    term: str, weights: Mapping[Field, float], most: float, matched: int = 0
) -> Iterator[Clause]:
    for field, weight in weights.items():
        yield Clause(field, term, matched + _points(most * weight))


def _points(worth: float) -> int:
    """Round what is earned; whatever matches earns something."""
    return max(1, round(worth))


def _pair_groups(plan: Plan) -> Iterator[Group]:
    """Words that stand side by side in the query and in a name."""
    for first, second in pairwise(plan.words):
        pairs = [pair_terms([a, b])[0] for a in _readings(first) for b in _readings(second)]
        yield tuple(Clause(Field.PAIR, pair, PAIR_POINTS) for pair in pairs)


def _adjacent_group(expansion: Expansion) -> Group:
    """Return the other ways to say a phrase, whose words stand side by side in a name."""
    pairs = (pair for found in expansion.alternatives for pair in pair_terms([*found.terms]))
    return tuple(Clause(Field.PAIR, pair, PAIR_POINTS) for pair in dict.fromkeys(pairs))


def _is_loose(expansion: Expansion) -> bool:
    """Tell whether two words of a phrase may stand side by side without the rest of it."""
    return any(len(found.terms) > 2 for found in expansion.alternatives)


def _whole_group(plan: Plan) -> Group:
    """Return a name that is the query and nothing else, or another way to say it."""
    readings = [_readings(word)[:1] for word in plan.words]
    names: dict[str, int] = {}
    if all(readings):
        names[whole_term([reading for (reading,) in readings])] = WHOLE_POINTS
    for expansion in plan.expansions:
        if (expansion.first, expansion.last) != (0, len(plan.words) - 1):
            continue
        for found in expansion.alternatives:
            points = round(WHOLE_POINTS * WHOLE_SYNONYM_SHARE * found.weight)
            names.setdefault(whole_term([*found.terms]), points)
    return tuple(Clause(Field.WHOLE, name, points) for name, points in names.items() if name)


def _readings(word: PlannedWord) -> list[str]:
    """Return the terms a word surely or probably is, the surest first."""
    found = [a for a in word.alternatives if a.kind in _NAMED and not a.beside]
    return [a.term for a in sorted(found, key=lambda a: (-a.weight, a.term))[:_MOST_READINGS]]
