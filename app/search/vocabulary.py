"""The vocabulary: every word of the indexed documents, and in how many documents it stands.

Words are kept as they are written (folded, not stemmed), because spelling and prefixes
are compared letter by letter; each leads to the terms it is indexed as.
"""

import math
from bisect import bisect_left, insort
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from heapq import nsmallest
from typing import NamedTuple

from app.search.analysis import Word, analyse_word
from app.search.phonetic import PhoneticIndex
from app.search.spelling import Correction, SpellingIndex
from app.search.tokens import words

_BEYOND = "\U0010ffff"
"""Comes after every letter."""


class Completion(NamedTuple):
    """A known word that begins with the letters typed, and its number of documents."""

    word: str
    frequency: int


class Vocabulary:
    """The known words with prefix, spelling and frequency look-ups.

    Readers may look words up while `update` runs: every step of an update leaves the
    structures usable, and a frequency read a moment early does no harm.
    """

    def __init__(self, frequencies: Mapping[str, int] | None = None, *, documents: int = 0) -> None:
        self.documents = 0
        self._frequencies: dict[str, int] = {}
        self._terms: Counter[str] = Counter()
        self._sorted: list[str] = []
        self._bare: Counter[str] = Counter()
        self._skeletons: defaultdict[str, set[str]] = defaultdict(set)
        self._spelling = SpellingIndex()
        self._sounds = PhoneticIndex()
        self.update(frequencies or {}, documents=documents)

    def update(self, frequencies: Mapping[str, int], *, documents: int) -> None:
        """Take over the frequencies of these words (0 forgets one) and the document count."""
        self.documents = documents
        if len(frequencies) > len(self._sorted):
            self._sorted = sorted({*self._sorted, *frequencies})
        for word, frequency in frequencies.items():
            self._set(word, frequency)

    def frequencies(self) -> dict[str, int]:
        """Every known word with its number of documents."""
        return dict(self._frequencies)

    def knows(self, term: str) -> bool:
        """Whether any document is indexed under a term."""
        return self._terms[term] > 0

    def holds(self, bare: str) -> bool:
        """Whether a word is written so in any document, but for its article."""
        return self._bare[bare] > 0

    def rarity(self, term: str) -> float:
        """How much a term tells documents apart: near 0 for a word in all, 1 for one in none."""
        frequency = min(self._terms[term], self.documents)
        everything = math.log1p(self.documents) or 1.0
        return math.log((self.documents + 1) / (frequency + 1)) / everything

    def completions(self, start: str, *, limit: int) -> list[Completion]:
        """Return the most frequent words that begin with these letters."""
        found = (Completion(word, self._frequencies.get(word, 0)) for word in self._starting(start))
        return nsmallest(limit, found, key=lambda known: (-known.frequency, known.word))

    def corrections(self, word: str, *, limit: int) -> list[Correction]:
        """Known words (without their article) near a misspelt one, the likeliest first."""
        near = self._spelling.near(word)
        near.sort(key=lambda known: (known.distance, -self._bare[known.word], known.word))
        return near[:limit]

    def soundings(self, typed: str) -> list[tuple[str, float]]:
        """Known Arabic words that sound like Latin letters, and how strangely they are written."""
        return [(found.word, found.strangeness) for found in self._sounds.soundings(typed)]

    def with_skeleton(self, skeleton: str) -> str | None:
        """Return the most frequent word with these consonants, without its article."""
        like = list(self._skeletons.get(skeleton, ()))
        return min(like, key=lambda word: (-self._bare[word], word), default=None)

    def _starting(self, start: str) -> Iterator[str]:
        words = self._sorted
        first, last = bisect_left(words, start), bisect_left(words, f"{start}{_BEYOND}")
        yield from words[first:last]  # a copy, as words may be forgotten meanwhile

    def _set(self, word: str, frequency: int) -> None:
        known = self._frequencies.get(word, 0)
        found = known_word(word)
        if found is None or frequency == known:
            return
        for term in found.stems:
            self._terms[term] += frequency - known
        self._count_bare(found, frequency - known)
        if frequency:
            self._remember(word, frequency)
        else:
            self._forget(word)

    def _remember(self, word: str, frequency: int) -> None:
        self._frequencies[word] = frequency
        place = bisect_left(self._sorted, word)
        if self._sorted[place : place + 1] != [word]:
            insort(self._sorted, word)

    def _forget(self, word: str) -> None:
        del self._frequencies[word]
        del self._sorted[bisect_left(self._sorted, word)]

    def _count_bare(self, word: Word, change: int) -> None:
        bare, before = word.bare, self._bare[word.bare]
        self._bare[bare] = before + change
        if not before:
            self._spelling.add(bare)
            self._sounds.add(bare)
            for skeleton in word.skeletons:
                self._skeletons[skeleton].add(bare)
        elif not before + change:
            self._spelling.discard(bare)
            self._sounds.discard(bare)
            for skeleton in word.skeletons:
                self._skeletons[skeleton].discard(bare)


def known_word(surface: str) -> Word | None:
    """Analyse a known word again; None when it is not a single word."""
    found = list(words(surface))
    return analyse_word(*found[0]) if len(found) == 1 else None
