"""Handing notices over: what is due, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import Database
from app.core.mailing import Mail, Mailer, Undeliverable, Undelivered
from app.workshops.notices_models import Notice
from app.workshops.notices_rules import LONGEST_PAUSE, NoticeKind, next_try
from app.workshops.notices_texts import write_letter

_AT_ONCE = 20
_log = structlog.get_logger("dalil.notices")


@dataclass(frozen=True)
class Due:
    """A notice that is to be handed over."""

    id: str
    kind: NoticeKind
    address: str
    facts: dict[str, Any]  # Any: JSON


def send_due(
    database: Database, mailer: Mailer, *, base_url: str, unnoted: dict[str, Exception | None]
) -> int:
    """Hand over a portion of what is due, each noted as soon as it is; returns how many.

    A process that dies between the two has that one message sent again, under the same id.
    ``unnoted`` keeps, by the ids of notices, what could not be noted: nothing more is handed
    over before it is, so a disk that is full for hours has nobody told twice.
    """
    _note(database, unnoted)
    with database.read() as session:
        waiting = find_due(session, now())
    for one in waiting:
        unnoted[one.id] = _hand_over(mailer, one, base_url)
        _note(database, unnoted)
    return len(waiting)


def _note(database: Database, unnoted: dict[str, Exception | None]) -> None:
    for notice, fault in tuple(unnoted.items()):
        with database.write_aside() as session:
            note_outcome(session, notice, fault)
        del unnoted[notice]


def find_due(session: Session, at: datetime) -> Sequence[Due]:
    """Read the next notices that are due, the oldest first.

    What seems to be due long after the longest pause was planned by a clock that was wrong.
    """
    is_due = or_(Notice.next_at <= at, Notice.next_at > at + 2 * LONGEST_PAUSE)
    chosen = select(Notice).where(Notice.state == "waiting", is_due)
    order = (Notice.next_at, Notice.edition, Notice.address, Notice.id)
    rows = session.scalars(chosen.order_by(*order).limit(_AT_ONCE))
    return [Due(row.id, row.kind, row.address, row.facts) for row in rows]


def note_outcome(session: Session, notice_id: str, fault: Exception | None) -> None:
    """Note that a notice was sent, or why not and when it is tried again.

    One that is waiting no more stays as it is: another process has had it meanwhile.
    """
    row, at = session.get_one(Notice, notice_id), now()
    if row.state != "waiting":
        return
    row.attempts += 1
    row.error = str(fault)[:500] if fault else None
    if fault is None:
        row.state, row.sent_at = "sent", at
        return
    again = None if isinstance(fault, Undeliverable) else next_try(row.attempts, at)
    if again is None:
        row.state = "failed"
        _log.warning("notice_failed", notice=row.id, error=row.error)
    else:
        row.next_at = again


def _hand_over(mailer: Mailer, due: Due, base_url: str) -> Exception | None:
    try:
        letter = write_letter(due.kind, due.facts, base_url=base_url)
        mailer.send(Mail(due.id, due.address, letter.subject, letter.text, letter.html))
    except (Undelivered, Undeliverable) as fault:
        return fault
    except Exception as fault:  # one notice that nobody can write must not keep the others
        _log.exception("notice_not_written", notice=due.id)
        return Undeliverable(f"{type(fault).__name__}: {fault}")
    return None
