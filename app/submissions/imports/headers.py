"""Which columns a table has, by its headers. Pure."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass

from app.core.errors import Finding
from app.core.faults import Fault
from app.core.reading.errors import UnreadableFile
from app.submissions.imports.columns import (
    LEAVES,
    Column,
    find_column,
    is_ignored,
    letters_of,
)
from app.submissions.imports.faults import NO_COLUMNS, NO_ID_COLUMN, TWICE, UNKNOWN_COLUMN
from app.submissions.imports.rows import Fill


@dataclass(frozen=True)
class Heading:
    """How the columns of a table are read, and what is said about those that are not."""

    fills: tuple[Fill, ...]
    notices: tuple[tuple[Finding, int], ...] = ()


def read_headers(headers: Sequence[str]) -> Heading:
    """Find out what each column holds.

    Raises:
        UnreadableFile: no header is known, the id is missing, or two columns are one.

    """
    found = [(place, header, find_column(header)) for place, header in enumerate(headers)]
    fills = [Fill(column, (place,)) for place, _, column in found if column]
    if not fills:
        raise _refused(NO_COLUMNS, "")
    _check_twice(fills)
    check_id(fills)
    unknown = [
        (_unknown(header), place)
        for place, header, column in found
        if column is None and header.strip() and not is_ignored(header)
    ]
    return Heading(tuple(fills), tuple(unknown))


def check_id(fills: Sequence[Fill]) -> None:
    """Refuse a table that has nothing to tell services by.

    Raises:
        UnreadableFile: no column holds the id.

    """
    if all(fill.column.name != "sourceId" for fill in fills):
        raise _refused(NO_ID_COLUMN, "")


def _check_twice(fills: Sequence[Fill]) -> None:
    seen: dict[str, Column] = {}
    for fill in fills:
        name = fill.column.name
        if name in seen:
            place = letters_of(fill.places[0])
            raise _refused(TWICE, f"{fill.column.label('en')} ({place})")
        seen[name] = fill.column


def _refused(fault: Fault, found: str) -> UnreadableFile:
    finding = fault.at("", found=found)
    return UnreadableFile(finding.message["en"], findings=[finding])


def _unknown(header: str) -> Finding:
    finding = UNKNOWN_COLUMN.at("", found=header)
    near = difflib.get_close_matches(header[:80], _LABELS, n=1, cutoff=0.6)
    if not near:
        return finding
    hint = {"ar": f"هل تقصد '{near[0]}'؟", "en": f"Did you mean '{near[0]}'?"}
    return Finding("", finding.rule, finding.message, hint, finding.severity)


_LABELS = [text.replace("#", "1") for leaf in LEAVES for text in (leaf.ar, leaf.en)]
