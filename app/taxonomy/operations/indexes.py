"""Keeping the indexes of a draft, and the order of notations. Pure."""

import re
from typing import Any

_DIGITS = re.compile(r"([0-9]+)")


def natural(notation: str) -> list[tuple[bool, int, str]]:
    """Return what a notation is put in order by: its numbers count as numbers."""
    parts = _DIGITS.split(notation)
    return [(part.isdecimal(), int(part) if part.isdecimal() else 0, part) for part in parts]


def with_bearer(index: Any, key: object, concept: str) -> Any:  # Any: one of the draft's indexes
    """Note in an index that a concept stands under a key."""
    return index.insert(key, tuple(sorted({*index.get(key, ()), concept})))


def without_bearer(index: Any, key: object, concept: str) -> Any:  # Any: see with_bearer
    """Note in an index that a concept no longer stands under a key."""
    rest = tuple(one for one in index.get(key, ()) if one != concept)
    return index.insert(key, rest) if rest else index.remove(key)
