"""What a change request needs so that it fits the draft again."""

from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.schemas import LocalText
from app.entities.queries import title_finder
from app.taxonomy.operations import Refusal, Refused
from app.taxonomy.operations.rebasing import RebaseItem, rebase
from app.workshops.answers import RebaseItemOut, RebaseOut, RefusalOut
from app.workshops.queries.drafts import Proposed, proposed
from app.workshops.queries.sights import get_row
from app.workshops.shaping import show_all


def get_rebase(session: Session, change_request_id: str, *, caller: Caller) -> RebaseOut:
    """Compare the operations with the draft: base, theirs and ours.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    one = proposed(session, get_row(session, change_request_id, caller=caller))
    found = rebase(one.opened.draft, one.operations, done=one.done)
    return RebaseOut(
        is_needed=not _applies(one),
        items=[_item(item) for item in found.items],
        converged=list(found.converged),
        merged=show_all(
            found.merged, one.row.refs, one.opened.draft, entity_of=title_finder(session)
        ),
        reason=refusal_out(found.refusal) if found.refusal else None,
    )


def refusal_out(refusal: Refusal) -> RefusalOut:
    """Shape why an operation cannot be applied."""
    message = LocalText(ar=refusal.ar, en=refusal.en)
    return RefusalOut(rule=refusal.code, field=refusal.field, message=message)


def _item(item: RebaseItem) -> RebaseItemOut:
    return RebaseItemOut(
        index=item.index,
        field=item.field,
        base=item.base,
        theirs=item.theirs,
        ours=item.ours,
        is_mergeable=item.is_mergeable,
        rule=item.refusal.code,
        message=LocalText(ar=item.refusal.ar, en=item.refusal.en),
    )


def _applies(one: Proposed) -> bool:
    try:
        one.applied()
    except Refused:
        return False
    return True
