"""The analyser: what a word is indexed as and looked up as, in Arabic and English.

One understanding serves every engine: the engines store and match the terms made here
and never look at a letter themselves. A change that moves any term moves `ANALYSER`,
and every index built with the old one is then rebuilt by itself.
"""

from app.core.folding import fold
from app.search import arabic, english
from app.search.tokens import Script, Token
from app.search.words import DOMAIN_WORDS

ANALYSER = "ar-en/1"

EDGE_LETTERS = 3
"""Words begun with up to this many letters are found through the edge stream."""


def stem(token: Token) -> str:
    """Return the term a word is found by."""
    if token.script is Script.ARABIC:
        return arabic.stem(token.text)
    if token.script is Script.LATIN:
        return english.stem(token.text)
    return token.text


def stems(token: Token) -> tuple[str, ...]:
    """Every term a word is indexed as: its stem, and the stem of its other reading."""
    if token.script is not Script.ARABIC:
        return (stem(token),)
    other = arabic.other_reading(token.text)
    return (stem(token),) if other is None else (stem(token), other)


def skeletons(token: Token) -> tuple[str, ...]:
    """Return the consonant skeletons of an Arabic word; none for other scripts."""
    if token.script is not Script.ARABIC:
        return ()
    return arabic.skeletons(arabic.stem(token.text))


def bare(token: Token) -> str:
    """Return the word as typed, without its article; spelling is compared on this form."""
    return arabic.strip_article(token.text) if token.script is Script.ARABIC else token.text


def edges(token: Token) -> tuple[str, ...]:
    """Return the first letters of a word, with and without its article: what a prefix looks up."""
    forms = (token.text, bare(token))
    return tuple(
        dict.fromkeys(
            form[:n] for form in forms for n in range(1, 1 + min(EDGE_LETTERS, len(form)))
        )
    )


def is_domain_word(token: Token) -> bool:
    """Whether nearly every document of the catalogue holds the word."""
    return bare(token) in DOMAIN_WORDS


def is_sign(character: str) -> bool:
    """Tell whether a character is a sign on the letter before it (a vowel, a tatweel)."""
    return not fold(character)
