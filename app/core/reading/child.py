"""What the reading process does: it reads one file within limits and writes its rows.

It knows nothing of the database and has no secrets. The first line of what it writes
says what the table is, each further line holds a row: its number and its cells.
"""

import errno
import resource
import sys
import warnings
import zipfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import orjson

from app.core.reading import limits
from app.core.reading.archives import check_archive
from app.core.reading.headers import header_key, key_of, names_in
from app.core.reading.refusals import NO_ROOM, Refused
from app.core.reading.tables import IsHeader, Table
from app.core.reading.texts import read_csv, read_lines

Options = Mapping[str, Any]  # Any: see ``Asked`` in process.py


def main(options: Options) -> None:
    """Read as the options say; the outcome is written to the standard output as JSON."""
    _limit(options)
    warnings.simplefilter("ignore")
    outcome: dict[str, int | str]
    try:
        outcome = {"rows": _read(options)}
    except Refused as refused:
        outcome = {"refused": refused.code, "said": refused.said[:1000]}
    except OSError as fault:
        outcome = {"refused": "bomb" if fault.errno == errno.EFBIG else NO_ROOM}
    except (MemoryError, RecursionError):
        outcome = {"refused": "too-much-memory"}
    sys.stdout.write(orjson.dumps(outcome).decode())
    sys.stdout.flush()


def _limit(options: Options) -> None:
    seconds = int(options["cpu_seconds"])
    for kind, bound in (
        (resource.RLIMIT_AS, limits.READING_MEMORY_BYTES),
        (resource.RLIMIT_FSIZE, limits.MOST_ROWS_BYTES),
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_CORE, 0),
    ):
        hard = resource.getrlimit(kind)[1]
        soft = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(kind, (soft, soft))


def _read(options: Options) -> int:
    if options["is_probe"] and _is_long_work(options):
        return 0
    table = _table(options)
    rows = 0
    with Path(options["output"]).open("wb") as output:
        output.write(orjson.dumps(_described(table)) + b"\n")
        if options["is_probe"]:
            return 0
        for number, cells in table.rows:
            output.write(orjson.dumps([number, cells], default=str) + b"\n")
            rows += 1
    return rows


def _is_long_work(options: Options) -> bool:
    """Tell whether a sound workbook would take long before its first row is reached."""
    path = Path(options["path_of_file"])
    if options["kind"] != "xlsx" or path.stat().st_size == 0:
        return False
    check_archive(path)
    with zipfile.ZipFile(path) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
    return sizes.get("xl/sharedStrings.xml", 0) > limits.MOST_PROBED_BYTES


def _table(options: Options) -> Table:
    path, is_header = Path(options["path_of_file"]), _is_header(options)
    if path.stat().st_size == 0:
        raise Refused("empty")
    if options["kind"] == "ndjson":
        return read_lines(path, options["headers"])
    if options["kind"] == "csv":
        return read_csv(
            path, is_header, encoding=options["encoding"], delimiter=options["delimiter"]
        )
    # Only here: the other kinds do without them, and they take a while to load.
    if options["kind"] == "xlsx":
        from app.core.reading.workbooks import read_workbook  # noqa: PLC0415

        return read_workbook(path, is_header, sheet=options["sheet"])
    from app.core.reading.graphs import read_graph  # noqa: PLC0415

    return read_graph(path, options["kind"])


def _is_header(options: Options) -> IsHeader:
    if options["headers"] is not None:
        keys = {key_of(one) for one in options["headers"]}
        return lambda text: key_of(text) in keys
    known = frozenset(options["known"])
    return lambda text: (
        bool(text) and any(header_key(one) in known for one in (text, *names_in(text)))
    )


def _described(table: Table) -> dict[str, object]:
    return {
        "kind": table.kind,
        "sheet": table.sheet,
        "header_row": table.header_row,
        "headers": table.headers,
        "others": table.others,
        "more_headers": table.more_headers,
    }
