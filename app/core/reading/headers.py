"""Comparing the headers of a table with known ones. Pure."""

import re

from app.core.folding import fold

_DIGITS = re.compile(r"\d+")
_SIGNS = re.compile(r"[\W_]+")
_BETWEEN_LANGUAGES = re.compile(r"[/|\n]")


def key_of(header: str) -> str:
    """Fold a header, so that case, spacing, vowels and signs make no difference."""
    return _SIGNS.sub("", fold(header))


def header_key(header: str) -> str:
    """Fold a header whose numbers make no difference either: they become ``#``."""
    return _DIGITS.sub("#", key_of(header))


def names_in(header: str) -> list[str]:
    """Take a header apart that says its name in two languages."""
    return _BETWEEN_LANGUAGES.split(header)
