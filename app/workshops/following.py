"""Change requests follow their entities when these are reorganised."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.reorganisation.rules import Affected, Shift
from app.workshops.commands.keeping import finish
from app.workshops.lifecycle import DISCUSSED
from app.workshops.models import ChangeRequest

_PURSUED = ("draft", *DISCUSSED, "needs_rebase", "decided")


class ChangeRequests:
    """Whoever takes the place of an entity goes on with what it has proposed.

    Positions stay with the entity that took them and become stale: the heir speaks for
    itself.
    """

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Hand on what an entity that is no more has proposed and is still pursued."""
        if shift.heir is None:
            return ()
        chosen = select(ChangeRequest).where(
            ChangeRequest.entity_id == shift.origin, ChangeRequest.state.in_(_PURSUED)
        )
        moved: list[Affected] = []
        for row in session.scalars(chosen.order_by(ChangeRequest.id)).all():
            row.entity_id = shift.heir
            finish(session, row, "change_request_moved", actor, reason=reason, changed=("entity",))
            moved.append(Affected("change-request", row.id, "moved", row.state))
        return moved
