"""Watching the journal: every follower is told of every move, once."""

import threading
import time
from collections.abc import Callable

import pytest

from app.core.db import Database
from app.core.journal import Change, record
from app.core.watching import JournalWatcher


def _move(database: Database) -> None:
    change = Change(kind="k", subject_type="entity", subject_id="x", op="upsert", actor="test")
    with database.write() as session:
        record(session, change)


def _until(is_so: Callable[[], bool]) -> bool:
    end = time.monotonic() + 10
    while not is_so() and time.monotonic() < end:
        time.sleep(0.01)
    return is_so()


def test_a_follower_is_told_once_of_each_move(database: Database) -> None:
    told: list[int] = []
    watcher = JournalWatcher(database, seconds=1)
    watcher.follow(lambda seq: told.append(seq) is None)

    watcher.look()
    watcher.look()
    _move(database)
    watcher.look()
    watcher.look()

    assert told == [0, 1]


def test_a_follower_that_has_not_finished_is_called_again_alone(database: Database) -> None:
    slow, quick = [], []
    watcher = JournalWatcher(database, seconds=1)
    watcher.follow(lambda seq: slow.append(seq) or len(slow) >= 3)
    watcher.follow(lambda seq: quick.append(seq) is None)

    for _ in range(5):
        watcher.look()

    assert (slow, quick) == ([0, 0, 0], [0])


def test_followers_are_told_again_when_something_was_lost(database: Database) -> None:
    told: list[int] = []
    watcher = JournalWatcher(database, seconds=1)
    watcher.follow(lambda seq: told.append(seq) is None)
    watcher.look()

    watcher.tell_again()
    watcher.look()

    assert told == [0, 0]


def test_a_failing_follower_does_not_keep_the_others_from_hearing(database: Database) -> None:
    told: list[int] = []

    def fail(_seq: int) -> bool:
        raise RuntimeError("on purpose")

    watcher = JournalWatcher(database, seconds=1)
    watcher.follow(fail)
    watcher.follow(lambda seq: told.append(seq) is None)

    for _ in range(2):
        with pytest.raises(RuntimeError, match="on purpose"):
            watcher.look()

    assert told == [0]


def test_the_watch_goes_on_after_a_failure(database: Database) -> None:
    told: list[int] = []

    def fail_once(seq: int) -> bool:
        told.append(seq)
        if len(told) == 1:
            raise RuntimeError("on purpose")
        return True

    watcher = JournalWatcher(database, seconds=0.01)
    watcher.follow(fail_once)
    watcher.start()
    try:
        assert _until(lambda: told == [0, 0])
        _move(database)
        assert _until(lambda: told == [0, 0, 1])
    finally:
        watcher.stop()


def test_a_commit_of_this_process_is_noticed_at_once(database: Database) -> None:
    told = threading.Event()
    watcher = JournalWatcher(database, seconds=60)
    watcher.follow(lambda seq: (told.set() if seq == 1 else None) is None)
    watcher.look()
    watcher.start()
    try:
        _move(database)
        assert told.wait(5)
    finally:
        watcher.stop()


def test_a_burst_of_commits_is_told_together(database: Database) -> None:
    told: list[int] = []

    def follow(seq: int) -> bool:
        told.append(seq)
        time.sleep(0.05)
        return True

    watcher = JournalWatcher(database, seconds=60)
    watcher.follow(follow)
    watcher.look()
    watcher.start()
    try:
        for _ in range(40):
            _move(database)
            time.sleep(0.005)
        assert _until(lambda: told[-1] == 40)
        assert len(told) < 20
    finally:
        watcher.stop()


def test_a_commit_of_another_process_is_noticed_soon(database: Database) -> None:
    told = threading.Event()
    other = Database(database.url.render_as_string(hide_password=False))
    watcher = JournalWatcher(database, seconds=0.02)
    watcher.follow(lambda seq: (told.set() if seq == 1 else None) is None)
    watcher.start()
    try:
        _move(other)
        assert told.wait(5)
    finally:
        watcher.stop()
        other.close()


def test_a_watch_that_never_began_can_be_stopped(database: Database) -> None:
    JournalWatcher(database, seconds=1).stop()
