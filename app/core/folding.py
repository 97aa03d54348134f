"""Folding: the many ways of writing a letter become one, before anything else is done.

A text is folded one character at a time, so every folded letter still knows where it
stood in the original. Nothing here looks further than one character: the cost is linear
in the length of the text, whatever the text holds.
"""

import unicodedata
from typing import NamedTuple

_LETTERS = {
    **dict.fromkeys("أإآٱٲٳ", "ا"),
    **dict.fromkeys("ىیېئ", "ي"),
    **dict.fromkeys("ؤۆ", "و"),
    **dict.fromkeys("ةۀھہە", "ه"),
    **dict.fromkeys("کگڪ", "ك"),
    "پ": "ب",
    "چ": "ج",
    "ڤ": "ف",
    "ژ": "ز",
    "ء": "",
    "ـ": "",
    **dict.fromkeys("'’‘`ʼ", ""),
}
"""Letters that Gulf keyboards and habits use for one another; the apostrophe joins."""

_MARKS = frozenset(
    chr(code)
    for first, last in (
        (0x0610, 0x061A),  # honorific signs
        (0x064B, 0x065F),  # vowels, shadda, hamza above and below
        (0x0670, 0x0670),  # dagger alef
        (0x06D6, 0x06ED),  # Quranic signs
    )
    for code in range(first, last + 1)
)
_INVISIBLE = frozenset({"Cf", "Mn", "Me"})
"""Formatting characters (zero width, bidirectional, soft hyphen) and combining marks."""


class Folded(NamedTuple):
    """A folded text and, for each of its letters, the place in the original."""

    text: str
    origins: list[int]


MOST_REMEMBERED = 10_000
"""Code points that are remembered: more than texts of any language hold, few of Unicode's."""


class _FoldTable(dict[int, str]):
    """A translation table that fills itself, one code point at a time."""

    def __missing__(self, code: int) -> str:
        folded = _fold_character(chr(code))
        if len(self) < MOST_REMEMBERED:
            self[code] = folded
        return folded


def _fold_character(character: str) -> str:
    if character in _MARKS:
        return ""
    if character in _LETTERS:
        return _LETTERS[character]
    return "".join(_fold_part(part) for part in unicodedata.normalize("NFKD", character))


def _fold_part(character: str) -> str:
    if unicodedata.category(character) in _INVISIBLE:
        return ""
    if character.isdecimal():
        return str(unicodedata.decimal(character))
    return "".join(_LETTERS.get(letter, letter) for letter in character.lower())


_TABLE = _FoldTable()


def fold(text: str) -> str:
    """Return the text in its folded letters: the same word typed two ways folds to one."""
    if text.isascii():  # The table says the same of these, at six times the cost.
        return text.lower().replace("'", "").replace("`", "")
    return text.translate(_TABLE)


def fold_with_origins(text: str) -> Folded:
    """Return the folded text together with the place of every letter in the original."""
    pieces = [_TABLE[ord(character)] for character in text]
    origins = [place for place, piece in enumerate(pieces) for _ in piece]
    return Folded("".join(pieces), origins)
