"""Arabic light stemming over folded letters: stacked clitics, pronouns, plural endings.

A light stemmer cuts what grammar adds around a word and leaves the word itself alone.
At least three letters are always kept. What is cut here is cut without doubt; a single
letter that may be a clitic or may be part of the word (و in ورخصة and in وزارة) is not
cut but offered as a second reading.
"""

import re
from collections.abc import Iterator
from functools import lru_cache

from app.search.words import IRREGULAR_PLURALS, NOT_CLITIC, PROTECTED

_SHORTEST = _ROOT = 3
_ARTICLES = ("وبال", "فبال", "وكال", "ولل", "فلل", "وال", "فال", "بال", "كال", "لل", "ال")
"""The article ال with what may stand before it, the longest first."""
_POINTING = ("وهال", "بهال", "هال")
"""The article behind a Gulf "this": هالسنة is this year."""
_DRAWN_OUT = re.compile(r"(.)\1{2,}")

_PROCLITICS = ("و", "ف", "ب", "ل", "ك")
_SHORTEST_AFTER_PROCLITIC = 4

_PRONOUNS = ("هما", "كما", "هم", "هن", "كم", "كن", "ها", "نا", "ني", "ك", "ج")
_DUALS_AND_PLURALS = ("ون", "ين", "ان")
_SHORTEST_BEFORE_PLURAL = 4
"""Four letters keep قانون, تأمين and عنوان whole, where the ending is part of the word."""

_PERSONS = ("ا", "ي", "ت", "ن", "بي", "بت", "بن", "هي", "هت", "هن", "با")
_FORMING = (
    *(f"{person}{form}" for form in ("ت", "ن", "") for person in _PERSONS),
    "مت", "من", "م",
)  # fmt: skip
"""What is set before a root in a verb of the present and in a participle, the longest first."""

_PAST = (
    "توني", "ناها", "توها", "توهم", "ناهم", "وني", "تني", "توا", "وها", "تها", "ناه", "توه", "وهم",
    "وا", "تو", "نا", "ني", "ته", "وه", "ت", "و",
)  # fmt: skip
"""What is set behind a root in a verb of the past, with whom it is done to, the longest first."""

_GULF = {"ي": "ج", "ج": "ق"}
"""What the Gulf says for a letter: يديد is جديد, جدام is قدام."""

_SEEKING = re.compile(rf"(?:{'|'.join(_PERSONS)}|ب|م)ست(\w\w)(\w)")
"""A verb or participle of the tenth form, whose root alone is another word: مستعمل is no عمل."""

_FEMININE_ENDINGS = ("ات", "تين", "تان", "ته", "تي", "تها", "تهم", "تك", "اتي", "اته", "اتها")
_PLURALS_OF = {
    single: tuple(form for form, other in IRREGULAR_PLURALS.items() if other == single)
    for single in IRREGULAR_PLURALS.values()
    if single.endswith("ه")
}
_WEAK = str.maketrans("", "", "اويه")
_LONGEST_STEMMED = 24


def shortened(word: str) -> str:
    """Return a word without the letters that only draw it out: no word has one three times."""
    return _DRAWN_OUT.sub(r"\1", word)


@lru_cache(maxsize=131_072)
def stem(word: str) -> str:
    """Return the light stem of one folded Arabic word."""
    if len(word) > _LONGEST_STEMMED:
        return word
    return _without_endings(strip_article(word))


@lru_cache(maxsize=131_072)
def other_reading(word: str) -> str | None:
    """Return the stem when the first letter is read as a clitic (و ف ب ل ك), if it may be one."""
    bare = strip_article(word)
    if bare != word or word in PROTECTED or word in NOT_CLITIC:
        return None
    rest = word[1:]
    if word[0] not in _PROCLITICS or len(rest) < _SHORTEST_AFTER_PROCLITIC:
        return None
    reading = stem(rest)
    return None if reading == stem(word) else reading


def strip_article(word: str) -> str:
    """Return the word without ال and the letters joined before it: والإقامات gives إقامات."""
    while word not in PROTECTED:
        article = next((a for a in (*_POINTING, *_ARTICLES) if word.startswith(a)), None)
        if article is None or len(word) - len(article) < _SHORTEST:
            break
        word = word[len(article) :]
    return word


