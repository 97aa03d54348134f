"""Proving the journal: its tables hold what commits have written, and nothing else.

Columns are read as they lie in the database. A text that reads as the same instant, or a
number that counts as true, would otherwise pass, though those who read by it see another one.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import Integer, Row, Text, cast, func, select, type_coerce
from sqlalchemy.orm import Session

from app.core.clock import to_text
from app.core.journal.models import JournalEntry, JournalHead
from app.core.journal.rules import GENESIS, Change, Entry, is_sound

_BATCH = 1000
_ENTRY = JournalEntry.__table__.c
_KEPT = select(
    _ENTRY.seq,
    type_coerce(_ENTRY.at, Text).label("at"),
    _ENTRY.actor,
    _ENTRY.kind,
    _ENTRY.subject_type,
    _ENTRY.subject_id,
    _ENTRY.op,
    _ENTRY.version,
    cast(_ENTRY.changed_fields, Text).label("changed_fields"),
    _ENTRY.reason,
    cast(_ENTRY.replaced_by, Text).label("replaced_by"),
    _ENTRY.digest,
    type_coerce(_ENTRY.is_public, Integer).label("is_public"),
    _ENTRY.prev_hash,
    _ENTRY.hash,
).order_by(_ENTRY.seq)
_HEAD = select(JournalHead.seq, type_coerce(JournalHead.at, Text).label("at"), JournalHead.hash)
Kept = Row[*tuple[Any, ...]]  # Any: the columns above, whatever somebody has made of them


def find_broken_entry(session: Session) -> int | None:
    """Walk the whole chain and name the first entry that is missing, altered or added."""
    expected, link, last_at = 1, GENESIS, None
    while batch := session.execute(_KEPT.where(_ENTRY.seq >= expected).limit(_BATCH)).all():
        for row in batch:
            entry = _as_written(row)
            if entry is None or entry.seq != expected or not is_sound(entry, link):
                return expected
            expected, link, last_at = entry.seq + 1, entry.hash, row.at
    tip = session.execute(_HEAD).one_or_none()
    if tip is None or (tip.seq, tip.hash) != (expected - 1, link):
        return expected
    if last_at not in (None, tip.at):
        return expected
    first = session.scalars(select(func.min(_ENTRY.seq))).one()
    return first if first is not None and first < 1 else None


def _as_written(row: Kept) -> Entry | None:
    """Read an entry; None when a column holds what no commit has written."""
    try:
        at = datetime.fromisoformat(row.at)
        lists = orjson.loads(row.changed_fields), orjson.loads(row.replaced_by)
    except (TypeError, ValueError):
        return None
    texts = (row.actor, row.kind, row.subject_type, row.subject_id, row.op, row.prev_hash, row.hash)
    are_texts = all(map(_is_text, texts)) and all(map(_is_list_of_texts, lists))
    are_numbers = (type(row.seq), type(row.version)) == (int, int) and row.is_public in (0, 1)
    are_said = all(one is None or _is_text(one) for one in (row.reason, row.digest))
    if not (are_texts and are_numbers and are_said) or to_text(at) != row.at:
        return None
    return Entry(row.seq, at, _change(row, *lists), row.prev_hash, row.hash)


def _change(row: Kept, changed_fields: Iterable[str], replaced_by: Iterable[str]) -> Change:
    return Change(
        kind=row.kind,
        subject_type=row.subject_type,
        subject_id=row.subject_id,
        op=row.op,
        actor=row.actor,
        version=row.version,
        changed_fields=tuple(changed_fields),
        reason=row.reason,
        replaced_by=tuple(replaced_by),
        digest=row.digest,
        is_public=bool(row.is_public),
    )


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_list_of_texts(value: object) -> bool:
    return isinstance(value, list) and all(map(_is_text, value))
