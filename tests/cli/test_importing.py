"""``dalil import``: a file of entries on the command line, and the worker that does the rest."""

import shutil
import threading
import time
from pathlib import Path

import openpyxl
import pytest
from sqlalchemy import make_url
from typer.testing import CliRunner, Result

from app.cli.importing import OPERATOR
from app.cli.main import app
from app.cli.working import work
from app.core.db import Database
from app.core.settings import Settings
from app.submissions.imports.commands import SentFile, create_import
from app.submissions.imports.queries import get_import
from app.submissions.imports.schemas import ImportIn
from app.submissions.imports.storage import ImportFolder
from tests.conftest import Server, SqliteServer
from tests.submissions.imports.tables import OTHER, ROW, csv_file, replaced, workbook


@pytest.fixture(autouse=True)
def filled(
    tmp_path: Path, server: Server, seeded_url: str, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """A data folder with the demonstration, in SQLite or in PostgreSQL."""
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    if isinstance(server, SqliteServer):
        shutil.copy(str(make_url(seeded_url).database), tmp_path / "dalil.sqlite3")
    else:
        monkeypatch.setenv("DALIL_DATABASE_URL", server.copy_of(seeded_url))
    return Settings()


def dalil(*words: str) -> Result:
    return CliRunner().invoke(app, ["import", *words])


def test_a_sound_file_is_imported(tmp_path: Path) -> None:
    file = tmp_path / "services.xlsx"
    file.write_bytes(workbook(ROW, OTHER))

    done = dalil(str(file), "--entity", "moi")

    assert done.exit_code == 0, done.output
    assert "finished: 2 created, 0 changed, 0 unchanged, 0 refused" in done.output
    assert "2 unchanged" in dalil(str(file), "--entity", "moi", "--publish").output


def test_refused_rows_are_shown_and_the_exit_tells(tmp_path: Path) -> None:
    file, report = tmp_path / "services.csv", tmp_path / "report.xlsx"
    file.write_text(csv_file(ROW, replaced(OTHER, B="")), encoding="utf-8")

    done = dalil(str(file), "--entity", "moi", "--mode", "valid-rows", "--report", str(report))

    assert done.exit_code == 1
    assert "1 created" in done.output
    assert "MAND-01" in done.output
    assert openpyxl.load_workbook(report).worksheets[0]["A3"].value == "kiln-1"


def test_a_dry_run_saves_nothing(tmp_path: Path) -> None:
    file = tmp_path / "services.xlsx"
    file.write_bytes(workbook(ROW))

    for _ in range(2):
        assert "1 created" in dalil(str(file), "--entity", "moi", "--dry-run").output


def test_a_mapping_file_is_followed(tmp_path: Path) -> None:
    file, mapping = tmp_path / "table.csv", tmp_path / "mapping.json"
    file.write_text("no\nboat-9\n", encoding="utf-8")
    mapping.write_text('{"fields": [{"to": "sourceId", "from": "no"}]}', encoding="utf-8")

    done = dalil(str(file), "--entity", "moi", "--mapping", str(mapping), "--dry-run")

    assert "1 refused" in done.output
    assert "boat-9" in done.output


@pytest.mark.parametrize(
    ("name", "content", "options", "says"),
    [
        ("x.xlsx", b"PK nothing", (), "not a sound XLSX"),
        ("x.pdf", b"%PDF", (), "is none of .xlsx"),
        ("x.csv", b"sourceId\na\n", ("--entity", "nowhere"), "no entity"),
    ],
)
def test_what_cannot_be_imported_is_said_in_a_line(
    tmp_path: Path, name: str, content: bytes, options: tuple[str, ...], says: str
) -> None:
    (tmp_path / name).write_bytes(content)

    done = dalil(str(tmp_path / name), *(options or ("--entity", "moi")))

    assert done.exit_code == 1
    assert says in " ".join(done.output.split())
    assert list((tmp_path / "imports").glob("*")) == []


def test_an_entity_that_cannot_be_one_is_refused(tmp_path: Path) -> None:
    (tmp_path / "x.csv").write_bytes(b"sourceId\na\n")

    done = dalil(str(tmp_path / "x.csv"), "--entity", "a b")

    assert done.exit_code == 1
    assert "entity: " in done.output


def test_the_worker_works_on_imports(tmp_path: Path, filled: Settings) -> None:
    database = Database(filled.resolved_database_url)
    folder = ImportFolder(tmp_path, "i_worker")
    folder.create()
    folder.sent.write_bytes(workbook(ROW))
    with database.write() as session:
        file = SentFile("i_worker", "services.xlsx", "xlsx", 1, "0" * 64)
        create_import(session, ImportIn(entity="moi"), file, caller=OPERATOR)
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(filled, database), kwargs={"stop": stop})

    worker.start()
    state = ""
    for _ in range(300):
        with database.read() as session:
            state = get_import(session, "i_worker", caller=OPERATOR).state
        if state == "finished":
            break
        time.sleep(0.1)
    stop.set()
    worker.join(30)
    database.close()

    assert state == "finished"
