"""``dalil insights`` shows what the log may show, and nothing that could be markup."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.main import app
from app.core.db import Database
from app.search.insights.collecting import SearchLog
from app.search.insights.heard import Heard
from app.search.insights.rules import query_id_of


@pytest.fixture
def store(seeded: Database, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(data_folder))
    monkeypatch.setenv("DALIL_DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    log = SearchLog(seeded)
    asked = {"زقنبوت": 6, "[red]x[/] [/bold": 7, "فلان": 4}
    for text, sessions in asked.items():
        for number in range(sessions):
            words = (text,) if text.isalpha() else ()
            heard = Heard(query_id_of(text), text, "ar", 0, False, False, False, words)
            log.note(heard, f"203.0.113.{number}")
    log.write()
    return seeded


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["insights", *words], env={"COLUMNS": "160"})


def test_words_and_searches_are_printed_as_they_were_typed(store: Database) -> None:
    shown = run()

    assert shown.exit_code == 0, shown.output
    assert "زقنبوت" in shown.stdout
    assert "[red]x[/] [/bold" in shown.stdout
    assert "فلان" not in shown.stdout
    assert "searches 17, sessions 7" in shown.stdout


def test_json_is_what_the_address_answers(store: Database) -> None:
    found = json.loads(run("--json", "--limit", "1").stdout)

    assert [one["word"] for one in found["unknownWords"]] == ["زقنبوت"]
    assert [one["sessions"] for one in found["withoutHits"]] == [7]
    assert found["leastSessions"] == 5


def test_a_log_that_is_off_is_named(store: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_SEARCH_LOG_DAYS", "0")

    assert "nothing is logged" in run().output


def test_wrong_numbers_are_refused() -> None:
    for words in (("--days", "0"), ("--days", "401"), ("--limit", "0"), ("--days", "x")):
        assert run(*words).exit_code == 2
