"""Doing what becomes due with time, in a thread of its own."""

from app.core.clock import now
from app.core.db import Database
from app.core.idempotency import forget_old
from app.core.rounds import Hourly, Rounds
from app.submissions.commands.due import announce_archives, do_what_is_due, is_anything_due
from app.submissions.neighbourhood import Neighbourhood


class Duties(Rounds):
    """Looks every few seconds whether something is due; of several processes any may do it.

    Each portion is a transaction of its own that finds what is due under the writers' lock,
    so that nothing is done twice.
    """

    def __init__(self, database: Database, neighbourhood: Neighbourhood, *, seconds: float) -> None:
        super().__init__("duties", seconds=seconds)
        self._database = database
        self._near = neighbourhood.near
        self._hourly = Hourly()

    def round(self) -> None:
        """Do everything that is due, and once an hour what need not be done at once."""
        self.do_all()
        if self._hourly.is_time():
            self.do_hourly()

    def do_all(self) -> int:
        """Do everything that is due; returns how much it was."""
        done = 0
        while not self.is_stopping():
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
