"""The operator's commands, on a data folder of their own."""

import json
import re
import shutil
import socket
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import make_url, text
from typer.testing import CliRunner, Result

from app import __version__
from app.cli import seeding
from app.cli.main import app
from app.core import journal, migrating
from app.core.db import Database
from app.core.settings import ROOT
from app.search.errors import IndexDamaged
from tests.conftest import Server, SqliteServer

pytestmark = pytest.mark.usefixtures("folder")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The data folder that every command of the test works in."""
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    return tmp_path


@pytest.fixture
def filled(folder: Path, server: Server, seeded_url: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """The demonstration in the data folder, or in PostgreSQL."""
    if isinstance(server, SqliteServer):
        target = folder / "dalil.sqlite3"
        shutil.copy(str(make_url(seeded_url).database), target)
        return f"sqlite:///{target}"
    url = server.copy_of(seeded_url)
    monkeypatch.setenv("DALIL_DATABASE_URL", url)
    return url


def _run(*words: str) -> Result:
    return CliRunner().invoke(app, list(words))


def _break_journal(url: str) -> None:
    database = Database(url)
    with database.engine.begin() as connection:
        connection.execute(text("UPDATE journal_entry SET actor = 'nobody' WHERE seq = 700"))
    database.close()


def test_the_version_is_told() -> None:
    result = _run("version")

    assert (result.exit_code, result.stdout) == (0, f"{__version__}\n")


def test_the_schema_is_migrated_and_taken_back(folder: Path) -> None:
    up, again, down = _run("migrate"), _run("migrate"), _run("migrate", "--to", "base")

    assert [one.exit_code for one in (up, again, down)] == [0, 0, 0]
    assert migrating.newest_revision() in up.stderr
    assert "The schema is at base." in down.stderr
    assert (folder / "dalil.sqlite3").exists()


def test_a_revision_that_is_not_known_is_named() -> None:
    result = _run("migrate", "--to", "9999_nothing")

    assert result.exit_code == 1
    assert "9999_nothing" in result.stderr
    assert "Traceback" not in result.output


@pytest.mark.parametrize("words", [("reindex",), ("journal", "verify")])
def test_a_database_that_was_not_migrated_is_refused(words: tuple[str, ...]) -> None:
    _run("migrate", "--to", "base")

    result = _run(*words)

    assert result.exit_code == 1
    assert "run `dalil migrate`" in result.stderr


def test_a_doctor_finds_an_empty_database() -> None:
    _run("migrate", "--to", "base")

    result = _run("doctor")

    assert result.exit_code == 1
    assert "empty" in result.stderr


def test_a_doctor_finds_a_database_that_does_not_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", "postgresql+psycopg://nobody@127.0.0.1:9/none")

    result = _run("doctor")

    assert result.exit_code == 1
    assert "database" in result.stderr


def test_the_demonstration_is_seeded_once(folder: Path) -> None:
    def head() -> int:
        database = Database(f"sqlite:///{folder / 'dalil.sqlite3'}")
        with database.read() as session:
            found = journal.head(session)
        database.close()
        return found

    assert _run("seed").exit_code == 0
    assert head() == 1298
    assert _run("seed").exit_code == 0
    assert head() == 1298


def test_all_is_well_with_the_demonstration(filled: str) -> None:
    result = _run("doctor")

    assert result.exit_code == 0, result.stderr
    assert "538 of 538 services" in result.stderr


def test_a_doctor_searches(filled: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def damaged(*_: object) -> None:
        raise IndexDamaged("Files are damaged.")

    monkeypatch.setattr("app.search.engine_tantivy.TantivyEngine.search", damaged)

    result = _run("doctor")

    assert result.exit_code == 1
    assert "Files are damaged." in result.stderr


@pytest.mark.parametrize("command", ["doctor", "reindex"])
def test_a_search_server_that_is_away_is_told(
    filled: str, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_SEARCH", "meilisearch")
    monkeypatch.setenv("DALIL_MEILISEARCH_URL", "http://127.0.0.1:9")

    result = _run(command)

    assert result.exit_code == 1
    assert "did not answer just now" in " ".join(result.stderr.split())


def test_the_search_index_is_built_anew(filled: str) -> None:
    result = _run("reindex")

    assert result.exit_code == 0
    assert "538 services as of journal entry 1298." in result.stderr


def test_services_are_generated_for_measuring(filled: str) -> None:
    result = _run("generate", "--services", "3", "--seed", "5")

    assert result.exit_code == 0, result.stderr
    assert "541 of 541 services" in _run("doctor").stderr


def test_a_whole_journal_is_verified(filled: str) -> None:
    result = _run("journal", "verify")

    assert result.exit_code == 0
    assert "1298 entries" in result.stderr


def test_a_broken_journal_is_found_and_the_entry_named(filled: str) -> None:
    _break_journal(filled)

    verified, examined = _run("journal", "verify"), _run("doctor")

    assert (verified.exit_code, examined.exit_code) == (1, 1)
    assert "broken at entry 700" in verified.stderr
    assert "broken at entry 700" in examined.stderr


def test_the_interface_is_described(tmp_path: Path) -> None:
    printed = _run("openapi")
    written = _run("openapi", "--output", str(tmp_path / "openapi.json"))

    assert (printed.exit_code, written.exit_code) == (0, 0)
    document = json.loads(printed.stdout)
    assert document["openapi"].startswith("3.")
    assert any(path.endswith("/services") for path in document["paths"])
    assert json.loads((tmp_path / "openapi.json").read_text("utf-8")) == document


def test_an_empty_catalogue_is_filled_once_for_serving(folder: Path) -> None:
    from app.cli.main import _seed_if_empty

    database = Database(f"sqlite:///{folder / 'dalil.sqlite3'}")
    migrating.migrate(database)

    _seed_if_empty(database)
    _seed_if_empty(database)

    with database.read() as session:
        assert journal.head(session) == 1298
    database.close()


def test_a_port_that_is_taken_is_told_before_anything_else(folder: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]

        result = _run("serve", "--demo", "--port", str(port))

    assert result.exit_code == 1
    assert f"Cannot listen at 127.0.0.1:{port}" in result.output
    assert "Dalil 0" not in result.output
    assert not (folder / "dalil.sqlite3").exists()


def test_serving_migrates_and_listens_where_it_is_told(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = {}
    monkeypatch.setattr("uvicorn.run", lambda name, **options: asked.update(name=name, **options))

    result = _run("serve", "--demo", "--port", "8123")

    assert result.exit_code == 0
    assert (asked["name"], asked["port"], asked["host"]) == (
        "app.main:create_served", 8123, "127.0.0.1",
    )  # fmt: skip
    monkeypatch.setenv("PORT", "8124")
    assert _run("serve", "--host", "0.0.0.0").exit_code == 0
    assert (asked["port"], asked["host"]) == (8124, "0.0.0.0")
    database = Database(f"sqlite:///{folder / 'dalil.sqlite3'}")
    assert not migrating.is_behind(database)
    database.close()


def test_seeds_that_are_not_sound_are_refused(tmp_path: Path) -> None:
    from pydantic import ValidationError

    from app.entities.schemas import EntityIn

    (tmp_path / "bad.jsonl").write_text('{"id": "x", "unknown": 1}\n', encoding="utf-8")
    with pytest.raises(ValidationError):
        list(seeding.read_lines(tmp_path / "bad.jsonl", EntityIn))


def test_the_program_runs_by_itself(folder: Path) -> None:
    program = [sys.executable, "-c", "from app.cli.main import app; app()"]

    done = subprocess.run(
        [*program, "migrate"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    listed = subprocess.run(
        [*program, "--help"], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert done.returncode == 0, done.stderr
    assert re.search(r"The schema is at \d{4}_\w+\.", done.stderr)
    for command in ("serve", "migrate", "seed", "reindex", "doctor", "openapi", "journal"):
        assert command in listed.stdout


def test_a_database_that_was_not_migrated_is_named(folder: Path) -> None:
    result = _run("keys", "list")

    assert result.exit_code == 1
    said = result.stderr.replace("\n", "")
    assert "run `dalil migrate`" in said
    assert str(folder) in said
    assert "dalil.sqlite3" in said
