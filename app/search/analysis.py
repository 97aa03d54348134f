"""The analyser: what a word is indexed as and looked up as, in Arabic and English.

One understanding serves every engine: the engines store and match the terms made here
and never look at a letter themselves. A change that moves any term moves `ANALYSER`,
and every index built with the old one is then rebuilt by itself.
"""

from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from app.core.folding import fold
from app.search import arabic, english
from app.search.tokens import MOST_TOKENS, Script, Token, runs, words_in
from app.search.words import DOMAIN_WORDS, is_stop_word

ANALYSER = "ar-en/4"

EDGE_LETTERS = 3
"""Words begun with up to this many letters are found through the edge stream."""


class Word(NamedTuple):
    """Everything a word is indexed as.

    ``stems`` begins with the stem and may hold that of a second reading; ``bare`` is the
    word without its article, the form that spelling is compared on; ``edges`` are the
    first letters, with and without the article, which an unfinished word looks up.
    """

    text: str
    stems: tuple[str, ...]
    skeletons: tuple[str, ...]
    edges: tuple[str, ...]
    bare: str
    is_stop: bool

    @property
    def stem(self) -> str:
        """Return the term the word is surely found by."""
        return self.stems[0]


@lru_cache(maxsize=131_072)
def analyse_word(text: str, script: Script) -> Word:
    """Analyse one folded word."""
    if script is Script.ARABIC:
        return _arabic_word(text)
    stem = english.stem(text) if script is Script.LATIN else text
    return Word(text, (stem,), (), _edges(text), text, is_stop_word(text))


@lru_cache(maxsize=4_096)
def analyse(text: str) -> tuple[Word, ...]:
    """Analyse the words of a text in order; labels recur, so the last texts are remembered."""
    return tuple(chain.from_iterable(map(_words_of, runs(text))))[:MOST_TOKENS]


@lru_cache(maxsize=131_072)
def _words_of(run: str) -> tuple[Word, ...]:
    """Analyse the words of one folded run, nearly always a single one."""
    return tuple(analyse_word(*word) for word in words_in(run))


class TextTerms(NamedTuple):
    """What a text is found by, in no order: the stems of its words, and how they are written."""

    stems: frozenset[str]
    surfaces: frozenset[str]


@lru_cache(maxsize=16_384)
def text_terms(text: str) -> TextTerms:
    """Return what a text is found by; entities, papers and labels recur in many documents."""
    found = analyse(text)
    stems = frozenset(chain.from_iterable(word.stems for word in found))
    return TextTerms(stems, frozenset(word.text for word in found))


def word_of(token: Token) -> Word:
    """Analyse one token."""
    return analyse_word(token.text, token.script)


def word_in(text: str, token: Token) -> Word:
    """Analyse a token of a text: ماء is no stop word, though it is folded to ما."""
    word = word_of(token)
    written = text[token.start : token.end + 1]
    return word._replace(is_stop=False) if word.is_stop and written == "ماء" else word


def is_domain_word(word: Word) -> bool:
    """Tell whether nearly every document of the catalogue holds the word."""
    return word.bare in DOMAIN_WORDS


def is_sign(character: str) -> bool:
    """Tell whether a character is a sign on the letter before it (a vowel, a tatweel)."""
    return not fold(character)


def _arabic_word(text: str) -> Word:
    text = arabic.shortened(text)
    stem, other, bare = arabic.stem(text), arabic.other_reading(text), arabic.strip_article(text)
    return Word(
        text=text,
        stems=(stem,) if other is None else (stem, other),
        skeletons=arabic.skeletons(stem),
        edges=_edges(text, bare),
        bare=bare,
        is_stop=is_stop_word(text),
    )


def _edges(*forms: str) -> tuple[str, ...]:
    lengths = range(1, EDGE_LETTERS + 1)
    return tuple(dict.fromkeys(form[:n] for form in forms for n in lengths if n <= len(form)))
