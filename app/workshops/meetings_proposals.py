"""The change requests of an agenda against the draft: which go together, and what they make."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.schemas import LocalText
from app.taxonomy.operations import Draft, Operation, Refused
from app.taxonomy.operations.applying import apply_all
from app.taxonomy.operations.conflicts import Verdict, matrix, valid_order
from app.taxonomy.operations.refusing import Refusal
from app.taxonomy.queries.drafts import get_draft
from app.workshops.lifecycle import ACCEPTED
from app.workshops.meetings_papers import AgendaConflicts, PairOut
from app.workshops.meetings_queries import agenda_requests, get_workshop
from app.workshops.models import ChangeRequest
from app.workshops.queries.drafts import Proposed, proposed, proposed_at, still_to_do
from app.workshops.queries.reading import find_decision
from app.workshops.queries.sights import seen_by

_OVER = frozenset(("enacted", "released", "withdrawn", "superseded"))


@dataclass(frozen=True)
class Proposal:
    """A change request that may still be enacted, with what is left of its operations."""

    id: str
    title: LocalText
    operations: tuple[Operation, ...]


def get_agenda_conflicts(session: Session, workshop_id: str, *, caller: Caller) -> AgendaConflicts:
    """Compare every two change requests of an agenda, scheme by scheme.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    get_workshop(session, workshop_id, caller=caller)
    requests: list[str] = []
    pairs: list[PairOut] = []
    order: list[str] | None = []
    inapplicable: list[str] = []
    for scheme, proposals in open_proposals(session, workshop_id, caller).items():
        draft = get_draft(session, scheme).draft
        able, unable = _parted(draft, proposals)
        verdicts = matrix(draft, {one.id: one.operations for one in able})
        found = valid_order(verdicts, [one.id for one in able])
        requests += [one.id for one in proposals]
        pairs += [_pair(one, other, said) for (one, other), said in verdicts.items()]
        order = None if order is None or found is None else [*order, *found]
        inapplicable += [one.id for one in unable]
    return AgendaConflicts(requests=requests, pairs=pairs, order=order, inapplicable=inapplicable)


def open_proposals(
    session: Session, workshop_id: str, caller: Caller
) -> Mapping[str, Sequence[Proposal]]:
    """Read the change requests of an agenda that may still be enacted, by scheme."""
    rows = _on_agenda(session, workshop_id, caller)
    return _by_scheme([proposed(session, row) for row in rows if _may_be_enacted(row)])


def circulated_proposals(
    session: Session, workshop_id: str, caller: Caller, *, at: datetime
) -> Mapping[str, Sequence[Proposal]]:
    """Read those that could be enacted at an instant, as they stood then, by scheme."""
    rows = _on_agenda(session, workshop_id, caller)
    open_then = [row for row in rows if _was_open(session, row, at, caller)]
    return _by_scheme([proposed_at(session, row, at) for row in open_then])


def _on_agenda(session: Session, workshop_id: str, caller: Caller) -> list[ChangeRequest]:
    places = agenda_requests(session, workshop_id)
    chosen = select(ChangeRequest).where(ChangeRequest.id.in_(places), seen_by(caller))
    rows = {row.id: row for row in session.scalars(chosen)}
    return [rows[key] for key in places if key in rows]


def _by_scheme(found: Iterable[Proposed]) -> dict[str, list[Proposal]]:
    schemes: dict[str, list[Proposal]] = {}
    for one in found:
        title = LocalText.model_validate(one.row.title)
        proposal = Proposal(one.row.id, title, tuple(still_to_do(one)))
        schemes.setdefault(one.row.scheme_id, []).append(proposal)
    return schemes


def in_order(draft: Draft, proposals: Sequence[Proposal]) -> list[Proposal]:
    """Put proposals into an order in which they can be enacted; as they are if there is none."""
    verdicts = matrix(draft, {one.id: one.operations for one in proposals})
    order = valid_order(verdicts, [one.id for one in proposals])
    if order is None:
        return list(proposals)
    return sorted(proposals, key=lambda one: order.index(one.id))


def _may_be_enacted(row: ChangeRequest) -> bool:
    return row.state not in _OVER and (row.state != "decided" or row.outcome in ACCEPTED)


def _was_open(session: Session, row: ChangeRequest, at: datetime, caller: Caller) -> bool:
    """Tell whether a change request was submitted by an instant, and not settled yet."""
    if row.submitted_at is None or row.submitted_at > at:
        return False
    if row.enacted_at is not None and row.enacted_at <= at:
        return False
    if row.state in ("withdrawn", "superseded") and row.modified_at <= at:
        return False
    decision = find_decision(session, row, caller=caller, until=at)
    return decision is None or decision.outcome in ACCEPTED


def _parted(draft: Draft, proposals: Sequence[Proposal]) -> tuple[list[Proposal], list[Proposal]]:
    able: list[Proposal] = []
    unable: list[Proposal] = []
    for one in proposals:
        try:
            apply_all(draft, one.operations)
        except Refused:
            unable.append(one)
        else:
            able.append(one)
    return able, unable


def _pair(one: str, other: str, said: Verdict) -> PairOut:
    return PairOut(
        one=one,
        other=other,
        kind=said.kind,
        first=None if said.first is None else (one, other)[said.first],
        reasons=_texts(said.reasons),
    )


def _texts(refusals: Sequence[Refusal]) -> list[LocalText]:
    """Say each reason once: both orders are often refused for the same one."""
    said = dict.fromkeys((one.ar, one.en) for one in refusals)
    return [LocalText(ar=arabic, en=english) for arabic, english in said]
