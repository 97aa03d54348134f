"""Searches of the past: one engine for each state of the catalogue, built one at a time."""

from datetime import UTC, datetime, timedelta

import pytest

from app.catalogue import commands
from app.core.clock import now
from app.core.db import Database
from app.core.errors import Unavailable
from app.search import serving
from app.search.engine import EngineQuery
from app.search.indexing import MemoryIndex
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource


@pytest.fixture
def before(seeded: Database) -> datetime:
    """A time before one of the services was archived."""
    moment = now()
    with seeded.write() as session:
        commands.archive(session, "moi-res18-renew", actor="test", reason="closed")
    return moment


@pytest.fixture
def search(seeded: Database, before: datetime) -> ServedSearch:
    return ServedSearch(seeded, MemoryIndex(CatalogueSource(seeded)))


def test_the_future_and_the_present_need_no_engine_of_their_own(search: ServedSearch) -> None:
    assert search.engine_as_of(now()) is search.engine
    assert search.engine_as_of(datetime(9999, 12, 31, tzinfo=UTC)) is search.engine


def test_times_of_one_state_share_an_engine(search: ServedSearch, before: datetime) -> None:
    first = search.engine_as_of(before)
    again = search.engine_as_of(before - timedelta(microseconds=1))

    assert again is first
    assert first.search(EngineQuery()).total == 538
    assert search.engine.search(EngineQuery()).total == 537


def test_before_the_first_entry_there_is_nothing(search: ServedSearch) -> None:
    engine = search.engine_as_of(datetime(1, 1, 1, tzinfo=UTC))

    assert engine.search(EngineQuery()).total == 0


def test_only_one_engine_is_built_at_a_time(
    search: ServedSearch, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(serving, "_PATIENCE_SECONDS", 0.01)

    with search._building, pytest.raises(Unavailable):
        search.engine_as_of(before)
