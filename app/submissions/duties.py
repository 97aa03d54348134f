"""Doing what becomes due with time, in a thread of its own."""

from collections.abc import Sequence
from datetime import datetime

import structlog

from app.catalogue.commands.choosing import settle_due
from app.core.clock import now
from app.core.db import PASSING, Database
from app.core.idempotency import forget_old
from app.core.rounds import Hourly, Rounds, do_each
from app.submissions.commands.due import announce_archives, do_what_is_due, is_anything_due
from app.submissions.commands.setting_aside import Due, do_one, find_due, set_aside
from app.submissions.neighbourhood import Neighbourhood

_MOST_IN_A_ROW = 3
"""Faults that may pass, one after the other, before the database is left alone for a while."""
_log = structlog.get_logger("dalil.duties")


class Duties(Rounds):
    """Looks every few seconds whether something is due; of several processes any may do it.

    Each portion is a transaction of its own that finds what is due under the writers' lock,
    so that nothing is done twice. Where a portion fails, everything in it is done alone, and
    what cannot be done is set aside.
    """

    def __init__(self, database: Database, neighbourhood: Neighbourhood, *, seconds: float) -> None:
        super().__init__("duties", seconds=seconds)
        self._database = database
        self._near = neighbourhood.near
        self._hourly = Hourly()
        self._failed: set[Due] = set()

    def round(self) -> None:
        """Do everything that is due, and once an hour what need not be done at once."""
        do_each(self.do_all, *([self.do_hourly] if self._hourly.is_time() else []))

    def do_all(self) -> int:
        """Do everything that is due; returns how much it was."""
        done = 0
        while not self.is_stopping():
            with self._database.read() as session:
                if not is_anything_due(session, now()):
                    break
            try:
                with self._database.write() as session:
                    done += do_what_is_due(session, now(), near=self._near)
            except Exception as fault:
                _log.warning("duties_one_by_one", error=str(fault)[:300])
                done += self._do_one_by_one()
        return done

    def do_hourly(self) -> None:
        """Announce what will be archived, and forget what need not be remembered."""
        do_each(self._forget, self._announce)

    def _forget(self) -> None:
        with self._database.write() as session:
            forget_old(session, now())

    def _announce(self) -> None:
        with self._database.write() as session:
            announce_archives(session, now())

    def _do_one_by_one(self) -> int:
        """Do each thing in a transaction of its own; returns how many were done or set aside.

        What failed and may pass is tried again in the next round, after all others: its fault
        ends this one, when they have had their turn.
        """
        at = now()
        waiting = self._in_turn(at)
        faults: list[Exception] = []
        in_a_row = 0
        for due in waiting:
            if self.is_stopping() or in_a_row == _MOST_IN_A_ROW:
                break
            fault = self._do_or_set_aside(due)
            if fault:
                self._failed.add(due)
                faults.append(fault)
            in_a_row = in_a_row + 1 if fault else 0
        with self._database.write() as session:
            settled = settle_due(session, at)
        if faults:
            raise faults[0]
        return len(waiting) + settled

    def _in_turn(self, at: datetime) -> Sequence[Due]:
        """List what is due; what has failed before comes last, so that it keeps nobody back."""
        with self._database.read() as session:
            found = find_due(session, at)
        self._failed.intersection_update(found)
        return sorted(found, key=self._failed.__contains__)

    def _do_or_set_aside(self, due: Due) -> Exception | None:
        """Do one thing, or set it aside; gives the fault if neither could be done."""
        try:
            with self._database.write() as session:
                do_one(session, due, now(), near=self._near)
        except PASSING as fault:
            return fault
        except Exception as fault:
            _log.exception("duty_set_aside", kind=due.kind, id=due.id)
            return self._set_aside(due, fault)
        return None

    def _set_aside(self, due: Due, fault: Exception) -> Exception | None:
        try:
            with self._database.write() as session:
                set_aside(session, due, now(), fault)
        except Exception as another:
            _log.exception("duty_not_set_aside", kind=due.kind, id=due.id)
            return another
        return None
