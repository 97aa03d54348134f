"""The lexicon as search uses it: phrases in stem space, and what each may also be called.

It is compiled once from the released state and then only looked things up in. A term that
works one way leads to the terms of its group that work both ways, and never back.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Mapping
from heapq import nsmallest
from itertools import islice, takewhile

from app.core.last_used import LastUsed
from app.search.analysis import Word
from app.search.phonetic import PhoneticIndex
from app.search.phrases import Meaning, Phrases, Stems
from app.search.spelling import SpellingIndex
from app.search.writing import Writing
from app.taxonomy.lexicon.state import LexiconState, TermGroup, Texts

_SHORTEST_CORRECTED = 6
"""Letters; colloquial words are short, and many lie a slip from each other."""
_MOST_COMPLETIONS = 4
_PART_WEIGHT = 0.6
_SHORTEST_PART = 2
"""Letters; a single one says nothing without its phrase (civil i d)."""
_MOST_WHOLES = 2
"""Groups; a word that stands in the phrases of more tells nothing by itself."""


class Lexicon:
    """The active terms of a released lexicon, to be looked up by their stems."""

    def __init__(self, state: LexiconState | None = None, *, version: str = "") -> None:
        groups = _in_order(state or LexiconState())
        phrases = Phrases(groups)
        self.version = version
        self._titles = {group.id: group.title for group in groups}
        self._meanings = phrases.meanings()
        self._parts = _parts(self._meanings)
        self._beginnings = {stems[:n] for stems in self._meanings for n in range(1, len(stems) + 1)}
        self._asking = phrases.asking
        self._misspelt = phrases.misspelt()
        self._writing = Writing(groups)
        self._stems: set[str] = set()
        self._spelling = SpellingIndex()
        self._sounds = PhoneticIndex()
        known = frozenset(phrases.words())
        self._single: list[tuple[str, str]] = sorted(
            {
                (form, word.stem)
                for word in known
                for form in (word.text, word.bare)
                if (word.stem,) in self._meanings
            }
        )
        for word in known:
            self._stems.update(word.stems)
            self._sounds.add(word.bare)
            if len(word.bare) >= _SHORTEST_CORRECTED:
                self._spelling.add(word.bare)
        self.longest = max(map(len, self._meanings), default=0)
        self.longest_asking = max(map(len, self._asking), default=0)

    def title(self, group: str) -> Texts:
        """Return what a group is called in each language; empty if there is none."""
        return self._titles.get(group, {})

    def knows(self, stem: str) -> bool:
        """Tell whether a word of any term has this stem."""
        return stem in self._stems

    def misspells(self, stems: Stems) -> bool:
        """Tell whether a phrase is known only because people misspell it so."""
        return stems in self._misspelt

    def says(self, stem: str) -> bool:
        """Tell whether a single word with this stem is a term of its own."""
        return (stem,) in self._meanings

    def meanings(self, stems: Stems) -> tuple[Meaning, ...]:
        """Return what a phrase means, in each of its groups."""
        return self._meanings.get(stems, ())

    def part_meanings(self, stem: str) -> tuple[Meaning, ...]:
        """Return what a word may mean that is only known as a part of phrases (هروب العامل)."""
        return self._parts.get(stem, ())

    def begins(self, stems: Stems) -> bool:
        """Tell whether a phrase of the lexicon begins with these stems, or is nothing else."""
        return stems in self._beginnings

    def written(self, word: Word) -> str:
        """Return how an Arabic word is written, with all its letters; empty if it is unknown."""
        return self._writing.of(word)

    def is_asking(self, texts: tuple[str, ...]) -> bool:
        """Tell whether words, as they are written, only ask and do not say what for."""
        return texts in self._asking

    def completions(self, start: str) -> list[tuple[str, str]]:
        """List words that are terms of their own and begin with some letters, and their stems.

        The shortest stand first: of these the least is missing.
        """
        first = bisect_left(self._single, (start,))
        found = takewhile(lambda each: each[0].startswith(start), islice(self._single, first, None))
        return nsmallest(_MOST_COMPLETIONS, found, key=lambda each: (len(each[0]), each))

    def corrections(self, word: str) -> list[tuple[str, int]]:
        """List words of the lexicon near a misspelt one, with the slips between them."""
        return [(near.word, near.distance) for near in self._spelling.near(word)]

    def soundings(self, typed: str) -> list[tuple[str, float]]:
        """List Arabic words of the lexicon that sound like Latin letters, and how strangely."""
        return [(found.word, found.strangeness) for found in self._sounds.soundings(typed)]


def _in_order(state: LexiconState) -> list[TermGroup]:
    """List the groups by id: a draft keeps them in no order, and of equals the first is used."""
    return [group for _, group in sorted(state.groups.items())]


def _parts(meanings: Mapping[Stems, tuple[Meaning, ...]]) -> dict[str, tuple[Meaning, ...]]:
    """Return what words mean by themselves that are said in the phrases of few groups only."""
    found: defaultdict[str, dict[str, Meaning]] = defaultdict(dict)
    for stems, known in meanings.items():
        for stem in stems if len(stems) > 1 else ():
            for meaning in known:
                found[stem].setdefault(meaning.group, meaning)
    return {
        stem: tuple(one._replace(weight=one.weight * _PART_WEIGHT) for one in wholes.values())
        for stem, wholes in found.items()
        if len(stem) >= _SHORTEST_PART and len(wholes) <= _MOST_WHOLES and (stem,) not in meanings
    }


_COMPILED: LastUsed[tuple[LexiconState, Lexicon]] = LastUsed(2)
"""Lexicons by their versions and states; as long as a state is here, its id means no other."""


def compiled(state: LexiconState, version: str) -> Lexicon:
    """Compile a released state, once for all that serve searches in this process."""
    key = version, id(state)
    return _COMPILED.get(key, lambda: (state, Lexicon(state, version=version)))[1]


NO_LEXICON = Lexicon()
"""A lexicon without terms."""
