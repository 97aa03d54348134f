"""Keyboard repair: what was typed while the keyboard was set to the other language.

The layouts are Arabic (101) and English (US), the ones people in Kuwait have. A key that
gives لا is one key in Arabic and one letter in English, but ل and ا can be typed by two
keys as well, so a text with لا has several repairs.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product

from app.core.folding import fold

_LATIN = "qwertyuiop[]asdfghjkl;'zxcvnm,./`"
_ARABIC = "ضصثقفغعهخحجدشسيبلاتنمكطئءؤرىةوزظذ"
_LAM_ALEF = "لا"
_TO_ARABIC = {**dict(zip(_LATIN, _ARABIC, strict=True)), "b": _LAM_ALEF}
_SHIFTED = {"H": "أ", "Y": "إ", "N": "آ", "G": "لأ", "T": "لإ", "B": "لآ"}
_TO_LATIN = {
    **dict(zip(_ARABIC, _LATIN, strict=True)),
    "أ": "h",
    "إ": "y",
    "آ": "n",
}
_MOST_VARIANTS = 8
_LAM_ALEFS = ("لأ", "لإ", "لآ", _LAM_ALEF)
_LAM_ALEF_KEYS = {_LAM_ALEF: ("b", "gh"), "لأ": ("g", "gh"), "لإ": ("t", "gy"), "لآ": ("b", "gn")}
LONGEST_REPAIRED = 200
"""Letters; nobody types further without looking up."""

Known = Callable[[str], bool]
"""Tells whether a piece of text without spaces is a word that search knows."""


def repaired(text: str, is_known: Known, is_nearly: Known) -> str | None:
    """Return what was meant, if the keyboard was set to the other language, else None.

    It was if fewer than half of the words are known and the repair makes half of them known.
    A word that is not even nearly known in the other letters stays as it was typed: nobody can
    say that it was meant.
    """
    pieces = text.split()
    if len(text) > LONGEST_REPAIRED or _knows_half(pieces, is_known):
        return None
    meant = [_repair(piece, is_known, is_nearly) for piece in pieces]
    if meant == pieces or not _knows_half(meant, is_known):
        return None
    return " ".join(meant) + (" " if text[-1].isspace() else "")


def _knows_half(pieces: list[str], is_known: Known) -> bool:
    """Tell whether half of the words are known; numbers are the same on both keyboards."""
    words = [piece for piece in pieces if not piece.isdecimal()]
    return 2 * sum(map(is_known, words)) >= len(words)


def _repair(piece: str, is_known: Known, is_nearly: Known) -> str:
    """Return the piece in the letters of the other keyboard, if that makes it a word."""
    if piece.isdecimal():
        return piece
    readings = list(islice(_readings(piece), _MOST_VARIANTS))
    sure = next(filter(is_known, readings), None)
    return sure or next(filter(is_nearly, readings), piece)


def _readings(piece: str) -> Iterator[str]:
    if any(letter in _TO_LATIN for letter in piece):
        yield from _in_latin(piece)
    else:
        yield _in_arabic(piece)


def _in_arabic(piece: str) -> str:
    if not piece.isupper():  # with caps lock the shift of a letter says nothing
        piece = "".join(_SHIFTED.get(letter, letter) for letter in piece)
    return "".join(_TO_ARABIC.get(letter.lower(), letter) for letter in piece)


def _in_latin(piece: str) -> Iterator[str]:
    parts = list(_keys(piece))
    for chosen in product(*parts):
        yield "".join(chosen)


def _keys(piece: str) -> Iterator[tuple[str, ...]]:
    """Yield the keys that give each letter, or both ways to type لا."""
    place = 0
    while place < len(piece):
        two = piece[place : place + 2]
        if two in _LAM_ALEFS:
            yield _LAM_ALEF_KEYS[two]
            place += 2
            continue
        letter = piece[place]
        yield (_TO_LATIN.get(letter) or _TO_LATIN.get(fold(letter), letter),)
        place += 1
