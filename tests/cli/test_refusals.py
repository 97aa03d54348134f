"""What the command line says when it cannot begin."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from app.cli.main import app
from app.core.settings import ROOT

MAKERS = {"serve", "migrate", "seed", "generate"}
"""Commands that make a database where there is none."""
WITHOUT = {"openapi", "version", "mirror", "taxonomy check"}
"""Commands that need no database of ours."""
FILE = str(Path(__file__))
SCHEME = str(ROOT / "taxonomy" / "audience-1.0.0.json")
OTHERS = {
    "audit export": (),
    "audit verify": (),
    "doctor": (),
    "import": (FILE, "--entity", "moi"),
    "insights": (),
    "journal verify": (),
    "keys create": ("--staff", "--role", "admin"),
    "keys list": (),
    "keys revoke": ("k7m2pq9xw4bn",),
    "keys rotate": ("k7m2pq9xw4bn",),
    "reindex": (),
    "search": ("passport",),
    "release-lexicon": (FILE,),
    "taxonomy diff": ("services@1.0.0", "services@latest"),
    "taxonomy export": ("services",),
    "taxonomy import": (SCHEME, "--scheme", "services"),
    "taxonomy release": ("services",),
    "taxonomy tree": ("services",),
    "worker": (),
}


def commands(group: typer.Typer, *before: str) -> Iterator[str]:
    """List every command by its full name."""
    for one in group.registered_commands:
        function = getattr(one.callback, "__name__", "")
        yield " ".join((*before, one.name or function.replace("_", "-")))
    for below in group.registered_groups:
        if below.typer_instance:
            yield from commands(below.typer_instance, *before, str(below.name))


def test_it_is_known_of_every_command_whether_it_makes_a_database() -> None:
    assert set(commands(app)) == MAKERS | WITHOUT | OTHERS.keys()


@pytest.mark.parametrize("name", OTHERS)
def test_a_command_makes_no_database_where_there_is_none(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "elsewhere"
    monkeypatch.setenv("DALIL_DATA_DIR", str(folder))
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)

    said = CliRunner().invoke(app, [*name.split(), *OTHERS[name]])

    assert said.exit_code == 1
    assert f"no database in the folder {folder}" in said.stderr
    assert "DALIL_DATA_DIR" in said.stderr
    assert not folder.exists()


@pytest.mark.parametrize("command", [["reindex"], ["audit", "verify"], ["audit", "export"]])
def test_a_command_on_an_empty_database_asks_for_migrate(
    command: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.delenv("DALIL_DATABASE_URL", raising=False)
    (tmp_path / "dalil.sqlite3").touch()

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
