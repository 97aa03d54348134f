"""`dalil release-lexicon` releases a file once, and says why it refuses another."""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

from app.cli.main import app
from tests.taxonomy.lexicon.files import LICENCE, group, lexicon_file, term


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    CliRunner().invoke(app, ["migrate"])
    return tmp_path


def release(folder: Path, file: dict[str, Any]) -> Result:
    path = folder / "lexicon.json"
    path.write_text(json.dumps(file), encoding="utf-8")
    return CliRunner().invoke(app, ["release-lexicon", str(path)])


def test_a_file_is_released_once(folder: Path) -> None:
    first, again = release(folder, lexicon_file()), release(folder, lexicon_file())

    assert first.exit_code == again.exit_code == 0
    assert "1.0.0 is released: 3 groups" in first.output
    assert "nothing has changed" in again.output


def test_an_unsound_file_is_refused_rule_by_rule(folder: Path) -> None:
    result = release(folder, lexicon_file("1.0.0", group(LICENCE, term("alone"))))

    assert result.exit_code == 1
    assert "LEX-TERMS" in result.output


def test_a_file_of_another_shape_is_refused_with_the_place(folder: Path) -> None:
    result = release(folder, lexicon_file("1.0.0", group(LICENCE, term("a", weight=7))))

    assert result.exit_code == 1
    assert "groups/0/terms/0/weight" in result.output