@lru_cache(maxsize=16_384)
def derived_from(word: str) -> tuple[str, ...]:
    """Return what a folded word may be formed from, as a verb or a participle, the surest first.

    Verbs of the present carry their person in front (أتملك, نسجل, بيجدد), those of the past
    behind (سرقوا, طلقني), participles a م (مكفول); those of the tenth form come from its noun
    (يستخرج and مستخرج from استخراج), those of the second have theirs in تـ (رشحوني, ترشيح).
    At last the word may be written as the Gulf says it.
    Half of what comes out is no word, so it is only a guess for a word that nobody knows.
    """
    stemmed = stem(word)
    if seeking := _SEEKING.fullmatch(stemmed):
        first, last = seeking.groups()
        return (f"است{_seated(first)}ا{last}",)
    present = [stemmed.removeprefix(prefix) for prefix in _FORMING if stemmed.startswith(prefix)]
    past = [word.removesuffix(ending) for ending in _PAST if word.endswith(ending)]
    bases = [*present, *past, *(one.removeprefix("ت") for one in past)]
    nouns = (f"ت{root[:2]}ي{root[2]}" for root in bases if len(root) == _ROOT)
    found = dict.fromkeys((*bases, *nouns, *map(stem, _written(word))))
    return tuple(one for one in found if len(one) >= _SHORTEST and one != stemmed)


def _written(word: str) -> Iterator[str]:
    """Yield what a word may be in writing of which the Gulf says one letter otherwise."""
    for place, letter in enumerate(word):
        if letter in _GULF:
            yield f"{word[:place]}{_GULF[letter]}{word[place + 1 :]}"


def _seated(root: str) -> str:
    """Write a hamza at the front of a root as it stands in استئجار, on a ya."""
    return f"ي{root[1:]}" if root.startswith("ا") else root


@lru_cache(maxsize=16_384)
def feminine_forms(bare: str, stemmed: str) -> tuple[str, ...]:
    """Return how a short feminine noun is written, with endings and plurals; () for others.

    Three letters without the ending are often another word: شرطة and شرط, تركة and ترك.
    """
    if len(stemmed) != _SHORTEST or bare != f"{stemmed}ه":
        return ()
    return (bare, *(stemmed + ending for ending in _FEMININE_ENDINGS), *_PLURALS_OF.get(bare, ()))


def skeletons(stemmed: str) -> tuple[str, ...]:
    """Return the consonants of a stem: broken plurals share them (رسم and رسوم)."""
    bare = stemmed[:1] + stemmed[1:].translate(_WEAK)
    found = [bare] if len(bare) >= _SHORTEST else []
    if len(stemmed) == 5 and stemmed[0] == stemmed[3] == "ا" and len(bare) == 4:
        found.append(bare[1:])  # the pattern أفعال: أطفال of طفل
    return tuple(found)


def _without_endings(word: str) -> str:
    word = IRREGULAR_PLURALS.get(word, word)
    while word not in PROTECTED:
        shorter = _cut_one(word)
        if shorter == word:
            break
        word = shorter
    return word


def _cut_one(word: str) -> str:
    """Cut one ending, or nothing."""
    for ending in _PRONOUNS:
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= _SHORTEST_BEFORE_PLURAL and rest[-1] == "ت":
            return _without_feminine(rest)
    for ending in _DUALS_AND_PLURALS:
        if word.endswith(ending) and len(word) - 2 >= _SHORTEST_BEFORE_PLURAL:
            return _without_feminine(word[:-2])
    return _cut_short_ending(word)


def _cut_short_ending(word: str) -> str:
    if word.endswith("ات") and len(word) - 2 >= _SHORTEST:
        return word[:-2]
    if word[-1:] in ("ه", "ي") and len(word) - 1 >= _SHORTEST:
        return _without_feminine(word[:-1])
    for ending in ("هم", "ها", "نا", "كم"):
        if word.endswith(ending) and len(word) - 2 >= _SHORTEST_BEFORE_PLURAL:
            return word[:-2]
    if word.endswith("ا") and len(word) - 1 >= _SHORTEST_BEFORE_PLURAL - 1:
        return word[:-1]
    return word


def _without_feminine(word: str) -> str:
    """Return the ta marbuta turns into an open ت before a pronoun: رخصتي is رخصة with ي."""
    return word[:-1] if word[-1] == "ت" and len(word) - 1 >= _SHORTEST else word
