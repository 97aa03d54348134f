"""What the fingerprint of an outcome is made of."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.schemas import LocalText
from app.workshops.meetings_models import AgendaItem, Attendance, MinutesRevision
from app.workshops.meetings_papers import Sealed, SealedItem
from app.workshops.meetings_schemas import WorkshopOut
from app.workshops.meetings_standing import standing_of
from app.workshops.models import ChangeRequest


def seal(session: Session, workshop: WorkshopOut, *, caller: Caller) -> Sealed:
    """Gather what of an outcome is sealed: at its closing, or now while it is not closed."""
    minutes = _minutes(session, workshop.id, workshop.closed_at)
    return Sealed(
        workshop=workshop.id,
        title=workshop.title,
        starts_at=workshop.starts_at,
        ends_at=workshop.ends_at,
        place=workshop.place,
        online_url=workshop.online_url,
        closed_at=workshop.closed_at,
        invited=sorted(workshop.entities),
        present=_present(session, workshop.id),
        items=list(_items(session, workshop, caller)),
        minutes_revision=minutes.number if minutes else None,
        minutes_sha256=sha256_of(minutes.paragraphs) if minutes else None,
    )


def _items(session: Session, workshop: WorkshopOut, caller: Caller) -> Iterator[SealedItem]:
    chosen = select(AgendaItem).where(AgendaItem.workshop_id == workshop.id)
    for item in session.scalars(chosen.order_by(AgendaItem.place)):
        row = session.get(ChangeRequest, item.change_request_id or "")
        if row is not None and _is_of(row, workshop):
            yield _request(session, item.place, row, caller, workshop.closed_at)
            continue
        yield SealedItem(
            place=item.place,
            topic=LocalText.model_validate(item.topic) if item.topic else None,
            change_request=item.change_request_id,
            operations_sha256=None,
            tally={},
            objections=[],
            decision=None,
        )


def _request(
    session: Session, place: int, row: ChangeRequest, caller: Caller, until: datetime | None
) -> SealedItem:
    standing = standing_of(session, row, caller=caller, until=until)
    return SealedItem(
        place=place,
        topic=None,
        change_request=row.id,
        operations_sha256=standing.digest,
        tally={stance: entities for stance, entities in standing.tally.items() if entities},
        objections=list(standing.objections()),
        decision=standing.ruling,
    )


def _is_of(row: ChangeRequest, workshop: WorkshopOut) -> bool:
    """Tell whether everybody who reads a workshop could read a change request by then."""
    if row.workshop_id not in (None, workshop.id) or row.submitted_at is None:
        return False
    return workshop.closed_at is None or row.submitted_at <= workshop.closed_at


def _present(session: Session, workshop_id: str) -> list[str]:
    chosen = select(Attendance.entity_id).where(Attendance.workshop_id == workshop_id).distinct()
    return sorted(session.scalars(chosen))


def _minutes(session: Session, workshop_id: str, until: datetime | None) -> MinutesRevision | None:
    last = select(func.max(MinutesRevision.number)).where(
        MinutesRevision.workshop_id == workshop_id
    )
    if until is not None:
        last = last.where(MinutesRevision.written_at <= until)
    return session.get(MinutesRevision, (workshop_id, session.scalars(last).one() or 0))
