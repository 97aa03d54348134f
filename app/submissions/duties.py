"""Doing what becomes due with time, in a thread of its own."""

import threading
import time

import structlog

from app.core.clock import now
from app.core.db import Database
from app.core.idempotency import forget_old
from app.submissions.commands.due import announce_archives, do_what_is_due, is_anything_due
from app.submissions.neighbourhood import Neighbourhood

_MINUTE, _HOUR = 60.0, 3600.0
_log = structlog.get_logger("dalil.duties")


class Duties:
    """Looks every few seconds whether something is due; of several processes any may do it.

    Each portion is a transaction of its own that finds what is due under the writers' lock,
    so that nothing is done twice.
    """

    def __init__(self, database: Database, neighbourhood: Neighbourhood, *, seconds: float) -> None:
        self._database = database
        self._near = neighbourhood.near
        self._seconds = seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="duties", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop looking, and wait for what was begun."""
        self._stopping.set()
        self._thread.join(timeout=30)

    def do_all(self) -> int:
        """Do everything that is due; returns how much it was."""
        done = 0
        while not self._stopping.is_set():
            with self._database.read() as session:
                if not is_anything_due(session, now()):
                    break
            with self._database.write() as session:
                done += do_what_is_due(session, now(), near=self._near)
        return done

    def do_hourly(self) -> None:
        """Announce what will be archived, and forget what need not be remembered."""
        with self._database.write() as session:
            announce_archives(session, now())
            forget_old(session, now())

    def _run(self) -> None:
        hourly_at = time.monotonic() + _MINUTE  # a start has enough to do
        while not self._stopping.wait(self._seconds):
            try:
                self.do_all()
                if time.monotonic() >= hourly_at:
                    hourly_at = time.monotonic() + _HOUR
                    self.do_hourly()
            except Exception:  # what fails once must not end everything that comes due after it
                _log.exception("duties_failed")
