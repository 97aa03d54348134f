"""Submissions follow their services when entities are reorganised."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.journal import record
from app.reorganisation.rules import Affected, Shift
from app.submissions.commands.submitting import change_of
from app.submissions.lifecycle import OPEN
from app.submissions.models import Submission

_BATCH = 500
_WAITING = (*OPEN, "scheduled", "returned")


class Submissions:
    """Whoever is responsible for a service now sees what was sent in for it, and answers for it."""

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        """Hand on the submissions of the services that moved; tells of those that wait."""
        ids = sorted(shift.moves)
        waiting: list[Affected] = []
        for start in range(0, len(ids), _BATCH):
            for one in _of_services(session, ids[start : start + _BATCH]):
                one.entity_id, one.version = shift.moves[one.service_id], one.version + 1
                record(session, change_of(one, "submission_moved", actor, reason))
                if one.state in _WAITING:
                    waiting.append(Affected("submission", one.id, "moved", _named(one)))
        session.flush()
        return waiting


def _of_services(session: Session, ids: Sequence[str]) -> Sequence[Submission]:
    chosen = select(Submission).where(Submission.service_id.in_(ids))
    return session.scalars(chosen.order_by(Submission.service_id, Submission.id)).all()


def _named(one: Submission) -> str:
    return f"{one.service_id}, revision {one.revision}: {one.state}"
