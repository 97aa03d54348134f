"""Reading the journal."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, func, select
from sqlalchemy.orm import Session

from app.core.journal.models import JournalEntry, JournalHead
from app.core.journal.rules import Change, Entry

_COLUMNS = tuple(JournalEntry.__table__.columns)


def head(session: Session) -> int:
    """Return the number of the last entry, 0 for an empty journal."""
    return session.scalars(select(JournalHead.seq)).one()


def head_of(session: Session, subject_type: str) -> int:
    """Return the number of the last entry about subjects of one type, 0 if there is none."""
    last = func.max(JournalEntry.seq)
    return session.scalar(select(last).where(JournalEntry.subject_type == subject_type)) or 0


def entries(
    session: Session,
    *,
    after: int,
    limit: int,
    subject_types: Sequence[str] = (),
    is_public: bool | None = None,
) -> list[Entry]:
    """Read entries with numbers above ``after`` in their order."""
    chosen = select(JournalEntry).where(JournalEntry.seq > after)
    if subject_types:
        chosen = chosen.where(JournalEntry.subject_type.in_(subject_types))
    if is_public is not None:
        chosen = chosen.where(JournalEntry.is_public == is_public)
    return read_entries(session, chosen.order_by(JournalEntry.seq).limit(limit))


def entry_at(session: Session, seq: int) -> Entry | None:
    """Find one entry by its number."""
    found = read_entries(session, select(JournalEntry).where(JournalEntry.seq == seq))
    return found[0] if found else None


def count(session: Session) -> int:
    """Count the entries; equal to ``head`` because the numbers have no gap."""
    return session.scalars(select(func.count()).select_from(JournalEntry)).one()


def read_entries(session: Session, chosen: Select[JournalEntry]) -> list[Entry]:
    """Read the chosen rows as entries; as plain rows, for there may be many."""
    return [_entry(row) for row in session.execute(chosen.with_only_columns(*_COLUMNS))]


def _entry(row: Row[Any]) -> Entry:  # Any: the columns of an entry
    change = Change(
        kind=row.kind,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        op=row.op,
        actor=row.actor,
        version=row.version,
        changed_fields=tuple(row.changed_fields),
        reason=row.reason,
        replaced_by=tuple(row.replaced_by),
        digest=row.digest,
        is_public=row.is_public,
    )
    return Entry(row.seq, row.at, change, row.prev_hash, row.hash)
