"""Watching the journal: who keeps something derived from it is told when it moves."""

import threading
from collections.abc import Callable

import structlog

from app.core import journal
from app.core.db import Database

_log = structlog.get_logger("dalil.journal")


class JournalWatcher:
    """Tells its followers when the journal has moved, whichever process moved it.

    A commit of this process is noticed at once, one of another process within
    ``seconds``.
    """

    def __init__(self, database: Database, *, seconds: float) -> None:
        self._database = database
        self._seconds = seconds
        self._followers: list[Callable[[int], bool]] = []
        self._moved = threading.Event()
        self._is_stopping = False
        self._thread: threading.Thread | None = None
        self.seq = -1

    def follow(self, follower: Callable[[int], bool]) -> None:
        """Call ``follower`` with the last journal number whenever the journal has moved.

        A follower that returns False has not finished and is called again soon.
        """
        self._followers.append(follower)

    def start(self) -> None:
        """Begin to watch in a thread of its own."""
        self._database.on_commit(self._moved.set)
        self._thread = threading.Thread(target=self._watch, name="journal", daemon=True)
        self._thread.start()

    def stop(self) -> None:
        """Stop watching and wait for the followers to finish."""
        self._is_stopping = True
        self._moved.set()
        if self._thread:
            self._thread.join(timeout=30)

    def look(self) -> int:
        """Look at the journal once and tell the followers when it has moved."""
        with self._database.read() as session:
            seq = journal.head(session)
        if seq != self.seq:
            finished = [follower(seq) for follower in self._followers]
            self.seq = seq if all(finished) else self.seq
        return seq

    def _watch(self) -> None:
        while not self._is_stopping:
            self._moved.wait(self._seconds)
            self._moved.clear()
            try:
                self.look()
            except Exception:  # a database that is down for a while must not end the watch
                _log.exception("journal_watch_failed")
                self._moved.wait(1)
