"""How words are properly written, told by the lexicon: the letters that search folds put back.

People leave out hamzas and the dots of a final ة. Words are compared without these, but
a model of meaning reads what is written: to it هويه is nearly another word than هوية.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from app.search.analysis import Word, end_of_word, word_of
from app.search.tokens import Script, Token, tokenize
from app.taxonomy.lexicon.state import Term, TermGroup

Spelling = tuple[bool, str]
"""Whether it stands in official language, and how the word is written there."""


class Writing:
    """Arabic words as they are written, by their folded letters and without their article."""

    def __init__(self, groups: Iterable[TermGroup]) -> None:
        found: defaultdict[str, Counter[Spelling]] = defaultdict(Counter)
        for group in groups:
            for term in group.active():
                if term.lang == "ar" and term.register != "misspelling":
                    _count(term, found)
        self._written = {bare: _usual(spellings) for bare, spellings in found.items()}

    def of(self, word: Word) -> str:
        """Return how a word is written, with whatever stands before it; empty if unknown."""
        known = self._written.get(word.bare)
        return word.text.removesuffix(word.bare) + known if known else ""


def _count(term: Term, found: Mapping[str, Counter[Spelling]]) -> None:
    for token in tokenize(term.text):
        word, written = word_of(token), _as_written(term.text, token)
        if token.script is Script.ARABIC and word.text == token.text:
            article = len(word.text) - len(word.bare)
            found[word.bare][term.register == "msa", written[article:]] += 1


def _as_written(text: str, token: Token) -> str:
    return text[token.start : end_of_word(text, token.end)]


def _usual(spellings: Mapping[Spelling, int]) -> str:
    """Return the most frequent spelling, before all others one of official language."""
    (_, written), _ = max(spellings.items(), key=lambda one: (one[0][0], one[1], one[0][1]))
    return written
