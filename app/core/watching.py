"""Watching the journal: who keeps something derived from it is told when it moves."""

import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

import structlog

from app.core import journal
from app.core.db import Database

_log = structlog.get_logger("dalil.journal")
_LONGEST_REST = 0.25


@dataclass
class _Follower:
    """Whom to tell, and which number it has finished with."""

    tell: Callable[[int], bool]
    seq: int = -1


class JournalWatcher:
    """Tells its followers when the journal has moved, whichever process moved it.

    A commit of this process is noticed at once, one of another process within
    ``seconds``. While commits follow each other the watcher rests as long as its followers
    worked (a quarter of a second at most): they tell of several commits together then, and
    leave half of the time to those who write. ``seq`` is the last number seen.
    """

    def __init__(self, database: Database, *, seconds: float) -> None:
        self.seq = -1
        self._database = database
        self._seconds = seconds
        self._followers: list[_Follower] = []
        self._moved = threading.Event()
        self._is_stopping = threading.Event()
        self._thread: threading.Thread | None = None

    def follow(self, follower: Callable[[int], bool]) -> None:
        """Call ``follower`` with the last journal number whenever the journal has moved.

        A follower that returns False has not finished and is called again soon.
        """
        self._followers.append(_Follower(follower))

    def tell_again(self) -> None:
        """Tell all followers once more, though the journal has not moved.

        To be said when what one of them keeps has been lost.
        """
        for one in self._followers:
            one.seq = -1
        self._moved.set()

    def start(self) -> None:
        """Begin to watch in a thread of its own."""
        self._database.on_commit(self._moved.set)
        self._thread = threading.Thread(target=self._watch, name="journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the followers to finish."""
        self._is_stopping.set()
        self._moved.set()
        if self._thread:
            self._thread.join(timeout=30)

    def look(self) -> int:
        """Look at the journal once and tell the followers that are behind.

        Every follower is told, also when one before it fails; the first failure
        is raised afterwards.
        """
        with self._database.read() as session:
            seq = self.seq = journal.head(session)
        failures = [fault for one in self._followers if (fault := _told(one, seq))]
        if failures:
            raise failures[0]
        return seq

    def _watch(self) -> None:
        while not self._is_stopping.is_set():
            self._moved.wait(self._seconds)
            self._moved.clear()
            started = time.monotonic()
            try:
                self.look()
            except Exception:  # a database that is down for a while must not end the watch
                _log.exception("journal_watch_failed")
                self._moved.wait(1)
            self._is_stopping.wait(min(time.monotonic() - started, _LONGEST_REST))


def _told(follower: _Follower, seq: int) -> Exception | None:
    if follower.seq == seq:
        return None
    try:
        if follower.tell(seq):
            follower.seq = seq
    except Exception as fault:  # it must not keep the others from hearing
        return fault
    return None
