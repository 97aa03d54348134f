"""Windows that processes share: three replicas together let in no more than the quota."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlalchemy import make_url, text
from sqlalchemy.exc import SQLAlchemyError

from app.core.db import Database
from app.core.migrating import migrate
from app.core.quota import Policy, SharedWindows, Standing, shared
from tests.conftest import PostgresServer

QUOTA = Policy("key", 600)


@pytest.fixture(scope="module")
def database(postgres_server: PostgresServer) -> Iterator[Database]:
    opened = Database(postgres_server.new())
    migrate(opened)
    yield opened
    opened.close()


@pytest.fixture
def stores(database: Database) -> Iterator[list[SharedWindows]]:
    with database.engine.begin() as connection:
        connection.execute(text("DELETE FROM quota_window"))
    opened = [SharedWindows(database.url) for _ in range(3)]
    yield opened
    for one in opened:
        one.close()


def let_in(store: SharedWindows, requests: int, who: str = "a", policy: Policy = QUOTA) -> int:
    """Count how many of some requests a replica lets in."""
    standing = Standing(0, float("inf"))
    found = 0
    for _ in range(requests):
        if standing.tokens == 0 and not standing.is_spent:
            standing.add(store.lease(who, policy), time.monotonic())
        found += standing.take()
    return found


def test_three_replicas_let_in_exactly_the_quota(stores: list[SharedWindows]) -> None:
    with ThreadPoolExecutor(3) as pool:
        found = list(pool.map(let_in, stores, [1000] * 3))

    assert sum(found) == 600


def test_a_small_quota_is_leased_one_by_one(stores: list[SharedWindows]) -> None:
    policy = Policy("credentials", 15)

    assert [stores[n % 3].lease("a", policy).granted for n in range(17)] == [1] * 15 + [0] * 2


def test_most_requests_ask_nobody(stores: list[SharedWindows]) -> None:
    leases = []
    while not leases or leases[-1].granted:
        leases.append(stores[0].lease("b", QUOTA))

    assert leases[0].granted == 37
    assert sum(one.granted for one in leases) == 600
    assert len(leases) < 90


def test_a_window_that_has_ended_begins_anew(stores: list[SharedWindows]) -> None:
    policy = Policy("short", 2, seconds=1)
    assert let_in(stores[0], 5, policy=policy) == 2

    time.sleep(1.05)

    assert let_in(stores[1], 5, policy=policy) == 2


def test_the_window_ends_by_the_databases_clock(stores: list[SharedWindows]) -> None:
    first = stores[0].lease("a", QUOTA)
    time.sleep(0.2)
    later = stores[1].lease("a", QUOTA)

    assert 59 < first.seconds <= 60
    assert 0.15 < first.seconds - later.seconds < 5


def test_ended_windows_are_removed(
    stores: list[SharedWindows], database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    stores[0].lease("old", Policy("short", 1, seconds=0))
    monkeypatch.setattr(shared, "_PURGE_SECONDS", -1)
    monkeypatch.setattr(stores[0], "_purges_at", 0.0)

    stores[0].lease("new", QUOTA)

    with database.read() as session:
        assert list(session.scalars(text("SELECT who FROM quota_window"))) == ["key:new"]


def test_a_store_that_does_not_answer_gives_up_soon() -> None:
    store = SharedWindows(make_url("postgresql+psycopg://nobody@127.0.0.1:1/none"))
    began = time.monotonic()

    with pytest.raises(SQLAlchemyError):
        store.lease("a", QUOTA)

    assert time.monotonic() - began < 3
    store.close()
