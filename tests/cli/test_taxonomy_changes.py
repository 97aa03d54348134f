"""Versions are compared, edited files are understood, and drafts are released, by command."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from app.cli.main import app
from app.core.db import Database


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["taxonomy", *words], terminal_width=200)


@pytest.fixture
def store(seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    return seeded


@pytest.fixture
def edited(store: Database, tmp_path: Path) -> Path:
    """The audiences as a table in which visitors are called guests."""
    file = tmp_path / "audience.csv"
    run("export", "audience", "--format", "csv", "--output", str(file))
    file.write_text(file.read_text("utf-8-sig").replace("Visitor", "Guest"), "utf-8")
    return file


def test_a_version_and_a_file_are_compared(edited: Path) -> None:
    result = run("diff", "audience@1.0.0", str(edited))

    assert result.exit_code == 0, result.stderr
    assert "“Visitor” becomes “Guest”" in result.stdout.replace("\n", " ")
    assert "1 operations; level: patch" in result.stdout


def test_the_difference_is_written_for_programs(edited: Path) -> None:
    result = run("diff", "audience@1.0.0", str(edited), "--json")

    found = json.loads(result.stdout)
    assert found["level"] == "patch"
    assert [one["operation"]["op"] for one in found["operations"]] == ["set_pref_label"]
    assert found["operations"][0]["confidencePercent"] == 100


def test_equal_versions_do_not_differ(store: Database) -> None:
    result = run("diff", "services@1.0.0", "services@latest")

    assert "0 operations" in result.stdout


def test_what_cannot_be_compared_is_named(store: Database) -> None:
    result = run("diff", "nothing", "services@1.0.0")

    assert result.exit_code == 1
    assert "'nothing' is neither a file nor a version" in result.stderr


def test_an_edited_file_changes_nothing_until_it_is_enacted(edited: Path, tmp_path: Path) -> None:
    body = tmp_path / "body.json"

    looked = run("import", str(edited), "--scheme", "audience", "--json", str(body))

    assert looked.exit_code == 0, looked.stderr
    assert "Nothing was changed." in looked.stdout
    assert "1 operations; level: patch" in looked.stdout
    assert json.loads(body.read_text("utf-8"))["scheme"] == "audience"
    assert "Nothing was enacted" in run("release", "audience").stderr


def test_an_enacted_file_is_released(edited: Path) -> None:
    enacted = run("import", str(edited), "--scheme", "audience", "--enact")
    again = run("import", str(edited), "--scheme", "audience", "--enact")
    candidate = run("release", "audience", "--candidate")
    released = run("release", "audience", "--title-en", "Guests", "--title-ar", "الضيوف")

    assert "Enacted." in enacted.stdout
    assert "0 operations" in again.stdout
    assert "audience 1.0.1-rc.1 (patch)" in candidate.stderr
    assert "audience 1.0.1 (patch)" in released.stderr
    assert "1 operations" in run("diff", "audience@1.0.0", "audience@1.0.1").stdout


def test_a_file_that_no_scheme_can_have_is_refused(store: Database, tmp_path: Path) -> None:
    file = tmp_path / "broken.csv"
    file.write_text("notation,prefLabel.en\n!!,Odd\n", "utf-8")

    result = run("import", str(file), "--scheme", "audience")

    assert result.exit_code == 1
    assert "OP-PATTERN" in result.stderr
