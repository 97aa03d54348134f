"""Writing the journal: changes are collected and sealed when the work commits."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import event, select, update
from sqlalchemy.orm import ORMExecuteState, Session, UOWTransaction

from app.core.bulk import insert_rows
from app.core.clock import now
from app.core.db import Base
from app.core.journal.models import JournalEntry, JournalHead
from app.core.journal.rules import Change, Entry, chain

Row = dict[str, Any]  # Any: a row of the table
_PENDING = "dalil_journal_pending"
_TOUCHED = "dalil_journal_touched"
_SEALED = "dalil_journal_sealed"


class UnjournaledChange(RuntimeError):
    """A command changed a table and forgot to record what it changed."""


@dataclass(frozen=True)
class _Place:
    """Where the journal ends, and the instant of the entries that follow."""

    seq: int
    at: datetime
    hash: str


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
        _keep(session, *_linked(_head(session), changes))


class Ahead:
    """Links entries before they are written, for work that announces very much of one kind.

    ``link`` needs no database, so another thread may do it; what it gives is written in the
    same order. Nothing else may be recorded between the first and the last.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        seal(session)
        self._place = _head(session)

    def link(self, changes: Iterable[Change]) -> list[Row]:
        """Make the entries of changes that follow those that were linked before."""
        rows, self._place = _linked(self._place, changes)
        return rows

    def write(self, rows: Sequence[Row]) -> None:
        """Write entries as they were linked; they are kept if, and only if, the work commits."""
        if rows:
            last = rows[-1]
            _keep(self._session, rows, _Place(last["seq"], last["at"], last["hash"]))


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


def _head(session: Session) -> _Place:
    # The head's row lock orders the writers: a number is given only to the one
    # who will commit next, so no reader can skip an entry that commits late.
    head = session.execute(
        select(JournalHead.seq, JournalHead.at, JournalHead.hash).with_for_update()
    ).one()
    return _Place(head.seq, max(now(), head.at), head.hash)


def _linked(place: _Place, changes: Iterable[Change]) -> tuple[list[Row], _Place]:
    seq, link = place.seq, place.hash
    rows: list[Row] = []
    for change in changes:
        seq += 1
        entry = chain(seq, place.at, change, link)
        link = entry.hash
        rows.append(_row(entry))
    return rows, _Place(seq, place.at, link)


def _keep(session: Session, rows: Sequence[Row], place: _Place) -> None:
    insert_rows(session, JournalEntry, rows)
    session.execute(update(JournalHead).values(seq=place.seq, at=place.at, hash=place.hash))
    session.info[_SEALED] = True


def _row(entry: Entry) -> Row:
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
