"""Checks that many rules on text share. Pure."""

import re
from collections.abc import Callable, Iterator

from app.submissions.rules.base import Check, Context, Entry, Hit
from app.submissions.rules.letters import clipped
from app.submissions.rules.walking import Said


def finds(pattern: re.Pattern[str], *, only: str = "") -> Check:
    """Make a check that quotes the first match in every text, or in texts of one language."""

    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for said in entry.texts:
            found = pattern.search(said.text) if not only or said.language == only else None
            if found:
                yield Hit(said.pointer, {"found": clipped(found.group().strip())})

    return check


def each_text(fault_of: Callable[[Said], str]) -> Check:
    """Make a check that hits and quotes the fault of every text that has one."""

    def check(entry: Entry, _context: Context) -> Iterator[Hit]:
        for said in entry.texts:
            fault = fault_of(said)
            if fault:
                yield Hit(said.pointer, {"found": clipped(fault)})

    return check
