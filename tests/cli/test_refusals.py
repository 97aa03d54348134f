"""What the command line says when it cannot begin."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli.main import app


@pytest.mark.parametrize("command", [["reindex"], ["audit", "verify"], ["audit", "export"]])
def test_a_command_on_an_empty_database_asks_for_migrate(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))

    said = CliRunner().invoke(app, command)

    assert said.exit_code == 1
    assert "run `dalil migrate`" in said.output


def test_a_setting_that_cannot_be_used_is_named(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setenv("PORT", "99999")
    monkeypatch.setenv("DALIL_LOG_LEVEL", "loud")

    said = CliRunner().invoke(app, ["doctor"])

    assert said.exit_code == 2
    assert "PORT: Input should be less than or equal to 65535" in said.output
    assert "DALIL_LOG_LEVEL: Input should be 'DEBUG'" in said.output
