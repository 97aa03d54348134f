"""Starting the reading process, and reading what it has written."""

import errno
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

import orjson

from app.core.children import module_path
from app.core.errors import Finding
from app.core.reading import limits
from app.core.reading.errors import UnreadableFile
from app.core.reading.refusals import HINT, NO_ROOM, REFUSALS, RULE

_START = (
    "import json, sys; options = json.loads(sys.stdin.read()); sys.path[:] = options['path'];"
    "from app.core.reading.child import main; main(options)"
)
_WAITING_FACTOR = 6
"""A busy machine gives a process less than all of a processor."""


@dataclass(frozen=True)
class Asked:
    """What is to be read, and by which headers its table is found.

    ``headers`` are texts as they stand in the table; without them ``known`` lists the
    headers of a template as ``header_key`` writes them.
    """

    kind: str
    encoding: str | None = None
    delimiter: str | None = None
    sheet: str | None = None
    headers: list[str] | None = None
    known: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Described:
    """What a table is: one of cells, of ``objects`` or of ``statements``; see ``Table``."""

    kind: str
    sheet: str | None
    header_row: int
    headers: list[str]
    others: list[str]
    more_headers: list[tuple[int, list[Any]]] = field(default_factory=list)  # Any: cells


def write_rows(file: Path, output: Path, asked: Asked, *, is_probe: bool = False) -> int:
    """Have the rows of a file written as lines; returns how many they are.

    Raises:
        UnreadableFile: the file is hostile or broken, or reading it takes too much.
        OSError: the disk has no room for the rows.

    """
    seconds = _seconds_for(asked, is_probe=is_probe)
    options = {
        **asdict(asked),
        "path": module_path(),
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


def _seconds_for(asked: Asked, *, is_probe: bool) -> int:
    if is_probe:
        return limits.PROBING_CPU_SECONDS
    is_graph = asked.kind in limits.GRAPH_KINDS
    return limits.GRAPH_CPU_SECONDS if is_graph else limits.READING_CPU_SECONDS


def _outcome(done: subprocess.CompletedProcess[bytes]) -> int:
    if done.returncode in (-24, -9):  # SIGXCPU, SIGKILL
        raise refusal("too-slow")
    try:
        said = orjson.loads(done.stdout)
        if said.get("refused") == NO_ROOM:
            raise OSError(errno.ENOSPC, "There is no room for the rows of an import.")
        if "refused" in said:
            raise refusal(said["refused"], said.get("said", ""))
        return int(said["rows"])
    except (orjson.JSONDecodeError, KeyError):
        is_memory = any(one in done.stderr for one in (b"MemoryError", b"memory allocation"))
        raise refusal("too-much-memory" if is_memory else "unreadable") from None


def refusal(code: str, said: str = "") -> UnreadableFile:
    """Say why a file is not read, and what the parser has said."""
    ar, en = REFUSALS.get(code, REFUSALS["unreadable"])
    hint = dict(zip(("ar", "en"), HINT, strict=True))
    finding = Finding("", RULE, {"ar": ar, "en": en}, hint)
    return UnreadableFile(en, findings=[finding], reason=code, said=said)


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
