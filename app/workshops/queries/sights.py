"""Who sees a change request: drafts are their entity's and the staff's alone."""

from sqlalchemy import ColumnElement, Select, and_, false, or_, select, true
from sqlalchemy.orm import Session

from app.core.access import Caller, reach_of
from app.workshops.errors import ChangeRequestNotFound
from app.workshops.meetings_models import Invitation, Workshop
from app.workshops.models import ChangeRequest


def get_row(
    session: Session, change_request_id: str, *, caller: Caller, is_to_change: bool = False
) -> ChangeRequest:
    """Read a change request that the caller may see.

    ``is_to_change`` locks it, so that of two changes at once the second finds the first.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    chosen = select(ChangeRequest).where(ChangeRequest.id == change_request_id, seen_by(caller))
    if is_to_change:
        chosen = chosen.with_for_update().execution_options(populate_existing=True)
    row = session.scalars(chosen).one_or_none()
    if row is None:
        raise ChangeRequestNotFound(f"There is no change request '{change_request_id}'.")
    return row


def seen_by(caller: Caller) -> ColumnElement[bool]:
    """Choose what a caller sees: what is public, what is their own, where they are invited."""
    reach = reach_of(caller, "workshops:read")
    if reach == "any":
        return true()
    own: ColumnElement[bool] = false()
    if reach == "own":
        invited = select(Invitation.workshop_id).where(Invitation.entity_id == caller.entity)
        asked = and_(_was_submitted(), ChangeRequest.workshop_id.in_(invited))
        own = or_(ChangeRequest.entity_id == caller.entity, asked)
    return or_(_is_open_to_all(), own)


def is_public(session: Session, row: ChangeRequest) -> bool:
    """Tell whether everybody may read a change request."""
    if row.submitted_at is None:
        return False
    if row.workshop_id is None:
        return True
    chosen = select(Workshop.is_public).where(Workshop.id == row.workshop_id)
    return bool(session.scalars(chosen).one_or_none())


def find_workshop(session: Session, workshop_id: str, *, caller: Caller) -> bool:
    """Tell whether there is a workshop that the caller may bring something to."""
    found = session.get(Workshop, workshop_id)
    if found is None:
        return False
    if found.is_public or reach_of(caller, "workshops:read") == "any":
        return True
    return session.get(Invitation, (workshop_id, caller.entity or "")) is not None


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of an entity's change requests, for its part of the journal."""
    return select(ChangeRequest.id).where(ChangeRequest.entity_id == entity)


def _is_open_to_all() -> ColumnElement[bool]:
    public = select(Workshop.id).where(Workshop.is_public)
    place = or_(ChangeRequest.workshop_id.is_(None), ChangeRequest.workshop_id.in_(public))
    return and_(_was_submitted(), place)


def _was_submitted() -> ColumnElement[bool]:
    return ChangeRequest.submitted_at.is_not(None)
