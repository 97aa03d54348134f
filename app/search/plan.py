"""The query plan: what was typed, as data that every engine understands alike."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from app.search.analysis import end_of_word
from app.search.steps import ALL_STEPS, Steps


class Stream(StrEnum):
    """The kinds of terms a document is indexed under.

    A name is a title or a keyword. ``said`` is a word in the place of another: it counts in
    names, and a little in texts.
    """

    STEM = "stem"
    SAID = "said"
    NAME = "name"
    SKELETON = "skeleton"
    EDGE = "edge"


class Kind(StrEnum):
    """Why a term stands for a word of the query."""

    EXACT = "exact"
    CLITIC = "clitic"
    SKELETON = "skeleton"
    SYNONYM = "synonym"
    TRANSLITERATION = "transliteration"
    PREFIX = "prefix"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term that may stand for a word; `surface` is the known word behind it.

    With `beside` it is a phrase, which a document must hold whole: the term and each of
    those beside it.
    """

    term: str
    weight: float
    kind: Kind
    stream: Stream = Stream.STEM
    surface: str = ""
    beside: tuple[str, ...] = ()

    @property
    def terms(self) -> tuple[str, ...]:
        """All terms that a document must hold."""
        return self.term, *self.beside


@dataclass(frozen=True, slots=True)
class PlannedWord:
    """One word of the query: its place in what was typed and the terms that stand for it.

    `correction` is the known word that it is taken for a slip of, if it is; `written` is how the
    lexicon writes the one or the other, with all its letters, if it knows it.
    """

    text: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...] = ()
    is_minor: bool = False
    correction: str = ""
    written: str = ""


@dataclass(frozen=True, slots=True)
class Expansion:
    """A phrase of the query that the lexicon knows, from one word to another.

    Its alternatives stand for each of its words, so that a document which says it
    otherwise has matched as many words as one which says it in the words of the query.
    """

    first: int
    last: int
    text: str
    groups: tuple[str, ...]
    alternatives: tuple[Alternative, ...]


@dataclass(frozen=True, slots=True)
class Plan:
    """A query understood: its words in order, and what was left out of them.

    `text` is what was typed, or what was meant when the keyboard was set to the other
    language; `typed` always is what was typed.
    """

    text: str
    words: tuple[PlannedWord, ...] = ()
    dropped: tuple[str, ...] = ()
    analyser: str = ""
    typed: str = ""
    expansions: tuple[Expansion, ...] = ()
    lexicon: str = ""
    steps: Steps = ALL_STEPS

    @property
    def corrected(self) -> str | None:
        """The query with its misspelt words put right, if there are any."""
        is_misspelt = any(word.correction for word in self.words)
        return self._with([word.correction for word in self.words]) if is_misspelt else None

    @property
    def written(self) -> str:
        """The query in proper writing: with its words put right, and with their hamzas and dots."""
        return self._with([word.written or word.correction for word in self.words])

    def _with(self, said: Sequence[str]) -> str:
        """Return the query with these words in the place of its own; an empty one stays."""
        text, end = "", 0
        for word, other in zip(self.words, said, strict=True):
            if other:
                text += self.text[end : word.start] + other
                end = end_of_word(self.text, word.end)
        return text + self.text[end:]
