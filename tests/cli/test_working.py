"""The worker keeps a search index up to date without serving anybody."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from sqlalchemy import text

from app.cli.seeding import seed
from app.cli.working import work
from app.core.db import Database
from app.core.settings import Settings
from app.submissions import link_duties
from app.wiring import open_index
from tests.catalogue import world
from tests.webhooks.receiver import receiving, until


@contextmanager
def working(settings: Settings, database: Database) -> Iterator[None]:
    """Let a worker work until the block ends."""
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(settings, database), kwargs={"stop": stop})
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join(30)
        assert not worker.is_alive()


def found_of_links(database: Database) -> list[tuple[str, str | None]]:
    with database.engine.connect() as connection:
        rows = connection.execute(text("SELECT url, kind FROM link_check ORDER BY url"))
        return [(row.url, row.kind) for row in rows]


def test_the_worker_follows_the_journal_until_it_is_told_to_stop(
    database: Database, tmp_path: Path
) -> None:
    settings = Settings(data_dir=tmp_path, follow_seconds=0.01)
    stop = threading.Event()
    worker = threading.Thread(target=work, args=(settings, database), kwargs={"stop": stop})

    worker.start()
    seed(database, progress=lambda *_: None)
    stop.wait(1)
    stop.set()
    worker.join(30)

    index = open_index(settings, database)
    assert not worker.is_alive()
    assert index.engine.count == 538
    index.close()


@pytest.mark.parametrize("days", [0, 7])
def test_the_worker_checks_links_where_it_is_asked_for(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, days: int
) -> None:
    monkeypatch.setattr(link_duties, "FIRST_SECONDS", 0.0)
    settings = Settings(data_dir=tmp_path, follow_seconds=0.01, link_check_days=days)
    with receiving() as inside, database.write() as session:
        world.build(session)
        channel = {"type": "portal", "purpose": "apply", "url": inside.url}
        world.publish(session, world.entry("a", hasChannel=[channel]))

    with working(settings, database):
        if days:
            until(lambda: found_of_links(database) == [(inside.url, "private")])
        else:
            assert "links" not in [one.name for one in threading.enumerate()]

    assert "links" not in [one.name for one in threading.enumerate()]
    assert len(found_of_links(database)) == (1 if days else 0)
