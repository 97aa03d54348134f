"""Planning, changing, opening, closing and cancelling workshops."""

import secrets
from datetime import datetime

from sqlalchemy.orm import Session

from app.core.access import Caller, require
from app.core.clock import now
from app.core.schemas import LocalText
from app.workshops.meetings_access import RUN, run_workshop, seen_workshop
from app.workshops.meetings_agenda import fill_agenda
from app.workshops.meetings_errors import ConditionMissing, WorkshopChanged, unsound
from app.workshops.meetings_inviting import invite, uninvite
from app.workshops.meetings_lifecycle import ACTIONS, ActionName, after, check_open_to
from app.workshops.meetings_models import Workshop
from app.workshops.meetings_schemas import (
    AgendaIn,
    CancelIn,
    WorkshopIn,
    WorkshopOut,
    WorkshopPatch,
)
from app.workshops.meetings_shaping import announce, as_json, workshop_out

_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_FIELDS = {
    "title": "title",
    "starts_at": "startsAt",
    "ends_at": "endsAt",
    "place": "place",
    "online_url": "onlineUrl",
    "is_public": "isPublic",
}


def plan_workshop(session: Session, asked: WorkshopIn, *, caller: Caller) -> WorkshopOut:
    """Plan a workshop and invite entities to it.

    Raises:
        MissingRight: the caller may not run workshops.
        UnsoundWorkshop: it ends before it begins, or names what is not there.
        EntityVanished: an entity is no more.

    """
    require(caller, RUN, None)
    _check_times(asked.starts_at, asked.ends_at)
    workshop = Workshop(
        id="ws_" + "".join(secrets.choice(_ALPHABET) for _ in range(12)),
        version=1,
        state="planned",
        title=as_json(asked.title),
        starts_at=asked.starts_at,
        ends_at=asked.ends_at,
        place=as_json(asked.place) if asked.place else None,
        online_url=asked.online_url,
        is_public=asked.is_public,
        created_at=now(),
        created_by=caller.id,
    )
    session.add(workshop)
    session.flush()
    announce(session, workshop, "workshop_planned", caller)
    invite(session, workshop, asked.entities, asked.contacts, caller)
    fill_agenda(session, workshop, asked.agenda, caller)
    return _shown(session, workshop, caller)


def change_workshop(
    session: Session,
    workshop_id: str,
    asked: WorkshopPatch,
    *,
    caller: Caller,
    condition: str | None,
) -> WorkshopOut:
    """Change what was sent, if nobody has changed the workshop meanwhile.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.
        ConditionMissing: ``condition`` is missing.
        WorkshopChanged: it is of another version.
        WorkshopState: the workshop is over.
        UnsoundWorkshop: it ends before it begins, or names what is not there.

    """
    workshop = run_workshop(session, workshop_id, caller)
    _check_condition(workshop, condition)
    check_open_to("change", workshop.state)
    changed = _apply(workshop, asked)
    _check_times(workshop.starts_at, workshop.ends_at)
    if changed:
        workshop.version += 1
        announce(session, workshop, "workshop_changed", caller, fields=changed)
    if asked.entities is not None:
        uninvite(session, workshop, asked.entities, caller)
    if asked.entities or asked.contacts:
        invite(session, workshop, asked.entities or (), asked.contacts or {}, caller)
    return _shown(session, workshop, caller)


def act(
    session: Session,
    workshop_id: str,
    name: ActionName,
    *,
    caller: Caller,
    said: CancelIn | None = None,
) -> WorkshopOut:
    """Open, close or cancel a workshop.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.
        WorkshopState: its state does not allow it.

    """
    workshop, action = run_workshop(session, workshop_id, caller), ACTIONS[name]
    workshop.state = after(action, workshop.state)
    workshop.version += 1
    setattr(workshop, f"{action.target if name != 'open' else 'opened'}_at", now())
    workshop.reason = as_json(said.reason) if said else workshop.reason
    reason = (said.reason.en or said.reason.ar) if said else None
    announce(session, workshop, action.event, caller, reason=reason)
    return _shown(session, workshop, caller)


def set_agenda(
    session: Session, workshop_id: str, asked: AgendaIn, *, caller: Caller
) -> WorkshopOut:
    """Put an agenda in the place of the one that was there.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not run workshops.
        WorkshopState: the workshop is over.
        UnsoundWorkshop: it names a change request twice, or one that is not there.

    """
    workshop = run_workshop(session, workshop_id, caller)
    check_open_to("agenda", workshop.state)
    fill_agenda(session, workshop, asked.items, caller)
    workshop.version += 1
    announce(session, workshop, "workshop_agenda_set", caller, fields=("agenda",))
    return _shown(session, workshop, caller)


def _apply(workshop: Workshop, asked: WorkshopPatch) -> list[str]:
    """Set what was sent and differs; names it as the interface does."""
    changed = []
    for name in sorted(asked.model_fields_set & _FIELDS.keys()):
        value = getattr(asked, name)
        value = as_json(value) if isinstance(value, LocalText) else value
        if value != getattr(workshop, name):
            setattr(workshop, name, value)
            changed.append(_FIELDS[name])
    return changed


def _check_times(starts_at: datetime, ends_at: datetime | None) -> None:
    if ends_at is not None and ends_at <= starts_at:
        raise unsound(
            "/endsAt", "WORKSHOP-TIMES",
            "The workshop ends before it begins.", "تنتهي الورشة قبل أن تبدأ.",
        )  # fmt: skip


def _check_condition(workshop: Workshop, condition: str | None) -> None:
    """Compare the version in the ETags; what follows the dot names a rendering only."""
    if condition is None:
        raise ConditionMissing("Send the ETag of the workshop as 'If-Match'.")
    tags = (one.strip().strip('"').partition(".")[0] for one in condition.split(","))
    if not {str(workshop.version), "*"} & set(tags):
        raise WorkshopChanged(f"'{workshop.id}' is at version {workshop.version} now.")


def _shown(session: Session, workshop: Workshop, caller: Caller) -> WorkshopOut:
    session.flush()
    _, sight = seen_workshop(session, workshop.id, caller)
    return workshop_out(session, workshop, sight)
