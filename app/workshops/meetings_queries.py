"""Reading workshops, each as far as the caller may see."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.clock import to_text
from app.core.paging import read_cursor, read_instant, write_cursor
from app.core.schemas import LocalText, Page
from app.entities.queries import find_titles
from app.workshops.meetings_access import seen_by, seen_workshop
from app.workshops.meetings_errors import MinutesNotFound
from app.workshops.meetings_lifecycle import State, check_open_to
from app.workshops.meetings_models import (
    AgendaItem,
    Attendance,
    Invitation,
    MinutesRevision,
    Workshop,
)
from app.workshops.meetings_schemas import (
    AttendanceList,
    AttendanceOut,
    MinutesOut,
    WorkshopBrief,
    WorkshopOut,
)
from app.workshops.meetings_shaping import brief_of, workshop_out

_LIST = "workshops"


def list_workshops(
    session: Session,
    *,
    caller: Caller,
    states: Sequence[State] = (),
    entity: str | None = None,
    limit: int,
    cursor: str | None,
) -> Page[WorkshopBrief]:
    """Read the workshops that a caller sees, the latest first.

    Raises:
        Invalid: the cursor is not one of this list.

    """
    chosen = seen_by(caller, select(Workshop))
    if states:
        chosen = chosen.where(Workshop.state.in_(states))
    if entity:
        invited = select(Invitation.workshop_id).where(Invitation.entity_id == entity)
        chosen = chosen.where(Workshop.id.in_(invited))
    total = session.scalars(chosen.with_only_columns(func.count(Workshop.id))).one()
    rows = session.scalars(_after(chosen, cursor).limit(limit + 1)).all()
    page = rows[:limit]
    is_more = len(rows) > limit
    after = write_cursor(_LIST, to_text(page[-1].starts_at), page[-1].id) if is_more else None
    return Page[WorkshopBrief](items=brief_of(session, page), next_cursor=after, total=total)


def get_workshop(session: Session, workshop_id: str, *, caller: Caller) -> WorkshopOut:
    """Read a workshop with its agenda and whom it has invited.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    workshop, sight = seen_workshop(session, workshop_id, caller)
    return workshop_out(session, workshop, sight)


def list_attendance(session: Session, workshop_id: str, *, caller: Caller) -> AttendanceList:
    """Read who came; names are shown to those who were invited, and to staff.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    _, sight = seen_workshop(session, workshop_id, caller)
    chosen = select(Attendance).where(Attendance.workshop_id == workshop_id)
    rows = session.scalars(chosen.order_by(Attendance.number)).all()
    titles = find_titles(session, {row.entity_id for row in rows})
    items = [
        AttendanceOut(
            number=row.number,
            entity=row.entity_id,
            title=titles[row.entity_id],
            name=row.name if sight.is_participant else None,
            role=row.role,
            joined_at=row.joined_at,
        )
        for row in rows
    ]
    return AttendanceList(items=items, total=len(items))


def get_minutes(
    session: Session, workshop_id: str, *, caller: Caller, number: int | None = None
) -> MinutesOut:
    """Read a revision of the minutes, the newest unless another is named.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MinutesNotFound: nothing was written yet, or there is no such revision.

    """
    seen_workshop(session, workshop_id, caller)
    latest = latest_minutes(session, workshop_id)
    row = session.get(MinutesRevision, (workshop_id, number or latest or 0))
    if row is None or latest is None:
        raise MinutesNotFound(f"'{workshop_id}' has no such revision of its minutes.")
    return MinutesOut(
        number=row.number,
        latest=latest,
        paragraphs=[LocalText.model_validate(one) for one in row.paragraphs],
        written_at=row.written_at,
        written_by=row.written_by,
    )


def latest_minutes(session: Session, workshop_id: str) -> int | None:
    """Number the newest revision of the minutes."""
    chosen = select(func.max(MinutesRevision.number))
    return session.scalars(chosen.where(MinutesRevision.workshop_id == workshop_id)).one()


def agenda_requests(session: Session, workshop_id: str) -> list[str]:
    """List the change requests on an agenda in its order."""
    chosen = select(AgendaItem.change_request_id).where(
        AgendaItem.workshop_id == workshop_id, AgendaItem.change_request_id.is_not(None)
    )
    return [one for one in session.scalars(chosen.order_by(AgendaItem.place)) if one]


def check_takes_positions(session: Session, workshop_id: str | None) -> None:
    """Let nobody take a position in a workshop that is over.

    Raises:
        WorkshopState: it was closed or cancelled.

    """
    workshop = session.get(Workshop, workshop_id) if workshop_id else None
    if workshop is not None:
        check_open_to("position", workshop.state)


def _after(chosen: Select[Workshop], cursor: str | None) -> Select[Workshop]:
    if cursor:
        starts, last = read_cursor(cursor, _LIST, str, str)
        place = tuple_(Workshop.starts_at, Workshop.id)
        chosen = chosen.where(place < (read_instant(starts), last))
    return chosen.order_by(Workshop.starts_at.desc(), Workshop.id.desc())
