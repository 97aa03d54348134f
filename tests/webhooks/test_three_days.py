"""A receiver that fails for three days in every way there is, and one dead among two hundred."""

import socket
import statistics
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler
from pathlib import Path

import pytest
import time_machine

from app.core.db import Database
from app.webhooks import commands
from app.webhooks.schemas import WebhookIn
from app.webhooks.sending import Sender
from tests.catalogue import world
from tests.webhooks.receiver import Behaviour, answering, hanging, receiving, until
from tests.webhooks.test_delivering import SEAL, STAFF, Post, post

__all__ = ["post"]

# Standard Webhooks 1.0.0, section on retries: the pauses after the first nine failures.
SCHEDULE = (
    timedelta(seconds=5),
    timedelta(minutes=5),
    timedelta(minutes=30),
    timedelta(hours=2),
    timedelta(hours=5),
    timedelta(hours=10),
    timedelta(hours=14),
    timedelta(hours=20),
    timedelta(hours=24),
)
START = datetime(2026, 3, 1, 6, tzinfo=UTC)


def _resetting(handler: BaseHTTPRequestHandler, _number: int) -> None:
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")
    handler.connection.close()
    raise OSError


def _dripping(handler: BaseHTTPRequestHandler, _number: int) -> None:
    handler.wfile.write(b"HTTP/1.1 200 OK\r\nX-")
    handler.wfile.flush()
    time.sleep(2)


def _in_turns(faults: Sequence[Behaviour]) -> Behaviour:
    """Behave badly in each of these ways, and well from then on."""

    def behave(handler: BaseHTTPRequestHandler, number: int) -> None:
        behaviour = faults[number] if number < len(faults) else answering(200)
        behaviour(handler, number)

    return behave


FAULTS: tuple[Behaviour, ...] = (
    answering(500),
    hanging(2),
    _resetting,
    answering(301, headers={"Location": "https://example.org/"}),
    answering(429, headers={"Retry-After": "60"}),
    _dripping,
    answering(404),
    answering(503, headers={"Retry-After": "nonsense"}),
    answering(302, headers={"Location": "http://169.254.169.254/"}),
)


def test_the_tries_keep_their_schedule_for_three_days_and_nothing_is_lost(post: Post) -> None:
    sender = Sender(allows_loopback=True, seconds=1)
    with (
        time_machine.travel(START, tick=True) as clock,
        receiving(_in_turns(FAULTS)) as receiver,
        post.delivering(sender) as courier,
    ):
        issued = post.subscribe(receiver.url)
        post.publish("a", "b")
        post.publish("c")
        pauses = []
        for attempt in range(1, 10):
            until(lambda attempt=attempt: post.state(issued.id).failed_attempts == attempt)
            failed_at, next_at = datetime.now(UTC), post.state(issued.id).next_attempt_at
            assert next_at is not None
            pauses.append(next_at - failed_at)
            clock.move_to(next_at - timedelta(seconds=1))
            courier.wake()
            time.sleep(0.2)
            assert len(receiver.received) == attempt, "it came before its time"
            clock.move_to(next_at)
            courier.wake()
        until(lambda: post.state(issued.id).seq == post.head())
        took = datetime.now(UTC) - START

    for pause, planned in zip(pauses, SCHEDULE, strict=True):
        assert planned - timedelta(seconds=3) < pause <= planned * 1.1
    assert sum(SCHEDULE, timedelta()) < took < sum(SCHEDULE, timedelta()) * 1.1
    ids = [one.id for one in receiver.received]
    assert ids[:10] == [ids[0]] * 10
    assert len(set(ids[9:])) == 3
    shown = [one.message["data"]["subject"]["id"] for one in receiver.received]
    assert shown == ["a"] * 10 + ["b", "c"]
    assert [one.attempt for one in post.tries(issued.id)] == [*range(1, 11), 1, 1]
    assert post.state(issued.id).is_enabled


ALIVE = 199
OWNERS = ("moi", "paci", "moe", "moh", "mof")
"""Nobody may have more than fifty webhooks, nor take more than a quarter of the room."""


@pytest.mark.long
@pytest.mark.parametrize("behaviour", [hanging(20), answering(500)], ids=["hangs", "fails"])
def test_one_dead_receiver_of_two_hundred_delays_nobody(
    database: Database, tmp_path: Path, behaviour: Behaviour
) -> None:
    with database.write() as session:
        world.build(session)
        for owner in OWNERS:
            world.put_entity(session, owner)
    post = Post(database, tmp_path)
    with receiving(behaviour) as dead, receiving() as alive:
        _subscribe(post, [dead.url, *(f"{alive.url}/{place}" for place in range(ALIVE))])
        delays: list[float] = []
        with post.delivering():
            for number in range(5):
                before = len(alive.received)
                published = time.monotonic()
                post.publish(f"s{number}")
                arrived = alive.wait_for(before + ALIVE, 30)[before:]
                delays += [one.at - published for one in arrived]

    assert len(delays) == 5 * ALIVE
    assert dead.received
    assert statistics.quantiles(delays, n=20)[-1] < 2, "one in twenty has waited"


def _subscribe(post: Post, urls: Sequence[str]) -> None:
    with post.database.write() as session:
        for place, url in enumerate(urls):
            asked = {"url": url, "entity": OWNERS[place % len(OWNERS)]}
            commands.create_webhook(
                session,
                WebhookIn.model_validate(asked),
                caller=STAFF,
                seal=SEAL,
                allows_loopback=True,
            )
