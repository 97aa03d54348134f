"""The analyser: what a word is indexed as and looked up as, in Arabic and English.

One understanding serves every engine: the engines store and match the terms made here
and never look at a letter themselves. A change that moves any term moves `ANALYSER`,
and every index built with the old one is then rebuilt by itself.
"""

from collections.abc import Collection, Iterator
from functools import lru_cache
from itertools import chain, islice
from operator import itemgetter
from typing import NamedTuple

from app.core.folding import fold
from app.search import arabic, english
from app.search.tokens import MOST_TOKENS, Script, Token, tokenize, words
from app.search.words import DOMAIN_WORDS, is_stop_word

ANALYSER = "ar-en/5"

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


_LONGEST_REMEMBERED = 100
_TEXT_OF, _STEMS_OF = itemgetter(0), itemgetter(1)
"""Of a `Word`; read by place because that is quicker, and every word of the catalogue is read."""


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
    return tuple(_words_of(text.split()))


def _words_of(chunks: Collection[str]) -> Iterator[Word]:
    """Read the words of what stands between spaces: folding looks at one letter at a time."""
    is_usual = max(map(len, chunks), default=0) <= _LONGEST_REMEMBERED
    read = _words_of_chunk if is_usual else _words_of_chunk.__wrapped__
    return islice(chain.from_iterable(map(read, chunks)), MOST_TOKENS)


@lru_cache(maxsize=131_072)
def _words_of_chunk(chunk: str) -> tuple[Word, ...]:
    """Analyse what stands between two spaces, nearly always a single word as it is written."""
    return tuple(analyse_word(*word) for word in words(chunk))


class TextTerms(NamedTuple):
    """What a text is found by, in no order: the stems of its words, and how they are written."""

    stems: frozenset[str]
    surfaces: frozenset[str]


def text_terms(text: str) -> TextTerms:
    """Return what a text is found by; entities, papers and labels recur in many documents."""
    is_label = len(text) <= _LONGEST_REMEMBERED
    return _text_terms(text) if is_label else _text_terms.__wrapped__(text)


@lru_cache(maxsize=16_384)
def _text_terms(text: str) -> TextTerms:
    found = list(_words_of(dict.fromkeys(text.split())))
    stems = frozenset(chain.from_iterable(map(_STEMS_OF, found)))
    return TextTerms(stems, frozenset(map(_TEXT_OF, found)))


def word_of(token: Token) -> Word:
    """Analyse one token."""
    return analyse_word(token.text, token.script)


def word_in(text: str, token: Token) -> Word:
    """Analyse a token of a text: ماء is no stop word, though it is folded to ما."""
    word = word_of(token)
    written = text[token.start : token.end + 1]
    return word._replace(is_stop=False) if word.is_stop and written == "ماء" else word


@lru_cache(maxsize=32_768)
def _words_in_chunk(chunk: str) -> tuple[Word, ...]:
    return tuple(word_in(chunk, token) for token in tokenize(chunk))


def words_as_written(text: str) -> tuple[Word, ...]:
    """Analyse the words of a short text as `word_in` does; the terms of a lexicon share theirs."""
    return tuple(chain.from_iterable(map(_words_in_chunk, text.split())))


def is_domain_word(word: Word) -> bool:
    """Tell whether nearly every document of the catalogue holds the word."""
    return word.bare in DOMAIN_WORDS


def is_sign(character: str) -> bool:
    """Tell whether a character is a sign on the letter before it (a vowel, a tatweel)."""
    return not fold(character)


def end_of_word(text: str, end: int) -> int:
    """Return the place behind a word and its last signs; a final ء is one, as it is folded away."""
    while end < len(text) and is_sign(text[end]):
        end += 1
    return end


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
