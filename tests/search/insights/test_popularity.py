"""Popularity: what counts, how much, and what one hand cannot do."""

from datetime import timedelta

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.core.clock import now
from app.core.db import Database
from app.search.insights.batches import Click
from app.search.insights.collecting import SearchLog
from app.search.insights.popularity import (
    LEAST_SESSIONS,
    MOST_SERVICES,
    count_popularity,
    find_popularity,
    points_of,
)
from app.search.insights.rules import query_id_of
from tests.search.insights.test_log import heard


def opened(
    log: SearchLog, service: str, *, sessions: int, position: int = 1, first: int = 0
) -> None:
    """Let sessions search and open one service."""
    for number in range(first, first + sessions):
        who = f"203.0.113.{number}"
        log.note(heard("رخصة"), who)
        log.note(Click(query_id_of("رخصة"), service, position), who)


def popular(database: Database) -> dict[str, int]:
    with database.write_aside() as session:
        count_popularity(session, now() + timedelta(hours=1))
        return find_popularity(session)


@pytest.fixture
def services(seeded: Database) -> list[str]:
    from sqlalchemy import text

    with seeded.read() as session:
        return list(session.scalars(text("SELECT service_id FROM service_document ORDER BY 1")))


def test_the_most_opened_service_has_all_points(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    opened(log, services[0], sessions=40)
    opened(log, services[1], sessions=10)
    log.write()

    found = popular(seeded)

    assert found[services[0]] == 1000
    assert 0 < found[services[1]] < 1000
    assert set(found) == set(services[:2])


def test_a_service_opened_below_others_counts_more(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    opened(log, services[0], sessions=20, position=1)
    opened(log, services[1], sessions=10, position=4)
    opened(log, services[2], sessions=10, position=10_000)
    log.write()

    found = popular(seeded)

    assert sorted(found, key=found.__getitem__) == [services[0], services[1], services[2]]
    assert found[services[2]] == points_of({"a": 20, "b": 40, "c": 50})["c"] == 1000


def test_few_sessions_make_nothing_popular(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    opened(log, services[0], sessions=LEAST_SESSIONS - 1, position=50)
    for _ in range(1000):
        opened(log, services[1], sessions=1, position=50, first=200)
    log.write()

    assert popular(seeded) == {}


def test_a_click_without_its_search_does_not_count(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    for number in range(20):
        log.note(heard("رخصة"), f"203.0.113.{number}")
        log.note(Click(query_id_of("جواز"), services[0], 1), f"203.0.113.{number}")
        log.note(Click(query_id_of("رخصة"), services[0], 1), f"198.51.100.{number}")
    log.write()

    assert popular(seeded) == {}


def test_a_session_makes_few_services_popular(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    for number in range(10):
        for service in services[:50]:
            opened(log, service, sessions=1, first=number)
    log.write()

    assert len(popular(seeded)) == MOST_SERVICES


def test_clicks_grow_old(seeded: Database, services: list[str]) -> None:
    log = SearchLog(seeded)
    with time_machine.travel(now() - timedelta(days=32), tick=False):
        opened(log, services[0], sessions=20)
        log.write()

    assert popular(seeded) == {}


def test_it_is_counted_once_an_hour_by_whoever_comes_first(
    seeded: Database, services: list[str]
) -> None:
    log, at = SearchLog(seeded), now()
    opened(log, services[0], sessions=20)
    log.write()

    with seeded.write_aside() as session:
        counted = [count_popularity(session, at + timedelta(minutes=m)) for m in (0, 1, 49, 51)]

    assert counted == [True, False, False, True]


@given(st.dictionaries(st.text(max_size=3), st.integers(1, 10**9), max_size=30))
def test_points_keep_the_order_within_their_bounds(worths: dict[str, int]) -> None:
    found = points_of(worths)

    assert all(1 <= points <= 1000 for points in found.values())
    ranked = sorted(worths, key=lambda name: (worths[name], found[name]))
    assert [found[name] for name in ranked] == sorted(found.values())
