"""Sharing the preparation of many documents among this process and others beside it."""

from collections import deque
from collections.abc import Generator, Iterable, Iterator
from contextlib import contextmanager

import structlog

from app.core.processors import processors
from app.search.preparing.process import Preparer, ProcessLost
from app.search.preparing.rows import Batch, batches_of, prepare

BATCH = 100
"""Documents that are prepared together: a fiftieth of a second of work, half a megabyte."""
MOST_ALONE = 2_000
"""Documents that are prepared before another process would be of much use."""
MOST_BESIDE = 3
"""Processes beside this one, which then has no more to do than add what they have prepared."""
_LOOK_SECONDS = 0.02

_log = structlog.get_logger("dalil.search")


def beside(documents: int) -> int:
    """Tell how many processes are to help with so many documents: none on one processor."""
    return 0 if documents < MOST_ALONE else min(processors() - 1, MOST_BESIDE)


def prepared(bodies: Iterable[bytes], *, others: int) -> Generator[list[str], None, None]:
    """Prepare documents, each once and in any order; an empty list is a moment of waiting.

    This process works too whenever no other has an answer ready. What was given to one that
    ended before its time is prepared by those that are left, at last by this one.
    """
    with _started(others) as company:
        coming = iter(batches_of(bodies, BATCH))
        while True:
            yield from company.answers()
            batch = company.returned.popleft() if company.returned else next(coming, None)
            if batch is not None:
                if not company.give(batch):
                    yield prepare(batch)
            elif company.is_busy:
                yield company.wait()
            else:
                return


class _Company:
    """The processes beside this one, as many as are left of them."""

    def __init__(self) -> None:
        self._preparers: list[Preparer] = []
        self.returned: deque[Batch] = deque()
        """What was given to a process that has ended."""

    @property
    def is_busy(self) -> bool:
        """Tell whether any has something to answer."""
        return any(one.given for one in self._preparers)

    def start(self) -> None:
        """Start another process; where the system lets none start, it goes without."""
        try:
            self._preparers.append(Preparer())
        except OSError as fault:
            _log.warning("preparing_process_not_started", fault=str(fault))

    def give(self, batch: Batch) -> bool:
        """Give a batch to the one with the least to do; False when all have enough."""
        free = min(
            (one for one in self._preparers if one.has_room),
            key=lambda one: len(one.given),
            default=None,
        )
        if free is None:
            return False
        try:
            free.give(batch)
        except ProcessLost:
            self._lose(free)
        return True

    def answers(self) -> Iterator[list[str]]:
        """Take what is ready."""
        for one in list(self._preparers):
            while rows := self._answer_of(one):
                yield rows

    def wait(self) -> list[str]:
        """Wait a moment for an answer, which is empty when there is none."""
        busy = next(one for one in self._preparers if one.given)
        return self._answer_of(busy, seconds=_LOOK_SECONDS) or []

    def end(self) -> None:
        """End them all."""
        while self._preparers:
            self._preparers.pop().end()

    def _answer_of(self, one: Preparer, *, seconds: float = 0) -> list[str] | None:
        try:
            return one.take(seconds=seconds)
        except ProcessLost:
            self._lose(one)
            return None

    def _lose(self, one: Preparer) -> None:
        self._preparers.remove(one)
        self.returned.extend(one.given)
        code, said = one.end()
        _log.warning("preparing_process_lost", pid=one.pid, code=code, said=said)


@contextmanager
def _started(others: int) -> Iterator[_Company]:
    company = _Company()
    try:
        for _ in range(others):
            company.start()
        yield company
    finally:
        company.end()
