"""Finding the header of a table and its rows, whatever kind of file they come from."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import chain, takewhile
from typing import Any

from app.core.reading import limits
from app.core.reading.refusals import Refused

Cell = Any  # Any: JSON, see ``cells``
Row = tuple[int, list[Cell]]
"""The number of a row, from 1, and its cells without the empty ones at its end; or none."""
IsHeader = Callable[[str], bool]


@dataclass
class Table:
    """A table as it is passed on: its headers in row ``header_row``, then its rows.

    ``others`` names visible sheets that were not read, ``more_headers`` are rows of headers that
    follow the first in the other language.
    """

    headers: list[str]
    header_row: int
    rows: Iterator[Row]
    sheet: str | None = None
    others: list[str] = field(default_factory=list)
    more_headers: list[Row] = field(default_factory=list)
    kind: str = "table"


def find_table(rows: Iterable[Row], is_header: IsHeader) -> Table | None:
    """Find the header among the first rows: the row in which most cells are known headers.

    Rows of headers that follow, in the other language, belong to the header too.
    """
    left = _within_bounds(rows)
    first = _first(left)
    scores = [sum(map(is_header, map(_as_text, cells))) for _, cells in first]
    if not scores or max(scores) == 0:
        return None
    best = scores.index(max(scores))
    number, cells = first[best]
    rest = first[best + 1 :]
    more = list(takewhile(lambda row: _is_header_row(row[1], is_header), rest))
    headers = [_as_text(cell) for cell in cells]
    rows_below = _counted(chain(rest[len(more) :], _filled(left)))
    return Table(headers, number, rows_below, more_headers=more)


def _first(rows: Iterator[Row]) -> list[Row]:
    """Take the rows that may be the header, which is not looked for below a thousand empty ones."""
    found: list[Row] = []
    for row in rows:
        if row[1]:
            found.append(row)
        if len(found) == limits.HEADER_WITHIN_ROWS or row[0] >= limits.HEADER_WITHIN_NUMBER:
            break
    return found


def _filled(rows: Iterable[Row]) -> Iterator[Row]:
    return (row for row in rows if row[1])


def _is_header_row(cells: Sequence[Cell], is_header: IsHeader) -> bool:
    filled = [_as_text(cell) for cell in cells if cell not in (None, "")]
    known = sum(map(is_header, filled))
    return known >= 2 and known > len(filled) / 2


def _as_text(cell: Cell) -> str:
    return cell.strip() if isinstance(cell, str) else ""


def _within_bounds(rows: Iterable[Row]) -> Iterator[Row]:
    for number, cells in rows:
        while cells and cells[-1] in (None, ""):
            cells.pop()
        if len(cells) > limits.MOST_COLUMNS:
            raise Refused("too-many-columns")
        yield number, [_cut(cell) for cell in cells]


def _cut(cell: Cell) -> Cell:
    return cell[: limits.MOST_CELL_CHARACTERS] if isinstance(cell, str) else cell


def _counted(rows: Iterable[Row]) -> Iterator[Row]:
    for place, row in enumerate(rows):
        if place >= limits.MOST_ROWS:
            raise Refused("too-many-rows")
        yield row
