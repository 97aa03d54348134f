"""Suggestions while somebody types: names that hold the letters at the start of a word.

Every name is entered once for each of its words, from that word to its end, in one
sorted list; what is typed is then a stretch of that list. Articles are left out on both
sides, so قامة and الإقامة lead to the same names. The names lie in one long text and an
entry is a place in it, so that hundreds of thousands of names fit in little memory.

Names that begin with what was typed come first. Many begin with what is done rather than
with what it is done to: "renewal of …", "تجديد …", "طلب …". A word that opens many names
says little, so the subject of a name is looked for behind such words, and a name counts as
begun by its subject too.
"""

from array import array
from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from heapq import nsmallest
from itertools import accumulate, islice
from operator import add
from typing import NamedTuple

from app.search.analysis import analyse_word, word_of
from app.search.tokens import tokenize, words
from app.search.words import is_stop_word

MOST_WORDS = 12
MOST_SUGGESTIONS = 20
_SCANNED = 400
"""A stretch longer than this is ranked once and remembered."""
_LONGEST_TYPED = 60
_INSIDE = 1 << 31
"""Added to the rank of a name for an entry behind its subject."""
_LEAST_OPENED, _OPENED_SHARE = 5, 200
"""A word opens many names when it is the first of five, and of one in so many."""


class Name(NamedTuple):
    """Something that can be suggested: a service, a concept or an entity by its name."""

    text: str
    kind: str
    id: str


_KINDS = {"service": 0, "concept": 1, "entity": 2}


class Suggester:
    """A sorted list of names; built anew when names change, asked by any thread."""

    def __init__(self, names: Iterable[Name]) -> None:
        ranked = sorted(set(names), key=_order)
        self._kinds = [name.kind for name in ranked]
        self._names = _Texts([name.text for name in ranked])
        self._ids = _Texts([name.id for name in ranked])
        lines, places = _written(ranked)
        self._words = "".join(lines)
        self._places = _sorted_places(self._words, places)
        self._ranks = _ranks(self._places, lines)
        self._remembered: dict[str, list[int]] = {}
        for length in (1, 2):
            for start in {self._words[place : place + length] for place in self._places}:
                self._best(start)

    def __len__(self) -> int:
        """Count the names."""
        return len(self._kinds)

    def suggest(self, typed: str, *, limit: int = 10) -> list[Name]:
        """Suggest names for what was typed so far, the likeliest first."""
        wanted = max(1, min(limit, MOST_SUGGESTIONS))
        found: dict[int, None] = {}
        for start in _starts(typed[:_LONGEST_TYPED]):
            found |= dict.fromkeys(rank % _INSIDE for rank in self._best(start))
        return [self._name(rank) for rank in list(found)[:wanted]]

    def _best(self, start: str) -> list[int]:
        if start in self._remembered:
            return self._remembered[start]

        def beginning(place: int) -> str:
            return self._words[place : place + len(start)]

        first = bisect_left(self._places, start, key=beginning)
        last = bisect_right(self._places, start, lo=first, key=beginning)
        best = nsmallest(MOST_SUGGESTIONS, self._ranks[first:last])
        if last - first > _SCANNED:
            self._remembered[start] = best
        return best

    def _name(self, rank: int) -> Name:
        return Name(self._names[rank], self._kinds[rank], self._ids[rank])


class _Texts:
    """Many short texts in one long one, which takes less memory."""

    def __init__(self, texts: Sequence[str]) -> None:
        self._all = "".join(texts)
        self._places = array("I", accumulate((len(text) for text in texts), initial=0))

    def __getitem__(self, number: int) -> str:
        """Cut out one text."""
        return self._all[self._places[number] : self._places[number + 1]]


def _order(name: Name) -> tuple[int, int, Name]:
    """Order names as they are suggested: the shortest first, of equals by kind."""
    return len(name.text), _KINDS.get(name.kind, len(_KINDS)), name


def _written(ranked: Sequence[Name]) -> tuple[list[str], dict[str, "array[int]"]]:
    """Write out the words of each name, and the places where each word begins in the whole."""
    lines, end = [], 0
    places: defaultdict[str, array[int]] = defaultdict(lambda: array("I"))
    for name in ranked:
        # Not by `analyse`, whose memory is for texts that come again.
        bare = [analyse_word(*word).bare for word in islice(words(name.text), MOST_WORDS)]
        place = end
        for word in bare:
            places[word].append(place)
            place += len(word) + 1
        # A line feed and a space come before every letter, so the order of words is kept.
        lines.append(" ".join(bare) + "\n")
        end += len(lines[-1])
    return lines, places


def _sorted_places(written: str, places: dict[str, "array[int]"]) -> "array[int]":
    """Put places in the order of what follows them, one word after another to save memory."""
    ordered = array("I")
    for word in sorted(places):
        ordered.extend(sorted(places[word], key=lambda at: written[at : at + _LONGEST_TYPED]))
    return ordered


def _ranks(places: "array[int]", lines: Sequence[str]) -> "array[int]":
    """Say to which name each place belongs, names begun by the word or its like first."""
    starts = array("I", accumulate((len(line) for line in lines[:-1]), initial=0))
    openers = _openers(lines)
    subjects = array("I", map(add, starts, (_subject(line, openers) for line in lines)))
    ranks = array("I")
    for place in places:
        rank = bisect_right(starts, place) - 1
        ranks.append(rank if place <= subjects[rank] else rank + _INSIDE)
    return ranks


def _openers(lines: Sequence[str]) -> frozenset[str]:
    """Find the words that many names begin with."""
    first = Counter(line.split(maxsplit=1)[0] for line in lines if line.strip())
    least = max(_LEAST_OPENED, len(lines) // _OPENED_SHARE)
    return frozenset(word for word, number in first.items() if number >= least)


def _subject(line: str, openers: frozenset[str]) -> int:
    """Find where a name comes to its subject: behind openers and words without meaning."""
    at = 0
    for word in line.split():
        if word not in openers and not is_stop_word(word):
            return at
        at += len(word) + 1
    return 0


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
