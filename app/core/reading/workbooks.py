"""Reading XLSX workbooks, row by row."""

import math
import re
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
from defusedxml.common import DefusedXmlException
from openpyxl.utils.cell import range_boundaries
from openpyxl.worksheet._read_only import ReadOnlyWorksheet
from openpyxl.worksheet._reader import WorkSheetParser
from openpyxl.worksheet.formula import ArrayFormula, DataTableFormula

from app.core.reading import limits
from app.core.reading.archives import check_archive
from app.core.reading.refusals import Refused
from app.core.reading.tables import Cell, IsHeader, Row, Table, find_table

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?ref="([A-Z]{1,3}\d{1,7}:[A-Z]{1,3}\d{1,7})"')
_CHUNK = 1024 * 1024
_OVERLAP = 200
_MOST_MERGED = 10_000
_COVERED = {"m": 1}
Ranges = list[tuple[int, int, int, int]]
"""First column, first row, last column, last row; from 1."""


def read_workbook(path: Path, is_header: IsHeader, *, sheet: str | None = None) -> Table:
    """Find the table in a workbook: on the first visible sheet that has known headers.

    Raises:
        Refused: the workbook is hostile or broken, or has no such table.

    """
    check_archive(path)
    try:
        # An open file, as openpyxl would otherwise judge by the name.
        book = openpyxl.load_workbook(path.open("rb"), read_only=True, keep_links=False)
    except DefusedXmlException:
        raise Refused("entities") from None
    except MemoryError:
        raise
    except Exception:  # openpyxl raises whatever a broken file leads it to
        raise Refused("not-a-workbook") from None
    if len(book.sheetnames) > limits.MOST_SHEETS:
        raise Refused("too-many-sheets")
    visible = [one for one in book.worksheets if one.sheet_state == "visible"]
    for one in visible if sheet is None else _named(visible, sheet):
        table = find_table(_sound(_rows(one, path)), is_header)
        if table:
            table.sheet = one.title
            table.others = [other.title for other in visible if other.title != one.title]
            return table
    raise Refused("no-headers")


def _named(visible: list[Any], name: str) -> list[Any]:  # Any: worksheets
    found = [one for one in visible if one.title == name]
    if not found:
        raise Refused("no-sheet")
    return found


def _sound(rows: Iterator[Row]) -> Iterator[Row]:
    """Pass rows on; a fault deep in the file is a refusal like one at its beginning."""
    try:
        yield from rows
    except (Refused, MemoryError):
        raise
    except DefusedXmlException:
        raise Refused("entities") from None
    except Exception:  # openpyxl raises whatever a broken file leads it to
        raise Refused("not-a-workbook") from None


def _rows(sheet: ReadOnlyWorksheet, path: Path) -> Iterator[Row]:
    """Read the rows that are there, of which some hold nothing; what is missing costs nothing.

    What a sheet says of its own size is not asked for.
    """
    merged = _Merged(_merged(path, sheet._worksheet_path))
    last = 0
    with sheet._get_source() as source:
        for place, (number, cells) in enumerate(_parser(sheet, source).parse(), 1):
            if max(number, place) > limits.MOST_ROW_NUMBER:
                raise Refused("too-many-rows")
            if not cells:
                yield number, []
            elif number > last:
                last = number
                yield number, merged.marked(_placed(cells), number)


class _Parser(WorkSheetParser):  # type: ignore[misc]  # openpyxl says no types
    """Passes over rows without cells, of which there may be a million."""

    row_counter: int

    def parse_row(self, row: Any) -> tuple[int, list[dict[str, Any]]]:  # Any: as openpyxl reads
        """Give the number of a row and its cells."""
        if len(row):
            found: tuple[int, list[dict[str, Any]]] = super().parse_row(row)
            return found
        self.row_counter = int(row.get("r") or self.row_counter + 1)
        return self.row_counter, []


def _parser(sheet: ReadOnlyWorksheet, source: Any) -> _Parser:  # Any: part of an archive
    book = sheet.parent
    return _Parser(
        source,
        sheet._shared_strings,
        data_only=book.data_only,
        epoch=book.epoch,
        date_formats=book._date_formats,
        timedelta_formats=book._timedelta_formats,
    )


