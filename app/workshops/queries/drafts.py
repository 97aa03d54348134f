"""A change request against the draft of its scheme."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select, true
from sqlalchemy.orm import Session

from app.taxonomy.operations import Applied, Operation
from app.taxonomy.operations.applying import among, apply_all
from app.taxonomy.operations.stored import all_from_json
from app.taxonomy.queries.drafts import OpenDraft, get_draft, get_draft_at
from app.workshops.models import ChangeRequest, ChangeRequestRevision


@dataclass(frozen=True)
class Proposed:
    """A change request with the operations as they stand and the draft as it is.

    ``done`` are the operations that were enacted since these were written: one that is
    among them has converged, and is not done twice.
    """

    row: ChangeRequest
    revision: ChangeRequestRevision
    operations: tuple[Operation, ...]
    opened: OpenDraft
    done: tuple[Operation, ...]

    def applied(self) -> Applied:
        """Apply the operations to the draft.

        Raises:
            Refused: they no longer apply.

        """
        return apply_all(self.opened.draft, self.operations, done=self.done)


def proposed(session: Session, row: ChangeRequest, *, opened: OpenDraft | None = None) -> Proposed:
    """Read the operations of a change request, and open the draft of its scheme.

    Whoever reads many of one scheme hands in the draft, opened once.
    """
    opened = opened or get_draft(session, row.scheme_id)
    revision = last_revision(session, row)
    operations = tuple(all_from_json(revision.operations))
    done = _done_since(session, row, revision, opened)
    return Proposed(row, revision, operations, opened, done)


def proposed_at(session: Session, row: ChangeRequest, at: datetime) -> Proposed:
    """Read the operations as they stood at an instant, against the draft of that time."""
    opened = get_draft_at(session, row.scheme_id, at)
    revision = revision_at(session, row, at)
    operations = tuple(all_from_json(revision.operations))
    done = _done_since(session, row, revision, opened, until=at)
    return Proposed(row, revision, operations, opened, done)


def last_revision(session: Session, row: ChangeRequest) -> ChangeRequestRevision:
    """Read the operations of a change request as they stand."""
    return session.get_one(ChangeRequestRevision, (row.id, row.revision))


def revision_at(session: Session, row: ChangeRequest, until: datetime) -> ChangeRequestRevision:
    """Read the operations as they stood at an instant, or as they were first written."""
    chosen = select(ChangeRequestRevision).where(ChangeRequestRevision.change_request_id == row.id)
    rows = session.scalars(chosen.order_by(ChangeRequestRevision.number)).all()
    return [one for one in rows if one is rows[0] or one.at <= until][-1]


def _done_since(
    session: Session,
    row: ChangeRequest,
    revision: ChangeRequestRevision,
    opened: OpenDraft,
    *,
    until: datetime | None = None,
) -> tuple[Operation, ...]:
    if revision.base_version == opened.version:
        return tuple(opened.operations[revision.base_place :])
    released = [
        operation
        for stored in session.scalars(_enacted_since(row, revision, until))
        for operation in all_from_json(stored)
    ]
    return (*released, *opened.operations)


def _enacted_since(
    row: ChangeRequest, revision: ChangeRequestRevision, until: datetime | None
) -> Select[list[Any]]:  # Any: operations, see operations.stored
    by_then = ChangeRequest.enacted_at < until if until else true()
    return (
        select(ChangeRequestRevision.operations)
        .join(
            ChangeRequest,
            (ChangeRequest.id == ChangeRequestRevision.change_request_id)
            & (ChangeRequest.revision == ChangeRequestRevision.number),
        )
        .where(
            ChangeRequest.scheme_id == row.scheme_id,
            ChangeRequest.enacted_at > revision.at,
            by_then,
        )
        .order_by(ChangeRequest.enacted_at, ChangeRequest.id)
    )


def still_to_do(one: Proposed) -> Sequence[Operation]:
    """List the operations that nobody else has done meanwhile."""
    is_done = among(one.done)
    return [operation for operation in one.operations if not is_done(operation)]
