"""A catalogue with a small government and no services."""

from collections.abc import Iterator

import pytest

from app.core.db import Database
from tests.catalogue import world
from tests.conftest import Server, opened_copy


@pytest.fixture(scope="session")
def built_url(server: Server, migrated_url: str) -> str:
    """A database with the small world, to be copied."""
    url = server.copy_of(migrated_url)
    database = Database(url)
    with database.write() as session:
        world.build(session)
    if database.is_sqlite:
        with database.engine.connect() as connection:
            connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return url


@pytest.fixture
def catalogue(server: Server, built_url: str) -> Iterator[Database]:
    """The small world of the test's own."""
    with opened_copy(server, built_url) as opened:
        yield opened
