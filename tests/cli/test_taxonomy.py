"""Schemes are written to files, checked and drawn from the command line."""

import re
from pathlib import Path

import pytest
from rich.console import Console
from typer.testing import CliRunner, Result

from app.cli.main import app
from app.cli.taxonomy_tree import TreeView, is_shaping_needed, tree_of
from app.core.db import Database
from app.core.settings import ROOT
from app.interchange.schemes.files import FORMATS
from app.interchange.schemes.json_ld import to_turtle
from app.interchange.schemes.table_writing import to_csv
from app.taxonomy import queries
from tests.interchange.schemes.states import BASE, document_of
from tests.interchange.schemes.world import full_state

_FORMS = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["taxonomy", *words], terminal_width=200)


@pytest.fixture
def store(seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    return seeded


@pytest.mark.parametrize("form", FORMATS)
def test_a_version_is_exported_and_found_sound(store: Database, form: str, tmp_path: Path) -> None:
    file = tmp_path / f"audience{FORMATS[form].suffix}"

    written = run("export", "audience", "--format", form, "--output", str(file))

    assert written.exit_code == 0, written.stderr
    checked = run("check", str(file))
    assert checked.exit_code == 0, checked.stderr
    assert (
        "audience: 6 active concepts, 0 retired, 6 at the top, 0 without an id; 0 errors"
        in checked.stderr
    )


def test_the_standard_output_takes_the_file(store: Database) -> None:
    result = run("export", "services", "--format", "json", "--version", "1.0")

    with store.read() as session:
        snapshot, _ = queries.get_snapshot(session, "services", "1.0.0")
    assert result.stdout_bytes == snapshot.encode()


def test_what_is_not_there_is_named(store: Database) -> None:
    assert "There is no scheme 'nothing'." in run("export", "nothing").stderr
    missing = run("tree", "services", "--version", "9")
    assert (missing.exit_code, missing.stdout) == (1, "")
    assert "'services' has no version '9'." in missing.stderr


def test_a_tree_is_drawn_as_text_where_it_is_not_looked_at(store: Database) -> None:
    result = run("tree", "audience")

    assert result.exit_code == 0, result.stderr
    assert "المستفيدون 1.0.0" in result.stdout
    assert "citizen  مواطن" in result.stdout
    assert _FORMS.search(result.stdout) is None


def test_a_tree_is_drawn_in_english_and_to_a_depth(store: Database) -> None:
    whole, top = run("tree", "services", "--lang", "en"), run("tree", "services", "--depth", "1")

    assert len(whole.stdout.splitlines()) == 150
    assert 10 < len(top.stdout.splitlines()) < 30


def test_letters_are_joined_when_asked_for(store: Database) -> None:
    result = run("tree", "audience", "--shape")

    assert "\ufee6\ufec3\ufe8d\ufeee\ufee3" in result.stdout


@pytest.mark.parametrize(
    ("is_terminal", "shapes_itself", "needed"),
    [(True, False, True), (True, True, False), (False, False, False)],
)
def test_letters_are_joined_where_nothing_else_does_it(is_terminal, shapes_itself, needed) -> None:
    screen = Console(force_terminal=is_terminal)

    assert is_shaping_needed(screen, is_terminal_shaping=shapes_itself) is needed


def test_a_deprecated_concept_is_struck_through() -> None:
    screen = Console(force_terminal=True, color_system="standard", record=True, width=80)
    view = TreeView(language="en", depth=9, is_shaped=False)

    screen.print(tree_of(document_of(full_state()), view))

    shown = screen.export_text(styles=True)
    assert re.search(r"\x1b\[2;9mFax", shown)
    assert "Sea" in shown


SCHEMES = [
    path
    for path in sorted((ROOT / "taxonomy").glob("*.json"))
    if not path.stem.startswith("lexicon-")
]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_every_scheme_of_the_project_is_sound(path: Path) -> None:
    result = run("check", str(path))

    assert result.exit_code == 0, result.stderr


def test_what_is_wrong_is_listed_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "services.csv"
    file.write_text("code,parent,name\n1,,Transport\n1,,Roads\n", encoding="utf-8")

    result = run("check", str(file), "--language", "en")

    assert result.exit_code == 1
    assert "TAX-NOTATION" in result.stderr
    assert (
        "services: 2 active concepts, 0 retired, 2 at the top, 2 without an id; 2 errors"
        in result.stderr
    )


def test_what_cannot_be_read_is_told_and_ends_with_one(tmp_path: Path) -> None:
    file = tmp_path / "services.ttl"
    file.write_text("<a> <b>", encoding="utf-8")

    result = run("check", str(file))

    assert result.exit_code == 1
    assert "FILE-SYNTAX" in result.stderr


def test_a_broken_file_of_the_project_is_told(tmp_path: Path) -> None:
    file = tmp_path / "services.json"
    file.write_text('{"scheme": {}}', encoding="utf-8")

    result = run("check", str(file))

    assert (result.exit_code, "FILE-SYNTAX" in result.stderr) == (1, True)


def test_a_table_with_headers_of_its_own_is_checked(tmp_path: Path) -> None:
    file = tmp_path / "lgsl.csv"
    file.write_text("LGSL,Description\n1,Schools\n", encoding="utf-8")
    named = ("--column", "LGSL=notation", "--column", "Description=prefLabel.en")

    assert run("check", str(file), "--language", "en", *named).exit_code == 0
    assert run("check", str(file)).exit_code == 1
    assert run("check", str(file), "--column", "LGSL").exit_code == 2


def test_a_file_that_does_not_tell_its_format_needs_to_be_told(tmp_path: Path) -> None:
    file = tmp_path / "services.data"
    file.write_text(to_csv(document_of(full_state())), encoding="utf-8")

    assert run("check", str(file)).exit_code == 2
    assert "4 active concepts, 1 retired" in run("check", str(file), "--format", "csv").stderr


def test_a_file_does_not_steer_the_terminal(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    turtle = to_turtle(document_of(full_state()), base_url=BASE)
    file.write_text(turtle.replace('"03.1"', '"03.1\\u001B[2J"'), encoding="utf-8")

    result = run("check", str(file))

    assert result.exit_code == 1
    assert "\x1b" not in result.stderr
