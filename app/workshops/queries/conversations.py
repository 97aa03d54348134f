"""Reading what entities say of a change request: their positions, and comments."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.paging import read_cursor, write_cursor
from app.core.schemas import Page
from app.entities.queries import find_successors
from app.workshops.answers import CommentOut, PositionOut
from app.workshops.models import ChangeRequest, Comment, Position
from app.workshops.queries.sights import get_row
from app.workshops.rules import Voice
from app.workshops.shaping import comment_out, position_out

_COMMENTS = "change-request-comments"


def list_positions(
    session: Session, change_request_id: str, *, caller: Caller
) -> list[PositionOut]:
    """Read every position that was taken, the last first; former ones are kept.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    row = get_row(session, change_request_id, caller=caller)
    rows = _positions(session, row)
    last, stale = {one.id for one in last_positions(rows)}, _stale(session, row, rows)
    found = [position_out(one, is_last=one.id in last, is_stale=one.id in stale) for one in rows]
    return found[::-1]


def positions_at(
    session: Session, row: ChangeRequest, *, digest: str, until: datetime
) -> list[PositionOut]:
    """Read the last position of each entity up to an instant; those on other operations are stale.

    ``digest`` is that of the operations as they stood then.
    """
    rows = last_positions([one for one in _positions(session, row) if one.at <= until])
    return [position_out(one, is_last=True, is_stale=one.digest != digest) for one in rows]


def list_comments(
    session: Session, change_request_id: str, *, caller: Caller, limit: int, cursor: str | None
) -> Page[CommentOut]:
    """Read a page of comments in the order in which they were made.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        Invalid: the cursor is not one of this list.

    """
    row = get_row(session, change_request_id, caller=caller)
    chosen = select(Comment).where(Comment.change_request_id == row.id)
    total = session.scalars(chosen.with_only_columns(func.count())).one()
    if cursor:
        (after,) = read_cursor(cursor, f"{_COMMENTS}/{row.id}", int)
        chosen = chosen.where(Comment.number > after)
    rows = session.scalars(chosen.order_by(Comment.number, Comment.id).limit(limit + 1)).all()
    page = rows[:limit]
    more = write_cursor(f"{_COMMENTS}/{row.id}", page[-1].number) if len(rows) > limit else None
    items = [comment_out(one) for one in page]
    return Page[CommentOut](items=items, next_cursor=more, total=total)


def voices_of(session: Session, row: ChangeRequest) -> tuple[Voice, ...]:
    """Read the last position of each entity; those on other operations are stale.

    So is that of an entity which is no more: nobody could take it back.
    """
    rows = last_positions(_positions(session, row))
    stale = _stale(session, row, rows)
    return tuple(Voice(one.id, one.entity_id, one.stance, is_stale=one.id in stale) for one in rows)


def last_positions(rows: Sequence[Position]) -> list[Position]:
    """Keep the last position of each entity, ordered by entity; ``rows`` are in their order."""
    last = {one.entity_id: one for one in rows}
    return [last[entity] for entity in sorted(last)]


def _stale(session: Session, row: ChangeRequest, rows: Sequence[Position]) -> frozenset[str]:
    gone = find_successors(session, {one.entity_id for one in rows}) if rows else {}
    return frozenset(one.id for one in rows if one.digest != row.digest or one.entity_id in gone)


def _positions(session: Session, row: ChangeRequest) -> Sequence[Position]:
    return session.scalars(
        select(Position)
        .where(Position.change_request_id == row.id)
        .order_by(Position.number, Position.id)
    ).all()
