"""Version numbers: Semantic Versioning 2.0.0, with candidates such as ``2.0.0-rc.1``. Pure."""

import re

_FULL = re.compile(r"[0-9]{1,6}\.[0-9]{1,6}\.[0-9]{1,6}(-rc\.[0-9]{1,6})?")


def parts_of(number: str) -> tuple[int, int, int]:
    """Read major, minor and patch; a candidate counts as what it is a candidate for."""
    major, minor, patch = (int(part) for part in number.split("-", maxsplit=1)[0].split("."))
    return major, minor, patch


def candidate_of(number: str, count: int) -> str:
    """Name a candidate for a release."""
    return f"{number}-rc.{count}"


def is_full(wanted: str) -> bool:
    """Tell a version's own number, which names the same for ever, from an alias."""
    return _FULL.fullmatch(wanted) is not None
