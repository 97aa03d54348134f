"""Lists in one cell: items are separated, and signs that separate are escaped. Pure."""

import re
from collections.abc import Iterable

_SEPARATOR = re.compile(r"((?:[^\\|;؛\n]|\\.)*)(?:[|;؛\n]|$)", re.DOTALL)
_SPECIAL = re.compile(r"[\\|;؛]")
_ESCAPED = re.compile(r"\\([\\|;؛])")


def joined(items: Iterable[str]) -> str:
    """Write a list into one cell."""
    return " | ".join(_SPECIAL.sub(r"\\\g<0>", item) for item in items)


def parted(cell: str) -> list[str]:
    """Read the items of a cell, separated by ``|``, a semicolon or a line break."""
    parts = [_ESCAPED.sub(r"\1", one[1]).strip() for one in _SEPARATOR.finditer(cell)]
    return [part for part in parts if part]
