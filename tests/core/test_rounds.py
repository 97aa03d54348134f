"""Rounds come again and again, whatever befalls one of them, and end when they are told to."""

import threading
import time

import pytest

from app.core import rounds
from app.core.rounds import Hourly, Rounds, do_each


class Counting(Rounds):
    """Notes its rounds; the first one fails."""

    def __init__(self, *, seconds: float) -> None:
        super().__init__("counting", seconds=seconds)
        self.made = 0
        self.has_gone_on = threading.Event()

    def round(self) -> None:
        self.made += 1
        if self.made == 1:
            raise RuntimeError("on purpose")
        self.has_gone_on.set()


def test_a_fault_ends_one_round_only() -> None:
    counting = Counting(seconds=0.01)
    counting.start()
    try:
        assert counting.has_gone_on.wait(5)
    finally:
        counting.stop()
    made = counting.made
    time.sleep(0.05)
    assert counting.made == made


def test_who_is_woken_does_not_wait() -> None:
    counting = Counting(seconds=60)
    counting.start()
    try:
        counting.wake()
        while not counting.made:
            time.sleep(0.01)
        counting.wake()
        assert counting.has_gone_on.wait(5)
    finally:
        counting.stop()


def test_what_never_began_can_be_stopped() -> None:
    counting = Counting(seconds=60)

    counting.stop()

    assert counting.is_stopping()
    assert counting.made == 0


def test_an_hour_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    clock = [0.0]
    monkeypatch.setattr(rounds.time, "monotonic", lambda: clock[0])
    hourly = Hourly()
    said = []
    for clock[0] in (0, 59, 61, 62, 3600, 3662, 3663):
        said.append(hourly.is_time())

    assert said == [False, False, True, False, False, True, False]


def test_a_part_that_fails_keeps_none_of_the_others_waiting() -> None:
    done: list[str] = []

    def fail() -> None:
        raise OSError("the disk is full")

    with pytest.raises(OSError, match="full"):
        do_each(lambda: done.append("first"), fail, lambda: done.append("last"))

    assert done == ["first", "last"]


def test_of_several_faults_none_is_forgotten() -> None:
    def fail(what: str) -> None:
        raise ValueError(what)

    with pytest.raises(ExceptionGroup) as caught:
        do_each(lambda: fail("one"), lambda: fail("two"))

    assert [str(one) for one in caught.value.exceptions] == ["one", "two"]
