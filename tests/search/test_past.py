"""Searches of the past: one engine for each state of the catalogue, built one at a time."""

import threading
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest

from app.catalogue import commands
from app.catalogue.queries.documents import stream_documents_as_of
from app.core.clock import now
from app.core.db import Database
from app.search.documents import search_document
from app.search.engine import EngineQuery
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.errors import PastNotReady
from app.search.indexing import MemoryIndex
from app.search.lexicon import NO_LEXICON
from app.search.past import states as states_of_past
from app.search.past.places import Places
from app.search.past.share import Share
from app.search.past.states import MOST_KEPT, MOST_WAITING, PastStates
from app.search.planning import plan_query
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


def test_answers_are_those_of_the_naive_engine(search: ServedSearch, before: datetime) -> None:
    naive = MemoryEngine()
    with search._database.read() as session:
        found = stream_documents_as_of(session, before)
        naive.add(search_document(orjson.loads(body)) for _, body in found)
    naive.commit(0)
    engine = search.engine_as_of(before)

    for text in ("تجديد الاقامه", "renew residence", "jwaz", ""):
        plan = plan_query(text, engine.vocabulary, NO_LEXICON) if text else None
        asked = EngineQuery(plan=plan, facets=("entity",))
        assert engine.search(asked) == naive.search(asked)


def test_few_states_are_kept_and_nothing_is_left_of_the_others(
    seeded: Database, before: datetime, tmp_path: Path
) -> None:
    states = PastStates(seeded, tmp_path)
    moments = [before - timedelta(seconds=n) for n in range(MOST_KEPT + 2)]

    engines = [states.engine(moment, before) for moment in moments]

    assert len(list(tmp_path.glob("past-*/*/meta.json"))) == MOST_KEPT
    assert engines[0].search(EngineQuery()).total == 538  # who still searches goes on searching
    assert states.engine(moments[-1], before) is engines[-1]
    states.close()
    assert list(tmp_path.glob("past-*")) == []


def test_those_who_ask_for_the_same_state_share_one_build(
    seeded: Database, before: datetime
) -> None:
    states, found = PastStates(seeded), []

    threads = [
        threading.Thread(target=lambda: found.append(states.engine(before, before)))
        for _ in range(MOST_WAITING)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len(found) == MOST_WAITING
    assert len(set(map(id, found))) == 1
    states.close()


def test_a_state_that_takes_long_is_built_while_nobody_waits(
    seeded: Database, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states_of_past, "_PATIENCE_SECONDS", 0.001)
    states = PastStates(seeded)

    with pytest.raises(PastNotReady) as caught:
        states.engine(before, before)
    assert (caught.value.status, caught.value.headers) == (503, {"Retry-After": "5"})

    monkeypatch.setattr(states_of_past, "_PATIENCE_SECONDS", 30)
    assert states.engine(before, before).count == 538
    states.close()


def test_few_wait_at_a_time(
    seeded: Database, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states_of_past, "MOST_WAITING", 0)
    states = PastStates(seeded)

    with pytest.raises(PastNotReady):
        states.engine(before, before)
    states.close()


def test_building_takes_a_part_of_the_time(
    seeded: Database, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(states_of_past, "_CREDIT_SECONDS", 0.0)
    states = PastStates(seeded)
    first = states.engine(before, before)

    states._share.spend(10, time.monotonic())
    with pytest.raises(PastNotReady) as caught:
        states.engine(before - timedelta(days=1), before)

    assert 40 <= int(caught.value.headers["Retry-After"]) <= 50
    assert states.engine(before, before) is first
    states.close()


def test_a_build_that_fails_is_told_and_tried_again(
    seeded: Database, before: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    states = PastStates(seeded)

    def fail(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(TantivyEngine, "commit", fail)
        with pytest.raises(PastNotReady, match="could not be prepared"):
            states.engine(before, before)

    assert states.engine(before, before).count == 538
    states.close()


def test_nothing_is_built_after_the_end(seeded: Database, before: datetime) -> None:
    states = PastStates(seeded)
    states.close()

    with pytest.raises(PastNotReady):
        states.engine(before, before)


def test_what_a_killed_process_left_is_removed_and_nothing_else(tmp_path: Path) -> None:
    left, other = tmp_path / "past-left", tmp_path / "other"
    other.mkdir()
    places = Places(tmp_path)
    held = places.new()
    left.mkdir()

    Places(tmp_path)

    assert not left.exists()
    assert other.exists()
    assert held.exists()
    places.close()
    assert not held.exists()


def test_a_share_is_paid_back_with_time() -> None:
    share = Share(part=0.25, credit_seconds=15)

    share.spend(14, 100)
    assert share.wait(100) == 0
    share.spend(6, 100)
    assert share.wait(100) == 20
    assert share.wait(110) == 10
    assert share.wait(120) == 0
