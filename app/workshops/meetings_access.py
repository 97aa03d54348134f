"""Who sees which workshop.

A public workshop is everybody's to read. Any other is there for staff who may read
workshops and for the entities that it has invited; to all others it does not exist.
"""

from dataclasses import dataclass

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.access import Caller, Right, holds, reach_of, require
from app.workshops.meetings_errors import WorkshopNotFound
from app.workshops.meetings_models import Invitation, Workshop

READ: Right = "workshops:read"
RUN: Right = "workshops:run"


@dataclass(frozen=True)
class Sight:
    """How much of a workshop a caller sees: as a participant names, as staff all contacts."""

    is_participant: bool
    is_staff: bool
    caller: Caller

    def sees_contacts_of(self, entity: str) -> bool:
        """Whether the addresses of an entity are shown."""
        return self.is_staff or (self.is_participant and entity == self.caller.entity)


def seen_workshop(
    session: Session, workshop_id: str, caller: Caller, *, locks: bool = False
) -> tuple[Workshop, Sight]:
    """Read a workshop as far as a caller may see it; ``locks`` for those who will change it.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    workshop = session.get(Workshop, workshop_id, with_for_update=locks)
    missing = WorkshopNotFound(f"There is no workshop '{workshop_id}'.")
    if workshop is None:
        raise missing
    sight = _sight(session, workshop_id, caller)
    if not workshop.is_public and not sight.is_participant:
        raise missing
    return workshop, sight


def run_workshop(session: Session, workshop_id: str, caller: Caller) -> Workshop:
    """Read a workshop for one who runs it, and keep others from changing it meanwhile.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.

    """
    workshop, _ = seen_workshop(session, workshop_id, caller, locks=True)
    require(caller, RUN, None)
    return workshop


def seen_by(caller: Caller, chosen: Select[Workshop]) -> Select[Workshop]:
    """Choose only workshops that a caller may see."""
    if reach_of(caller, READ) == "any":
        return chosen
    if not holds(caller, READ):
        return chosen.where(Workshop.is_public)
    invited = select(Invitation.workshop_id).where(Invitation.entity_id == caller.entity)
    return chosen.where(Workshop.is_public | Workshop.id.in_(invited))


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of the workshops that an entity is invited to, for its part of the journal."""
    return select(Invitation.workshop_id).where(Invitation.entity_id == entity)


def _sight(session: Session, workshop_id: str, caller: Caller) -> Sight:
    reach = reach_of(caller, READ)
    if reach == "any":
        return Sight(is_participant=True, is_staff=True, caller=caller)
    is_invited = (
        reach == "own" and session.get(Invitation, (workshop_id, caller.entity)) is not None
    )
    return Sight(is_participant=is_invited, is_staff=False, caller=caller)
