"""Starting the reading process, and reading what it has written."""

import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import orjson

from app.core.errors import Finding
from app.submissions.imports import limits
from app.submissions.imports.errors import UnreadableFile
from app.submissions.imports.faults import UNREADABLE
from app.submissions.imports.reading.refusals import REFUSALS

_START = (
    "import json, sys; options = json.loads(sys.stdin.read()); sys.path[:] = options['path'];"
    "from app.submissions.imports.reading.child import main; main(options)"
)
_WAITING_FACTOR = 6
"""A busy machine gives a process less than all of a processor."""


@dataclass(frozen=True)
class Asked:
    """What is to be read; ``headers`` are those of a mapping, None the template's."""

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    headers: list[str] | None = None


@dataclass(frozen=True)
class Described:
    """What a table is: one of cells, or of ``objects``; see ``Table``."""

    kind: str
    sheet: str | None
    header_row: int
    headers: list[str]
    others: list[str]


def write_rows(file: Path, output: Path, asked: Asked, *, is_probe: bool = False) -> int:
    """Have the rows of a file written as lines; returns how many they are.

    Raises:
        UnreadableFile: the file is hostile or broken, or reading it takes too much.

    """
    seconds = limits.PROBING_CPU_SECONDS if is_probe else limits.READING_CPU_SECONDS
    options = {
        **asdict(asked),
        "path": sys.path,
        "path_of_file": str(file.resolve()),
        "output": str(output.resolve()),
        "is_probe": is_probe,
        "cpu_seconds": seconds,
    }
    try:
        # The environment may hold secrets, which nothing that reads strangers' files needs.
        done = subprocess.run(  # noqa: S603  # our own interpreter, no shell
            [sys.executable, "-I", "-S", "-c", _START],
            input=orjson.dumps(options),
            capture_output=True,
            timeout=seconds * _WAITING_FACTOR,
            env={},
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise refusal("too-slow") from None
    return _outcome(done)


def _outcome(done: subprocess.CompletedProcess[bytes]) -> int:
    if done.returncode in (-24, -9):  # SIGXCPU, SIGKILL
        raise refusal("too-slow")
    try:
        said = orjson.loads(done.stdout)
        if "refused" in said:
            raise refusal(said["refused"])
        return int(said["rows"])
    except (orjson.JSONDecodeError, KeyError):
        is_memory = b"MemoryError" in done.stderr
        raise refusal("too-much-memory" if is_memory else "unreadable") from None


def refusal(code: str) -> UnreadableFile:
    """Say why a file is not read."""
    ar, en = REFUSALS.get(code, REFUSALS["unreadable"])
    hint = dict(zip(("ar", "en"), UNREADABLE.hint, strict=True))
    finding = Finding("", UNREADABLE.rule, {"ar": ar, "en": en}, hint)
    return UnreadableFile(en, findings=[finding])


def describe(rows: Path) -> Described:
    """Read what the table is."""
    with rows.open("rb") as lines:
        return Described(**orjson.loads(lines.readline()))


def read_rows(rows: Path, *, offset: int = 0) -> Iterator[tuple[int, list[Any], int]]:  # Any: cells
    """Read rows from a place in the file: number, cells, and the place after them."""
    with rows.open("rb") as lines:
        if offset:
            lines.seek(offset)
        else:
            lines.readline()
        while line := lines.readline():
            number, cells = orjson.loads(line)
            yield number, cells, lines.tell()
