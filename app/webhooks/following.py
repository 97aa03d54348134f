"""Webhooks of an entity that is no more go on, and belong to its heir."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.journal import Change, record
from app.reorganisation.rules import Affected, Shift
from app.webhooks.models import Webhook


class Webhooks:
    """Apps go on being told of changes; who looks after the subscription is the heir now.

    Filters by entities are not touched: an entity that is no more stands for its successors.
    """

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Hand on the subscriptions of an entity that is no more."""
        if shift.heir is None:
            return ()
        chosen = select(Webhook).where(
            Webhook.entity_id == shift.origin, Webhook.deleted_at.is_(None)
        )
        found = session.scalars(chosen.order_by(Webhook.id)).all()
        for one in found:
            one.entity_id = shift.heir
            record(session, _moved(one.id, actor, reason))
        session.flush()
        return [
            Affected("webhook", one.id, "moved", one.description or "no description")
            for one in found
        ]


def _moved(webhook_id: str, actor: str, reason: str) -> Change:
    return Change(
        kind="webhook_moved",
        subject_type="webhook",
        subject_id=webhook_id,
        op="upsert",
        actor=actor,
        changed_fields=("entity",),
        reason=reason,
        is_public=False,
    )
