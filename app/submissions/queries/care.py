"""When somebody last took care of the published services, and which have waited too long."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select
from sqlalchemy.orm import Session

from app.catalogue.models import Service, ServiceRevision
from app.submissions.models import Confirmation
from app.submissions.rules.freshness import CLASSES, Freshness, freshness_of

_BATCH = 500


@dataclass(frozen=True)
class Cared:
    """A published service with what it says and when it was last cared for."""

    id: str
    entity: str
    source_id: str
    content: dict[str, Any]  # Any: ServiceContent as JSON
    freshness: Freshness


def find_cared(session: Session, *where: ColumnElement[bool]) -> Iterator[Cared]:
    """Read published services in the order of their ids, a batch at a time."""
    last = ""
    while batch := _after(session, last, where):
        yield from batch
        last = batch[-1].id


def find_stale(session: Session, at: datetime, *where: ColumnElement[bool]) -> list[Cared]:
    """Find the services that have waited for a confirmation too long."""
    soonest = min(one.stale_after for one in CLASSES)
    old = and_(
        ServiceRevision.published_at <= at - soonest,
        or_(Confirmation.at.is_(None), Confirmation.at <= at - soonest),
    )
    return [one for one in find_cared(session, old, *where) if one.freshness.is_stale(at)]


def of_entity(entity: str) -> ColumnElement[bool]:
    """Choose the services of an entity."""
    return Service.entity_id == entity


def of_service(service_id: str) -> ColumnElement[bool]:
    """Choose one service."""
    return Service.id == service_id


def _after(session: Session, last: str, where: tuple[ColumnElement[bool], ...]) -> list[Cared]:
    rows = session.execute(
        select(
            Service.id,
            Service.entity_id,
            Service.source_id,
            ServiceRevision.content,
            ServiceRevision.published_at,
            Confirmation.at.label("confirmed_at"),
        )
        .join(
            ServiceRevision,
            and_(
                ServiceRevision.service_id == Service.id,
                ServiceRevision.number == Service.published_revision,
            ),
        )
        .outerjoin(Confirmation, Confirmation.service_id == Service.id)
        .where(Service.id > last, *where)
        .order_by(Service.id)
        .limit(_BATCH)
    )
    return [
        Cared(
            row.id,
            row.entity_id,
            row.source_id,
            row.content,
            freshness_of(row.content, max(row.published_at, row.confirmed_at or row.published_at)),
        )
        for row in rows
    ]
