"""What one process holds open, and what it drops when the journal moves."""

import time
from pathlib import Path

import pytest

from app import wiring
from app.core.settings import Settings
from app.search.serving import ServedSearch
from tests.conftest import SqliteServer


def test_kept_answers_are_dropped_again_when_search_has_caught_up(
    sqlite_server: SqliteServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from app.core.db import Database
    from app.core.migrating import migrate

    settings = Settings(database_url=sqlite_server.new(), data_dir=tmp_path, follow_seconds=0.05)
    database = Database(settings.resolved_database_url)
    migrate(database)
    database.close()
    heard: list[str] = []

    def follow(_search: ServedSearch, _seq: int) -> bool:
        heard.append("search")
        return len(heard) > 4  # the names have to wait for a while

    monkeypatch.setattr(ServedSearch, "follow", follow)
    opened = wiring.open_all(settings, lambda: heard.append("drop"))
    time.sleep(1)
    opened.close()

    assert heard[:2] == ["search", "drop"]
    assert heard[-2:] == ["search", "drop"]
    assert len(heard) > 4
