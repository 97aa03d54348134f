"""Texts that run the other way than the sentence around them are set apart from it.

Without that the sentence's own signs, such as its full stop, are drawn on the wrong side.
"""

import unicodedata
from collections.abc import Iterator

from markupsafe import Markup, escape

from app.core.languages import Language

DIRECTION: dict[Language, str] = {"ar": "rtl", "en": "ltr"}
_CLOSING = {"«": "»", "“": "”"}
_DIRECTIONS = {"L": "ltr", "R": "rtl", "AL": "rtl"}


def direction_of(text: str) -> str | None:
    """Tell which way a text runs, by its first letter; without letters it has no way."""
    kinds = map(unicodedata.bidirectional, text)
    return next((_DIRECTIONS[kind] for kind in kinds if kind in _DIRECTIONS), None)


def text_apart(text: str) -> Markup:
    """Escape a text of any direction, such as a name, and set it apart."""
    return Markup('<bdi class="apart" dir="{}">{}</bdi>').format(direction_of(text) or "auto", text)


def quotes_apart(sentence: str, language: Language) -> Markup:
    """Escape a sentence of a language, and set apart what it quotes of the other direction.

    The direction is said aloud: what prints PDF knows no ``dir="auto"``.
    """
    return Markup("").join(
        text_apart(part)
        if is_quoted and direction_of(part) not in (None, DIRECTION[language])
        else escape(part)
        for part, is_quoted in _parts(sentence)
    )


def _parts(sentence: str) -> Iterator[tuple[str, bool]]:
    """Cut a sentence where its quotations begin and end; the marks are the sentence's own."""
    start = 0
    while (opening := _next_opening(sentence, start)) is not None:
        end = _closing_of(sentence, opening)
        if end is None:
            break
        yield sentence[start : opening + 1], False
        yield sentence[opening + 1 : end], True
        start = end
    yield sentence[start:], False


def _next_opening(sentence: str, start: int) -> int | None:
    return next((at for at in range(start, len(sentence)) if sentence[at] in _CLOSING), None)


def _closing_of(sentence: str, opening: int) -> int | None:
    """Find the end of a quotation, which may quote in its turn."""
    mark, depth = sentence[opening], 0
    for at in range(opening, len(sentence)):
        depth += (sentence[at] == mark) - (sentence[at] == _CLOSING[mark])
        if depth == 0:
            return at
    return None