def _placed(cells: list[dict[str, Any]]) -> list[Cell]:  # Any: as openpyxl reads cells
    """Put the cells of a row in their columns."""
    row: list[Cell] = []
    for one in cells:
        value = _cell(one)
        if value is None or value == "":
            continue
        if one["column"] > limits.MOST_COLUMNS:
            raise Refused("too-many-columns")
        row.extend([None] * (one["column"] - len(row)))
        row[one["column"] - 1] = value
    return row


def _cell(cell: dict[str, Any]) -> Cell:  # Any: as openpyxl reads cells
    value = cell["value"]
    if isinstance(value, float) and not math.isfinite(value):
        return {"e": "#NUM!"}  # as a spreadsheet program would show it; JSON has no such number
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, str):
        return _text(cell["data_type"], value)
    return _moment(value) or _formula(value)


def _text(kind: str, value: str) -> Cell:
    if kind == "f":
        return {"f": value}
    if kind == "e":
        return {"e": value}
    return _ESCAPED.sub(_unescaped, value) if "_x" in value else value


def _unescaped(found: re.Match[str]) -> str:
    """Read a character as workbooks escape it (ECMA-376, part 1, 22.9.2.19)."""
    code = int(found[1], 16)
    return found[0] if 0xD800 <= code < 0xE000 else chr(code).replace("\r", "")


def _moment(value: object) -> Cell:
    if isinstance(value, datetime):
        is_time_alone = value.year <= 1900 and value.time() != time()
        return _clock(value.time()) if is_time_alone else {"d": value.date().isoformat()}
    if isinstance(value, date):
        return {"d": value.isoformat()}
    if isinstance(value, timedelta):
        seconds = int(value.total_seconds()) % 86_400
        return _clock(time(seconds // 3600, seconds // 60 % 60, seconds % 60))
    return _clock(value) if isinstance(value, time) else None


def _clock(value: time) -> Cell:
    return {"t": value.strftime("%H:%M:%S" if value.second else "%H:%M")}


def _formula(value: object) -> Cell:
    if isinstance(value, ArrayFormula):
        return {"f": str(value.text or "=")}
    if isinstance(value, DataTableFormula):
        return {"f": "="}
    return str(value)


def _merged(path: Path, part: str) -> Ranges:
    """Find the merged cells of a sheet, which stand after its rows."""
    found: Ranges = []
    with zipfile.ZipFile(path) as archive, archive.open(part.lstrip("/")) as file:
        left = b""
        while chunk := file.read(_CHUNK):
            text = left + chunk
            end = 0
            for one in _MERGED.finditer(text):
                found.append(range_boundaries(one[1].decode()))
                end = one.end()
            if len(found) > _MOST_MERGED:
                raise Refused("bomb")
            left = text[max(end, len(text) - _OVERLAP) :]
    return found


class _Merged:
    """Marks the cells that a merged one covers, but for its first; rows come in their order."""

    def __init__(self, ranges: Ranges) -> None:
        within = (one for one in ranges if one[0] <= limits.MOST_COLUMNS)
        self._later = sorted(within, key=lambda one: one[1], reverse=True)
        self._present: Ranges = []

    def marked(self, row: list[Cell], number: int) -> list[Cell]:
        """Mark the cells of a row.

        Raises:
            Refused: merged cells lie over each other.

        """
        while self._later and self._later[-1][1] <= number:
            self._present.append(self._later.pop())
        self._present = [one for one in self._present if number <= one[3]]
        if len(self._present) > limits.MOST_COLUMNS:
            raise Refused("not-a-workbook")
        for left, top, right, _ in self._present:
            last = min(right, limits.MOST_COLUMNS)
            row.extend([None] * (last - len(row)))
            for place in range(left, last + 1):
                if (place, number) == (left, top):
                    continue
                if row[place - 1] == _COVERED:
                    raise Refused("not-a-workbook")
                row[place - 1] = _COVERED
        return row
