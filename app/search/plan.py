"""The query plan: what was typed, as data that every engine understands alike."""

from dataclasses import dataclass
from enum import StrEnum


class Stream(StrEnum):
    """The kinds of terms a document is indexed under."""

    STEM = "stem"
    SKELETON = "skeleton"
    EDGE = "edge"


class Kind(StrEnum):
    """Why a term stands for a word of the query."""

    EXACT = "exact"
    CLITIC = "clitic"
    SKELETON = "skeleton"
    PREFIX = "prefix"
    TYPO = "typo"


@dataclass(frozen=True, slots=True)
class Alternative:
    """One term that may stand for a word; `surface` is the known word behind it."""

    term: str
    weight: float
    kind: Kind
    stream: Stream = Stream.STEM
    surface: str = ""


@dataclass(frozen=True, slots=True)
class PlannedWord:
    """One word of the query: its place in what was typed and the terms that stand for it."""

    text: str
    start: int
    end: int
    alternatives: tuple[Alternative, ...] = ()
    is_minor: bool = False


@dataclass(frozen=True, slots=True)
class Plan:
    """A query understood: its words in order, and what was left out of them."""

    text: str
    words: tuple[PlannedWord, ...] = ()
    dropped: tuple[str, ...] = ()
    analyser: str = ""
