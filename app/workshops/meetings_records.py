"""What is written down about a workshop: replies, who came, and the minutes."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import Caller, require
from app.core.clock import now
from app.entities.queries import find_titles
from app.workshops.meetings_access import run_workshop, seen_workshop
from app.workshops.meetings_errors import InvitationNotFound, unsound
from app.workshops.meetings_lifecycle import check_open_to
from app.workshops.meetings_models import Attendance, Invitation, MinutesRevision
from app.workshops.meetings_queries import get_minutes, latest_minutes
from app.workshops.meetings_schemas import (
    AttendanceIn,
    AttendanceOut,
    MinutesIn,
    MinutesOut,
    ReplyIn,
    WorkshopOut,
)
from app.workshops.meetings_shaping import announce, as_json, workshop_out


def reply(session: Session, workshop_id: str, asked: ReplyIn, *, caller: Caller) -> WorkshopOut:
    """Accept or decline an invitation for an entity; the last reply counts.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller does not speak for the entity.
        InvitationNotFound: the entity is not invited.
        WorkshopState: the workshop is over.

    """
    workshop, sight = seen_workshop(session, workshop_id, caller, locks=True)
    require(caller, "positions:record", asked.entity)
    invitation = session.get(Invitation, (workshop_id, asked.entity))
    if invitation is None:
        raise InvitationNotFound(f"'{asked.entity}' is not invited to '{workshop_id}'.")
    check_open_to("reply", workshop.state)
    invitation.state = asked.reply
    invitation.answered_at, invitation.answered_by = now(), caller.id
    if asked.contacts is not None:
        invitation.contacts = [*dict.fromkeys(asked.contacts)]
    workshop.version += 1
    event = f"workshop_invitation_{asked.reply}"
    announce(session, workshop, event, caller, fields=[f"invitations/{asked.entity}"])
    session.flush()
    return workshop_out(session, workshop, sight)


def record_attendance(
    session: Session, workshop_id: str, asked: AttendanceIn, *, caller: Caller
) -> AttendanceOut:
    """Write down that somebody came.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.
        WorkshopState: the workshop is not open.
        UnsoundWorkshop: there is no such entity, or the time is not of the workshop.

    """
    workshop = run_workshop(session, workshop_id, caller)
    check_open_to("attendance", workshop.state)
    title = find_titles(session, [asked.entity]).get(asked.entity)
    if title is None:
        message = f"There is no entity '{asked.entity}'."
        raise unsound("/entity", "WORKSHOP-ENTITY", message, f"لا توجد جهة باسم '{asked.entity}'.")
    _check_joined(asked)
    counted = select(func.count()).where(Attendance.workshop_id == workshop.id)
    row = Attendance(
        workshop_id=workshop.id,
        number=session.scalars(counted).one() + 1,
        entity_id=asked.entity,
        name=asked.name,
        role=asked.role,
        joined_at=asked.joined_at or now(),
        recorded_by=caller.id,
    )
    session.add(row)
    workshop.version += 1
    announce(session, workshop, "workshop_attended", caller, fields=("attendance",))
    session.flush()
    return AttendanceOut(
        number=row.number,
        entity=row.entity_id,
        title=title,
        name=row.name,
        role=row.role,
        joined_at=row.joined_at,
    )


def write_minutes(
    session: Session, workshop_id: str, asked: MinutesIn, *, caller: Caller
) -> MinutesOut:
    """Write the minutes as a new revision; the older ones stay as they are.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.
        WorkshopState: the workshop has not begun, or is not held.

    """
    workshop = run_workshop(session, workshop_id, caller)
    check_open_to("minutes", workshop.state)
    row = MinutesRevision(
        workshop_id=workshop.id,
        number=(latest_minutes(session, workshop.id) or 0) + 1,
        paragraphs=[as_json(one) for one in asked.paragraphs],
        written_at=now(),
        written_by=caller.id,
    )
    session.add(row)
    workshop.version += 1
    announce(session, workshop, "workshop_minutes_written", caller, fields=("minutes",))
    session.flush()
    return get_minutes(session, workshop.id, caller=caller)


def _check_joined(asked: AttendanceIn) -> None:
    if asked.joined_at is not None and asked.joined_at > now():
        message = "Nobody has come at a time that is still to be."
        raise unsound("/joinedAt", "WORKSHOP-TIMES", message, "لم يحضر أحد في وقت لم يأت بعد.")
