"""Working on batches while the database works on those beside them."""

import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from threading import Lock
from typing import TypeVar

Read = TypeVar("Read")
Made = TypeVar("Made")
Found = TypeVar("Found")

_TURN_SECONDS = 0.0005
_LOCK = Lock()
_taking_turns: list[float] = []


class Hands:
    """The one thread that works with the database while others compute."""

    def __init__(self, pool: ThreadPoolExecutor) -> None:
        self._pool = pool

    def ask(self, question: Callable[[], Found]) -> Found:
        """Have something read as soon as the hands are free, and wait for it."""
        return self._pool.submit(question).result()


def overlap(
    batches: Iterator[Read], make: Callable[[Read, Hands], Made], write: Callable[[Made], None]
) -> None:
    """Read batches, make something of each and write it; ``make`` asks the hands for what it lacks.

    One thread reads and writes, in this order: the first batch, the second, what was made of
    the first, the third and so on. So a session serves one thread at a time, and no more than
    three batches are in memory.
    """
    leaving: Future[None] | None = None
    with _short_turns(), ThreadPoolExecutor(max_workers=1) as pool:
        hands = Hands(pool)
        coming = pool.submit(next, batches, None)
        while (batch := coming.result()) is not None:
            coming = pool.submit(next, batches, None)
            made = make(batch, hands)
            if leaving:
                leaving.result()
            leaving = pool.submit(write, made)
        if leaving:
            leaving.result()


@contextmanager
def _short_turns() -> Iterator[None]:
    """Have Python's threads change places sooner than after its five milliseconds.

    A thread that has heard from the database, or a reader's request, would wait so long each
    time for the one that computes.
    """
    with _LOCK:
        _taking_turns.append(sys.getswitchinterval())
        sys.setswitchinterval(_TURN_SECONDS)
    try:
        yield
    finally:
        with _LOCK:
            sys.setswitchinterval(_taking_turns.pop())
