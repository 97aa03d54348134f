"""Scoring: a plan turned into points, the same for every engine.

A document's score is a sum over groups; a group gives the points of its best matching
clause. All points are whole numbers small enough for a 32-bit float, so two engines that
match the same terms give exactly the same scores, whatever they were built from. There
is no term frequency: in texts this short a word said twice means no more than once.
"""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from typing import NamedTuple

from app.search.documents import Field, pair_terms, whole_term
from app.search.plan import Alternative, Kind, Plan, PlannedWord, Stream
from app.search.vocabulary import Vocabulary

TIER = 100_000
"""Points of a matched word: more than all words can earn otherwise, so that a document
with more of the words always stands before one with fewer."""

WORD_POINTS = 1_000
MINOR_SHARE = 0.15
"""What a domain word (الكويت، خدمة) earns beside another; it makes no tier."""
RARITY_FLOOR = 0.4
TEXT_SHARE = 0.5
"""What a word earns for standing in the texts as well, beside where it counts most."""
PAIR_POINTS = 150
WHOLE_POINTS = 900

FIELD_WEIGHTS = {
    Stream.STEM: {
        Field.TITLE_SHORT: 1.0,
        Field.TITLE_MEDIUM: 0.9,
        Field.TITLE_LONG: 0.8,
        Field.KEYWORD: 0.7,
        Field.LABEL: 0.35,
        Field.ENTITY: 0.3,
        Field.BODY: 0.2,
    },
    Stream.SKELETON: {Field.SKELETON: 0.5},
    Stream.EDGE: {Field.EDGE: 0.8},
}
SUPPORT_FIELDS = {Field.KEYWORD: 0.7, Field.LABEL: 0.35, Field.ENTITY: 0.3, Field.BODY: 0.2}


class Clause(NamedTuple):
    """A term in a field, and the points for finding it there."""

    field: Field
    term: str
    points: int


Group = tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Scoring:
    """What a document must match, and what it earns.

    It must match a clause of one of the `words`; `extras` only add points.
    """

    words: tuple[Group, ...]
    extras: tuple[Group, ...]

    @property
    def best(self) -> int:
        """The most points a document can earn."""
        groups = (*self.words, *self.extras)
        return sum(max(clause.points for clause in group) for group in groups)


def compile_plan(plan: Plan, vocabulary: Vocabulary) -> Scoring:
    """Return the points of a plan over the documents of a vocabulary."""
    words = [_word_group(word, vocabulary) for word in plan.words]
    extras = [
        *(_support_group(word, vocabulary) for word in plan.words),
        *_pair_groups(plan),
        _whole_group(plan),
    ]
    return Scoring(tuple(filter(None, words)), tuple(filter(None, extras)))


def total_points(terms: Mapping[Field, Collection[str]], scoring: Scoring) -> int:
    """Say what a document with these terms earns; nothing when it matches none of the words."""
    words = sum(_group_points(terms, group) for group in scoring.words)
    if not words:
        return 0
    return words + sum(_group_points(terms, group) for group in scoring.extras)


def _group_points(terms: Mapping[Field, Collection[str]], group: Group) -> int:
    return max((c.points for c in group if c.term in terms.get(c.field, ())), default=0)


def _word_group(word: PlannedWord, vocabulary: Vocabulary) -> Group:
    tier = 0 if word.is_minor else TIER
    return tuple(
        Clause(field, found.term, tier + _points(word, found, weight, vocabulary))
        for found in word.alternatives
        for field, weight in FIELD_WEIGHTS[found.stream].items()
    )


def _support_group(word: PlannedWord, vocabulary: Vocabulary) -> Group:
    return tuple(
        Clause(field, found.term, _points(word, found, weight * TEXT_SHARE, vocabulary))
        for found in word.alternatives
        if found.stream is Stream.STEM
        for field, weight in SUPPORT_FIELDS.items()
    )


def _points(word: PlannedWord, found: Alternative, weight: float, known: Vocabulary) -> int:
    rarity = known.rarity(found.term) if found.stream is Stream.STEM else 0.5
    share = MINOR_SHARE if word.is_minor else 1.0
    earned = WORD_POINTS * weight * found.weight * share
    return max(1, round(earned * (RARITY_FLOOR + (1 - RARITY_FLOOR) * rarity)))


def _pair_groups(plan: Plan) -> Iterator[Group]:
    """Words that stand side by side in the query and in a name."""
    for first, second in pairwise(plan.words):
        pairs = [pair_terms([a, b])[0] for a in _readings(first) for b in _readings(second)]
        yield tuple(Clause(Field.PAIR, pair, PAIR_POINTS) for pair in pairs)


def _whole_group(plan: Plan) -> Group:
    """Return a name that is the query and nothing else."""
    readings = [_readings(word)[:1] for word in plan.words]
    if not all(readings):
        return ()
    term = whole_term([reading for (reading,) in readings])
    return (Clause(Field.WHOLE, term, WHOLE_POINTS),) if term else ()


def _readings(word: PlannedWord) -> list[str]:
    """Return the terms a word surely or probably is, the surest first."""
    sure = (Kind.EXACT, Kind.CLITIC, Kind.TYPO)
    found = [a for a in word.alternatives if a.stream is Stream.STEM and a.kind in sure]
    return [a.term for a in sorted(found, key=lambda a: (-a.weight, a.term))[:3]]
