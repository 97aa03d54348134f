"""Handing notices over: what is due, and what became of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.db import Database
from app.core.mailing import Mail, Mailer, Undeliverable, Undelivered
from app.workshops.notices_models import Notice
from app.workshops.notices_rules import NoticeKind, next_try
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


def send_due(database: Database, mailer: Mailer, *, base_url: str) -> int:
    """Hand over a portion of what is due, each noted as soon as it is; returns how many.

    A process that dies between the two has that one message sent again, under the same id.
    """
    with database.read() as session:
        waiting = find_due(session, now())
    for one in waiting:
        fault = _hand_over(mailer, one, base_url)
        with database.write_aside() as session:
            note_outcome(session, one.id, fault)
    return len(waiting)


def find_due(session: Session, at: datetime) -> Sequence[Due]:
    """Read the next notices that are due, the oldest first."""
    chosen = select(Notice).where(Notice.state == "waiting", Notice.next_at <= at)
    order = (Notice.next_at, Notice.edition, Notice.address, Notice.id)
    rows = session.scalars(chosen.order_by(*order).limit(_AT_ONCE))
    return [Due(row.id, row.kind, row.address, row.facts) for row in rows]


def note_outcome(session: Session, notice_id: str, fault: Exception | None) -> None:
    """Note that a notice was sent, or why not and when it is tried again."""
    row, at = session.get_one(Notice, notice_id), now()
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
    letter = write_letter(due.kind, due.facts, base_url=base_url)
    mail = Mail(due.id, due.address, letter.subject, letter.text, letter.html)
    try:
        mailer.send(mail)
    except (Undelivered, Undeliverable) as fault:
        return fault
    return None
