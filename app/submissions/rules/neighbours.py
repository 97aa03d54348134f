"""Which services may be the same service, found among thousands in well under a millisecond.

Titles are compared by the stems of their words, so that neither the article, nor the
spelling of alef and ta marbuta, nor the order of words hides a duplicate. An inverted
index from stem to services gives the few that share the rarest words of a title; only
those are compared in full.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from app.core.folding import fold
from app.search import english
from app.search.arabic import stem, strip_article
from app.search.words import is_stop_word

_WORD = re.compile(r"\w+")
_EMPTY_WORDS = frozenset(stem(fold(word)) for word in ("خدمة", "خدمات", "طلب", "طلبات"))
"""Words that entities put before any title and that tell no service from another."""
_DECIDING = frozenset({"غير", "لغير", "بغير", "وغير", "دون", "بدون", "non", "not", "without"})
"""Words that turn a title into its opposite: for Kuwaitis, for non-Kuwaitis."""
NEAR = 0.8
"""From this likeness on, two services are shown as possible duplicates."""
_SLIP_COUNTS = 0.8
_LEAST_WORD_FOR_SLIP = 4
_TEXT_WEIGHT, _TEXT_WEIGHT_OF_EQUALS = 0.25, 0.2
_NOBODY: frozenset[str] = frozenset()
_LEAST_TITLE = (NEAR - _TEXT_WEIGHT) / (1 - _TEXT_WEIGHT)
"""A title less alike than this cannot be lifted to NEAR by the likeness of the texts."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """A service as it is compared.

    ``key`` is the title without differences of spelling and articles; ``stems`` are the
    words of it and ``text`` those of the description, cut to their stems (written in a row:
    a set would take ten times the memory, and few are ever compared); ``deciding`` are the
    words and numbers that must agree.
    """

    id: str
    entity: str
    title: Mapping[str, str]
    key: str
    english_key: str
    stems: frozenset[str]
    deciding: frozenset[str]
    text: str


# Any: ServiceContent as JSON
def neighbour_of(service: str, entity: str, content: Mapping[str, Any]) -> Neighbour:
    """Prepare a service for comparison."""
    title = {key: value for key, value in (content.get("title") or {}).items() if value}
    said = content.get("description") or {}
    text = said.get("ar") or said.get("en") or ""
    compared = _compared(title.get("ar") or "", title.get("en") or "", text)
    return Neighbour(service, entity, title, *compared)


@lru_cache(maxsize=1024)
def _compared(
    arabic: str, latin: str, text: str
) -> tuple[str, str, frozenset[str], frozenset[str], str]:
    """Prepare texts for comparison; an entry is looked at several times before it is published."""
    stems = frozenset(_stems(arabic or latin))
    return (
        " ".join(strip_article(word) for word in _WORD.findall(fold(arabic))),
        " ".join(_WORD.findall(fold(latin))),
        stems,
        frozenset(word for word in stems if word in _DECIDING or word.isdecimal()),
        " ".join(sorted(set(_stems(text)))),
    )


def likeness(one: Neighbour, other: Neighbour) -> float:
    """Say how alike two services are, from 0 to 1, or 0 when they are not near.

    Titles weigh more than texts; a word with one slip of the pen counts nearly.
    """
    if one.deciding != other.deciding:
        return 0.0  # "article 17" and "article 18" are two services, however alike they read
    title = _title_likeness(one.stems, other.stems)
    if title < _LEAST_TITLE:
        return 0.0
    weight = _TEXT_WEIGHT if one.stems != other.stems else _TEXT_WEIGHT_OF_EQUALS
    score = title
    if one.text and other.text:
        texts = _overlap(set(one.text.split()), set(other.text.split()))
        score = (1 - weight) * title + weight * texts
    return score if score >= NEAR else 0.0


class NeighbourIndex:
    """Services by the words of their titles; kept in memory by the caller."""

    def __init__(self, neighbours: Iterable[Neighbour] = ()) -> None:
        self._services: dict[str, Neighbour] = {}
        self._by_stem: defaultdict[str, set[str]] = defaultdict(set)
        self._by_title: dict[str, tuple[str, ...]] = {}
        for one in neighbours:
            self.put(one)

    def __len__(self) -> int:
        """Count the services."""
        return len(self._services)

    def put(self, neighbour: Neighbour) -> None:
        """Add a service, or replace what was known of it."""
        self.discard(neighbour.id)
        self._services[neighbour.id] = neighbour
        for word in neighbour.stems:
            self._by_stem[word].add(neighbour.id)
        for title in _titles(neighbour):
            self._by_title[title] = (*self._by_title.get(title, ()), neighbour.id)

    def discard(self, service: str) -> None:
        """Forget a service; an unknown one is no fault."""
        known = self._services.pop(service, None)
        if known is None:
            return
        for word in known.stems:
            self._by_stem[word].discard(service)
        for title in _titles(known):
            left = tuple(one for one in self._by_title.pop(title, ()) if one != service)
            if left:
                self._by_title[title] = left

    def near(self, wanted: Neighbour, *, limit: int = 8) -> tuple[Neighbour, ...]:
        """Return the services most alike, best first: of the same entity, then of others.

        Each of the two has its own ``limit``, so a title that many entities use does
        not hide the entity's own. The service itself is not among them.
        """
        own: list[tuple[float, str]] = []
        others: list[tuple[float, str]] = []
        same = {one for title in _titles(wanted) for one in self._by_title.get(title, ())}
        for service in self._sharing(wanted, same):
            other = self._services[service]
            if service in same:
                score = 1.0
            elif _is_out_of_reach(wanted.stems, other.stems):
                continue
            else:
                score = likeness(wanted, other)
            if score > 0:
                ranked = own if other.entity == wanted.entity else others
                ranked.append((-score, service))
        best = [*sorted(own)[:limit], *sorted(others)[:limit]]
        return tuple(self._services[service] for _, service in best)

    def _sharing(self, wanted: Neighbour, same: Iterable[str]) -> set[str]:
        """Return the services with the same title, or that share rare words of it.

        A title that is alike holds most of the words, so it holds one of any few of
        them, and two of any few and one more: of the rarest, whose postings are the shortest.
        """
        rarest = sorted(wanted.stems, key=lambda word: (len(self._by_stem.get(word, ())), word))
        enough = _enough_words(len(rarest))
        is_long = _least_shared(len(rarest)) > 1
        once: set[str] = set()
        twice: set[str] = set()
        for word in rarest[: enough + is_long]:
            holders = self._by_stem.get(word, _NOBODY)
            twice |= once & holders
            once |= holders
        found = (twice if is_long else once) | set(same)
        found.discard(wanted.id)
        return found


def _titles(one: Neighbour) -> list[str]:
    return [title for title in (one.key, one.english_key) if title]


def _enough_words(number: int) -> int:
    """How many words of a title must be looked up so that no near title is missed."""
    return min(number, number - _least_shared(number) + 1)


def _least_shared(number: int) -> int:
    """How many of so many words a near title holds at least."""
    return math.ceil(_LEAST_TITLE * number - _SLIP_COUNTS)


def _stems(text: str) -> list[str]:
    words = [_stem(word) for word in _WORD.findall(fold(text)) if not is_stop_word(word)]
    telling = [word for word in words if word not in _EMPTY_WORDS]
    return telling or words or _WORD.findall(fold(text))


@lru_cache(maxsize=131_072)
def _stem(word: str) -> str:
    return english.stem(word) if word.isascii() else stem(word)


def _overlap(one: set[str], other: set[str]) -> float:
    return len(one & other) / len(one | other)


def _is_out_of_reach(one: frozenset[str], other: frozenset[str]) -> bool:
    """Tell at once of most pairs that not even a forgiven slip would make them near."""
    common = len(one & other)
    return common + _SLIP_COUNTS < _LEAST_TITLE * (len(one) + len(other) - common - 1)


def _title_likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Share of the words that both titles have; at most one slip is forgiven."""
    common = len(one & other)
    union = len(one) + len(other) - common
    if not common or common == union:
        return 1.0 if common else 0.0
    best = (common + _SLIP_COUNTS) / (union - 1)
    if best < _LEAST_TITLE or not _has_slip(one - other, other - one):
        return common / union
    return best


def _has_slip(left: frozenset[str], right: frozenset[str]) -> bool:
    return any(_is_slip(one, other) for one in left for other in right)


def _is_slip(one: str, other: str) -> bool:
    """Whether one letter was changed, left out, added, or swapped with the next."""
    if min(len(one), len(other)) < _LEAST_WORD_FOR_SLIP or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    rest, other_rest = one[start:], other[start:]
    return (
        rest[1:] == other_rest[1:]
        or rest[1:] == other_rest
        or rest == other_rest[1:]
        or (rest[:2] == other_rest[1::-1] and rest[2:] == other_rest[2:])
    )
