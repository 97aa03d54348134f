"""Bringing a database to the newest schema."""

from functools import cache

from alembic import command
from alembic.config import Config
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, inspect, text

from app.core.db import Database
from app.core.settings import ROOT


def configuration(connection: Connection | None = None) -> Config:
    """Describe the migrations to Alembic, for one open connection."""
    config = Config(ROOT / "alembic.ini")
    config.set_main_option("script_location", str(ROOT / "migrations").replace("%", "%%"))
    config.attributes["connection"] = connection
    return config


def migrate(database: Database, revision: str = "head") -> None:
    """Bring the database up to a revision, in one transaction."""
    with database.engine.execution_options(dalil_writes=True).begin() as connection:
        command.upgrade(configuration(connection), revision)


def step_down(database: Database, revision: str) -> None:
    """Take the database down to an earlier revision; ``base`` empties it."""
    with database.engine.execution_options(dalil_writes=True).begin() as connection:
        command.downgrade(configuration(connection), revision)


def newest_revision() -> str:
    """Name the newest revision that this code knows."""
    return _revisions()[0]


def is_behind(database: Database) -> bool:
    """Tell whether the database has yet to be migrated.

    A revision that this code does not know is a newer one: during a rolling
    update old processes go on serving.
    """
    present = present_revision(database)
    return present is None or present in _revisions()[1:]


@cache
def _revisions() -> tuple[str, ...]:
    """List the revisions that this code knows, the newest first."""
    known = ScriptDirectory.from_config(configuration()).walk_revisions()
    return tuple(one.revision for one in known)


def present_revision(database: Database) -> str | None:
    """Name the revision that the database is at, None when it is empty."""
    with database.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
