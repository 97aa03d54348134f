"""How words are properly written, told by the lexicon: the letters that search folds put back.

People leave out hamzas and the dots of a final ة. Words are compared without these, but
a model of meaning reads what is written: to it هويه is nearly another word than هوية.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping

from app.search.analysis import Word, end_of_word, word_of
from app.search.tokens import Script, Token, tokenize
from app.taxonomy.lexicon.state import TermGroup

Spelling = tuple[bool, str]
"""Whether it stands in official language, and how the word is written there."""


class Writing:
    """Arabic words as they are written, by their folded letters and without their article."""

    def __init__(self, groups: Iterable[TermGroup]) -> None:
        chunks: Counter[tuple[bool, str]] = Counter()
        for group in groups:
            for term in group.active():
                if term.lang == "ar" and term.register != "misspelling":
                    chunks.update((term.register == "msa", chunk) for chunk in term.text.split())
        found: defaultdict[str, Counter[Spelling]] = defaultdict(Counter)
        for (is_official, chunk), times in chunks.items():
            for bare, written in _spellings(chunk):
                found[bare][is_official, written] += times
        self._written = {bare: _usual(spellings) for bare, spellings in found.items()}

    def of(self, word: Word) -> str:
        """Return how a word is written, with whatever stands before it; empty if unknown."""
        known = self._written.get(word.bare)
        return word.text.removesuffix(word.bare) + known if known else ""


def _spellings(chunk: str) -> Iterator[tuple[str, str]]:
    """Yield the Arabic words of what stands between two spaces, bare and as they are written."""
    for token in tokenize(chunk):
        word, written = word_of(token), _as_written(chunk, token)
        if token.script is Script.ARABIC and word.text == token.text:
            yield word.bare, written[len(word.text) - len(word.bare) :]


def _as_written(text: str, token: Token) -> str:
    return text[token.start : end_of_word(text, token.end)]


def _usual(spellings: Mapping[Spelling, int]) -> str:
    """Return the most frequent spelling, before all others one of official language."""
    (_, written), _ = max(spellings.items(), key=lambda one: (one[0][0], one[1], one[0][1]))
    return written
