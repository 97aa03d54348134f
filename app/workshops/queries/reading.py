"""Reading change requests, their operations and what was decided of them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from app.core.access import Caller, reach_of
from app.core.clock import to_text
from app.core.paging import read_cursor, read_instant, write_cursor
from app.core.schemas import Page
from app.entities.queries import title_finder
from app.taxonomy.operations import Draft
from app.taxonomy.queries.drafts import get_draft, get_draft_at
from app.workshops.answers import (
    ChangeRequestBrief,
    ChangeRequestOut,
    DecisionOut,
    RequestRevisionOut,
)
from app.workshops.errors import DecisionNotFound
from app.workshops.lifecycle import State
from app.workshops.models import ChangeRequest, ChangeRequestRevision, Decision
from app.workshops.queries.drafts import last_revision
from app.workshops.queries.sights import get_row, seen_by
from app.workshops.shaping import brief_of, decision_out, mark_of, out_of, revision_out

_LIST = "change-requests"
_DECIDED: frozenset[State] = frozenset(("decided", "enacted", "released"))
_GIVEN_UP: frozenset[State] = frozenset(("withdrawn", "superseded"))


@dataclass(frozen=True)
class Shown:
    """A change request to be shown, with the mark that its ETag begins with."""

    document: ChangeRequestOut
    mark: str


@dataclass(frozen=True)
class Wanted:
    """Which change requests to list: AND between the fields, OR inside ``states``."""

    states: Sequence[State] = ()
    scheme: str | None = None
    workshop: str | None = None
    entity: str | None = None


def list_change_requests(
    session: Session, wanted: Wanted, *, caller: Caller, limit: int, cursor: str | None
) -> Page[ChangeRequestBrief]:
    """Read a page of what the caller may see, the newest first.

    Raises:
        Invalid: the cursor is not one of this list.

    """
    chosen = _narrowed(select(ChangeRequest).where(seen_by(caller)), wanted)
    total = session.scalars(chosen.with_only_columns(func.count()).select_from(ChangeRequest)).one()
    if cursor:
        at, last = read_cursor(cursor, _LIST, str, str)
        place = tuple_(ChangeRequest.created_at, ChangeRequest.id)
        chosen = chosen.where(place < (read_instant(at), last))
    newest = chosen.order_by(ChangeRequest.created_at.desc(), ChangeRequest.id.desc())
    rows = session.scalars(newest.limit(limit + 1)).all()
    page = rows[:limit]
    more = len(rows) > limit
    after = write_cursor(_LIST, to_text(page[-1].created_at), page[-1].id) if more else None
    items = [brief_of(row) for row in page]
    return Page[ChangeRequestBrief](items=items, next_cursor=after, total=total)


def find_change_requests(
    session: Session, ids: Collection[str], *, caller: Caller
) -> dict[str, ChangeRequestBrief]:
    """Read those among some change requests that the caller may see."""
    if not ids:
        return {}
    chosen = select(ChangeRequest).where(ChangeRequest.id.in_(ids), seen_by(caller))
    return {row.id: brief_of(row) for row in session.scalars(chosen)}


def get_change_request(session: Session, change_request_id: str, *, caller: Caller) -> Shown:
    """Read a change request whole.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    return shown(session, get_row(session, change_request_id, caller=caller), caller=caller)


def shown(session: Session, row: ChangeRequest, *, caller: Caller) -> Shown:
    """Shape a change request with its last decision, and name its state."""
    decision = find_decision(session, row, caller=caller)
    draft = _told_by(session, row, decision)
    document = out_of(
        row, last_revision(session, row), decision, draft, entity_of=title_finder(session)
    )
    return Shown(document, mark_of(row))


def list_revisions(
    session: Session, change_request_id: str, *, caller: Caller
) -> list[RequestRevisionOut]:
    """Read how the operations were written each time, the first first.

    Each is told by the labels of its time.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.

    """
    row = get_row(session, change_request_id, caller=caller)
    rows = session.scalars(
        select(ChangeRequestRevision)
        .where(ChangeRequestRevision.change_request_id == row.id)
        .order_by(ChangeRequestRevision.number)
    )
    entity_of = title_finder(session)
    return [
        revision_out(
            row, one, get_draft_at(session, row.scheme_id, one.at).draft, entity_of=entity_of
        )
        for one in rows
    ]


def get_decision(session: Session, change_request_id: str, *, caller: Caller) -> DecisionOut:
    """Read what was decided last.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        DecisionNotFound: nothing was decided.

    """
    row = get_row(session, change_request_id, caller=caller)
    found = find_decision(session, row, caller=caller)
    if found is None:
        raise DecisionNotFound(f"Nothing has been decided of '{row.id}'.")
    return found


def find_decision(
    session: Session, row: ChangeRequest, *, caller: Caller, until: datetime | None = None
) -> DecisionOut | None:
    """Read the last decision, if any, or the last ``until`` an instant.

    Its operations are told by the labels that it was taken on. Staff see who took it down.
    """
    chosen = select(Decision).where(Decision.change_request_id == row.id)
    if until is not None:
        chosen = chosen.where(Decision.at <= until)
    found = session.scalars(chosen.order_by(Decision.number.desc()).limit(1)).one_or_none()
    if found is None:
        return None
    by = found.by if reach_of(caller, "workshops:read") == "any" else None
    draft = get_draft_at(session, row.scheme_id, found.at).draft
    return decision_out(found, row, draft, by=by, entity_of=title_finder(session))


def _told_by(session: Session, row: ChangeRequest, decision: DecisionOut | None) -> Draft:
    """Choose whose labels tell the operations: those of the end, else those of now."""
    if decision is not None and row.state in _DECIDED:
        return get_draft_at(session, row.scheme_id, decision.at).draft
    if row.state in _GIVEN_UP:
        return get_draft_at(session, row.scheme_id, row.modified_at).draft
    return get_draft(session, row.scheme_id).draft


def _narrowed(chosen: Select[ChangeRequest], wanted: Wanted) -> Select[ChangeRequest]:
    if wanted.states:
        chosen = chosen.where(ChangeRequest.state.in_(wanted.states))
    for column, value in (
        (ChangeRequest.scheme_id, wanted.scheme),
        (ChangeRequest.workshop_id, wanted.workshop),
        (ChangeRequest.entity_id, wanted.entity),
    ):
        if value is not None:
            chosen = chosen.where(column == value)
    return chosen
