"""Reading submissions, each as far as the caller may see."""

from collections.abc import Sequence

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from app.catalogue.queries.history import compare_with_published
from app.core.access import Caller, reach_of, require_right
from app.core.access.rules import require_sight
from app.core.clock import to_text
from app.core.paging import read_cursor, read_instant, write_cursor
from app.core.schemas import Page
from app.submissions.errors import SubmissionNotFound
from app.submissions.lifecycle import State
from app.submissions.models import Submission
from app.submissions.schemas import SubmissionDetail, SubmissionOut
from app.submissions.shaping import submission_fields, submission_out

_LIST = "submissions"


def list_submissions(
    session: Session,
    *,
    caller: Caller,
    states: Sequence[State] = (),
    entity: str | None = None,
    limit: int,
    cursor: str | None,
) -> Page[SubmissionOut]:
    """Read the queue: what is due first comes first; own ones only, but for reviewers.

    Raises:
        MissingRight: the caller sees no submissions at all.
        Invalid: the cursor is not one of this list.

    """
    require_right(caller, "entries:read")
    chosen = _seen_by(caller, select(Submission))
    if states:
        chosen = chosen.where(Submission.state.in_(states))
    if entity:
        chosen = chosen.where(Submission.entity_id == entity)
    total = session.scalars(
        chosen.with_only_columns(func.count(), maintain_column_froms=True)
    ).one()
    if cursor:
        due, last = read_cursor(cursor, _LIST, str, str)
        place = tuple_(Submission.due_at, Submission.id)
        chosen = chosen.where(place > (read_instant(due), last))
    rows = session.scalars(chosen.order_by(Submission.due_at, Submission.id).limit(limit + 1)).all()
    page = rows[:limit]
    more = len(rows) > limit
    after = write_cursor(_LIST, to_text(page[-1].due_at), page[-1].id) if more else None
    items = [submission_out(row) for row in page]
    return Page[SubmissionOut](items=items, next_cursor=after, total=total)


def get_submission(session: Session, submission_id: str, *, caller: Caller) -> SubmissionDetail:
    """Read a submission with what differs from what is published.

    Raises:
        SubmissionNotFound: there is none of this id, or none that the caller may see.

    """
    missing = SubmissionNotFound(f"There is no submission '{submission_id}'.")
    row = session.get(Submission, submission_id)
    if row is None:
        raise missing
    require_sight(caller, row.entity_id, missing)
    changes = compare_with_published(session, row.service_id, new=row.revision)
    return SubmissionDetail.model_validate({**submission_fields(row), "changes": changes})


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of an entity's submissions, for its part of the journal."""
    return select(Submission.id).where(Submission.entity_id == entity)


def _seen_by(caller: Caller, chosen: Select[Submission]) -> Select[Submission]:
    if reach_of(caller, "entries:read") == "any":
        return chosen
    return chosen.where(Submission.entity_id == caller.entity)
