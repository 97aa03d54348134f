"""From rows of workshops to what is shown of them."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.journal import Change, record
from app.core.schemas import LocalText
from app.entities.queries import find_titles
from app.workshops.meetings_access import Sight
from app.workshops.meetings_models import (
    AgendaItem,
    Attendance,
    Invitation,
    MinutesRevision,
    Workshop,
)
from app.workshops.meetings_requests import find_motions
from app.workshops.meetings_schemas import (
    AgendaItemOut,
    InvitationOut,
    WorkshopBrief,
    WorkshopOut,
)


def brief_of(session: Session, workshops: Sequence[Workshop]) -> list[WorkshopBrief]:
    """Shape workshops for a list."""
    ids = [one.id for one in workshops]
    invited: dict[str, list[str]] = {one: [] for one in ids}
    for row in _invitations(session, ids):
        invited[row.workshop_id].append(row.entity_id)
    counted = select(AgendaItem.workshop_id, func.count()).where(AgendaItem.workshop_id.in_(ids))
    items = {row[0]: row[1] for row in session.execute(counted.group_by(AgendaItem.workshop_id))}
    return [
        WorkshopBrief(
            id=one.id,
            title=LocalText.model_validate(one.title),
            state=one.state,
            starts_at=one.starts_at,
            ends_at=one.ends_at,
            is_public=one.is_public,
            entities=invited[one.id],
            item_count=items.get(one.id, 0),
        )
        for one in workshops
    ]


def workshop_out(session: Session, workshop: Workshop, sight: Sight) -> WorkshopOut:
    """Shape a workshop with its agenda and invitations, as far as the caller sees."""
    invitations = _invitations(session, [workshop.id])
    return WorkshopOut(
        title=LocalText.model_validate(workshop.title),
        place=_text(workshop.place),
        reason=_text(workshop.reason),
        entities=[one.entity_id for one in invitations],
        agenda=agenda_out(session, workshop.id, sight.caller),
        invitations=list(_invitations_out(session, invitations, sight)),
        **_counts(session, workshop.id),
        **{name: getattr(workshop, name) for name in _PLAIN},
    )


def agenda_out(session: Session, workshop_id: str, caller: Caller) -> list[AgendaItemOut]:
    """Shape an agenda; a change request stands with its own title, where it may be seen."""
    chosen = select(AgendaItem).where(AgendaItem.workshop_id == workshop_id)
    rows = session.scalars(chosen.order_by(AgendaItem.place)).all()
    named = [row.change_request_id for row in rows if row.change_request_id]
    known = find_motions(session, named, caller=caller)
    items = []
    for row in rows:
        motion = known.get(row.change_request_id or "")
        topic = LocalText.model_validate(row.topic) if row.topic else _UNSEEN
        title = motion.title if motion else topic
        items.append(
            AgendaItemOut(
                place=row.place,
                change_request=row.change_request_id,
                state=motion.state if motion else None,
                title=title,
            )
        )
    return items


def announce(
    session: Session,
    workshop: Workshop,
    kind: str,
    caller: Caller,
    *,
    fields: Sequence[str] = (),
    reason: str | None = None,
) -> None:
    """Write into the journal what became of a workshop; that of a public one is public."""
    change = Change(
        kind=kind,
        subject_type="workshop",
        subject_id=workshop.id,
        op="upsert",
        actor=caller.id,
        version=workshop.version,
        changed_fields=tuple(fields),
        reason=reason,
        is_public=workshop.is_public,
    )
    record(session, change)


def as_json(text: LocalText) -> dict[str, str]:
    """Write a text as it is kept."""
    return text.model_dump(mode="json")


_UNSEEN = LocalText(ar="طلب تعديل غير معلن", en="A change request that is not public")
_PLAIN = (
    "id", "version", "state", "starts_at", "ends_at", "online_url", "is_public", "created_at",
    "opened_at", "closed_at", "cancelled_at",
)  # fmt: skip


def _counts(session: Session, workshop_id: str) -> dict[str, Any]:  # Any: fields of a shape
    attended = select(func.count()).where(Attendance.workshop_id == workshop_id)
    written = select(func.max(MinutesRevision.number))
    written = written.where(MinutesRevision.workshop_id == workshop_id)
    return {
        "attendance_count": session.scalars(attended).one(),
        "minutes_revision": session.scalars(written).one(),
    }


def _invitations(session: Session, ids: Sequence[str]) -> Sequence[Invitation]:
    chosen = select(Invitation).where(Invitation.workshop_id.in_(ids))
    return session.scalars(chosen.order_by(Invitation.workshop_id, Invitation.entity_id)).all()


def _invitations_out(
    session: Session, rows: Sequence[Invitation], sight: Sight
) -> Iterable[InvitationOut]:
    titles = find_titles(session, [row.entity_id for row in rows])
    for row in rows:
        yield InvitationOut(
            entity=row.entity_id,
            title=titles[row.entity_id],
            state=row.state,
            contacts=row.contacts if sight.sees_contacts_of(row.entity_id) else None,
            invited_at=row.invited_at,
            reminded_at=row.reminded_at,
            answered_at=row.answered_at,
        )


def _text(stored: dict[str, Any] | None) -> LocalText | None:  # Any: LocalText as JSON
    return LocalText.model_validate(stored) if stored else None
