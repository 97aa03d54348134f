"""Taking a change request from one state to the next."""

from datetime import timedelta

from sqlalchemy.orm import Session

from app.core.clock import now
from app.taxonomy.operations import Refused
from app.workshops.commands.keeping import Asked, begin, finish, in_line, text_json
from app.workshops.errors import ChangeRequestNotFound
from app.workshops.lifecycle import Action, ActionName
from app.workshops.models import ChangeRequest
from app.workshops.queries.drafts import proposed
from app.workshops.queries.reading import Shown, shown
from app.workshops.queries.sights import get_row
from app.workshops.refusals import outdated, unsound
from app.workshops.schemas import CallIn, ReasonIn, SupersedeIn

NOTICE = timedelta(days=7)
"""Notice that a consensus call gives when it names no time."""
_EVENTS: dict[ActionName, str] = {
    "submit": "change_request_submitted",
    "discuss": "discussion_opened",
    "request_changes": "changes_requested",
    "withdraw": "change_request_withdrawn",
}


def act(session: Session, asked: Asked, name: ActionName, said: ReasonIn | None = None) -> Shown:
    """Submit, discuss, ask for changes or withdraw, as the table of actions allows.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not do it.
        ChangeRequestState: its state does not allow it.
        ChangeRequestOutdated: its operations no longer apply to the draft.
        UnsoundChangeRequest: a reason is missing.

    """
    row, action = begin(session, asked, name)
    reason = said.reason if said else None
    _check(session, row, action, has_reason=reason is not None)
    _enter(row, action)
    row.reason = text_json(reason)
    if name == "submit" and row.submitted_at is None:
        row.submitted_at = now()
    finish(session, row, _EVENTS[name], asked.actor, reason=in_line(reason))
    return shown(session, row, caller=asked.caller)


def call(session: Session, asked: Asked, said: CallIn | None = None) -> Shown:
    """Call for consensus, with notice until a time.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not do it.
        ChangeRequestState: its state does not allow it.
        ChangeRequestOutdated: its operations no longer apply to the draft.
        UnsoundChangeRequest: the time is over already.

    """
    row, action = begin(session, asked, "call")
    _check(session, row, action)
    until = said.until if said else None
    if until is not None and until <= now():
        raise unsound(
            "/until",
            "CONS-NOTICE",
            ar="مهلة الإشعار تنتهي في المستقبل.",
            en="Notice is given until a time to come.",
        )
    _enter(row, action)
    row.called_until = until or now() + NOTICE
    finish(session, row, "consensus_called", asked.actor)
    return shown(session, row, caller=asked.caller)


def supersede(session: Session, asked: Asked, said: SupersedeIn) -> Shown:
    """Let another change request of the scheme take the place of one.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: the caller may not do it.
        ChangeRequestState: its state does not allow it.
        UnsoundChangeRequest: the other one cannot take its place.

    """
    row, action = begin(session, asked, "supersede")
    if not _can_follow(session, row, said.by, asked):
        raise unsound(
            "/by",
            "CONS-SUCCESSOR",
            ar=f"لا يحل '{said.by}' محل هذا الطلب.",
            en=f"'{said.by}' is no change request of this scheme that is still pursued.",
        )
    _enter(row, action)
    row.superseded_by, row.reason = said.by, text_json(said.reason)
    finish(
        session,
        row,
        "change_request_superseded",
        asked.actor,
        reason=in_line(said.reason),
        replaced_by=(said.by,),
    )
    return shown(session, row, caller=asked.caller)


def _enter(row: ChangeRequest, action: Action) -> None:
    """Go to the next state; what was deferred has no decision any more."""
    if action.target is not None:
        row.state = action.target
    if action.source == "decided":
        row.outcome = None


def _check(
    session: Session, row: ChangeRequest, action: Action, *, has_reason: bool = False
) -> None:
    if "reason" in action.needs and not has_reason:
        raise unsound(
            "/reason",
            "CONS-REASON",
            ar="اذكر ما يلزم تغييره.",
            en="Say what has to be changed.",
        )
    if "applies" in action.needs:
        try:
            proposed(session, row).applied()
        except Refused as refusal:
            raise outdated(row.id, refusal) from None


def _can_follow(session: Session, row: ChangeRequest, other: str, asked: Asked) -> bool:
    try:
        found = get_row(session, other, caller=asked.caller)
    except ChangeRequestNotFound:
        return False
    is_pursued = found.state not in ("withdrawn", "superseded")
    return found.id != row.id and found.scheme_id == row.scheme_id and is_pursued
