"""What search does by itself now and then, in a thread of its own."""

from collections.abc import Callable

from app.core.clock import now
from app.core.db import Database
from app.core.rounds import Hourly, Rounds, do_each
from app.search.insights.collecting import SearchLog
from app.search.insights.commands import forget_log
from app.search.insights.popularity import count_popularity

WRITE_SECONDS = 5.0


class SearchDuties(Rounds):
    """Writes the log every few seconds; once an hour counts popularity and forgets what is old.

    ``refresh`` is called every few seconds too: what steers answers may have changed, or the
    index may have been lost.
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
        super().__init__("search-duties", seconds=seconds)
        self.log, self._refresh = log, refresh
        self._database, self._days = database, days
        self._hourly = Hourly()

    def stop(self) -> None:
        """Stop, and write down what is still waiting."""
        super().stop()
        if self.log:
            self.log.write()

    def round(self) -> None:
        """Write the log, and look at what steers answers; once an hour do the rest."""
        writing = [self.log.write] if self.log else []
        do_each(*writing, self._refresh, *([self.do_hourly] if self._hourly.is_time() else []))

    def do_hourly(self) -> None:
        """Count what is popular, and forget what was kept long enough.

        Without a log, everything that there is of one is forgotten.
        """
        do_each(self._forget, self._count)

    def _forget(self) -> None:
        with self._database.write_aside() as session:
            forget_log(session, now().date(), days=self._days)

    def _count(self) -> None:
        with self._database.write_aside() as session:
            count_popularity(session, now())
