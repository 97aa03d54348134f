"""What of a search may be kept, and under which names; pure.

A rule can tell numbers and addresses from words. It cannot tell a person's name from
another word: those are kept from view by showing only what many have asked.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator, Sequence
from typing import Literal

from app.core.folding import fold
from app.search.tokens import Script, words

NUMBER, MAIL, LINK, LONG = "<number>", "<mail>", "<link>", "<long>"
MOST_LETTERS = 100
"""Longer texts are letters to somebody rather than searches; nothing of them is kept."""
MOST_DIGITS = 5
"""Digits that a search may hold: a civil id, a telephone number or an account has more."""
MOST_FIGURES = 2
"""Digits that stand for letters in a word of Arabizi."""
QUERY_ID = r"^q_[0-9a-f]{16}$"

Tongue = Literal["ar", "en", "mixed", "other"]

_SAID_AT = re.compile(r"[(\[{<]\s?at\s?[)\]}>]")
_MAIL_HOST = re.compile(r"(?:[a-z]{0,8}mail|yahoo|outlook|icloud|live)\.")
_SAID_DOT = re.compile(r"[(\[{<]\s?dot\s?[)\]}>]")
_TOP_LEVEL = re.compile(r"[a-z]{2,}")
_LABEL = re.compile(r"[a-z0-9_-]+")
_PROVIDER = re.compile(r"(?:g|y|hot)mail|yahoo|outlook|icloud")
_NUMBERS = re.compile(rf"{NUMBER}(?:[\W_]*?{NUMBER})+")
_MASKS = re.compile("|".join((NUMBER, MAIL, LINK, LONG)))
_LONGEST_READ = 1_000


def masked(text: str) -> str:
    """Fold a text and put signs in the place of numbers, mail addresses and links in it."""
    if len(text) > _LONGEST_READ:
        return LONG
    pieces = _SAID_DOT.sub(" dot ", _SAID_AT.sub(" @ ", _printable(fold(text)))).split()
    mail = set(_mail_places(pieces))
    # What is cut into pieces, with words between, is one number all the same.
    numbers = [piece for piece in pieces if not _is_spelt(piece)]
    is_numbered = sum(map(_digits, numbers)) > MOST_DIGITS
    shown = " ".join(
        MAIL if place in mail else _shown(piece, is_numbered=is_numbered)
        for place, piece in enumerate(pieces)
    )
    kept = _NUMBERS.sub(NUMBER, shown)
    return kept if len(kept) <= MOST_LETTERS else LONG


def _mail_places(pieces: Sequence[str]) -> Iterator[int]:
    """Yield the places of what belongs to a mail address, also of one with spaces in it."""
    for place, piece in enumerate(pieces):
        if "@" in piece:
            before = _name_start(pieces, place - 1) if piece.startswith("@") else place
            after = (
                place + max(_host_length(pieces, place + 1), 1) if piece.endswith("@") else place
            )
            yield from range(max(before, 0), after + 1)
        elif piece == "at" and (length := _host_length(pieces, place + 1)):
            yield from range(max(_name_start(pieces, place - 1), 0), place + length + 1)
        elif _MAIL_HOST.match(piece):
            yield from range(max(place - 1, 0), place + 1)


def _name_start(pieces: Sequence[str], last: int) -> int:
    """Return the place where a name begins whose dots may be said: ahmad dot ali."""
    first = last
    while first >= 2 and pieces[first - 1] == "dot":
        first -= 2
    return first


def _host_length(pieces: Sequence[str], first: int) -> int:
    """Count the pieces of a host name whose dots may be said: gmail dot com; 0 if it is none."""
    if first >= len(pieces):
        return 0
    end = first + 1
    while end + 1 < len(pieces) and pieces[end] == "dot" and _LABEL.fullmatch(pieces[end + 1]):
        end += 2
    if end > first + 1 and _LABEL.fullmatch(pieces[first]):
        return end - first
    return int(_is_host(pieces[first]) or bool(_PROVIDER.fullmatch(pieces[first])))


def _is_host(piece: str) -> bool:
    """Tell whether a piece is the name of a host, but for those of the web, which are links."""
    *labels, last = piece.split(".")
    if not labels or labels[0] == "www" or not _TOP_LEVEL.fullmatch(last):
        return False
    return all(map(_LABEL.fullmatch, labels))


def _shown(piece: str, *, is_numbered: bool) -> str:
    if "://" in piece or piece.startswith("www."):
        return LINK
    is_number = is_numbered and _digits(piece) and not _is_spelt(piece)
    return NUMBER if is_number else piece


def _is_spelt(piece: str) -> bool:
    """Tell a word in Latin letters with a figure or two for Arabic ones (ta2sheera, s7).

    Of two figures and no more letters (p12) it is as likely a part of a number.
    """
    digits = _digits(piece)
    letters = sum("a" <= letter <= "z" for letter in piece)
    return digits <= MOST_FIGURES and letters > (digits if digits > 1 else 0)


def _digits(text: str) -> int:
    """Count the digits of a text, in whatever figures: 5, ٥, ５ and ❺."""
    return sum(unicodedata.digit(letter, None) is not None for letter in text)


def _printable(text: str) -> str:
    if text.isprintable():
        return text
    return "".join(letter if letter.isprintable() else " " for letter in text)


def sayable_words(kept: str) -> frozenset[str]:
    """Return the words of a masked text that are words: no numbers, no signs, no single letters."""
    found = words(_MASKS.sub(" ", kept))
    return frozenset(word for word, script in found if len(word) > 1 and script in _LETTERS)


def query_id_of(kept: str) -> str:
    """Name a masked text: whoever asks the same asks under the same name."""
    return "q_" + hashlib.sha256(kept.encode()).hexdigest()[:16]


def tongue_of(kept: str) -> Tongue:
    """Tell in which letters a masked text is written."""
    scripts = {script for _, script in words(_MASKS.sub(" ", kept))}
    is_arabic, is_latin = Script.ARABIC in scripts, bool(scripts & {Script.LATIN, Script.MIXED})
    if is_arabic and is_latin:
        return "mixed"
    if is_arabic:
        return "ar"
    return "en" if is_latin else "other"


def session_of(who: str, salt: str) -> str:
    """Name a session of a day; without the salt of that day nobody can tell whose it was."""
    key = bytes.fromhex(salt)
    return hashlib.blake2b(who.encode(errors="replace"), key=key, digest_size=12).hexdigest()


_LETTERS = frozenset({Script.ARABIC, Script.LATIN, Script.MIXED})
