"""Changing the draft of a scheme: operations that were decided upon are written to its log."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.clock import now
from app.core.journal import Change, record
from app.taxonomy.errors import OperationRefused
from app.taxonomy.models import DraftOperation
from app.taxonomy.operations import Applied, Refused, apply_all
from app.taxonomy.operations.stored import digest_of, to_json
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.drafts import get_draft


def enact_operations(
    session: Session, scheme_id: str, operations: Sequence[Operation], *, source: str, actor: str
) -> Applied:
    """Apply the operations of a request to the draft, and keep them.

    ``source`` names what they come from: a change request, or a file. Whoever wrote them
    leaves out what others have done since then. Equal operations further back are no
    reason to skip one: what was done and undone may be done again.

    Raises:
        SchemeNotFound: there is no such scheme.
        OperationRefused: the draft does not allow one of them; nothing is done then.

    """
    opened = get_draft(session, scheme_id)
    try:
        applied = apply_all(opened.draft, operations)
    except Refused as refused:
        raise OperationRefused.of(refused) from None
    _log(session, scheme_id, operations, source=source, actor=actor)
    record(session, _change(scheme_id, operations, source, actor))
    return applied


def _log(
    session: Session, scheme_id: str, operations: Sequence[Operation], *, source: str, actor: str
) -> None:
    last = session.execute(
        select(
            func.coalesce(func.max(DraftOperation.place), 0).label("place"),
            func.coalesce(func.max(DraftOperation.request), 0).label("request"),
        ).where(DraftOperation.scheme_id == scheme_id)
    ).one()
    at = now()
    session.add_all(
        DraftOperation(
            scheme_id=scheme_id,
            place=last.place + count,
            request=last.request + 1,
            source=source,
            operation=to_json(operation),
            enacted_at=at,
            enacted_by=actor,
        )
        for count, operation in enumerate(operations, start=1)
    )
    session.flush()


def _change(scheme_id: str, operations: Sequence[Operation], source: str, actor: str) -> Change:
    return Change(
        kind="draft_changed",
        subject_type="taxonomy-draft",
        subject_id=scheme_id,
        op="upsert",
        actor=actor,
        reason=source,
        digest=digest_of(operations),
    )
