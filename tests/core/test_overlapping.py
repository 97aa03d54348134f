"""Work that overlaps with the database's: in its order, one thing at a time, and whole or not."""

import sys
from collections.abc import Iterator
from threading import Event, get_ident

import pytest

from app.core.overlapping import Hands, overlap


class Desk:
    """Batches of one number each, and what was done with them."""

    def __init__(self, batches: int) -> None:
        self.batches = batches
        self.done: list[str] = []
        self.hands: set[int] = set()
        self.written: list[int] = []

    def read(self) -> Iterator[int]:
        for number in range(self.batches):
            self._note(f"read {number}")
            yield number

    def write(self, made: int) -> None:
        self._note(f"write {made}")
        self.written.append(made)

    def look_up(self, number: int) -> int:
        self._note(f"look up {number}")
        return number * 100

    def _note(self, what: str) -> None:
        self.done.append(what)
        self.hands.add(get_ident())


@pytest.mark.parametrize("batches", [0, 1, 2, 9])
def test_every_batch_is_written_once_and_in_order(batches: int) -> None:
    desk = Desk(batches)

    overlap(desk.read(), lambda number, _: number * 10, desk.write)

    assert desk.written == [number * 10 for number in range(batches)]


def test_one_thread_reads_and_writes_a_batch_ahead_of_what_is_made() -> None:
    desk = Desk(3)

    overlap(desk.read(), lambda number, _: number, desk.write)

    assert desk.done == ["read 0", "read 1", "write 0", "read 2", "write 1", "write 2"]
    assert len(desk.hands) == 1
    assert get_ident() not in desk.hands


def test_the_next_batch_is_read_while_one_is_made() -> None:
    read = Event()

    def batches() -> Iterator[int]:
        yield 1
        read.set()
        yield 2

    made: list[bool] = []
    overlap(batches(), lambda *_: made.append(read.wait(timeout=30)), lambda _: None)

    assert made == [True, True]


def test_what_is_asked_is_found_by_the_hands_between_batches() -> None:
    desk = Desk(3)

    def make(number: int, hands: Hands) -> int:
        return hands.ask(lambda: desk.look_up(number))

    overlap(desk.read(), make, desk.write)

    assert desk.written == [0, 100, 200]
    assert len(desk.hands) == 1


@pytest.mark.parametrize("place", ["read", "make", "write"])
def test_the_first_fault_ends_the_work_and_is_told(place: str) -> None:
    desk, broken = Desk(9), Event()

    def passed(there: str, number: int) -> int:
        if broken.is_set():
            raise RuntimeError("a transaction that has failed does nothing more")
        if (there, number) == (place, 2):
            broken.set()
            raise ValueError(f"{place} 2")
        return number

    with pytest.raises(ValueError, match=f"{place} 2"):
        overlap(
            (passed("read", number) for number in desk.read()),
            lambda number, _: passed("make", number) if place == "make" else number,
            lambda number: desk.write(passed("write", number)),
        )

    assert desk.written in ([0], [0, 1])


def test_threads_take_turns_as_before_when_the_work_is_over() -> None:
    before = sys.getswitchinterval()
    during: list[float] = []

    overlap(iter([1]), lambda *_: during.append(sys.getswitchinterval()), lambda _: None)
    with pytest.raises(ZeroDivisionError):
        overlap(iter([1]), lambda *_: 1 // 0, lambda _: None)

    assert during[0] < before
    assert sys.getswitchinterval() == before
