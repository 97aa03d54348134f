"""Suggestions while somebody types: names that hold the letters at the start of a word.

Every name is entered once for each of its words, from that word to its end, in one
sorted list; what is typed is then a stretch of that list. Articles are left out on both
sides, so قامة and الإقامة lead to the same names.
"""

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nsmallest
from typing import NamedTuple

from app.search.analysis import analyse, word_of
from app.search.tokens import tokenize

MOST_WORDS = 12
MOST_SUGGESTIONS = 20
_SCANNED = 400
"""A stretch longer than this is ranked once and remembered."""
_LONGEST_TYPED = 100
_AFTER_ALL = "\U0010ffff"


class Name(NamedTuple):
    """Something that can be suggested: a service, a concept or an entity by its name."""

    text: str
    kind: str
    id: str


@dataclass(frozen=True, slots=True, order=True)
class _Entry:
    """A name from one of its words on; the order is the order of suggestions."""

    is_inside: bool
    kind: int
    length: int
    name: Name


_KINDS = {"service": 0, "concept": 1, "entity": 2}


class Suggester:
    """A sorted list of names; built anew when names change, asked by any thread."""

    def __init__(self, names: Iterable[Name]) -> None:
        entries = sorted((key, entry) for name in set(names) for key, entry in _entries(name))
        self._keys = [key for key, _ in entries]
        self._entries = [entry for _, entry in entries]
        self._remembered: dict[str, list[_Entry]] = {}
        for length in (1, 2):
            for start in {key[:length] for key in self._keys}:
                self._best(start)

    def suggest(self, typed: str, *, limit: int = 10) -> list[Name]:
        """Suggest names for what was typed so far, the likeliest first."""
        wanted = max(1, min(limit, MOST_SUGGESTIONS))
        found: dict[Name, None] = {}
        for start in _starts(typed[:_LONGEST_TYPED]):
            found |= dict.fromkeys(entry.name for entry in self._best(start))
        return list(found)[:wanted]

    def _best(self, start: str) -> list[_Entry]:
        if start in self._remembered:
            return self._remembered[start]
        first = bisect_left(self._keys, start)
        last = bisect_left(self._keys, start + _AFTER_ALL)
        best = nsmallest(MOST_SUGGESTIONS, self._entries[first:last])
        if last - first > _SCANNED:
            self._remembered[start] = best
        return best


def _entries(name: Name) -> Iterable[tuple[str, _Entry]]:
    words = [word.bare for word in analyse(name.text)][:MOST_WORDS]
    for place in range(len(words)):
        entry = _Entry(place > 0, _KINDS.get(name.kind, len(_KINDS)), len(name.text), name)
        yield " ".join(words[place:]), entry


def _starts(typed: str) -> list[str]:
    """Read what was typed: the last word may be an article and the first letters of a word."""
    tokens = tokenize(typed)
    if not tokens:
        return []
    before = [word_of(token).bare for token in tokens[:-1]]
    last = tokens[-1].text
    space = " " if typed[-1:].isspace() else ""
    readings = dict.fromkeys((word_of(tokens[-1]).bare, last, last.removeprefix("ال")))
    starts = [" ".join([*before, reading]) + space for reading in readings]
    return [start for start in starts if start]
