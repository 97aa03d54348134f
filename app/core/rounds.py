"""Work that comes round again and again, in a thread of its own."""

import threading
import time
from collections.abc import Callable

import structlog

_MINUTE, _HOUR = 60.0, 3600.0
_log = structlog.get_logger("dalil.rounds")


class Rounds:
    """Makes a round every ``seconds``, until it is stopped; a fault ends a round and no more.

    Whoever has such work says in ``round`` what it is. A thread that is ``woken`` makes
    its next round at once.
    """

    def __init__(self, name: str, *, seconds: float) -> None:
        self.name, self._seconds = name, seconds
        self._stopping, self._awake = threading.Event(), threading.Event()
        self._thread = threading.Thread(target=self._run, name=name, daemon=True)

    def round(self) -> None:
        """Do the work once."""
        raise NotImplementedError

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def wake(self) -> None:
        """Make the next round at once."""
        self._awake.set()

    def stop(self) -> None:
        """Make no further round, and wait for the end of this one."""
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def is_stopping(self) -> bool:
        """Whether a long round should come to its end."""
        return self._stopping.is_set()

    def rest(self) -> None:
        """Wait within a round until it is time to look again."""
        self._awake.wait(self._seconds)
        self._awake.clear()

    def _run(self) -> None:
        while not self._stopping.is_set():
            self.rest()
            if self._stopping.is_set():
                return
            try:
                self.round()
            except Exception as fault:  # a database that is down for a while must not end it
                _log.exception("round_failed", work=self.name, error=str(fault)[:300])


def do_each(*parts: Callable[[], object]) -> None:
    """Do the parts of a round one after the other; none waits for one that fails every time.

    Raises:
        Exception: what a part has raised, when all have had their turn; of several, a group.

    """
    faults: list[Exception] = []
    for part in parts:
        try:
            part()
        except Exception as fault:
            faults.append(fault)
    if len(faults) > 1:
        raise ExceptionGroup("Several parts of a round have failed", faults)
    if faults:
        raise faults[0]


class Hourly:
    """Says once an hour that it is time; the first time after a minute, as a start has enough."""

    def __init__(self) -> None:
        self._next = time.monotonic() + _MINUTE

    def is_time(self) -> bool:
        """Whether an hour has passed since this was last true."""
        if time.monotonic() < self._next:
            return False
        self._next = time.monotonic() + _HOUR
        return True
