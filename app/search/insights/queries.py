"""Reading the search log: only what came from enough sessions is ever read out of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from app.search.insights.models import AskedBy, AskedQuery, AskedWord, SearchClick
from app.search.insights.schemas import AskedText

FEW_CLICKS_SHARE = 5
"""Hits are opened too seldom when fewer than one in so many sessions opens any."""


@dataclass(frozen=True, slots=True)
class Period:
    """From one day to another, both included, and the least sessions to be shown."""

    first: date
    last: date
    least_sessions: int

    @property
    def days(self) -> tuple[str, str]:
        """The days as the log writes them."""
        return self.first.isoformat(), self.last.isoformat()


class Asked(NamedTuple):
    """How often something was asked, and in how many sessions, each counted once a day."""

    searches: int
    sessions: int


def count_asked(session: Session, period: Period) -> Asked:
    """Count all searches of a period."""
    each = (
        select(AskedBy.day, AskedBy.session, func.sum(AskedBy.times).label("times"))
        .where(_within(AskedBy.day, period))
        .group_by(AskedBy.day, AskedBy.session)
        .subquery()
    )
    row = session.execute(select(func.sum(each.c.times), func.count()).select_from(each)).one()
    return Asked(int(row[0] or 0), row[1])


def list_unknown_words(session: Session, period: Period, *, limit: int) -> dict[str, Asked]:
    """List the words that nobody knows, those of the most sessions first."""
    rows = session.execute(_words(period).limit(limit))
    return {row.word: Asked(int(row.searches), row.sessions) for row in rows}


def find_unknown_word(session: Session, period: Period, word: str) -> Asked | None:
    """Find how often an unknown word was asked, if enough sessions have."""
    row = session.execute(_words(period, only=word)).one_or_none()
    return Asked(int(row.searches), row.sessions) if row else None


def list_without_hits(session: Session, period: Period, *, limit: int) -> list[AskedText]:
    """List the texts that found nothing when they were last searched without filters."""
    asked, last = _asked(period), _last_hits(period)
    chosen = _texts(asked, last).where(last.c.hits == 0)
    return _shown(session, period, chosen.limit(limit))


def list_with_few_clicks(session: Session, period: Period, *, limit: int) -> list[AskedText]:
    """List the texts whose hits hardly anybody opens; none while nobody tells of clicks."""
    has_clicks = select(SearchClick.day).where(_within(SearchClick.day, period)).limit(1)
    if session.scalar(has_clicks) is None:
        return []
    asked, last, clicked = _asked(period), _last_hits(period), _clicked(period)
    opened = func.coalesce(clicked.c.sessions, 0)
    chosen = (
        _texts(asked, last)
        .outerjoin(clicked, clicked.c.query_id == asked.c.query_id)
        .where(last.c.hits > 0, opened * FEW_CLICKS_SHARE < asked.c.sessions)
    )
    return _shown(session, period, chosen.limit(limit))


def _within(day: InstrumentedAttribute[str], period: Period) -> ColumnElement[bool]:
    first, last = period.days
    return (day >= first) & (day <= last)


def _words(period: Period, *, only: str | None = None) -> Select[str, int, int]:
    each = (
        select(AskedWord.word, AskedWord.day, AskedBy.session, func.sum(AskedBy.times).label("n"))
        .join(AskedBy, (AskedBy.day == AskedWord.day) & (AskedBy.query_id == AskedWord.query_id))
        .where(_within(AskedWord.day, period))
        .group_by(AskedWord.word, AskedWord.day, AskedBy.session)
    )
    if only is not None:
        each = each.where(AskedWord.word == only)
    found = each.subquery()
    sessions = func.count().label("sessions")
    return (
        select(found.c.word, func.sum(found.c.n).label("searches"), sessions)
        .group_by(found.c.word)
        .having(func.count() >= period.least_sessions)
        .order_by(sessions.desc(), found.c.word)
    )


def _asked(period: Period) -> Subquery:
    """Return the texts that enough sessions have asked."""
    return (
        select(
            AskedBy.query_id,
            func.sum(AskedBy.times).label("searches"),
            func.count().label("sessions"),
        )
        .where(_within(AskedBy.day, period))
        .group_by(AskedBy.query_id)
        .having(func.count() >= period.least_sessions)
        .subquery()
    )


def _last_hits(period: Period) -> Subquery:
    """Return each text with its hits on the last day that they were counted on."""
    is_within = _within(AskedQuery.day, period)
    newest = (
        select(
            AskedQuery.id,
            func.coalesce(
                func.max(case((AskedQuery.hits.is_not(None), AskedQuery.day))),
                func.max(AskedQuery.day),
            ).label("day"),
        )
        .where(is_within)
        .group_by(AskedQuery.id)
        .subquery()
    )
    return (
        select(AskedQuery.id, AskedQuery.text, AskedQuery.tongue, AskedQuery.hits)
        .join(newest, (newest.c.id == AskedQuery.id) & (newest.c.day == AskedQuery.day))
        .subquery()
    )


def _clicked(period: Period) -> Subquery:
    """Return in how many sessions any hit of a text was opened."""
    each = (
        select(SearchClick.query_id, SearchClick.day, SearchClick.session)
        .where(_within(SearchClick.day, period))
        .distinct()
        .subquery()
    )
    counted = select(each.c.query_id, func.count().label("sessions"))
    return counted.group_by(each.c.query_id).subquery()


def _texts(asked: Subquery, last: Subquery) -> Select[str, str, str, int | None, int, int]:
    return (
        select(
            last.c.id, last.c.text, last.c.tongue, last.c.hits, asked.c.searches, asked.c.sessions
        )
        .join_from(asked, last, last.c.id == asked.c.query_id)
        .order_by(asked.c.sessions.desc(), last.c.id)
    )


def _shown(
    session: Session, period: Period, chosen: Select[str, str, str, int | None, int, int]
) -> list[AskedText]:
    rows = session.execute(chosen).all()
    clicks = _clicks_on(session, period, [row.id for row in rows])
    return [
        AskedText.model_validate(
            {
                "query_id": row.id,
                "text": row.text,
                "tongue": row.tongue,
                "hits": row.hits,
                "searches": int(row.searches),
                "sessions": row.sessions,
                "clicked_sessions": clicks.get(row.id, 0),
            }
        )
        for row in rows
    ]


def _clicks_on(session: Session, period: Period, ids: Sequence[str]) -> dict[str, int]:
    clicked = _clicked(period)
    rows = session.execute(
        select(clicked.c.query_id, clicked.c.sessions).where(clicked.c.query_id.in_(ids))
    )
    return {row.query_id: row.sessions for row in rows}
