"""Words and meaning together: what the nearness of a service to a query is worth; pure.

Nearness earns points like words do. What it is worth depends on what the words tell: a lone
word tells little, two known words nearly everything, and of the beginning of a word that
is still being typed nobody knows the meaning.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from app.search.plan import Kind, Plan, PlannedWord

MOST_NEAR = 10
"""Services that earn points for being near; those that hold no word of the query, too."""
ONE_WORD = 1_200
TWO_WORDS = 300
OTHERWISE = 800
"""Points of a cosine of `GOOD`; a word in a short title is worth 1,300."""
FLOOR, BASE, GOOD, CEILING = 0.80, 0.82, 0.90, 0.95
"""Cosines of e5 lie close together: what has nothing to do with a text has about 0.80 with it.

From `FLOOR` on a service answers, behind all others; from `BASE` on its points rise.
"""

_KNOWN = frozenset((Kind.EXACT, Kind.CLITIC, Kind.SYNONYM, Kind.TRANSLITERATION))


@dataclass(frozen=True, slots=True)
class Near:
    """A service near a query, and the cosine between both."""

    id: str
    cosine: float


class Neighbours(Protocol):
    """What knows which services are near a text."""

    def near(self, text: str, *, limit: int) -> Iterable[Near]:
        """Return the nearest services."""
        ...


def points_near(plan: Plan, neighbours: Neighbours) -> Mapping[str, int]:
    """Return the points that services earn for being near a query; none if words alone decide."""
    worth = worth_of(plan)
    if not worth:
        return {}
    found = neighbours.near(plan.written, limit=MOST_NEAR)
    points = {one.id: _points(one.cosine, worth) for one in found}
    return {name: earned for name, earned in points.items() if earned}


def worth_of(plan: Plan) -> int:
    """Return the points that a cosine of `GOOD` is worth beside the words of a query."""
    words = [word for word in plan.words if not word.is_minor]
    if not words or _is_unfinished(words[-1]):
        return 0
    known = sum(map(_is_known, words))
    if known < len(words) or len(words) > 2:
        return OTHERWISE
    return ONE_WORD if len(words) == 1 else TWO_WORDS


def _points(cosine: float, worth: int) -> int:
    if cosine <= FLOOR:
        return 0
    return max(1, round(worth * (min(cosine, CEILING) - BASE) / (GOOD - BASE)))


def _is_known(word: PlannedWord) -> bool:
    return any(found.kind in _KNOWN for found in word.alternatives)


def _is_unfinished(word: PlannedWord) -> bool:
    return not _is_known(word) and any(found.kind is Kind.PREFIX for found in word.alternatives)
