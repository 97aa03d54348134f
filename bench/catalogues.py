"""The catalogues that are measured: the demonstration alone, and with generated services."""

import os
import resource
import sqlite3
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path

import orjson

from app.cli.generate import service_id

_COMMAND = [sys.executable, "-c", "from app.cli.main import app; app()"]


@dataclass(frozen=True)
class Filled:
    """How long it took to load a catalogue and to index it; and on the processor alone."""

    load_seconds: float
    index_seconds: float
    processor_seconds: float


def fill(folder: Path, generated: int) -> Filled:
    """Load the demonstration and some generated services, and index them."""
    started, used = time.perf_counter(), _used()
    command(folder, *(["generate", "--services", str(generated)] if generated else ["seed"]))
    loaded = time.perf_counter()
    command(folder, "reindex")
    return Filled(loaded - started, time.perf_counter() - loaded, _used() - used)


def prepared(folder: Path, generated: int) -> Path:
    """Fill a catalogue unless an earlier run did; that one may be of an earlier schema."""
    mark = folder / "filled"
    if mark.exists():
        command(folder, "migrate")
    else:
        fill(folder, generated)
        mark.touch()
    return folder


def ids(folder: Path) -> list[str]:
    """List the ids of all services."""
    with sqlite3.connect(folder / "dalil.sqlite3") as connection:
        return [key for (key,) in connection.execute("SELECT service_id FROM service_document")]


def last_entry(folder: Path) -> int:
    """Return the number of the journal's last entry."""
    with sqlite3.connect(folder / "dalil.sqlite3") as connection:
        return int(connection.execute("SELECT seq FROM journal_head").fetchone()[0])


def generated_ids(services: int) -> list[str]:
    """List the ids of generated services."""
    return [service_id(number, 0) for number in range(services)]


def write_datasette(folder: Path, target: Path) -> None:
    """Copy the documents to a plain table, and their titles to a full-text one, for Datasette."""
    target.unlink(missing_ok=True)
    with sqlite3.connect(folder / "dalil.sqlite3") as source, sqlite3.connect(target) as copy:
        copy.execute("CREATE TABLE service (id TEXT PRIMARY KEY, title TEXT, body TEXT)")
        rows = source.execute("SELECT service_id, body FROM service_document ORDER BY service_id")
        copy.executemany("INSERT INTO service VALUES (?, ?, ?)", map(_row, rows))
        copy.execute("CREATE VIRTUAL TABLE service_fts USING fts5(title, content='service')")
        copy.execute("INSERT INTO service_fts (service_fts) VALUES ('rebuild')")


def _row(row: tuple[str, bytes]) -> tuple[str, str, str]:
    title = orjson.loads(row[1])["title"]
    return row[0], " ".join(title.values()), row[1].decode()


def _used() -> float:
    """Return the processor time of all commands that have ended."""
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def command(folder: Path, *arguments: str, **variables: str) -> str:
    """Run a command over a catalogue, with further settings; gives what it printed."""
    environment = {**os.environ, "DALIL_DATA_DIR": str(folder), **variables}
    done = subprocess.run(
        [*_COMMAND, *arguments],
        env=environment,
        check=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    return done.stdout
