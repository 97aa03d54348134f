"""Writing the journal: changes are collected and sealed when the work commits."""

from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.core.bulk import insert_rows
from app.core.clock import now
from app.core.db import Base
from app.core.journal.models import JournalEntry, JournalHead
from app.core.journal.rules import Change, Entry, chain

_PENDING = "dalil_journal_pending"
_TOUCHED = "dalil_journal_touched"
_SEALED = "dalil_journal_sealed"


class UnjournaledChange(RuntimeError):
    """A command changed a table and forgot to record what it changed."""


def record(session: Session, change: Change) -> None:
    """Announce a change; it becomes an entry if, and only if, the work commits."""
    session.info.setdefault(_PENDING, []).append(change)


def pending(session: Session) -> tuple[Change, ...]:
    """Return the changes that were announced in this unit of work and are not sealed yet."""
    return tuple(session.info.get(_PENDING, ()))


def seal(session: Session) -> None:
    """Write the entries of what was announced so far, for work that announces very much.

    They are kept if, and only if, the work commits, and those that follow stand behind them.
    """
    if changes := session.info.pop(_PENDING, []):
        _append(session, changes)
        session.info[_SEALED] = True


@event.listens_for(Session, "after_flush")
def _notice_changes(session: Session, _context: UOWTransaction) -> None:
    # An attribute that was set to what it was makes a row "dirty" and changes nothing.
    changed = [one for one in session.dirty if session.is_modified(one)]
    if any(_is_journaled(type(one)) for one in [*session.new, *changed, *session.deleted]):
        session.info[_TOUCHED] = True


@event.listens_for(Session, "do_orm_execute")
def _notice_statements(work: ORMExecuteState) -> None:
    is_change = work.is_insert or work.is_update or work.is_delete
    if is_change and work.bind_mapper and _is_journaled(work.bind_mapper.class_):
        work.session.info[_TOUCHED] = True


def _is_journaled(table: type) -> bool:
    return issubclass(table, Base) and table.is_journaled


@event.listens_for(Session, "before_commit")
def _seal_the_rest(session: Session) -> None:
    session.flush()
    seal(session)
    is_sealed = session.info.pop(_SEALED, False)
    if session.info.pop(_TOUCHED, False) and not is_sealed:
        raise UnjournaledChange("a journaled table changed without a journal entry")


@event.listens_for(Session, "after_rollback")
def _forget(session: Session) -> None:
    session.info.pop(_PENDING, None)
    session.info.pop(_TOUCHED, None)
    session.info.pop(_SEALED, None)


def _append(session: Session, pending: list[Change]) -> None:
    # The head's row lock orders the writers: a number is given only to the one
    # who will commit next, so no reader can skip an entry that commits late.
    head = session.execute(
        select(JournalHead.seq, JournalHead.at, JournalHead.hash).with_for_update()
    ).one()
    at, seq, link = max(now(), head.at), head.seq, head.hash
    rows: list[dict[str, Any]] = []  # Any: a row of the table
    for change in pending:
        seq += 1
        entry = chain(seq, at, change, link)
        link = entry.hash
        rows.append(_row(entry))
    insert_rows(session, JournalEntry, rows)
    session.execute(update(JournalHead).values(seq=seq, at=at, hash=link))


def _row(entry: Entry) -> dict[str, Any]:  # Any: a row of the table
    change = entry.change
    return {
        "seq": entry.seq,
        "at": entry.at,
        "actor": change.actor,
        "kind": change.kind,
        "subject_type": change.subject_type,
        "subject_id": change.subject_id,
        "op": change.op,
        "version": change.version,
        "changed_fields": list(change.changed_fields),
        "reason": change.reason,
        "replaced_by": list(change.replaced_by),
        "digest": change.digest,
        "is_public": change.is_public,
        "prev_hash": entry.prev_hash,
        "hash": entry.hash,
    }
