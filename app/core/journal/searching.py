"""Searching the whole journal, also what is not public: who changed what, when and why."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import ColumnElement, Select, and_, false, or_, select
from sqlalchemy.orm import Session

from app.core.journal.models import JournalEntry
from app.core.journal.queries import head, read_entries
from app.core.journal.rules import Entry

_BATCH = 500
Ids = Collection[str] | Select[str]


@dataclass(frozen=True)
class Wanted:
    """Which entries; what is None or empty does not matter.

    ``owned`` are ids by their kind: when given, only entries of these subjects.
    """

    actor: str | None = None
    subject_type: str | None = None
    subject_id: str | None = None
    kind: str | None = None
    since: datetime | None = None
    until: datetime | None = None
    owned: Mapping[str, Ids] | None = field(default=None, compare=False)


def search_entries(
    session: Session, wanted: Wanted, *, before: int | None = None, limit: int
) -> list[Entry]:
    """Find the newest entries with numbers below ``before``, the newest first."""
    chosen = _chosen(session, wanted)
    if before is not None:
        chosen = chosen.where(JournalEntry.seq < before)
    return read_entries(session, chosen.order_by(JournalEntry.seq.desc()).limit(limit))


def stream_entries(session: Session, wanted: Wanted) -> Iterator[Entry]:
    """Find all entries, the oldest first, a batch at a time."""
    chosen, last = _chosen(session, wanted).order_by(JournalEntry.seq), 0
    while found := read_entries(session, chosen.where(JournalEntry.seq > last).limit(_BATCH)):
        yield from found
        last = found[-1].seq


def _chosen(session: Session, wanted: Wanted) -> Select[JournalEntry]:
    chosen = select(JournalEntry).where(*_equal(wanted))
    if wanted.since:
        chosen = chosen.where(JournalEntry.seq > _last_before(session, wanted.since))
    if wanted.until:
        chosen = chosen.where(JournalEntry.seq <= _last_until(session, wanted.until))
    if wanted.owned is not None:
        chosen = chosen.where(_is_owned(wanted.owned))
    return chosen


def _equal(wanted: Wanted) -> Iterator[ColumnElement[bool]]:
    asked = (
        (JournalEntry.actor, wanted.actor),
        (JournalEntry.subject_type, wanted.subject_type),
        (JournalEntry.subject_id, wanted.subject_id),
        (JournalEntry.kind, wanted.kind),
    )
    return (column == value for column, value in asked if value is not None)


def _is_owned(owned: Mapping[str, Ids]) -> ColumnElement[bool]:
    kinds = (
        and_(JournalEntry.subject_type == kind, JournalEntry.subject_id.in_(ids))
        for kind, ids in owned.items()
    )
    return or_(false(), *kinds)


def _last_before(session: Session, at: datetime) -> int:
    return _last(session, at, is_included=False)


def _last_until(session: Session, at: datetime) -> int:
    return _last(session, at, is_included=True)


def _last(session: Session, at: datetime, *, is_included: bool) -> int:
    """Find the last entry before a time, by halving: times never go backwards in the journal."""
    low, high = 0, head(session)
    while low < high:
        middle = (low + high + 1) // 2
        found = _first_at(session, middle)
        is_before = found is not None and (found <= at if is_included else found < at)
        low, high = (middle, high) if is_before else (low, middle - 1)
    return low


def _first_at(session: Session, seq: int) -> datetime | None:
    """Read the time of an entry, or of the next one should it be missing."""
    chosen = select(JournalEntry.at).where(JournalEntry.seq >= seq)
    return session.scalars(chosen.order_by(JournalEntry.seq).limit(1)).one_or_none()
