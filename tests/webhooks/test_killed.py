"""Processes that are killed while they deliver: nothing is lost, skipped or out of order."""

import subprocess
import sys
import time
from http.server import BaseHTTPRequestHandler
from itertools import pairwise
from pathlib import Path

import pytest
from sqlalchemy import select

from app.core import journal
from app.webhooks import commands
from app.webhooks.models import Webhook
from app.webhooks.schemas import ReplayIn
from tests.webhooks.receiver import Receiver, answering, receiving, until
from tests.webhooks.test_delivering import PEPPER, STAFF, Post, post

__all__ = ["post"]
ROOT = Path(__file__).parents[2]


def start(post: Post) -> subprocess.Popen[bytes]:
    url = post.database.url.render_as_string(hide_password=False)
    module = "tests.webhooks.courier_process"
    return subprocess.Popen([sys.executable, "-m", module, url, str(post.folder), PEPPER], cwd=ROOT)


def slowly(handler: BaseHTTPRequestHandler, number: int) -> None:
    time.sleep(0.01)
    answering(200)(handler, number)


def kill_in_turn(post: Post, receiver: Receiver, *, times: int, until_done: int) -> None:
    """Kill one process after the other, each after some messages; another takes over."""
    running = [start(post), start(post)]
    try:
        for _ in range(times):
            receiver.wait_for(len(receiver.received) + 15, seconds=60)
            running[0].kill()
            running.pop(0).wait()
            running.append(start(post))
        with post.database.read() as session:
            ids = session.scalars(select(Webhook.id)).all()
        until(lambda: all(post.state(one).seq >= until_done for one in ids), 60)
    finally:
        for one in running:
            one.kill()
            one.wait()


def feed_of(post: Post, after: int) -> list[int]:
    with post.database.read() as session:
        found = journal.entries(session, after=after, limit=999, subject_types=("service",))
    return [one.seq for one in found if one.change.is_public]


def arrived(receiver: Receiver, expected: list[int]) -> list[int]:
    """Give the places in the feed of what has arrived, one after the other."""
    return [expected.index(seq) for seq in receiver.seqs]


@pytest.mark.long
def test_processes_that_are_killed_lose_and_skip_nothing(post: Post) -> None:
    with receiving(slowly) as plain, receiving(slowly) as moved:
        _, replayed = (post.subscribe(one.url).id for one in (plain, moved))
        begin = post.head()
        post.publish(*(f"s{number}" for number in range(100)))
        expected = feed_of(post, begin)
        kill_in_turn(post, plain, times=3, until_done=expected[-1])
        with post.database.write() as session:
            commands.replay(session, replayed, ReplayIn(seq=begin), caller=STAFF)
        kill_in_turn(post, moved, times=2, until_done=expected[-1])

    for receiver in (plain, moved):
        places = arrived(receiver, expected)
        assert places[0] == 0
        assert places[-1] == 99
        assert all(two - one <= 1 for one, two in pairwise(places))
        assert len({one.id for one in receiver.received}) == 100
    assert plain.seqs.count(expected[0]) <= 4
    assert moved.seqs.count(expected[-1]) >= 2
