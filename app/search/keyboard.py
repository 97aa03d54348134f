"""Keyboard repair: what was typed while the keyboard was set to the other language.

The layouts are Arabic (101) and English (US), the ones people in Kuwait have. A key that
gives لا is one key in Arabic and one letter in English, but ل and ا can be typed by two
keys as well, so a text with لا has several repairs.
"""

from collections.abc import Callable, Iterator
from itertools import islice, product
from typing import NamedTuple

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
_HALF = 0.5
LONGEST_REPAIRED = 200
"""Letters; nobody types further without looking up."""

_Judge = Callable[[str], bool]


class Judges(NamedTuple):
    """What tells of a piece of text without spaces whether search knows it as a word."""

    is_known: _Judge
    is_nearly: _Judge
    """A slip from a word."""
    is_small: _Judge
    """A word of any question, such as في and the: it is so short that it proves nothing."""


def repaired(text: str, judges: Judges) -> str | None:
    """Return what was meant, if the keyboard was set to the other language, else None.

    It was if fewer than half of the words are known and the repair makes half of them known;
    all of them, if one was known as it stands, for then the keyboard was set as it should be.
    A word that is not even nearly known in the other letters stays as it was typed: nobody can
    say that it was meant.
    """
    pieces = text.split()
    if len(text) > LONGEST_REPAIRED:
        return None
    typed = _share_known(pieces, judges)
    if typed is None or typed >= _HALF:
        return None
    meant = [_repair(piece, judges) for piece in pieces]
    if meant == pieces or (_share_known(meant, judges) or 0) < (1 if typed else _HALF):
        return None
    return " ".join(meant) + (" " if text[-1].isspace() else "")


def _share_known(pieces: list[str], judges: Judges) -> float | None:
    """Return the share of known words among those that prove anything, None if none does.

    Numbers prove nothing: they are the same on both keyboards.
    """
    telling = [one for one in pieces if not (one.isdecimal() or judges.is_small(one))]
    return sum(map(judges.is_known, telling)) / len(telling) if telling else None


def _repair(piece: str, judges: Judges) -> str:
    """Return the piece in the letters of the other keyboard, if that makes it a word."""
    if piece.isdecimal():
        return piece
    readings = list(islice(_readings(piece), _MOST_VARIANTS))
    for is_word in (judges.is_known, judges.is_small, judges.is_nearly):
        if found := next(filter(is_word, readings), None):
            return found
    return piece


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
