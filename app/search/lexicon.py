"""The lexicon as search uses it: phrases in stem space, and what each may also be called.

It is compiled once from the released state and then only looked things up in. A term that
works one way leads to the terms of its group that work both ways, and never back.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from heapq import nsmallest
from itertools import islice, takewhile
from typing import NamedTuple

from app.search.analysis import Word, word_in
from app.search.arabic import feminine_forms
from app.search.phonetic import PhoneticIndex
from app.search.spelling import SpellingIndex
from app.search.tokens import tokenize
from app.search.writing import Writing
from app.taxonomy.lexicon.state import ASKING, LexiconState, Term, TermGroup, Texts

Stems = tuple[str, ...]
_SHORTEST_CORRECTED = 6
"""Letters; colloquial words are short, and many lie a slip from each other."""
_MOST_COMPLETIONS = 4
_PART_WEIGHT = 0.6
_SHORTEST_PART = 2
"""Letters; a single one says nothing without its phrase (civil i d)."""
_MOST_WHOLES = 2
"""Groups; a word that stands in the phrases of more tells nothing by itself."""


class Target(NamedTuple):
    """Another way to say it: its stems, how it is written, and how surely it is the same.

    ``forms`` has an entry for each word whose stem is that of another word too: the catalogue
    must hold one of its forms, or it says something else (شرط for شرطة).
    """

    stems: Stems
    surface: str
    weight: float
    forms: tuple[tuple[str, ...], ...] = ()


class Meaning(NamedTuple):
    """What a phrase means in one group: how surely, and the ways to say it there."""

    group: str
    weight: float
    said: tuple[Target, ...]


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


_COMPILED: dict[str, tuple[LexiconState, Lexicon]] = {}
_MOST_COMPILED = 2


def compiled(state: LexiconState, version: str) -> Lexicon:
    """Compile a released state, once for all that serve searches in this process."""
    kept = _COMPILED.get(version)
    if kept is None or kept[0] is not state:
        while len(_COMPILED) >= _MOST_COMPILED:
            _COMPILED.pop(next(iter(_COMPILED)), None)
        kept = _COMPILED[version] = (state, Lexicon(state, version=version))
    return kept[1]


class Phrases:
    """The terms of groups, analysed, each under the stems that it is looked up by.

    A query loses its stop words before phrases are looked up, so a phrase loses them too,
    unless nothing but a single word would be left of it, or a plain term that stands for
    something else: then it keeps them, and so does a query that holds it.
    """

    def __init__(self, groups: Iterable[TermGroup]) -> None:
        self.asking: set[tuple[str, ...]] = set()
        self._terms: list[tuple[TermGroup, list[tuple[Term, tuple[Word, ...]]]]] = []
        for group in groups:
            found = [(term, words) for term in group.active() if (words := _words(term.text))]
            if group.domain == ASKING:
                self.asking.update(tuple(word.text for word in words) for _, words in found)
            else:
                self._terms.append((group, found))
        self._plain = {
            _stems(words)
            for _, found in self._terms
            for _, words in found
            if self._content(words) == words
        }

    def meanings(self) -> dict[Stems, tuple[Meaning, ...]]:
        """Return what each phrase means."""
        found: defaultdict[Stems, list[Meaning]] = defaultdict(list)
        for group, terms in self._terms:
            targets: dict[Stems, Target] = {}
            said_as = _said_as(terms)
            weights: dict[Stems, float] = {}
            for key, term in self._keyed(terms):
                weights.setdefault(key, term.weight)
                if term.direction == "both":
                    forms = said_as.get(key, ())
                    targets.setdefault(key, Target(key, term.text, term.weight, forms))
            said = tuple(targets.values())
            for key, weight in weights.items():
                found[key].append(Meaning(group.id, weight, said))
        return {stems: tuple(meanings) for stems, meanings in found.items()}

    def misspelt(self) -> frozenset[Stems]:
        """Return the phrases that stand in the lexicon only as they are misspelt."""
        keyed = [pair for _, terms in self._terms for pair in self._keyed(terms)]
        wrong = {key for key, term in keyed if term.register == "misspelling"}
        return frozenset(wrong.difference(k for k, t in keyed if t.register != "misspelling"))

    def words(self) -> Iterator[Word]:
        """Yield the words of all phrases that say something and are spelt right."""
        for _, terms in self._terms:
            for term, words in terms:
                if term.register != "misspelling":
                    yield from self._content(words)

    def _keyed(
        self, terms: Sequence[tuple[Term, tuple[Word, ...]]]
    ) -> Iterator[tuple[Stems, Term]]:
        """Yield the terms of a group with what they are looked up by, but for repetitions."""
        own = {_stems(words) for _, words in terms}
        for term, words in terms:
            whole, short = _stems(words), _stems(self._content(words))
            if short == whole or (len(short) > 1 and short not in self._plain):
                yield short, term
            elif short not in own:
                yield whole, term

    def _content(self, words: tuple[Word, ...]) -> tuple[Word, ...]:
        return tuple(word for word in words if not (word.is_stop or (word.text,) in self.asking))


def _said_as(
    terms: Sequence[tuple[Term, tuple[Word, ...]]],
) -> dict[Stems, tuple[tuple[str, ...], ...]]:
    """Return, by their stems, the forms that terms are told from other words by.

    A term that is also written otherwise with the same stems (نساء beside امرأة) needs none.
    """
    found: dict[Stems, tuple[tuple[str, ...], ...]] = {}
    for _, words in terms:
        forms = tuple(filter(None, (feminine_forms(word.bare, word.stem) for word in words)))
        if found.setdefault(_stems(words), forms) != forms:
            found[_stems(words)] = ()
    return found


def _words(text: str) -> tuple[Word, ...]:
    return tuple(word_in(text, token) for token in tokenize(text))


def _stems(words: Iterable[Word]) -> Stems:
    return tuple(word.stem for word in words)


NO_LEXICON = Lexicon()
"""A lexicon without terms."""
