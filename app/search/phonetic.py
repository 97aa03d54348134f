"""Arabic in Latin letters: which Arabic words sound like what was typed.

People write ta2sheera, tasheera or tashera for تأشيرة: vowels come and go, digits stand
for letters that Latin has not (2 3 5 6 7 8 9), and one letter has several spellings. A word
is looked up by the key of its consonants; how well the vowels agree is then told letter by
letter, in `strangeness`.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import lru_cache
from itertools import islice, product
from typing import NamedTuple

SHORTEST, SHORTEST_WITH_DIGIT = 4, 3
"""Letters; shorter words sound like too many others."""
_MOST_KEYS = 24
_STRANGEST_PER_LETTER = 0.2
_NEARLY_AS_GOOD = 0.25
_ARTICLE = re.compile(r"(?:al|el|il|ul|l)(?=[^aeiou\d]|[2-9a-z]{4})")

_CLASSES = {
    **dict.fromkeys("تطث", "t"),
    **dict.fromkeys("دضذظ", "d"),
    **dict.fromkeys("سص", "s"),
    **dict.fromkeys("قكغ", "k"),
    **dict.fromkeys("حه", "h"),
    **dict(zip("بجخرزشفلمن", "bjxrzcflmn", strict=True)),
}
"""Consonants that people mix up in Latin letters; ا و ي ع are left out of a key."""

_SOUNDS: dict[str, tuple[str, ...]] = {
    "sh": ("c", "sh"), "ch": ("c", "j", "k"), "th": ("t", "d", "th"), "dh": ("d",),
    "kh": ("x", "kh"), "gh": ("k",), "ph": ("f",), "b": ("b",), "p": ("b",), "t": ("t",),
    "6": ("t", "d"), "j": ("j",), "7": ("h", "x"), "h": ("h",), "5": ("x",), "x": ("ks",),
    "d": ("d",), "4": ("d",), "9": ("s", "d"), "r": ("r",), "z": ("z", "d"), "s": ("s",),
    "c": ("k", "s"), "f": ("f",), "v": ("f",), "q": ("k",), "k": ("k",), "g": ("k", "j"),
    "8": ("k",), "l": ("l",), "m": ("m",), "n": ("n",), "3": ("", "k"),
}  # fmt: skip
"""What Latin letters may stand for, in the classes above; others are vowels."""
_SOUND = re.compile("|".join([*(s for s in _SOUNDS if len(s) == 2), "."]))

_SPELLINGS: dict[str, dict[str, float]] = {
    "ا": {"a": 0, "aa": 0, "2": 0, "e": 0.2, "i": 0.2, "o": 0.2, "u": 0.2},
    "ب": {"b": 0, "p": 0},
    "ت": {"t": 0},
    "ث": {"th": 0, "t": 0.2},
    "ج": {"j": 0, "g": 0.2, "ch": 0.3},
    "ح": {"7": 0, "h": 0},
    "خ": {"5": 0, "kh": 0, "7": 0.2},
    "د": {"d": 0},
    "ذ": {"th": 0, "dh": 0, "4": 0, "z": 0.1, "d": 0.1},
    "ر": {"r": 0},
    "ز": {"z": 0},
    "س": {"s": 0, "c": 0.2},
    "ش": {"sh": 0, "ch": 0.1},
    "ص": {"s": 0, "9": 0},
    "ض": {"d": 0, "dh": 0, "9": 0.1},
    "ط": {"t": 0, "6": 0},
    "ظ": {"z": 0, "dh": 0, "th": 0.1, "6": 0.1, "d": 0.1},
    "ع": {"3": 0, "a": 0.1, "e": 0.1, "i": 0.1, "o": 0.1, "u": 0.1, "aa": 0.2},
    "غ": {"gh": 0, "3": 0.1, "g": 0.2, "q": 0.3},
    "ف": {"f": 0, "v": 0, "ph": 0.1},
    "ق": {"q": 0, "8": 0, "g": 0.05, "k": 0.2, "gh": 0.3},
    "ك": {"k": 0, "c": 0.1, "ch": 0.2, "q": 0.3, "g": 0.4},
    "ل": {"l": 0},
    "م": {"m": 0},
    "ن": {"n": 0},
    "ه": {"h": 0},
    "و": {"w": 0, "o": 0, "u": 0, "oo": 0, "ou": 0, "uu": 0},
    "ي": {"y": 0, "i": 0, "e": 0.05, "ee": 0, "ii": 0, "ai": 0.1, "ei": 0, "iy": 0},
}
_VOWELS = frozenset("aeiouy")
_SHORT_VOWEL, _LONG_VOWEL = 0.1, 0.2
_UNWRITTEN = {"ا": 0.5, "و": 0.5, "ي": 0.4, "ع": 0.3}
_FEMININE = "ه"
_NEVER = 99.0


class Sounding(NamedTuple):
    """An Arabic word, and how strange what was typed would be for it (0 is not at all)."""

    word: str
    strangeness: float


class PhoneticIndex:
    """Arabic words by the keys of their consonants."""

    def __init__(self, words: Iterable[str] = ()) -> None:
        self._words: defaultdict[str, set[str]] = defaultdict(set)
        for word in words:
            self.add(word)

    def add(self, word: str) -> None:
        """Know a folded Arabic word, without its article; other words are passed over."""
        for key in arabic_keys(word):
            self._words[key].add(word)

    def discard(self, word: str) -> None:
        """Forget a word."""
        for key in arabic_keys(word):
            self._words[key].discard(word)

    def soundings(self, typed: str) -> list[Sounding]:
        """List the words that sound like what was typed, the likeliest first."""
        best: dict[str, float] = {}
        for written in _without_article(typed):
            for word in self._candidates(written):
                strange = strangeness(written, word)
                if strange <= _STRANGEST_PER_LETTER * len(word):
                    best[word] = min(strange, best.get(word, _NEVER))
        found = sorted(Sounding(*each) for each in best.items())
        found.sort(key=lambda each: each.strangeness)
        return [
            each for each in found if each.strangeness <= found[0].strangeness + _NEARLY_AS_GOOD
        ]

    def _candidates(self, written: str) -> set[str]:
        keys = (key for key in latin_keys(written) if key)
        return {word for key in keys for word in list(self._words.get(key, ()))}


def is_latin_arabic(typed: str) -> bool:
    """Tell whether a folded word is long enough to be told by its sound."""
    has_digit = not typed.isalpha()
    return typed.isascii() and len(typed) >= (SHORTEST_WITH_DIGIT if has_digit else SHORTEST)


@lru_cache(maxsize=131_072)
def arabic_keys(word: str) -> tuple[str, ...]:
    """Return the keys of a folded Arabic word; a feminine ending may be spoken as t."""
    if not "\u0621" <= word[:1] <= "\u064a":
        return ()
    body = word[:-1] if word.endswith(_FEMININE) and len(word) > 2 else word
    key = "".join(_CLASSES.get(letter, "") for letter in body)
    return (key,) if body == word else (key, key + "t")


def latin_keys(written: str) -> Iterator[str]:
    """Yield the keys that a word in Latin letters may have."""
    sounds = [_SOUNDS.get(sound, ("",)) for sound in _SOUND.findall(_plain(written))]
    for chosen in islice(product(*sounds), _MOST_KEYS):
        yield "".join(chosen)


def strangeness(written: str, word: str) -> float:
    """Say how far Latin letters are from an Arabic word: what was left out, added, or is rare."""
    typed = _plain(written)
    before: dict[int, float] = {0: 0.0}
    for place, letter in enumerate(word):
        is_last = place == len(word) - 1
        after: dict[int, float] = {}
        for at, cost in sorted(_with_vowels_passed(typed, before).items()):
            for end, step in _steps(typed, at, letter, is_first=place == 0, is_last=is_last):
                after[end] = min(cost + step, after.get(end, _NEVER))
        before = after
    return _with_vowels_passed(typed, before).get(len(typed), _NEVER)


def _steps(
    typed: str, at: int, letter: str, *, is_first: bool, is_last: bool
) -> Iterator[tuple[int, float]]:
    """Yield where the letters typed for one Arabic letter may end, and what that costs."""
    spellings = _SPELLINGS.get(letter, {})
    for length in (1, 2):
        piece = typed[at : at + length]
        if len(piece) == length and piece in spellings:
            is_free = is_first and letter == "ا"
            yield at + length, 0.0 if is_free else spellings[piece]
    if is_last and letter == "ي" and typed[at : at + 1] == "a":
        yield at + 1, 0.1  # an alef that is written as a ya: مستشفى
    if is_last and letter == _FEMININE:
        yield at, 0.0
        if typed[at : at + 1] == "t":
            yield at + 1, 0.1
    elif letter in _UNWRITTEN:
        yield at, _UNWRITTEN[letter]


def _with_vowels_passed(typed: str, reached: dict[int, float]) -> dict[int, float]:
    """Pass over vowels that Arabic does not write."""
    found = dict(reached)
    for at in range(len(typed)):
        if at not in found or typed[at] not in _VOWELS:
            continue
        is_long = at > 0 and typed[at - 1] == typed[at]
        cost = found[at] + (_LONG_VOWEL if is_long else _SHORT_VOWEL)
        found[at + 1] = min(cost, found.get(at + 1, _NEVER))
    return found


@lru_cache(maxsize=4_096)
def _plain(written: str) -> str:
    """Write a doubled consonant once, and leave out an h that only closes a vowel."""
    single = re.sub(r"([^aeiou\d])\1+", r"\1", written)
    return re.sub(r"(?<=[aeiou])h$", "", single)


def _without_article(typed: str) -> Iterator[str]:
    yield typed
    rest = _ARTICLE.sub("", typed, count=1) if _ARTICLE.match(typed) else ""
    if len(rest) >= SHORTEST_WITH_DIGIT:
        yield rest
        # A sun letter takes the place of the l: ash-shahada, el-sakan.
