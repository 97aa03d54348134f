"""The outcome of a workshop: what was on the agenda, who came, and what was decided."""

from collections.abc import Collection, Iterable, Mapping
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.schemas import LocalText
from app.entities.queries import find_titles
from app.taxonomy.queries.versions import get_title
from app.workshops.answers import ChangeRequestOut, DecisionOut, PositionOut
from app.workshops.errors import ChangeRequestNotFound
from app.workshops.meetings_papers import (
    Named,
    Objection,
    OutcomeOut,
    PaperItem,
    Present,
    RequestPaper,
    Ruling,
    StanceKind,
    Stood,
)
from app.workshops.meetings_queries import get_minutes, get_workshop, list_attendance
from app.workshops.meetings_schemas import AgendaItemOut, AttendanceOut, WorkshopOut
from app.workshops.queries import get_change_request, list_positions
from app.workshops.queries.impacts import affected_entities
from app.workshops.queries.sights import get_row

_STANCES: tuple[StanceKind, ...] = (
    "support", "accept", "abstain", "object", "block", "silent", "stale",
)  # fmt: skip
Titles = Mapping[str, LocalText]


def get_outcome(session: Session, workshop_id: str, *, caller: Caller) -> OutcomeOut:
    """Gather the outcome of a workshop as far as the caller sees it.

    The names of those who came are told to those who were invited, and to staff.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    workshop = get_workshop(session, workshop_id, caller=caller)
    came = list_attendance(session, workshop_id, caller=caller).items
    present = list(_present(came))
    attended = {one.entity.id for one in present}
    written: dict[str, Any] = {  # Any: fields of a shape
        "workshop": workshop.id,
        "title": workshop.title,
        "state": workshop.state,
        "starts_at": workshop.starts_at,
        "ends_at": workshop.ends_at,
        "place": workshop.place,
        "online_url": workshop.online_url,
        "present": present,
        "absent": [
            Named(id=one.entity, title=one.title)
            for one in workshop.invitations
            if one.entity not in attended
        ],
        "items": [paper_item(session, one, caller) for one in workshop.agenda],
        "minutes": _minutes(session, workshop, caller),
        "minutes_revision": workshop.minutes_revision,
    }
    unsigned = OutcomeOut(**written, sha256="")
    digest = sha256_of(unsigned.model_dump(mode="json", by_alias=True, exclude={"sha256"}))
    return OutcomeOut(**written, sha256=digest)


def paper_item(session: Session, item: AgendaItemOut, caller: Caller) -> PaperItem:
    """Print a point of the agenda, with its change request where the caller may see it."""
    request = request_paper(session, item.change_request, caller) if item.change_request else None
    return PaperItem(place=item.place, title=item.title, request=request)


def request_paper(session: Session, change_request_id: str, caller: Caller) -> RequestPaper | None:
    """Print a change request; None when there is none that the caller may see."""
    try:
        document = get_change_request(session, change_request_id, caller=caller).document
    except ChangeRequestNotFound:
        return None
    positions = [
        one for one in list_positions(session, change_request_id, caller=caller) if one.is_last
    ]
    affected = affected_entities(session, get_row(session, change_request_id, caller=caller))
    tally = _tally(document, positions, affected)
    titles = _titles(session, document, tally)
    return RequestPaper(
        id=document.id,
        scheme=document.scheme,
        scheme_title=get_title(session, document.scheme),
        entity=_named(document.entity, titles) if document.entity else None,
        state=document.state,
        rationale=document.rationale,
        words=[LocalText.model_validate(one["words"]) for one in document.operations],
        sha256=document.operations_digest,
        tally=[
            Stood(stance=stance, entities=[_named(one, titles) for one in tally[stance]])
            for stance in _STANCES
            if tally[stance]
        ],
        objections=list(_objections(document.decision, positions, titles)),
        decision=_ruling(document.decision),
    )


def _tally(
    document: ChangeRequestOut, positions: Iterable[PositionOut], affected: Collection[str]
) -> dict[StanceKind, list[str]]:
    """Count by entity: as it was decided, else as positions stand now."""
    if document.decision is not None:
        decided = document.decision.tally
        return {stance: list(getattr(decided, stance)) for stance in _STANCES}
    found: dict[StanceKind, list[str]] = {stance: [] for stance in _STANCES}
    spoken = set()
    for one in positions:
        found["stale" if one.is_stale else one.stance].append(one.entity)
        if not one.is_stale:
            spoken.add(one.entity)
    found["silent"] = sorted(set(affected) - spoken)
    return found


def _objections(
    decision: DecisionOut | None, positions: Iterable[PositionOut], titles: Titles
) -> Iterable[Objection]:
    """List the objections that were decided on, else those that stand now."""
    known = {one.id: one for one in positions}
    if decision is not None:
        for made in decision.objections:
            position = known.get(made.position)
            yield Objection(
                entity=_named(made.entity, titles),
                stance="block" if made.stance == "block" else "object",
                reason=made.reason,
                proposed_change=position.proposed_change if position else None,
                disposition=made.disposition,
                disposition_reason=made.disposition_reason,
            )
        return
    for one in known.values():
        if one.stance in ("object", "block") and not one.is_stale:
            yield Objection(
                entity=_named(one.entity, titles),
                stance="block" if one.stance == "block" else "object",
                reason=one.reason,
                proposed_change=one.proposed_change,
                disposition=None,
                disposition_reason=None,
            )


def _ruling(decision: DecisionOut | None) -> Ruling | None:
    if decision is None:
        return None
    return Ruling(
        outcome=decision.outcome,
        rule=decision.rule,
        reason=decision.reason,
        conditions=decision.conditions,
        minority_statement=decision.minority_statement,
        at=decision.at,
    )


def _present(came: Iterable[AttendanceOut]) -> Iterable[Present]:
    """Gather who came by entity, in the order in which each came first."""
    found: dict[str, tuple[LocalText, list[str]]] = {}
    for one in came:
        people = found.setdefault(one.entity, (one.title, []))[1]
        if one.name:
            people.append(" — ".join(part for part in (one.name, one.role) if part))
    for entity, (title, people) in found.items():
        yield Present(entity=Named(id=entity, title=title), people=people)


def _minutes(session: Session, workshop: WorkshopOut, caller: Caller) -> list[LocalText]:
    if workshop.minutes_revision is None:
        return []
    return get_minutes(session, workshop.id, caller=caller).paragraphs


def _titles(
    session: Session, document: ChangeRequestOut, tally: Mapping[StanceKind, Collection[str]]
) -> Titles:
    named = {one for entities in tally.values() for one in entities}
    named |= {one.entity for one in document.decision.objections} if document.decision else set()
    return find_titles(session, named | {document.entity or ""})


def _named(entity: str, titles: Titles) -> Named:
    return Named(id=entity, title=titles.get(entity) or LocalText(en=entity))
