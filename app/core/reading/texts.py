"""Reading CSV and lines of JSON."""

import csv
import io
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import IO, Any

import orjson

from app.core.csv_text import as_it_was
from app.core.reading import limits
from app.core.reading.refusals import Refused
from app.core.reading.tables import IsHeader, Row, Table, find_table

_BEGINNING = 64 * 1024
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_DELIMITERS = (",", ";", "\t", "|", "؛")


def read_csv(
    path: Path,
    is_header: IsHeader,
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Table:
    """Find the table in a CSV file; encoding and delimiter are found out when not given.

    Raises:
        Refused: it is no text of a known encoding, or has no known headers.

    """
    encoding = encoding or _encoding(path)
    delimiter = delimiter or _delimiter(path, encoding, is_header)
    table = find_table(_records(path, encoding, delimiter), is_header)
    if table is None:
        raise Refused("no-headers")
    return table


def read_lines(path: Path, headers: Sequence[str] | None = None) -> Table:
    """Read lines of JSON, or one JSON array; with ``headers`` as rows of a table.

    A line that is no object becomes a row without cells.

    Raises:
        Refused: a line is too long, or the array is no JSON.

    """
    with path.open("rb") as file:
        beginning = file.read(64).removeprefix(b"\xef\xbb\xbf").lstrip()
    if not beginning:
        raise Refused("empty")
    found = _items(path) if beginning.startswith(b"[") else _lines(path)
    rows = _bounded(found)
    if headers is None:
        return Table([], 0, rows, kind="objects")
    cut: Callable[[Any], list[Any]] = lambda one: [one.get(key) for key in headers]  # noqa: E731
    table = ((number, cut(cells[0]) if cells else []) for number, cells in rows)
    return Table(list(headers), 0, table)


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        beginning = file.read(_BEGINNING)
    if not beginning.strip():
        raise Refused("empty")
    for mark, encoding in _MARKS:
        if beginning.startswith(mark):
            return encoding
    if b"\0" in beginning:
        raise Refused("binary")
    return "utf-8"


def _records(path: Path, encoding: str, delimiter: str) -> Iterator[Row]:
    csv.field_size_limit(limits.MOST_LINE_BYTES)
    with path.open(encoding=encoding, newline="") as file:
        try:
            for number, cells in enumerate(csv.reader(file, delimiter=delimiter, strict=True), 1):
                if number > 1 or not _is_hint(cells, delimiter):
                    yield number, [as_it_was(cell) for cell in cells]
        except UnicodeError:
            raise Refused("wrong-encoding") from None
        except csv.Error:
            raise Refused("broken-csv") from None


def _is_hint(cells: list[str], delimiter: str) -> bool:
    """Tell a first line such as ``sep=;``, which speaks to Excel, from a header."""
    return delimiter.join(cells).strip().lower() in {f"sep={delimiter}", "sep="}


def _delimiter(path: Path, encoding: str, is_header: IsHeader) -> str:
    """Choose the sign that leaves the most known headers in the first lines."""
    with path.open(encoding=encoding, errors="replace", newline="") as file:
        beginning = file.read(_BEGINNING)
    return max(_DELIMITERS, key=lambda sign: _known(beginning, sign, is_header))


def _known(text: str, delimiter: str, is_header: IsHeader) -> int:
    found = 0
    try:
        for place, cells in enumerate(csv.reader(io.StringIO(text), delimiter=delimiter)):
            found = max(found, sum(map(is_header, cells[: limits.MOST_COLUMNS])))
            if place >= limits.HEADER_WITHIN_ROWS:
                break
    except csv.Error:
        pass  # what stands after the header is judged when it is read
    return found


def _lines(path: Path) -> Iterator[tuple[int, Any]]:  # Any: JSON
    with path.open("rb") as file:
        for number, line in enumerate(_short_lines(file), 1):
            text = line.removeprefix(b"\xef\xbb\xbf").strip()
            if text:
                yield number, _loaded(text)


def _short_lines(file: IO[bytes]) -> Iterator[bytes]:
    while line := file.readline(limits.MOST_LINE_BYTES + 1):
        if len(line) > limits.MOST_LINE_BYTES:
            raise Refused("broken-json")
        yield line


def _items(path: Path) -> Iterator[tuple[int, Any]]:  # Any: JSON
    found = _loaded(path.read_bytes().removeprefix(b"\xef\xbb\xbf"))
    if not isinstance(found, list):
        raise Refused("broken-json")
    yield from enumerate(found, 1)


def _loaded(text: bytes) -> Any:  # Any: JSON
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as fault:
        if "memory" in str(fault):  # the parser knows no other way of saying so
            raise MemoryError from None
        return None


def _bounded(found: Iterator[tuple[int, Any]]) -> Iterator[Row]:  # Any: JSON
    for place, (number, value) in enumerate(found):
        if place >= limits.MOST_ROWS:
            raise Refused("too-many-rows")
        yield number, [value] if isinstance(value, dict) else []
