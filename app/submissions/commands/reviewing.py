"""Judging submissions: who takes them, who approves, returns or rejects them."""

from sqlalchemy.orm import Session

from app.catalogue.commands import publish
from app.core.access import Caller, require
from app.core.access.queries import actors_of_holder
from app.core.access.rules import require_sight
from app.core.clock import now
from app.core.journal import record
from app.submissions.commands.submitting import change_of
from app.submissions.errors import OwnSubmission, ReasonMissing, SubmissionNotFound
from app.submissions.lifecycle import ACTIONS, Action, ActionName, after
from app.submissions.models import Submission
from app.submissions.schemas import SubmissionOut, VerdictIn
from app.submissions.shaping import submission_out

_EVENTS: dict[ActionName, str] = {
    "take": "submission_taken",
    "approve": "submission_approved",
    "return": "submission_returned",
    "reject": "submission_rejected",
    "withdraw": "submission_withdrawn",
}


def act(
    session: Session,
    submission_id: str,
    name: ActionName,
    *,
    caller: Caller,
    verdict: VerdictIn | None = None,
) -> SubmissionOut:
    """Do with a submission what the table of actions allows.

    An approved revision is published in the same transaction, or waits for its time.

    Raises:
        SubmissionNotFound: there is none of this id, or none that the caller may see.
        MissingRight: the caller may not do it.
        OwnSubmission: the caller has sent it in, be it with a key that was replaced since.
        ReasonMissing: the entity must be told why.
        WrongState: its state does not allow it.

    """
    action, said = ACTIONS[name], verdict or VerdictIn()
    submission = _visible(session, submission_id, caller)
    _check(session, action, submission, caller, said)
    submission.state = after(action, submission.state)
    submission.version += 1
    if name == "take":
        submission.reviewer = caller.id
    else:
        _decide(submission, caller, said)
    if name == "approve" and said.publish_at and said.publish_at > now():
        submission.state, submission.publish_at = "scheduled", said.publish_at
    reason = in_words(said)
    record(session, change_of(submission, _EVENTS[name], caller.id, reason))
    if name == "approve" and submission.state != "scheduled":
        revision = {submission.service_id: submission.revision}
        publish(session, revision, actor=caller.id, reason=reason)
    session.flush()
    return submission_out(submission)


def in_words(said: VerdictIn) -> str | None:
    """Say the reason of a verdict in one line for the journal."""
    if said.reason is None:
        return said.rejection
    return said.reason.en or said.reason.ar


def _visible(session: Session, submission_id: str, caller: Caller) -> Submission:
    missing = SubmissionNotFound(f"There is no submission '{submission_id}'.")
    # The row is locked, so that of two verdicts at once the second finds the first.
    submission = session.get(Submission, submission_id, with_for_update=True)
    if submission is None:
        raise missing
    require_sight(caller, submission.entity_id, missing)
    return submission


def _check(
    session: Session, action: Action, submission: Submission, caller: Caller, said: VerdictIn
) -> None:
    require(caller, action.right, submission.entity_id)
    if action.is_verdict and submission.submitted_by in actors_of_holder(session, caller.id):
        raise OwnSubmission(f"'{caller.id}' has sent in '{submission.id}'.")
    if action.needs_reason and said.reason is None and not said.fields:
        raise ReasonMissing(f"'{action.name}' needs a reason.")
    if action.name == "reject" and said.rejection is None:
        raise ReasonMissing("'reject' needs a 'rejection', which says in one word why.")


def _decide(submission: Submission, caller: Caller, said: VerdictIn) -> None:
    submission.decided_at, submission.decided_by = now(), caller.id
    submission.reason = said.reason.model_dump(mode="json") if said.reason else None
    submission.rejection = said.rejection
    submission.fields = [one.model_dump(mode="json", by_alias=True) for one in said.fields]
