"""The result workbook: every row as it was sent, with what was found beside it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session
from xlsxwriter.worksheet import Worksheet

from app.core.access import Caller
from app.core.reading.process import Described, describe, read_rows
from app.core.workbooks import Book
from app.submissions.imports.cells import plain_text
from app.submissions.imports.columns import FINDINGS as FINDINGS_COLUMN
from app.submissions.imports.columns import OUTCOME, letters_of
from app.submissions.imports.errors import ImportUnfinished
from app.submissions.imports.queries import get_import, stream_rows
from app.submissions.imports.schemas import ENDED
from app.submissions.imports.sheet_names import FINDINGS, SERVICES
from app.submissions.imports.storage import ImportFolder

Found = Mapping[str, Any]  # Any: RowFinding as JSON
_OUTCOMES = {
    "created": "جديدة Created",
    "changed": "معدلة Changed",
    "unchanged": "دون تغيير Unchanged",
    "refused": "مرفوضة Refused",
}
_SEVERITIES = {"error": "خطأ Error", "warning": "تحذير Warning", "suggestion": "اقتراح Suggestion"}
_LIST_HEADERS = (
    "الخلية Cell",
    "الدرجة Severity",
    "القاعدة Rule",
    "الملاحظة",
    "Finding",
    "إرشاد",
    "Hint",
)
_IN_A_CELL = 20
_MOST_LINKS, _MOST_LISTED = 60_000, 1_000_000
"""What a sheet of Excel holds of each, and a little less."""
_OBJECT_HEADERS = ("sourceId",)


def make_report(session: Session, data_dir: Path, import_id: str, *, caller: Caller) -> Path:
    """Write the report of a finished import, once; returns where it lies.

    Raises:
        ImportNotFound: there is none of this id, or none that the caller may see.
        ImportUnfinished: it has not ended, or its file could not be read, or is gone.

    """
    found = get_import(session, import_id, caller=caller)
    folder = ImportFolder(data_dir, import_id)
    target = folder.path / "report.xlsx"
    if found.state not in ENDED or not folder.rows.exists():
        raise ImportUnfinished("There is a report once the rows were read and judged.")
    if not target.exists():
        unfinished = folder.path / f"report-{id(session)}.unfinished"
        _write(session, folder, import_id, unfinished)
        unfinished.replace(target)
    return target


@dataclass
class _Sheets:
    """The two sheets of a report, and the next free row of the list of findings."""

    rows: Worksheet
    listed: Worksheet
    next_row: int = 1


def _write(session: Session, folder: ImportFolder, import_id: str, target: Path) -> None:
    table = describe(folder.rows)
    headers = list(_OBJECT_HEADERS if table.kind == "objects" else table.headers)
    book = Book(target)
    sheets = _Sheets(book.sheet(SERVICES), book.sheet(FINDINGS))
    _write_headers(book, sheets, table, headers)
    judged = stream_rows(session, import_id)
    for number, cells, outcome, findings in _joined(folder.rows, judged):
        shown = _object_cells(cells) if table.kind == "objects" else cells
        _write_row(book, sheets, number, shown, findings)
        place = len(headers)
        book.write(sheets.rows, number - 1, place, _OUTCOMES.get(outcome, ""), "wrapped")
        style = "error" if outcome == "refused" else "wrapped"
        book.write(sheets.rows, number - 1, place + 1, _told(findings), style)
    book.close()


def _joined(
    rows: Path, judged: Iterator[tuple[int, str, list[Any]]]
) -> Iterator[tuple[int, list[Any], str, list[Any]]]:  # Any: cells, and RowFinding as JSON
    """Bring the rows of the file and what became of them together; some may have none."""
    number, outcome, findings = next(judged, (0, "", []))
    for row, cells, _ in read_rows(rows):
        while number and number < row:
            number, outcome, findings = next(judged, (0, "", []))
        is_judged = number == row
        yield row, cells, outcome if is_judged else "", findings if is_judged else []


def _write_headers(book: Book, sheets: _Sheets, table: Described, headers: Sequence[str]) -> None:
    sheets.rows.set_column(0, len(headers), 22)
    sheets.rows.set_column(len(headers) + 1, len(headers) + 1, 80)
    sheets.listed.set_column(0, 2, 16)
    sheets.listed.set_column(3, 6, 50)
    if table.header_row:
        _write_header_rows(book, sheets.rows, table, headers)
    for place, text in enumerate(_LIST_HEADERS):
        book.write(sheets.listed, 0, place, text, "header")


def _write_header_rows(
    book: Book, sheet: Worksheet, table: Described, headers: Sequence[str]
) -> None:
    """Write headers where they stood, so that the names of the cells are true here too."""
    extra = (f"{OUTCOME[0]} | {OUTCOME[1]}", f"{FINDINGS_COLUMN[0]} | {FINDINGS_COLUMN[1]}")
    rows = [(table.header_row, [*headers, *extra]), *table.more_headers]
    sheet.freeze_panes(rows[-1][0], 1)
    for number, cells in rows:
        for place, cell in enumerate(cells):
            book.write(sheet, number - 1, place, plain_text(cell), "header")


def _write_row(
    book: Book, sheets: _Sheets, number: int, cells: Sequence[Any], findings: Sequence[Found]
) -> None:  # Any: cells
    faulty = {one["cell"]: one["severity"] for one in reversed(findings) if one["cell"]}
    for place, cell in enumerate(cells):
        severity = faulty.get(f"{letters_of(place)}{number}", "")
        style = severity if severity in {"error", "warning"} else "wrapped"
        shown = cell if isinstance(cell, int | float | bool) else plain_text(cell)
        if shown not in (None, "") or style != "wrapped":
            book.write(sheets.rows, number - 1, place, shown, style)
    for one in findings:
        _list(book, sheets, number, one)


def _list(book: Book, sheets: _Sheets, number: int, one: Found) -> None:
    hint = one.get("hint") or {}
    where = one["cell"] or f"A{number}"
    if sheets.next_row > _MOST_LISTED:
        return
    if sheets.next_row < _MOST_LINKS:
        link = f"internal:'{SERVICES}'!{where}"
        sheets.listed.write_url(sheets.next_row, 0, link, string=one["cell"] or f"{number}")
    else:
        book.write(sheets.listed, sheets.next_row, 0, one["cell"] or number, "wrapped")
    said = (
        _SEVERITIES[one["severity"]],
        one["rule"],
        one["message"].get("ar", ""),
        one["message"].get("en", ""),
        hint.get("ar", ""),
        hint.get("en", ""),
    )
    for place, text in enumerate(said, 1):
        book.write(sheets.listed, sheets.next_row, place, text, "wrapped")
    sheets.next_row += 1


def _told(findings: Sequence[Found]) -> str:
    lines = [
        f"{one['cell'] or one['pointer']} {one['rule']}: "
        f"{one['message'].get('ar', '')} {one['message'].get('en', '')}"
        for one in findings[:_IN_A_CELL]
    ]
    return "\n".join(lines)


def _object_cells(cells: Sequence[Any]) -> list[Any]:  # Any: JSON
    return [cells[0].get("sourceId")] if cells else [None]
