"""``dalil search`` finds what the API finds, and tells why."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.main import app
from app.core.db import Database


@pytest.fixture
def store(seeded: Database, data_folder: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(data_folder))
    monkeypatch.setenv("DALIL_DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    return seeded


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["search", *words], env={"COLUMNS": "200"})


def test_hits_are_listed_in_a_language(store: Database) -> None:
    arabic, english = run("تجديد رخصه القياده"), run("ليسن", "--lang", "en", "--limit", "2")

    assert arabic.exit_code == 0, arabic.output
    assert "تجديد رخصة القيادة" in arabic.stdout
    assert "النقاط" not in arabic.stdout
    assert "عدد النتائج" in arabic.stdout
    assert "; shown: 2." in english.stdout
    assert "driving licence" in english.stdout.lower()


def test_an_explanation_shows_plan_points_and_leads(store: Database) -> None:
    shown = run("تجديد رخصه القياده", "--explain", "--limit", "2").stdout

    for part in ("ar-en/", "exact, stem, 1", "title_short", "المعجم g_", "whole", "+"):
        assert part in shown
    assert "كلمات البحث الموجودة فيها 3 ونقاطها" in shown
    assert "الدرجة نصيب النتيجة من" in shown


def test_all_that_is_said_is_said_in_one_language(store: Database) -> None:
    asked = ("ابي خدمة تجديد الجواز", "--explain", "--limit", "2")
    arabic, english = run(*asked).stdout, run(*asked, "--lang", "en").stdout

    for part in ("ثانوية", "متروكة", "النقاط", "عدد النتائج"):
        assert part in arabic
    for part in (
        "minor",
        "dropped",
        "lexicon",
        "points ",
        "Hits",
        "Score",
        "score",
        "Word",
        "Title",
    ):
        assert part not in arabic
        assert part.lower() in english.lower()
    for part in ("النقاط", "عدد النتائج", "الكلمة", "الخطة"):
        assert part not in english


def test_json_is_what_the_address_answers(store: Database) -> None:
    found = json.loads(run("drivng", "--explain", "--json", "--limit", "1").stdout)

    [hit] = found["explanation"]["hits"]
    assert hit["points"] == sum(one["points"] for one in hit["earnings"])
    assert hit["score"] == found["items"][0]["score"]


def test_what_is_typed_cannot_steer_the_terminal(store: Database) -> None:
    shown = run("[red]x[/] \x1b[31m passport", "--explain")

    assert shown.exit_code == 0
    assert "\x1b[31m" not in shown.stdout


def test_wrong_options_are_refused() -> None:
    for words in ((), ("x", "--lang", "fr"), ("x", "--limit", "0"), ("x", "--limit", "101")):
        assert run(*words).exit_code == 2
