"""Proving submissions: each is what the journal's last entry of it has said."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import Row, Text, cast, func, select
from sqlalchemy.orm import Session

from app.core.journal import JournalEntry
from app.submissions.digests import INSTANTS, PLAIN, STRUCTURES, digest_of_values
from app.submissions.models import Submission

_BATCH = 200
# As they are kept: whoever has altered them may have left what cannot be read.
_COLUMNS = [
    *(getattr(Submission, name) for name in PLAIN),
    *(cast(getattr(Submission, name), Text).label(name) for name in (*INSTANTS, *STRUCTURES)),
]


def find_altered_submissions(session: Session) -> Iterator[str]:
    """Name every submission that the journal does not vouch for.

    The entries of earlier versions of Dalil have no digest: what they said last is not compared.
    """
    place = ""
    ordered = select(*_COLUMNS).order_by(Submission.id).limit(_BATCH)
    while batch := session.execute(ordered.where(Submission.id > place)).all():
        said = _last_said(session, [row.id for row in batch])
        for row in batch:
            if row.id not in said or said[row.id] not in (None, _digest(row)):
                yield f"The submission '{row.id}'"
        place = batch[-1].id
    yield from (f"The submission '{one}', which is gone," for one in _gone(session))


def _last_said(session: Session, ids: Collection[str]) -> Mapping[str, str | None]:
    of_them = (JournalEntry.subject_type == "submission") & JournalEntry.subject_id.in_(ids)
    last = select(func.max(JournalEntry.seq)).where(of_them).group_by(JournalEntry.subject_id)
    rows = session.execute(
        select(JournalEntry.subject_id, JournalEntry.digest).where(JournalEntry.seq.in_(last))
    )
    return {row.subject_id: row.digest for row in rows}


def _gone(session: Session) -> list[str]:
    """Find the ids of submissions that only the journal knows."""
    chosen = select(JournalEntry.subject_id).where(
        JournalEntry.subject_type == "submission",
        JournalEntry.subject_id.not_in(select(Submission.id)),
    )
    return sorted(set(session.scalars(chosen)))


def _digest(row: Row[*tuple[Any, ...]]) -> str | None:  # Any: columns of a table
    values = dict(row._mapping)
    try:
        for name in STRUCTURES:
            values[name] = orjson.loads(values[name] or "null")
        return digest_of_values(values)
    except (ValueError, TypeError):
        return None
