"""What steers a result beside its words: pins, popularity and nearness in meaning; pure.

All of it comes with the question and stands in no index, so every engine obeys them at once.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from math import ceil

MOST_POPULAR = 200
"""Services that are told from the rest by their popularity."""
MOST_POINTS = 1_000
"""Popularity of the service that is chosen most."""
MOST_BOOST = 10
"""Score points for it. A matched word is worth thirty times as much or more, so popularity decides
between services that answer equally well, and never what answers at all."""


@dataclass(frozen=True, slots=True)
class Steering:
    """Ids that are shown first, in order, and the popularity of ids, 1 to `MOST_POINTS`.

    ``near`` are score points for being near the query in meaning. What is near answers
    as if it held a word of it, and stands where its points put it.
    """

    pinned: tuple[str, ...] = ()
    popularity: Mapping[str, int] = field(default_factory=dict)
    near: Mapping[str, int] = field(default_factory=dict)

    @property
    def answering(self) -> tuple[str, ...]:
        """Ids that answer whatever words they hold."""
        return tuple(dict.fromkeys((*self.pinned, *self.near)))

    def boosts(self) -> dict[str, int]:
        """Return the score points that ids have for being popular."""
        share = MOST_BOOST / MOST_POINTS
        return {name: ceil(points * share) for name, points in self.popularity.items()}


NO_STEERING = Steering()
"""Words alone decide."""


def by_popularity(ids: Sequence[str], popularity: Mapping[str, int]) -> list[str]:
    """Put ids in order: the most popular first, equals by their id."""
    return sorted(ids, key=lambda name: (-popularity.get(name, 0), name))
