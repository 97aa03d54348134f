"""Spelling: which known words lie one or two slips of the finger from an unknown one.

A slip is a letter left out, added, changed or swapped with its neighbour. People rarely
get the first letter wrong, so a slip there counts as two, unless they have taken it for one
that sounds alike: ظمان for ضمان. No index of misspellings is
kept: words are grouped by first letter and length, and a set of bits (which letters a word
holds) rules nearly all of a group out before a distance is computed.
"""

from collections import defaultdict
from typing import NamedTuple

SHORTEST_CORRECTED = 4
"""Shorter words have too many neighbours to guess."""
_SHORTEST_FOR_TWO = 8
_SOUNDING_ALIKE = ("ضظ", "ذز", "ظز", "سص", "تط", "قغ", "دض")
_ALIKE = {
    letter: "".join(pair.replace(letter, "") for pair in _SOUNDING_ALIKE if letter in pair)
    for letter in "".join(_SOUNDING_ALIKE)
}
"""The letters that people write for one another at the beginning of a word."""


class Correction(NamedTuple):
    """A known word and its distance from what was typed, in slips."""

    word: str
    distance: int


class SpellingIndex:
    """The known words, grouped so that neighbours are found quickly."""

    def __init__(self) -> None:
        self._groups: dict[tuple[str, int], dict[str, int]] = defaultdict(dict)
        self._by_tail: dict[str, set[str]] = defaultdict(set)

    def add(self, word: str) -> None:
        """Know a word."""
        self._groups[word[0], len(word)][word] = _letters(word)
        self._by_tail[word[1:]].add(word)

    def discard(self, word: str) -> None:
        """Forget a word."""
        self._groups[word[0], len(word)].pop(word, None)
        self._by_tail[word[1:]].discard(word)

    def near(self, word: str) -> list[Correction]:
        """Return the known words within the slips allowed for this length, nearest first."""
        allowed = slips_allowed(word)
        if not allowed:
            return []
        found = [*self._with_same_start(word, allowed), *self._sounding_alike(word)]
        if allowed == 2:
            others = {near.word for near in found}
            found += (near for near in self._with_other_start(word) if near.word not in others)
        return sorted(found, key=lambda near: (near.distance, near.word))

    def _with_same_start(self, word: str, allowed: int) -> list[Correction]:
        wanted, found = _letters(word), []
        for length in range(len(word) - allowed, len(word) + allowed + 1):
            group = self._groups.get((word[0], length), {})
            for known, letters in list(group.items()):
                # A slip changes at most two bits.
                if (wanted ^ letters).bit_count() > 2 * allowed or known == word:
                    continue
                slips = distance(word, known, most=allowed)
                if slips <= allowed:
                    found.append(Correction(known, slips))
        return found

    def _sounding_alike(self, word: str) -> list[Correction]:
        alike = (f"{first}{word[1:]}" for first in _ALIKE.get(word[0], ""))
        return [Correction(known, 1) for known in alike if self._holds(known)]

    def _with_other_start(self, word: str) -> list[Correction]:
        """Words that differ by one slip on the first letter, which counts as two."""
        tail, swapped = word[1:], word[1] + word[0] + word[2:]
        found = set(self._by_tail.get(tail, ())) | set(self._by_tail.get(word, ()))
        found |= {other for other in (tail, swapped) if self._holds(other)}
        return [Correction(known, 2) for known in found if known[0] != word[0]]

    def _holds(self, word: str) -> bool:
        return word in self._groups.get((word[0], len(word)), {})


def slips_allowed(word: str) -> int:
    """One slip from four letters, two from eight, none in numbers."""
    if len(word) < SHORTEST_CORRECTED or word.isdecimal():
        return 0
    return 2 if len(word) >= _SHORTEST_FOR_TWO else 1


def distance(a: str, b: str, *, most: int) -> int:
    """Slips between two words (Damerau's restricted distance); `most` + 1 when farther."""
    before: list[int] = []
    last = list(range(len(b) + 1))
    for i, letter in enumerate(a, 1):
        row = [i]
        for j, other in enumerate(b, 1):
            cost = min(last[j] + 1, row[j - 1] + 1, last[j - 1] + (letter != other))
            if i > 1 and j > 1 and letter == b[j - 2] and a[i - 2] == other:
                cost = min(cost, before[j - 2] + 1)
            row.append(cost)
        if min(row) > most:
            return most + 1
        before, last = last, row
    return min(last[-1], most + 1)


def _letters(word: str) -> int:
    """Which letters a word holds, as bits; letters that share a bit only widen the net."""
    bits = 0
    for letter in word:
        bits |= 1 << (ord(letter) & 63)
    return bits
