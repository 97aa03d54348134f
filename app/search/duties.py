"""What search does by itself now and then, in a thread of its own."""

import threading
import time
from collections.abc import Callable

import structlog

from app.core.clock import now
from app.core.db import Database
from app.search.insights.collecting import SearchLog
from app.search.insights.commands import forget_log
from app.search.insights.popularity import count_popularity

WRITE_SECONDS = 5.0
_MINUTE, _HOUR = 60.0, 3600.0
_log = structlog.get_logger("dalil.search")


class SearchDuties:
    """Writes the log every few seconds; once an hour counts popularity and forgets what is old.

    ``refresh`` is called every few seconds too: what steers answers may have changed.
    """

    def __init__(
        self,
        database: Database,
        log: SearchLog | None,
        *,
        days: int,
        refresh: Callable[[], None] = lambda: None,
        seconds: float = WRITE_SECONDS,
    ) -> None:
        self.log, self._refresh = log, refresh
        self._database, self._days, self._seconds = database, days, seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="search-duties", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop, and write down what is still waiting."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)
        if self.log:
            self.log.write()

    def do_hourly(self) -> None:
        """Count what is popular, and forget what was kept long enough.

        Without a log, everything that there is of one is forgotten.
        """
        with self._database.write_aside() as session:
            forget_log(session, now().date(), days=self._days)
            count_popularity(session, now())

    def _run(self) -> None:
        hourly_at = time.monotonic() + _MINUTE  # a start has enough to do
        while not self._stopping.wait(self._seconds):
            if self.log:
                self.log.write()
            self._try(self._refresh)
            if time.monotonic() >= hourly_at:
                hourly_at = time.monotonic() + _HOUR
                self._try(self.do_hourly)

    def _try(self, duty: Callable[[], None]) -> None:
        try:
            duty()
        except Exception as fault:  # a database that is down for a while must not end the duties
            _log.warning("search_duties_failed", error=str(fault)[:300])
