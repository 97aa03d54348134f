"""Putting titles in the order in which people look for them.

Titles are compared by their folded letters: hamzas and vowels, capitals, accents and signs
make no difference, as in a printed index. Among folded letters the order of code points is that of
the Arabic alphabet, so both databases and every search engine agree on it (ADR 0016).
"""

import re
from collections.abc import Mapping

from app.core.folding import fold
from app.core.languages import in_language

_WORDS = re.compile(r"\w+")
LONGEST_KEY = 120
"""Characters of a title that decide its place."""


def order_key(title: Mapping[str, str | None] | None, language: str) -> str:
    """Return what a title is put in order by; in the other language for want of one."""
    return " ".join(_WORDS.findall(fold(in_language(title, language) or "")))[:LONGEST_KEY]
