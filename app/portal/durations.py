"""Durations as ISO 8601 writes them, e.g. ``P3D`` or ``PT4H``."""

import re

_DURATION = re.compile(
    r"P(?:(?P<year>\d{1,6})Y)?(?:(?P<month>\d{1,6})M)?(?:(?P<week>\d{1,6})W)?(?:(?P<day>\d{1,6})D)?"
    r"(?:T(?:(?P<hour>\d{1,6})H)?(?:(?P<minute>\d{1,6})M)?(?:\d{1,6}S)?)?",
    re.ASCII,
)
_EMPTY = ("P", "PT")


def parse_duration(value: str) -> list[tuple[str, int]] | None:
    """Read a duration as units and numbers, largest first; None when it is not one.

    Seconds are left out: no service of a government is measured in them.
    """
    match = _DURATION.fullmatch(value)
    if match is None or value in _EMPTY or value.endswith("T"):
        return None
    return [(unit, int(number)) for unit, number in match.groupdict().items() if number]
