"""Reminding and sending notices, in a thread of its own; of several processes one does it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass

from app.core.clock import now
from app.core.db import Database
from app.core.mailing import Mailer
from app.core.rounds import Rounds, do_each
from app.workshops.meetings_reminding import is_reminder_due, remind_invited
from app.workshops.notices_collecting import collect_notices, is_behind
from app.workshops.notices_sending import send_due

_LEAST_SECONDS = 1.0


@dataclass(frozen=True)
class Notifying:
    """How notices are sent: by what, from where their links lead, how early reminders are."""

    mailer: Mailer
    base_url: str
    remind_days: int


class NoticeDuties(Rounds):
    """Looks every few seconds whether somebody is to be told something."""

    def __init__(
        self,
        database: Database,
        notifying: Notifying,
        *,
        holding: Callable[[], AbstractContextManager[Callable[[], bool]]],
        seconds: float,
    ) -> None:
        super().__init__("notices", seconds=max(seconds, _LEAST_SECONDS))
        self._database = database
        self._notifying = notifying
        self._holding = holding
        self._unnoted: dict[str, Exception | None] = {}

    def round(self) -> None:
        """Do what is to be done for as long as no other process does."""
        with self._holding() as is_held:
            while is_held() and not self.is_stopping():
                self.do_all()
                self.rest()

    def do_all(self) -> int:
        """Remind, make notices of the journal, and send what is due; returns how many."""
        sent: list[int] = []
        do_each(self._remind, self._collect, lambda: sent.extend(self._send_all()))
        return sum(sent)

    def _remind(self) -> None:
        days = self._notifying.remind_days
        with self._database.read() as session:
            is_due = days > 0 and is_reminder_due(session, now(), days=days)
        if is_due:
            with self._database.write() as session:
                remind_invited(session, now(), days=days)

    def _collect(self) -> None:
        while self._is_behind() and not self.is_stopping():
            with self._database.write_aside() as session:
                collect_notices(session)

    def _is_behind(self) -> bool:
        with self._database.read() as session:
            return is_behind(session)

    def _send_all(self) -> Iterator[int]:
        notifying, unnoted = self._notifying, self._unnoted
        while not self.is_stopping():
            sent = send_due(
                self._database, notifying.mailer, base_url=notifying.base_url, unnoted=unnoted
            )
            if not sent:
                return
            yield sent
