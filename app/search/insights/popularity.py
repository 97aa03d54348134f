"""How popular services are: what people open among the hits of their searches.

Popularity must not feed on itself, nor be made by one hand. A service that is opened at
the first place counts for a fifth of one that is opened at the fifth, past four others. A
session counts once a day for a service and for few services at all, and only for what it
has searched; and whatever is counted decides between equals only (`app/search/steering.py`).
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from math import log1p

from sqlalchemy import Select, case, delete, func, insert, select
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_present
from app.search.insights.models import AskedBy, SearchClick, ServicePopularity
from app.search.steering import MOST_POINTS, MOST_POPULAR

COUNTED_DAYS = 30
FULL_WORTH_FROM = 5
"""The place from which an opened hit counts in full; one at the first place counts a fifth."""
MOST_SERVICES = 10
"""Services that one session makes popular on a day."""
LEAST_SESSIONS = 5
"""A service that fewer have opened is not popular."""
COUNT_SECONDS = 3_000
"""Popularity that was counted less long ago is not counted again, by whichever process."""

Mark = tuple[int, datetime | None]


def count_popularity(session: Session, at: datetime) -> bool:
    """Count anew, unless somebody has just done so; tells whether it was done."""
    _, counted_at = popularity_mark(session)
    if counted_at and timedelta(0) <= at - counted_at < timedelta(seconds=COUNT_SECONDS):
        return False
    found = _counted(session, at.date())
    session.execute(delete(ServicePopularity))
    if found:
        rows = [{"service_id": s, "points": p, "counted_at": at} for s, p in found.items()]
        session.execute(insert(ServicePopularity), rows)
    return True


def popularity_mark(session: Session) -> Mark:
    """Return a mark that changes when popularity is counted anew."""
    columns = func.count(), func.max(ServicePopularity.counted_at)
    count, counted_at = session.execute(select(*columns)).one()
    return count, counted_at


def find_popularity(session: Session) -> dict[str, int]:
    """Read the popularity of the services that have any, 1 to 1000."""
    rows = session.execute(select(ServicePopularity.service_id, ServicePopularity.points))
    return {row.service_id: row.points for row in rows}


def points_of(worths: Mapping[str, int]) -> dict[str, int]:
    """Turn worths into points on a logarithmic scale whose end is the worthiest of all."""
    most = log1p(max(worths.values(), default=1))
    return {name: max(1, round(MOST_POINTS * log1p(n) / most)) for name, n in worths.items()}


def _counted(session: Session, today: date) -> dict[str, int]:
    first = (today - timedelta(days=COUNTED_DAYS)).isoformat()
    rows = session.execute(_worths(first)).all()
    present = find_present(session, [row.service_id for row in rows])
    return points_of({row.service_id: int(row.worth) for row in rows if row.service_id in present})


def _worths(first: str) -> Select[str, int]:
    """Ask what each service is worth, in fifths of a session, the worthiest first."""
    clicked, asked = SearchClick, AskedBy
    worth = case((clicked.position < FULL_WORTH_FROM, clicked.position), else_=FULL_WORTH_FROM)
    each = (
        select(clicked.day, clicked.session, clicked.service_id, func.max(worth).label("worth"))
        .join(
            asked,
            (asked.day == clicked.day)
            & (asked.query_id == clicked.query_id)
            & (asked.session == clicked.session),
        )
        .where(clicked.day >= first)
        .group_by(clicked.day, clicked.session, clicked.service_id)
        .subquery()
    )
    place = func.row_number().over(
        partition_by=(each.c.day, each.c.session), order_by=each.c.service_id
    )
    placed = select(each.c.service_id, each.c.worth, place.label("place")).subquery()
    total = func.sum(placed.c.worth).label("worth")
    return (
        select(placed.c.service_id, total)
        .where(placed.c.place <= MOST_SERVICES)
        .group_by(placed.c.service_id)
        .having(func.count() >= LEAST_SESSIONS)
        .order_by(total.desc(), placed.c.service_id)
        .limit(MOST_POPULAR)
    )
