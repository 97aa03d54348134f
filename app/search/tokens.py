"""Tokens: the words of a text, each with its place in the original."""

import re
from collections.abc import Iterator
from enum import StrEnum
from itertools import islice
from typing import NamedTuple

from app.core.folding import fold, fold_with_origins


class Script(StrEnum):
    """What a token is written in."""

    ARABIC = "arabic"
    LATIN = "latin"
    MIXED = "mixed"
    NUMBER = "number"
    OTHER = "other"


class Token(NamedTuple):
    """One word: its folded form, its script, its first and last place in the original."""

    text: str
    script: Script
    start: int
    end: int


# Each class is a single run of letters, so the scan never goes back.
_RUN = re.compile(r"[\u0621-\u064a\u066e-\u06d3]+|[a-z0-9]+|[^\W_]+")
_LONGEST_TOKEN = 64
"""Letters kept of one token; nothing longer is a word in either language."""

MOST_TOKENS = 5_000
"""Words read of one text, so that no text, however hostile, holds up the rest."""


def tokenize(text: str) -> list[Token]:
    """Return the words of a text in reading order."""
    folded = fold_with_origins(text)
    return [
        Token(word[:_LONGEST_TOKEN], script, folded.origins[first], folded.origins[last - 1] + 1)
        for word, script, first, last in islice(_runs(folded.text), MOST_TOKENS)
    ]


def words(text: str) -> Iterator[tuple[str, Script]]:
    """Read the words of a text without their places, which is quicker."""
    for word, script, _, _ in islice(_runs(fold(text)), MOST_TOKENS):
        yield word[:_LONGEST_TOKEN], script


def _runs(folded: str) -> Iterator[tuple[str, Script, int, int]]:
    for match in _RUN.finditer(folded):
        word, first = match.group(), match.start()
        if not word.isascii():
            script = Script.ARABIC if "\u0621" <= word[0] <= "\u06d3" else Script.OTHER
            yield word, script, first, match.end()
            continue
        for start, end in _split_numbers(word):
            yield word[start:end], _latin_script(word[start:end]), first + start, first + end


def _split_numbers(word: str) -> Iterator[tuple[int, int]]:
    """Cut long numbers from a Latin run: ``article18`` is two words, ``ta2sheera`` one."""
    letters = word.strip("0123456789")
    if not letters or letters == word:
        yield 0, len(word)
        return
    start = word.index(letters)
    end = start + len(letters)
    head, tail = start, len(word) - end
    first = 0 if head < 2 else start
    last = len(word) if tail < 2 else end
    if first:
        yield 0, first
    yield first, last
    if last < len(word):
        yield last, len(word)


def _latin_script(word: str) -> Script:
    if word.isdecimal():
        return Script.NUMBER
    return Script.LATIN if word.isalpha() else Script.MIXED
