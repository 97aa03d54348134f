"""Collecting searches in memory and writing them down now and then, in nobody's way.

An answer never waits for the log, and never fails with it: what cannot be written is lost
and the loss is logged.
"""

import threading
from collections import deque

import structlog

from app.core.clock import now
from app.core.db import Database
from app.search.insights.batches import Allowance, Click
from app.search.insights.commands import keep_batch, take_salt
from app.search.insights.heard import Heard
from app.search.insights.rules import session_of

MOST_WAITING = 20_000
"""Searches and clicks that wait to be written; further ones are lost until there is room."""
_log = structlog.get_logger("dalil.search")


class SearchLog:
    """Takes searches and clicks down, from any thread.

    Whose they are is held in memory until the next writing, which is a matter of seconds;
    a hash under the salt of the day is all that is written of it.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._waiting: deque[tuple[str, Heard | Click]] = deque()
        self._lost = 0
        self._allowance = Allowance()
        self._writing = threading.Lock()

    def note(self, one: Heard | Click, who: str) -> None:
        """Take down what somebody has asked or opened."""
        if len(self._waiting) < MOST_WAITING:
            self._waiting.append((who, one))
        else:
            self._lost += 1

    def write(self) -> None:
        """Write down what was taken down; a failure is only logged."""
        with self._writing:
            noted = [self._waiting.popleft() for _ in range(len(self._waiting))]
            lost, self._lost = self._lost, 0
            if lost:
                _log.warning("searches_not_logged", reason="too many at once", searches=lost)
            try:
                if noted:
                    self._write(noted)
            except Exception as fault:  # whatever it is, it must not end the log
                _log.warning("searches_not_logged", reason=str(fault)[:300], searches=len(noted))

    def _write(self, noted: list[tuple[str, Heard | Click]]) -> None:
        day = now().date().isoformat()
        with self._database.write_aside() as session:
            salt = take_salt(session, day)
            named = ((session_of(who, salt), one) for who, one in noted)
            if batch := self._allowance.batch(day, named):
                keep_batch(session, day, batch)
