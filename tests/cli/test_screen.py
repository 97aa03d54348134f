"""What a catalogue or a file says never steers the terminal of who runs a command."""

import os
import pty
import re
import subprocess
import sys
from io import StringIO
from pathlib import Path

import pytest
from rich.table import Table
from rich.text import Text
from sqlalchemy import text

from app.cli.opening import console
from app.cli.screen import Screen
from app.core.db import Database
from app.core.migrating import migrate
from app.core.settings import ROOT

HOSTILE = "a\x1b[2J\x1b]0;owned\x07\x9b31m\u202eb\rc[red]d[/nothing]"
SHOWN = "a␛[2J␛]0;owned�31m�bc[red]d[/"
_COLOUR = re.compile(r"\x1b\[[0-9;]*m|\x1b\[[0-9]*[A-Z]|\x1b\[\?25[lh]")
"""What our own tables are coloured with; nothing of it moves, deletes or names a window."""


def screen() -> tuple[Screen, StringIO]:
    made, written = Screen(width=200), StringIO()
    made.file = written
    return made, written


@pytest.mark.parametrize("shown", [HOSTILE, Text(HOSTILE)])
def test_a_text_is_shown_and_not_obeyed(shown: str | Text) -> None:
    made, written = screen()

    made.print(shown, highlight=False)

    assert written.getvalue() == f"{SHOWN}nothing]\n"


def test_a_cell_of_a_table_is_shown_and_not_obeyed() -> None:
    made, written = screen()
    table = Table(HOSTILE)
    table.add_row(HOSTILE)
    table.add_row(Text(HOSTILE))

    made.print(table)

    assert written.getvalue().count(SHOWN) == 3
    assert "\x1b" not in written.getvalue()


def test_every_command_writes_to_such_a_screen() -> None:
    assert isinstance(console, Screen)
    for path in sorted((ROOT / "app" / "cli").glob("*.py")):
        if path.name != "screen.py":
            assert re.findall(r"(?<!\w)Console\(", path.read_text("utf-8")) == [], path.name


def seen_by_a_terminal(folder: Path, *words: str) -> str:
    """Run a command at a terminal; gives every byte that reaches it."""
    ours, its = pty.openpty()
    code = "from app.cli.main import app; app()"
    environment = {name: value for name, value in os.environ.items() if name[:6] != "DALIL_"}
    with subprocess.Popen(
        [sys.executable, "-c", code, *words],
        cwd=ROOT,
        env={**environment, "DALIL_DATA_DIR": str(folder), "TERM": "xterm-256color"},
        stdin=subprocess.DEVNULL,
        stdout=its,
        stderr=its,
    ):
        os.close(its)
        read = bytearray()
        while piece := _piece(ours):
            read += piece
    os.close(ours)
    return read.decode("utf-8")


def _piece(terminal: int) -> bytes:
    try:
        return os.read(terminal, 65536)
    except OSError:  # the other end is closed
        return b""


def is_harmless(said: str) -> bool:
    rest = _COLOUR.sub("", said).replace("\r\n", "\n")
    return not re.search("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e]", rest)


def hostile_catalogue(folder: Path) -> None:
    """Make a catalogue into whose journal and keys hostile texts have come somehow."""
    database = Database(f"sqlite:///{folder / 'dalil.sqlite3'}")
    migrate(database)
    with database.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO journal_entry (seq, at, actor, kind, subject_type, subject_id, op, "
                "version, changed_fields, reason, replaced_by, is_public, prev_hash, hash) VALUES "
                "(1, '2026-03-01T00:00:00.000000Z', :said, 'x', 'x', 'x', 'upsert', 1, '[]', "
                ":said, '[]', 1, :mark, :mark)"
            ),
            {"said": HOSTILE, "mark": "0" * 64},
        )
        connection.execute(text("UPDATE journal_head SET seq = 1"))
    database.close()


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_an_audit_at_a_terminal_is_harmless_and_in_a_file_it_is_whole(
    tmp_path: Path, form: str
) -> None:
    hostile_catalogue(tmp_path)

    said = seen_by_a_terminal(tmp_path, "audit", "export", "--format", form)

    assert "owned" in said
    assert is_harmless(said), ascii(said)
    target = tmp_path / "audit"
    seen_by_a_terminal(tmp_path, "audit", "export", "--format", form, "--output", str(target))
    kept = target.read_bytes().decode("utf-8")
    assert ("\x1b[2J" if form == "csv" else "\\u001b[2J") in kept


def test_refusals_at_a_terminal_are_harmless(tmp_path: Path) -> None:
    hostile_catalogue(tmp_path)
    file = tmp_path / "a\x1b[2Jb.txt"
    file.write_text('{"title": "\\u001b[2J\\u202e"}\n', encoding="utf-8")

    for words in (
        ("keys", "create", "--staff", "--role", HOSTILE),
        ("import", str(file), "--entity", HOSTILE),
        ("taxonomy", "tree", HOSTILE),
    ):
        said = seen_by_a_terminal(tmp_path, *words)
        assert is_harmless(said), (words, ascii(said))
