"""Bringing a change request up to a draft that has moved."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from app.taxonomy.operations import Operation, Refused
from app.taxonomy.operations.applying import apply_all
from app.taxonomy.operations.rebasing import Choice, Rebase
from app.taxonomy.operations.rebasing import rebase as fit
from app.taxonomy.operations.voices import by_id
from app.workshops.commands.keeping import Asked, Written, begin, finish, put_revision
from app.workshops.commands.writing import write
from app.workshops.lifecycle import State, state_after_rebase
from app.workshops.models import ChangeRequest
from app.workshops.queries.drafts import Proposed, proposed
from app.workshops.queries.reading import Shown, shown
from app.workshops.refusals import refused_operation, unsound
from app.workshops.schemas import RebaseIn
from app.workshops.shaping import show_all


def rebase(session: Session, asked: Asked, said: RebaseIn) -> Shown:
    """Let the operations fit the draft again; the change request returns to where it was.

    Positions become stale if the operations had to change.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        MissingRight: it is not the caller's.
        ChangeRequestState: it needs no rebase.
        UnsoundChangeRequest: a choice is missing, or nothing would be left.
        OperationRefused: the operations still cannot be applied; nothing is kept.

    """
    row, _ = begin(session, asked, "rebase")
    if said.operations is not None:
        written = write(session, row.scheme_id, said.operations, refs=dict(row.refs))
    else:
        written = _merged(proposed(session, row), {one.index: one.choice for one in said.choices})
    former, before = row.digest, _state_before(row)
    session.add(put_revision(row, written, asked.caller))
    row.state = state_after_rebase(before, has_changed=row.digest != former)
    row.state_before = None
    if before == "decided" and row.state != "decided":
        row.outcome = None
    changed = ("operations",) if row.digest != former else ()
    finish(session, row, "change_request_rebased", asked.actor, changed=changed)
    return shown(session, row, caller=asked.caller)


def _state_before(row: ChangeRequest) -> State:
    return row.state_before or "submitted"


def _merged(one: Proposed, choices: Mapping[int, Choice]) -> Written:
    found = fit(one.opened.draft, one.operations, done=one.done, choices=choices)
    _demand_choices(found)
    operations = _remaining(one, found)
    try:
        apply_all(one.opened.draft, operations)
    except Refused as refusal:
        raise refused_operation(refusal) from None
    refs = dict(one.row.refs)
    shown_now = show_all(operations, refs, one.opened.draft, entity_of=by_id)
    return Written(shown_now, operations, refs, one.opened)


def _demand_choices(found: Rebase) -> None:
    for item in found.items:
        if not item.is_mergeable:
            raise unsound(
                f"/operations/{item.index}/{item.field}",
                "CONS-CHOICE",
                ar=f"لا تنطبق هذه العملية بعد الآن: {item.refusal.ar} اختر theirs أو أعد كتابتها.",
                en=f"It applies no longer: {item.refusal.en} Choose 'theirs', or write it anew.",
            )


def _remaining(one: Proposed, found: Rebase) -> Sequence[Operation]:
    """Keep what remains to be done; what others have done needs no operation any more."""
    if not found.merged:
        raise unsound(
            "/choices",
            "CONS-NOTHING",
            ar=f"لا يبقى في '{one.row.id}' شيء؛ اسحبه.",
            en=f"Nothing is left of '{one.row.id}'; withdraw it.",
        )
    return found.merged
