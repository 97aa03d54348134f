"""Reminding those who are invited, some days before a workshop begins."""

from datetime import datetime, timedelta

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.core.journal import Change, record
from app.workshops.meetings_models import Invitation, Workshop

CLOCK = "clock"
"""Who the journal names where nobody acted but time."""
_LEAST_SINCE_INVITED = timedelta(days=1)


def remind_invited(session: Session, at: datetime, *, days: int) -> int:
    """Note that reminders are due; returns how many. Whoever has declined gets none."""
    rows = session.execute(_due(at, days)).all()
    by_workshop: dict[str, tuple[Workshop, list[str]]] = {}
    for workshop, invitation in rows:
        invitation.reminded_at = at
        if invitation.state == "invited":
            invitation.state = "reminded"
        by_workshop.setdefault(workshop.id, (workshop, []))[1].append(invitation.entity_id)
    for workshop, entities in by_workshop.values():
        workshop.version += 1
        record(session, _reminded(workshop, entities))
    session.flush()
    return len(rows)


def is_reminder_due(session: Session, at: datetime, *, days: int) -> bool:
    """Tell whether anybody is to be reminded, without taking the writers' turn."""
    return session.execute(_due(at, days).limit(1)).first() is not None


def _due(at: datetime, days: int) -> Select[Workshop, Invitation]:
    """Choose invitations to workshops that begin soon; a fresh one needs no reminder."""
    return (
        select(Workshop, Invitation)
        .join(Invitation, Invitation.workshop_id == Workshop.id)
        .where(
            Workshop.state == "planned",
            Workshop.starts_at > at,
            Workshop.starts_at <= at + timedelta(days=days),
            Invitation.state != "declined",
            Invitation.reminded_at.is_(None),
            Invitation.invited_at <= at - _LEAST_SINCE_INVITED,
        )
        .order_by(Workshop.id, Invitation.entity_id)
    )


def _reminded(workshop: Workshop, entities: list[str]) -> Change:
    return Change(
        kind="workshop_reminded",
        subject_type="workshop",
        subject_id=workshop.id,
        op="upsert",
        actor=CLOCK,
        version=workshop.version,
        changed_fields=tuple(f"invitations/{one}" for one in entities),
        is_public=workshop.is_public,
    )
