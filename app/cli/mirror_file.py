"""The file of a mirror: documents of services and entities, and the place in the feed.

A page of the feed and the cursor behind it are written in one transaction, so a mirror
that is killed goes on exactly where it was.
"""

import sqlite3
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.canonical import canonical_json

KINDS = ("service", "entity")
_APPLICATION = 0x44614C69
_SCHEMA = """
CREATE TABLE service (id TEXT PRIMARY KEY, document TEXT NOT NULL, reading INTEGER NOT NULL);
CREATE TABLE entity (id TEXT PRIMARY KEY, document TEXT NOT NULL, reading INTEGER NOT NULL);
CREATE TABLE place (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    source TEXT NOT NULL,
    cursor TEXT,
    reading INTEGER NOT NULL,
    is_complete INTEGER NOT NULL
);
"""


class NotThisMirror(Exception):
    """The file is something else, or the mirror of another catalogue, or used by another."""


@dataclass(frozen=True)
class Place:
    """Where the mirror is in the feed; ``reading`` counts how often it began anew.

    ``is_complete`` tells whether this reading has been at the feed's end once.
    """

    cursor: str | None
    reading: int
    is_complete: bool


class MirrorFile:
    """An open mirror."""

    def __init__(self, path: Path, source: str) -> None:
        self._file = sqlite3.connect(path, timeout=30, isolation_level=None)
        try:
            self._prepare(source)
        except sqlite3.DatabaseError as fault:
            raise NotThisMirror(f"{path} cannot be used as a mirror: {fault}.") from None

    def place(self) -> Place:
        """Tell where the mirror is."""
        row = self._file.execute("SELECT cursor, reading, is_complete FROM place").fetchone()
        return Place(row[0], row[1], bool(row[2]))

    def apply(self, begun: Place, items: Sequence[Any], cursor: str, *, is_end: bool) -> None:
        """Apply a page of the feed; at the end, what an earlier reading left is dropped.

        Raises:
            NotThisMirror: another process has moved the mirror meanwhile.

        """
        with _Transaction(self._file):
            if self.place() != begun:
                raise NotThisMirror("Another process is writing this mirror.")
            for one in items:
                self._apply_one(one, begun.reading)
            if is_end and not begun.is_complete:
                for kind in KINDS:
                    self._file.execute(f"DELETE FROM {kind} WHERE reading < ?", [begun.reading])  # noqa: S608  # one of two names
            self._file.execute(
                "UPDATE place SET cursor = ?, is_complete = ?",
                [cursor, begun.is_complete or is_end],
            )

    def begin_anew(self) -> None:
        """Read the feed from its start again; what is there stays until its end is reached."""
        with _Transaction(self._file):
            self._file.execute(
                "UPDATE place SET cursor = NULL, reading = reading + 1, is_complete = 0"
            )

    def find(self, kind: str, key: str) -> bytes | None:
        """Read a document as canonical JSON; what is no text was written by somebody else."""
        query = f"SELECT document FROM {_known(kind)} WHERE id = ?"  # noqa: S608  # one of two names
        row = self._file.execute(query, [key]).fetchone()
        if row is None:
            return None
        return row[0].encode() if isinstance(row[0], str) else b""

    def ids(self, kind: str) -> Iterator[str]:
        """Read the ids of a kind, ordered."""
        query = f"SELECT id FROM {_known(kind)} ORDER BY id"  # noqa: S608  # one of two names
        return (row[0] for row in self._file.execute(query))

    def count(self, kind: str) -> int:
        """Count the documents of a kind."""
        query = f"SELECT count(*) FROM {_known(kind)}"  # noqa: S608  # one of two names
        return int(self._file.execute(query).fetchone()[0])

    def close(self) -> None:
        """Close the file."""
        self._file.close()

    def _apply_one(self, change: Any, reading: int) -> None:  # Any: JSON
        kind, key = change["subject"]["type"], change["subject"]["id"]
        if kind not in KINDS:
            return
        document = change["object"]
        if change["op"] == "delete" or document is None:
            self._file.execute(f"DELETE FROM {kind} WHERE id = ?", [key])  # noqa: S608  # one of two names
        else:
            text = canonical_json(kept(kind, document)).decode()
            self._file.execute(
                f"INSERT OR REPLACE INTO {kind} VALUES (?, ?, ?)",  # noqa: S608  # one of two names
                [key, text, reading],
            )

    def _prepare(self, source: str) -> None:
        (mark,) = self._file.execute("PRAGMA application_id").fetchone()
        (tables,) = self._file.execute("SELECT count(*) FROM sqlite_master").fetchone()
        if mark != _APPLICATION and tables:
            raise NotThisMirror("The file is a database of something else.")
        self._file.execute("PRAGMA journal_mode = WAL")
        if not tables:
            self._create(source)
        known = self._file.execute("SELECT source FROM place").fetchone()
        if known is None:
            raise NotThisMirror("The mirror has lost its place. Delete the file and begin anew.")
        if known[0] != source:
            raise NotThisMirror(f"The file is a mirror of {known[0]}.")

    def _create(self, source: str) -> None:
        with _Transaction(self._file):
            for statement in filter(str.strip, _SCHEMA.split(";")):
                self._file.execute(statement)
            self._file.execute("INSERT INTO place VALUES (1, ?, NULL, 1, 0)", [source])
            self._file.execute(f"PRAGMA application_id = {_APPLICATION}")


class _Transaction:
    """A transaction that waits for other writers first."""

    def __init__(self, file: sqlite3.Connection) -> None:
        self._file = file

    def __enter__(self) -> None:
        self._file.execute("BEGIN IMMEDIATE")

    def __exit__(self, kind: object, *_: object) -> None:
        self._file.execute("ROLLBACK" if kind else "COMMIT")


def kept(kind: str, document: Any) -> Any:  # Any: JSON
    """Leave out of an entity how many services it has, which moves without an entry of its own."""
    if kind == "entity":
        return {name: value for name, value in document.items() if name != "serviceCount"}
    return document


def _known(kind: str) -> str:
    if kind not in KINDS:
        raise ValueError(kind)
    return kind
