"""How a change request stands to the others of its scheme."""

from collections.abc import Mapping

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.schemas import LocalText
from app.taxonomy.operations import Operation
from app.taxonomy.operations.conflicts import Verdict, matrix, valid_order
from app.workshops.answers import ConflictOut, ConflictsOut
from app.workshops.lifecycle import ACCEPTED, DISCUSSED
from app.workshops.models import ChangeRequest
from app.workshops.queries.drafts import Proposed, proposed, still_to_do
from app.workshops.queries.rebases import refusal_out
from app.workshops.queries.sights import get_row, seen_by

MOST_COMPARED = 500
"""Change requests that one is compared with at most: the newest that are pursued."""


def get_conflicts(session: Session, change_request_id: str, *, caller: Caller) -> ConflictsOut:
    """Try a change request with every other one of its scheme, in both orders.

    The others are those that the caller may see, between submission and enactment.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    row = get_row(session, change_request_id, caller=caller)
    others = {one.id: one for one in _pursued(session, row, caller)}
    this = proposed(session, row)
    operations = {row.id: still_to_do(this), **_operations(session, others, this)}
    verdicts = matrix(this.opened.draft, operations)
    items = [
        _conflict(others[_other(pair, row.id)], pair, verdict)
        for pair, verdict in sorted(verdicts.items())
        if row.id in pair and verdict.kind != "commute"
    ]
    return ConflictsOut(
        items=items, compared=len(others), order=valid_order(verdicts, sorted(operations))
    )


def _pursued(session: Session, row: ChangeRequest, caller: Caller) -> list[ChangeRequest]:
    accepted = (ChangeRequest.state == "decided") & ChangeRequest.outcome.in_(ACCEPTED)
    chosen = (
        select(ChangeRequest)
        .where(
            seen_by(caller),
            ChangeRequest.scheme_id == row.scheme_id,
            ChangeRequest.id != row.id,
            or_(ChangeRequest.state.in_(DISCUSSED), accepted),
        )
        .order_by(ChangeRequest.created_at.desc(), ChangeRequest.id.desc())
        .limit(MOST_COMPARED)
    )
    return list(session.scalars(chosen))


def _operations(
    session: Session, rows: Mapping[str, ChangeRequest], this: Proposed
) -> dict[str, list[Operation]]:
    found = {key: proposed(session, row, opened=this.opened) for key, row in rows.items()}
    return {key: list(still_to_do(one)) for key, one in found.items()}


def _conflict(other: ChangeRequest, pair: tuple[str, str], verdict: Verdict) -> ConflictOut:
    return ConflictOut(
        change_request=other.id,
        title=LocalText.model_validate(other.title),
        entity=other.entity_id,
        state=other.state,
        kind="ordered" if verdict.kind == "ordered" else "exclusive",
        first=None if verdict.first is None else pair[verdict.first],
        reasons=[refusal_out(one) for one in verdict.reasons],
    )


def _other(pair: tuple[str, str], this: str) -> str:
    return pair[1] if pair[0] == this else pair[0]
