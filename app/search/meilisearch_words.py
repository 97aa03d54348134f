"""Terms in plain Latin letters and digits, so that Meilisearch never reads Arabic itself.

Its own reading of Arabic cuts a leading article and may take the text for Persian; a
term written here is one word of one language to it, and is compared as it stands. Every
Arabic letter becomes one sign, after the way people chat (ح is 7, ع is 3). A term can be
read back, and two terms never become the same word.
"""

from functools import lru_cache

_LETTERS = dict(zip("ابتثجحخدذرزسشصضطظعغفقكلمنهوي", "abtvj75dprzsc9e683gfqklmnhwy", strict=True))
_ARABIC = {sign: letter for letter, sign in _LETTERS.items()}
_MARK = "x"
"""Begins every word that was not already written in Latin letters."""
_OTHER = "0"
"""Before the number of any other letter, which is written in six hexadecimal digits."""
_DIGITS = 6
_JOINT = "_"
_PLAIN = frozenset("abcdefghijklmnopqrstuvwxyz0123456789.-_")
_ESCAPE = "~"


@lru_cache(maxsize=131_072)
def latin(term: str) -> str:
    """Write a term in Latin letters; joined words stay joined."""
    return _JOINT.join(_latin_word(word) for word in term.split(_JOINT))


def from_latin(word: str) -> str:
    """Read a single word back."""
    if not word.startswith(_MARK):
        return word
    letters, place = [], 1
    while place < len(word):
        if word[place] == _OTHER:
            letters.append(chr(int(word[place + 1 : place + 1 + _DIGITS], 16)))
            place += 1 + _DIGITS
        else:
            letters.append(_ARABIC[word[place]])
            place += 1
    return "".join(letters)


def plain_value(value: str) -> str:
    """Write the value of a facet so that Meilisearch, which ignores case, tells it apart."""
    return "".join(
        letter if letter in _PLAIN else f"{_ESCAPE}{ord(letter):0{_DIGITS}x}" for letter in value
    )


def from_plain_value(value: str) -> str:
    """Read the value of a facet back."""
    head, *rest = value.split(_ESCAPE)
    return head + "".join(chr(int(part[:_DIGITS], 16)) + part[_DIGITS:] for part in rest)


def _latin_word(word: str) -> str:
    if word.isascii() and not word.startswith(_MARK):
        return word
    signs = (_LETTERS.get(letter) or f"{_OTHER}{ord(letter):0{_DIGITS}x}" for letter in word)
    return _MARK + "".join(signs)
