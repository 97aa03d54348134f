"""Invitations follow when entities are reorganised."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.journal import Change, record
from app.core.languages import in_language
from app.reorganisation.rules import Affected, Shift
from app.workshops.meetings_lifecycle import OPEN_TO
from app.workshops.meetings_models import Invitation, Workshop


class Workshops:
    """Whoever stands in the place of an entity is invited where it was; what is over stays."""

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Hand on the invitations of an entity that is no more."""
        if shift.heir is None:
            return ()
        chosen = (
            select(Workshop, Invitation)
            .join(Invitation, Invitation.workshop_id == Workshop.id)
            .where(
                Invitation.entity_id == shift.origin,
                Workshop.state.in_(OPEN_TO["invite"]),
            )
        )
        affected = []
        for workshop, invitation in session.execute(chosen.order_by(Workshop.id)).all():
            _hand_on(session, invitation, shift.heir)
            workshop.version += 1
            record(session, _moved(workshop, shift.heir, actor, reason))
            title = in_language(workshop.title, "en") or workshop.id
            affected.append(Affected("workshop", workshop.id, "moved", title))
        session.flush()
        return affected


def _hand_on(session: Session, invitation: Invitation, heir: str) -> None:
    """Invite the heir in the place of the entity; an heir that is invited already stays so."""
    present = session.get(Invitation, (invitation.workshop_id, heir))
    if present is None:
        session.add(
            Invitation(
                workshop_id=invitation.workshop_id,
                entity_id=heir,
                state="invited",
                contacts=invitation.contacts,
                invited_at=invitation.invited_at,
            )
        )
    elif not present.contacts:
        present.contacts = invitation.contacts
    session.delete(invitation)


def _moved(workshop: Workshop, heir: str, actor: str, reason: str) -> Change:
    return Change(
        kind="workshop_entities_invited",
        subject_type="workshop",
        subject_id=workshop.id,
        op="upsert",
        actor=actor,
        version=workshop.version,
        changed_fields=(f"invitations/{heir}",),
        reason=reason,
        is_public=workshop.is_public,
    )
