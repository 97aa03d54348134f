"""The query plan: what was typed, as data that every engine understands alike."""

from dataclasses import dataclass
from enum import StrEnum

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
    """One word of the query: its place in what was typed and the terms that stand for it."""

    text: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...] = ()
    is_minor: bool = False


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
