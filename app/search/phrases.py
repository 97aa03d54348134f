"""The terms of the lexicon, analysed: under which stems each is looked up, and what it means."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from app.search.analysis import Word, words_as_written
from app.search.arabic import feminine_forms
from app.taxonomy.lexicon.state import ASKING, Term, TermGroup

Stems = tuple[str, ...]


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


class _Phrase(NamedTuple):
    """A term with its words; ``content`` are those that say something, ``short`` their stems."""

    term: Term
    words: tuple[Word, ...]
    stems: Stems
    content: tuple[Word, ...]
    short: Stems


class Phrases:
    """The terms of groups, each under the stems that it is looked up by.

    A query loses its stop words before phrases are looked up, so a phrase loses them too,
    unless nothing but a single word would be left of it, or a plain term that stands for
    something else: then it keeps them, and so does a query that holds it.
    """

    def __init__(self, groups: Iterable[TermGroup]) -> None:
        read = [(group, _words_of_terms(group)) for group in groups]
        self.asking = {
            tuple(word.text for word in words)
            for group, terms in read
            if group.domain == ASKING
            for _, words in terms
        }
        self._groups = [
            (group.id, [self._phrase(*pair) for pair in terms])
            for group, terms in read
            if group.domain != ASKING
        ]
        self._plain = {
            phrase.stems
            for _, phrases in self._groups
            for phrase in phrases
            if phrase.content == phrase.words
        }
        self._keyed = [list(self._keyed_once(phrases)) for _, phrases in self._groups]

    def meanings(self) -> dict[Stems, tuple[Meaning, ...]]:
        """Return what each phrase means."""
        found: defaultdict[Stems, list[Meaning]] = defaultdict(list)
        for (group, phrases), keyed in zip(self._groups, self._keyed, strict=True):
            targets: dict[Stems, Target] = {}
            said_as = _said_as(phrases)
            weights: dict[Stems, float] = {}
            for key, term in keyed:
                weights.setdefault(key, term.weight)
                if term.direction == "both" and key not in targets:
                    targets[key] = Target(key, term.text, term.weight, said_as.get(key, ()))
            said = tuple(targets.values())
            for key, weight in weights.items():
                found[key].append(Meaning(group, weight, said))
        return {stems: tuple(meanings) for stems, meanings in found.items()}

    def misspelt(self) -> frozenset[Stems]:
        """Return the phrases that stand in the lexicon only as they are misspelt."""
        wrong, right = set[Stems](), set[Stems]()
        for keyed in self._keyed:
            for key, term in keyed:
                (wrong if term.register == "misspelling" else right).add(key)
        return frozenset(wrong - right)

    def words(self) -> Iterator[Word]:
        """Yield the words of all phrases that say something and are spelt right."""
        for _, phrases in self._groups:
            for phrase in phrases:
                if phrase.term.register != "misspelling":
                    yield from phrase.content

    def _phrase(self, term: Term, words: tuple[Word, ...]) -> _Phrase:
        stems = _stems(words)
        content = tuple(word for word in words if self._says_something(word))
        is_whole = len(content) == len(words)
        return _Phrase(term, words, stems, content, stems if is_whole else _stems(content))

    def _says_something(self, word: Word) -> bool:
        return not (word.is_stop or (word.text,) in self.asking)

    def _keyed_once(self, phrases: Sequence[_Phrase]) -> Iterator[tuple[Stems, Term]]:
        """Yield the terms of a group with what they are looked up by, but for repetitions."""
        own = {phrase.stems for phrase in phrases}
        for term, _, whole, _, short in phrases:
            if short == whole or (len(short) > 1 and short not in self._plain):
                yield short, term
            elif short not in own:
                yield whole, term


def _words_of_terms(group: TermGroup) -> list[tuple[Term, tuple[Word, ...]]]:
    return [(term, words) for term in group.active() if (words := words_as_written(term.text))]


def _said_as(phrases: Sequence[_Phrase]) -> dict[Stems, tuple[tuple[str, ...], ...]]:
    """Return, by their stems, the forms that terms are told from other words by.

    A term that is also written otherwise with the same stems (نساء beside امرأة) needs none.
    """
    found: dict[Stems, tuple[tuple[str, ...], ...]] = {}
    for phrase in phrases:
        told = (feminine_forms(word.bare, word.stem) for word in phrase.words)
        forms = tuple(filter(None, told))
        if found.setdefault(phrase.stems, forms) != forms:
            found[phrase.stems] = ()
    return found


def _stems(words: Iterable[Word]) -> Stems:
    return tuple(word.stem for word in words)
