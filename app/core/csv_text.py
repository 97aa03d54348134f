"""Tables as CSV (RFC 4180), safe to open in a spreadsheet."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

# Spreadsheets look past what is invisible, and take a full-width sign for the plain one. What
# is quoted already is quoted once more, so that undoing it gives back what there was.
_FORMULA = re.compile(
    "'*(?:[\t\r\n\x00]|[\\s\u061c\u200b\u200e\u200f\u2060\ufeff]*[=+\\-@\uff1d\uff0b\uff0d\uff20])"
)


def csv_lines(rows: Iterable[Mapping[str, str]], columns: Sequence[str]) -> Iterator[str]:
    """Write rows as CSV with a header and a mark that says UTF-8; no cell is a formula."""
    yield "\ufeff" + _line(columns)
    for row in rows:
        yield _line([_not_a_formula(row.get(column, "")) for column in columns])


def as_it_was(cell: str) -> str:
    """Undo what keeps a cell from being a formula, for a table that is read back."""
    is_escaped = cell.startswith("'") and _FORMULA.match(cell, 1)
    return cell[1:] if is_escaped else cell


def _line(cells: Iterable[str]) -> str:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue()


def _not_a_formula(cell: str) -> str:
    """Keep spreadsheets from calculating a text (OWASP, CSV injection)."""
    return f"'{cell}" if _FORMULA.match(cell) else cell
