"""The outcome of a workshop: what was on the agenda, who came, and what was decided."""

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.schemas import LocalText
from app.entities.queries import find_titles
from app.taxonomy.queries.rollbacks import find_rollback
from app.taxonomy.queries.versions import get_title
from app.workshops.meetings_deciders import roles_of_decider
from app.workshops.meetings_papers import (
    EntityName,
    Objection,
    OutcomeOut,
    PaperItem,
    Present,
    RequestPaper,
    StanceKind,
    Stood,
)
from app.workshops.meetings_queries import get_minutes, get_workshop, list_attendance
from app.workshops.meetings_schemas import AgendaItemOut, AttendanceOut, WorkshopOut
from app.workshops.meetings_sealing import seal
from app.workshops.meetings_standing import STANCES, Standing, operations_of, standing_of
from app.workshops.models import ChangeRequest
from app.workshops.queries.impacts import affected_entities
from app.workshops.queries.sights import seen_by

Titles = Mapping[str, LocalText]


def get_outcome(session: Session, workshop_id: str, *, caller: Caller) -> OutcomeOut:
    """Gather the outcome of a workshop as far as the caller sees it.

    That of a closed workshop tells what was so when it was closed. The names of those who
    came are told to those who were invited, and to staff. Nobody is called absent where
    nobody wrote down who came.

    Raises:
        WorkshopNotFound: there is none of this id, or none that the caller may see.

    """
    workshop = get_workshop(session, workshop_id, caller=caller)
    came = list_attendance(session, workshop_id, caller=caller).items
    present = list(_present(came))
    sealed = seal(session, workshop, caller=caller)
    return OutcomeOut(
        workshop=workshop.id,
        title=workshop.title,
        state=workshop.state,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        place=workshop.place,
        online_url=workshop.online_url,
        present=present,
        absent=_absent(workshop, present) if present else [],
        items=[_item(session, one, caller, workshop.closed_at) for one in workshop.agenda],
        minutes=_minutes(session, workshop, caller),
        minutes_revision=workshop.minutes_revision,
        sealed=sealed,
        sha256=sha256_of(sealed.model_dump(mode="json", by_alias=True)),
    )


def _item(
    session: Session, item: AgendaItemOut, caller: Caller, until: datetime | None
) -> PaperItem:
    """Print a point of the agenda, with its change request where the caller may see it."""
    request = None
    if item.change_request:
        request = request_paper(session, item.change_request, caller, until=until)
    return PaperItem(place=item.place, title=item.title, request=request)


def request_paper(
    session: Session, change_request_id: str, caller: Caller, *, until: datetime | None = None
) -> RequestPaper | None:
    """Print a change request as it stands, or stood ``until`` an instant.

    None when there is none that the caller may see.
    """
    chosen = select(ChangeRequest).where(ChangeRequest.id == change_request_id, seen_by(caller))
    row = session.scalars(chosen).one_or_none()
    if row is None:
        return None
    return _printed(session, standing_of(session, row, caller=caller, until=until), until)


def _printed(session: Session, standing: Standing, until: datetime | None) -> RequestPaper:
    row, tally = standing.row, _tally(session, standing)
    titles = _titles(session, standing, tally)
    return RequestPaper(
        id=row.id,
        scheme=row.scheme_id,
        scheme_title=get_title(session, row.scheme_id),
        entity=_named(row.entity_id, titles) if row.entity_id else None,
        state=row.state,
        rationale=LocalText.model_validate(row.rationale) if row.rationale else None,
        words=[
            LocalText.model_validate(one["words"])
            for one in operations_of(session, standing, until)
        ],
        sha256=standing.digest,
        tally=[
            Stood(stance=stance, entities=[_named(one, titles) for one in tally[stance]])
            for stance in STANCES
            if tally[stance]
        ],
        objections=[
            Objection.model_validate(
                {**one.model_dump(exclude={"entity"}), "entity": _named(one.entity, titles)}
            )
            for one in standing.objections()
        ],
        decision=standing.ruling,
        decided_by=roles_of_decider(session, standing.decision),
        released_in=row.released_in,
        taken_back_in=_taken_back_in(session, row),
    )


def _taken_back_in(session: Session, row: ChangeRequest) -> str | None:
    """Name the version that took back the one in which a change request was released."""
    if row.released_in is None:
        return None
    return find_rollback(session, row.scheme_id, row.released_in)


def _tally(session: Session, standing: Standing) -> dict[StanceKind, list[str]]:
    """Count by entity; before a decision those are silent who are affected and did not speak."""
    found = dict(standing.tally)
    if standing.decision is None:
        spoken = {one.entity for one in standing.positions if not one.is_stale}
        found["silent"] = sorted(affected_entities(session, standing.row) - spoken)
    return found


def _absent(workshop: WorkshopOut, present: Iterable[Present]) -> list[EntityName]:
    attended = {one.entity.id for one in present}
    return [
        EntityName(id=one.entity, title=one.title)
        for one in workshop.invitations
        if one.entity not in attended
    ]


def _present(came: Iterable[AttendanceOut]) -> Iterable[Present]:
    """Gather who came by entity, in the order in which each came first."""
    found: dict[str, tuple[LocalText, list[str]]] = {}
    for one in came:
        people = found.setdefault(one.entity, (one.title, []))[1]
        if said := [part for part in (one.name, one.role) if part]:
            people.append(" — ".join(said))
    for entity, (title, people) in found.items():
        yield Present(entity=EntityName(id=entity, title=title), people=people)


def _minutes(session: Session, workshop: WorkshopOut, caller: Caller) -> list[LocalText]:
    if workshop.minutes_revision is None:
        return []
    return get_minutes(session, workshop.id, caller=caller).paragraphs


def _titles(session: Session, standing: Standing, tally: Mapping[StanceKind, list[str]]) -> Titles:
    named = {one for entities in tally.values() for one in entities}
    named |= {one.entity for one in standing.objections()}
    return find_titles(session, named | {standing.row.entity_id or ""})


def _named(entity: str, titles: Titles) -> EntityName:
    return EntityName(id=entity, title=titles.get(entity) or LocalText(en=entity))
