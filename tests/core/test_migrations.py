"""Migrations: up, down and up again on both databases, and equal to the models."""

import re

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.util import CommandError
from sqlalchemy import inspect

import app.catalogue.models
import app.core.journal.models
import app.entities.models
import app.taxonomy.models  # noqa: F401
from app.core import journal, migrating
from app.core.db import Base, Database
from app.core.settings import ROOT
from tests.conftest import Server

VERSIONS = sorted((ROOT / "migrations" / "versions").glob("*.py"))


@pytest.fixture
def empty(server: Server):
    database = Database(server.new())
    yield database
    database.close()


def _tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names()) - {"alembic_version"}


def test_the_schema_goes_up_down_and_up_again(empty: Database) -> None:
    assert migrating.present_revision(empty) is None
    assert migrating.is_behind(empty)

    migrating.migrate(empty)
    there = _tables(empty)
    assert migrating.present_revision(empty) == migrating.newest_revision()
    assert not migrating.is_behind(empty)
    assert there == set(Base.metadata.tables)

    migrating.step_down(empty, "base")
    assert _tables(empty) == set()
    assert migrating.present_revision(empty) is None

    migrating.migrate(empty)
    migrating.migrate(empty)
    assert _tables(empty) == there
    with empty.read() as session:
        assert journal.find_broken_entry(session) is None


def test_every_step_can_be_taken_alone(empty: Database) -> None:
    for path in VERSIONS:
        migrating.migrate(empty, path.stem)
        assert migrating.present_revision(empty) == path.stem
    for _ in VERSIONS:
        migrating.step_down(empty, "-1")


def test_the_schema_is_that_of_the_models(empty: Database) -> None:
    migrating.migrate(empty)

    with empty.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, Base.metadata) == []


def test_a_full_catalogue_can_be_taken_down(seeded: Database) -> None:
    migrating.step_down(seeded, "base")

    assert _tables(seeded) == set()


def test_a_revision_that_is_not_known_is_refused(empty: Database) -> None:
    with pytest.raises(CommandError):
        migrating.migrate(empty, "9999_nothing")


@pytest.mark.parametrize("path", VERSIONS, ids=lambda path: path.stem)
def test_a_migration_is_numbered_and_uses_no_application_code(path) -> None:
    text = path.read_text(encoding="utf-8")

    assert re.fullmatch(r"\d{4}_[a-z][a-z_]+", path.stem)
    assert len(path.stem) <= 32
    assert f'revision = "{path.stem}"' in text
    assert not re.search(r"^\s*(from|import) app\b", text, re.MULTILINE)
    assert "def downgrade() -> None:" in text


def test_migrations_are_numbered_without_a_gap() -> None:
    assert [int(path.stem[:4]) for path in VERSIONS] == list(range(1, len(VERSIONS) + 1))
