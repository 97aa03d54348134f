"""Enacting what was accepted, and finding out what that means for the other change requests."""

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.taxonomy.commands.drafting import enact_operations
from app.taxonomy.errors import OperationRefused
from app.taxonomy.operations import Refused
from app.taxonomy.queries.drafts import get_draft
from app.workshops.commands.keeping import Asked, begin, finish
from app.workshops.lifecycle import ACCEPTED, DISCUSSED, action_from
from app.workshops.models import ChangeRequest, Decision
from app.workshops.queries.drafts import proposed, still_to_do
from app.workshops.queries.reading import Shown, shown
from app.workshops.refusals import outdated


def enact(session: Session, asked: Asked) -> Shown:
    """Put the operations of an accepted change request into the draft of its scheme.

    What others have done meanwhile is not done twice. Change requests that no longer apply
    afterwards need a rebase, and say so by themselves.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not enact.
        ChangeRequestState: it was not accepted, or is enacted already.
        ChangeRequestOutdated: its operations no longer apply to the draft.

    """
    row, action = begin(session, asked, "enact")
    _check_decided_on(session, row)
    _enact(session, row, asked)
    row.state = action.target or row.state
    row.enacted_at = now()
    finish(session, row, "change_request_enacted", asked.actor)
    recheck(session, row.scheme_id, actor=asked.actor, reason=f"'{row.id}' was enacted")
    return shown(session, row, caller=asked.caller)


def _enact(session: Session, row: ChangeRequest, asked: Asked) -> None:
    """Write to the log of the draft what nobody else has done; that may be nothing."""
    operations = still_to_do(proposed(session, row))
    if not operations:
        return
    try:
        enact_operations(session, row.scheme_id, operations, source=row.id, actor=asked.actor)
    except OperationRefused as refusal:
        raise outdated(row.id, refusal) from None


def recheck(session: Session, scheme: str, *, actor: str, reason: str) -> list[str]:
    """Find the open change requests of a scheme that no longer apply; they need a rebase.

    Whatever moves the draft calls this in its transaction. Returns their ids.
    """
    opened, found = get_draft(session, scheme), []
    for row in session.scalars(_pursued(scheme)).all():
        try:
            proposed(session, row, opened=opened).applied()
        except Refused:
            action = action_from("outdate", row.state, row.outcome)
            row.state_before, row.state = row.state, action.target or row.state
            finish(session, row, "change_request_outdated", actor, reason=reason)
            found.append(row.id)
    return found


def mark_released(session: Session, scheme: str, version: str, *, actor: str) -> list[str]:
    """Say of every enacted change request of a scheme in which version it was released."""
    enacted = select(ChangeRequest).where(
        ChangeRequest.scheme_id == scheme, ChangeRequest.state == "enacted"
    )
    found = []
    for row in session.scalars(enacted.order_by(ChangeRequest.id)).all():
        row.state = action_from("release", row.state).target or row.state
        row.released_in = version
        finish(session, row, "change_request_released", actor, reason=f"{scheme} {version}")
        found.append(row.id)
    return found


def _pursued(scheme: str) -> Select[ChangeRequest]:
    accepted = and_(ChangeRequest.state == "decided", ChangeRequest.outcome.in_(ACCEPTED))
    return (
        select(ChangeRequest)
        .where(
            ChangeRequest.scheme_id == scheme,
            or_(ChangeRequest.state.in_(DISCUSSED), accepted),
        )
        .order_by(ChangeRequest.created_at, ChangeRequest.id)
    )


def _check_decided_on(session: Session, row: ChangeRequest) -> None:
    """Make sure that what is enacted is, letter for letter, what was decided on."""
    last = select(Decision.digest).where(Decision.change_request_id == row.id)
    digest = session.scalars(last.order_by(Decision.number.desc()).limit(1)).one()
    assert digest == row.digest, "operations cannot change after a decision"  # noqa: S101
