"""``dalil keys``: the key alone on the last line of standard output, and nowhere else."""

from pathlib import Path

import pytest
from click.testing import Result
from typer.testing import CliRunner

from app.cli.main import app
from app.core.access.pepper import Pepper
from app.core.access.queries import authenticate, list_keys
from app.core.db import Database
from app.core.migrating import migrate
from app.core.settings import Settings
from app.entities.commands import put_entity, retire_entity
from app.entities.schemas import EntityIn


@pytest.fixture
def database(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    """A database with one entity that the commands will open."""
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", database.url.render_as_string(hide_password=False))
    entity = EntityIn.model_validate(
        {"id": "moi", "title": {"ar": "وزارة", "en": "Ministry"}, "type": "ministry"}
    )
    with database.write() as session:
        put_entity(session, entity, actor="test")
    return database


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["keys", *words])


def made(*words: str) -> str:
    said = run("create", *words)
    assert said.exit_code == 0, said.output
    return said.stdout.splitlines()[-1]


def test_a_key_stands_alone_on_the_last_line(database: Database) -> None:
    said = run("create", "--entity", "moi", "--role", "entity_editor", "--days", "30")

    key = said.stdout.splitlines()[-1]
    with database.read() as session:
        caller = authenticate(session, key, pepper=Pepper(Settings()).find())
        [shown] = list_keys(session)
    assert said.stdout == f"{key}\n"
    assert key not in said.stderr
    assert (caller.roles, caller.entity) == ({"entity_editor"}, "moi")
    assert shown.label == "moi: entity_editor"
    assert shown.expires_at is not None


def test_a_key_of_staff_with_scopes(database: Database) -> None:
    made(
        "--staff", "--role", "catalogue_editor", "--role", "board", "--label", "Office",
        "--scope", "entries:read",
    )  # fmt: skip

    with database.read() as session:
        [shown] = list_keys(session)
    assert (shown.label, shown.entity, shown.scopes) == ("Office", None, ["entries:read"])
    assert shown.roles == ["board", "catalogue_editor"]


@pytest.mark.parametrize(
    ("words", "reason"),
    [
        (["--role", "reader"], "Say whose the key is"),
        (["--role", "reader", "--staff", "--entity", "moi"], "Say whose the key is"),
        (["--role", "entity_editor", "--staff"], "needs an entity"),
        (["--role", "admin", "--entity", "moi"], "belongs to no entity"),
        (["--role", "king", "--staff"], "roles:"),
        (["--role", "admin", "--staff", "--scope", "all"], "scopes:"),
        (["--role", "entity_editor", "--entity", "nowhere"], "nowhere"),
    ],
)
def test_what_does_not_fit_is_refused_with_a_reason(
    database: Database, words: list[str], reason: str
) -> None:
    said = run("create", *words)

    assert (said.exit_code, said.stdout) == (1, "")
    assert reason in said.stderr
    with database.read() as session:
        assert list_keys(session) == []


def test_a_lifetime_is_at_least_a_day(database: Database) -> None:
    said = run("create", "--staff", "--role", "admin", "--days", "0")

    assert (said.exit_code, said.stdout) == (2, "")


def test_a_key_is_rotated_listed_and_revoked(database: Database) -> None:
    old = made("--staff", "--role", "board")
    key_id = old.split("_")[1]

    rotated = run("rotate", key_id, "--overlap", "3600")
    new = rotated.stdout.splitlines()[-1]
    revoked = run("revoke", new.split("_")[1], "--reason", "a test")
    listed = run("list")

    assert rotated.stdout == f"{new}\n"
    assert "stays good for 3600 seconds" in rotated.stderr
    assert revoked.exit_code == 0
    assert f"replaced by {new.split('_')[1]}" in " ".join(listed.stdout.split())
    assert "revoked" in listed.stdout
    assert old not in listed.stdout
    assert new not in listed.stdout


def test_an_unknown_key_is_named(database: Database) -> None:
    for command in ("rotate", "revoke"):
        said = run(command, "nothing")

        assert said.exit_code == 1
        assert "There is no key 'nothing'." in said.stderr


def test_serving_says_how_to_make_the_first_key(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setattr("app.cli.main.uvicorn.run", lambda *_a, **_o: None)

    first = CliRunner().invoke(app, ["serve"])
    made("--staff", "--role", "admin")
    later = CliRunner().invoke(app, ["serve"])

    assert "dalil keys create --staff --role admin" in first.output
    assert "keys create" not in later.output


def test_keys_need_a_migrated_database(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))

    said = run("list")

    assert said.exit_code == 1
    assert "dalil migrate" in said.stderr
    assert not (tmp_path / "key-pepper").exists()


def test_the_schema_goes_up_down_and_up(database: Database) -> None:
    from app.core.migrating import present_revision, step_down

    step_down(database, "0001_create_catalogue")
    assert present_revision(database) == "0001_create_catalogue"
    migrate(database)

    assert run("list").exit_code == 0


def test_an_entity_that_is_no_more_gets_no_key(database: Database) -> None:
    with database.write() as session:
        paci = {"id": "paci", "title": {"en": "Authority"}, "type": "public-authority"}
        put_entity(session, EntityIn.model_validate(paci), actor="test")
        retire_entity(session, "moi", replaced_by=["paci"], actor="test", reason="merged")

    said = run("create", "--entity", "moi", "--role", "entity_editor")

    assert said.exit_code == 1
    assert "'moi' is no more; in its place stands 'paci'." in " ".join(said.stderr.split())
