"""From a table of concepts to a version, also one that people have written by hand.

The file is read by the process that reads the files of strangers. Concepts are known by
their ids, else by their notations; who has neither gets a placeholder.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from app.core.reading.process import Asked, describe, read_rows, write_rows
from app.interchange.schemes import faults
from app.interchange.schemes.columns import Column, find_column, known_headers
from app.interchange.schemes.errors import refused
from app.interchange.schemes.rows import Row, read_row
from app.interchange.schemes.table_links import build_state
from app.interchange.schemes.texts import Collected
from app.interchange.schemes.values import PLACEHOLDER, About, ReadScheme


@dataclass(frozen=True)
class TableOptions:
    """How a table is to be read.

    ``known`` maps notations to the ids of concepts; ``names`` maps headers to names of
    columns such as ``notation`` or ``prefLabel.en``, for tables with headers of their own.
    """

    scheme: str
    known: Mapping[str, str] = field(default_factory=dict)
    names: Mapping[str, str] = field(default_factory=dict)
    sheet: str | None = None
    encoding: str | None = None


def read_table(path: Path, kind: str, options: TableOptions) -> ReadScheme:
    """Read a version from a file; ``kind`` is csv or xlsx.

    Raises:
        UnreadableFile: it is hostile or broken, or has no known headers.
        UnreadableScheme: what its rows say makes no scheme.

    """
    with TemporaryDirectory(prefix="dalil-table-") as folder:
        output = Path(folder) / "rows"
        asked = Asked(
            kind,
            encoding=options.encoding,
            sheet=options.sheet,
            known=known_headers(options.names),
        )
        write_rows(path, output, asked)
        headers = describe(output).headers
        rows = [(number, cells) for number, cells, _ in read_rows(output)]
    return _scheme(headers, rows, options)


def _scheme(
    headers: list[str],
    rows: list[tuple[int, list[Any]]],  # Any: cells
    options: TableOptions,
) -> ReadScheme:
    found = Collected()
    columns = _columns(headers, options.names, found)
    read = [read_row(number, _cells(columns, cells), found) for number, cells in rows]
    kept = [row for row in read if row.notation or row.id or row.texts]
    if not kept:
        raise refused([faults.NO_CONCEPTS.at("")])
    keys, placeholders = _keys(kept, options.known, found)
    state = build_state(options.scheme, keys, found)
    found.check()
    return ReadScheme(About(options.scheme), state, placeholders, tuple(found.notices))


def _columns(headers: list[str], names: Mapping[str, str], found: Collected) -> list[Column | None]:
    columns = [find_column(header, names) for header in headers]
    for place, column in enumerate(columns):
        if column and column in columns[:place]:
            found.add(faults.TWICE, "", found=headers[place])
    return columns


def _cells(columns: list[Column | None], cells: list[Any]) -> dict[Column, Any]:  # Any: cells
    return {column: cell for column, cell in zip(columns, cells, strict=False) if column}


def _keys(
    rows: list[Row], known: Mapping[str, str], found: Collected
) -> tuple[dict[str, Row], dict[str, str]]:
    """Give each row its id: its own, the known one of its notation, or a placeholder."""
    keys: dict[str, Row] = {}
    placeholders: dict[str, str] = {}
    for row in rows:
        key = row.id or known.get(row.notation, "")
        if not key:
            key = f"{PLACEHOLDER}{len(placeholders) + 1}"
            placeholders[key] = row.notation or next(iter(row.texts.values()))
        if key in keys:
            found.add(faults.TWICE, row.pointer, found=row.id or row.notation)
        keys.setdefault(key, row)
    return keys, placeholders
