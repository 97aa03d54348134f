"""Putting titles in the order in which people look for them.

Titles are compared by their folded letters: hamzas and vowels, capitals, accents and signs
make no difference, as in a printed index. Among folded letters the order of code points is that of
the Arabic alphabet, so both databases and every search engine agree on it (ADR 0016).
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.core.folding import fold
from app.core.languages import in_language

_WORDS = re.compile(r"\w+")
LONGEST_KEY = 120
"""Characters of a title that decide its place."""


def order_key(title: Mapping[str, str | None] | None, language: str) -> str:
    """Return what a title is put in order by; in the other language for want of one."""
    text = in_language(title, language) or ""
    return " ".join(chain.from_iterable(map(_words_of, text.split())))[:LONGEST_KEY]


@lru_cache(maxsize=32_768)
def _words_of(chunk: str) -> tuple[str, ...]:
    """Fold what stands between two spaces; the words of titles recur."""
    return tuple(_WORDS.findall(fold(chunk)))
