"""Writing the search log down, and forgetting it."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from typing import Any

from sqlalchemy import delete, insert, select, text
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_present
from app.search.insights.batches import Batch
from app.search.insights.heard import Heard
from app.search.insights.models import AskedBy, AskedQuery, AskedWord, DaySalt, SearchClick

_SALT_BYTES = 32
_AT_ONCE = 500
_DATED = (AskedQuery, AskedWord, AskedBy, SearchClick)

# One statement for both databases; nobody else writes meanwhile.
_KEEP_QUERY = text("""
INSERT INTO asked_query (day, id, text, tongue, hits, is_repaired, is_expanded, is_corrected)
VALUES (:day, :id, :text, :tongue, :hits, :is_repaired, :is_expanded, :is_corrected)
ON CONFLICT (day, id) DO UPDATE SET
  hits = COALESCE(excluded.hits, asked_query.hits),
  is_repaired = excluded.is_repaired,
  is_expanded = excluded.is_expanded,
  is_corrected = excluded.is_corrected
""")
_KEEP_WORD = text("""
INSERT INTO asked_word (day, query_id, word) VALUES (:day, :query_id, :word)
ON CONFLICT (day, query_id, word) DO NOTHING
""")
_KEEP_ASKED = text("""
INSERT INTO asked_by (day, query_id, session, times) VALUES (:day, :query_id, :session, :times)
ON CONFLICT (day, query_id, session) DO UPDATE SET times = asked_by.times + excluded.times
""")
_KEEP_CLICK = text("""
INSERT INTO search_click (day, query_id, session, service_id, position)
VALUES (:day, :query_id, :session, :service_id, :position)
ON CONFLICT (day, query_id, session, service_id) DO NOTHING
""")


def take_salt(session: Session, day: str) -> str:
    """Return the salt of a day, which the first who asks for it makes; it must be their turn."""
    salt = session.scalar(select(DaySalt.salt).where(DaySalt.day == day))
    if salt is None:
        salt = secrets.token_hex(_SALT_BYTES)
        session.execute(insert(DaySalt).values(day=day, salt=salt))
    return salt


def keep_batch(session: Session, day: str, batch: Batch) -> None:
    """Write searches and clicks down; clicks on what is not published are left out."""
    queries = batch.heard()
    _keep(session, _KEEP_QUERY, [_query_row(day, one) for one in queries])
    words = [(one.query_id, word) for one in queries for word in one.unknown]
    _keep(session, _KEEP_WORD, [{"day": day, "query_id": q, "word": word} for q, word in words])
    asked = [
        {"day": day, "query_id": query, "session": who, "times": times}
        for (query, who), times in batch.asked.items()
    ]
    _keep(session, _KEEP_ASKED, asked)
    _keep(session, _KEEP_CLICK, _click_rows(session, day, batch))


def forget_log(session: Session, today: date, *, days: int) -> None:
    """Forget what was kept longer than it may be, and the salts of days that are over."""
    first = (today - timedelta(days=days)).isoformat()
    for table in _DATED:
        session.execute(delete(table).where(table.day < first))
    session.execute(delete(DaySalt).where(DaySalt.day < today.isoformat()))


def _query_row(day: str, one: Heard) -> dict[str, object]:
    return {
        "day": day,
        "id": one.query_id,
        "text": one.text,
        "tongue": one.tongue,
        "hits": one.hits,
        "is_repaired": one.is_repaired,
        "is_expanded": one.is_expanded,
        "is_corrected": one.is_corrected,
    }


def _click_rows(session: Session, day: str, batch: Batch) -> list[dict[str, object]]:
    present: set[str] = set()
    for ids in _portions(sorted({service for _, _, service in batch.clicks})):
        present |= find_present(session, ids)
    return [
        {"day": day, "query_id": q, "session": who, "service_id": service, "position": position}
        for (q, who, service), position in batch.clicks.items()
        if service in present
    ]


def _portions(ids: Sequence[str]) -> Iterator[list[str]]:
    left = iter(ids)
    while portion := list(islice(left, _AT_ONCE)):
        yield portion


def _keep(session: Session, statement: Any, rows: list[dict[str, object]]) -> None:  # Any: a text
    if rows:
        session.execute(statement, rows)
