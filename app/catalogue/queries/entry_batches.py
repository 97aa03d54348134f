"""Reading many entries at once, in a query or two whatever their number."""

from collections.abc import Collection, Iterable, Iterator
from datetime import date
from itertools import groupby
from operator import attrgetter
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from app.catalogue.models import Service, ServiceRevision
from app.catalogue.queries.entries import KeptEntry

Content = dict[str, Any]  # Any: ServiceContent as JSON
_STREAMED = 100


def find_entries(session: Session, entity: str, ids: Collection[str]) -> dict[str, KeptEntry]:
    """Find entries by the entity's own ids or the public ones; keyed as they were asked for."""
    rows = session.execute(
        select(Service, ServiceRevision.content, ServiceRevision.sha256)
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.last_revision),
        )
        .where(Service.entity_id == entity, or_(Service.source_id.in_(ids), Service.id.in_(ids)))
    )
    kept = [_kept(service, content, sha256) for service, content, sha256 in rows]
    by_public_id = {one.id: one for one in kept if one.id in ids}
    return by_public_id | {one.source_id: one for one in kept if one.source_id in ids}


def find_owners(session: Session, ids: Collection[str]) -> dict[str, tuple[str, str]]:
    """Tell for public ids which entity keeps the service, and under which id of its own."""
    rows = session.execute(
        select(Service.id, Service.entity_id, Service.source_id).where(Service.id.in_(ids))
    )
    return {row.id: (row.entity_id, row.source_id) for row in rows}


def find_published_contents(session: Session, ids: Collection[str]) -> dict[str, Content]:
    """Read what is published of services, in the shape in which entries are sent."""
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(Service.id.in_(ids), ServiceRevision.number == Service.published_revision)
    )
    return {row.service_id: row.content for row in rows}


def find_public_histories(
    session: Session, ids: Collection[str], *, limit: int = 20
) -> Iterator[tuple[str, Iterable[tuple[date, Content]]]]:
    """Read what the last public revisions of services said and when, oldest first.

    Gives one service after another; a history is to be read before the next one.
    """
    backwards = func.row_number().over(
        partition_by=ServiceRevision.service_id, order_by=ServiceRevision.number.desc()
    )
    last = (
        select(ServiceRevision.service_id, ServiceRevision.number, backwards.label("place"))
        .where(ServiceRevision.service_id.in_(ids), ServiceRevision.published_at.is_not(None))
        .subquery()
    )
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.at, ServiceRevision.content)
        .join(
            last,
            (last.c.service_id == ServiceRevision.service_id)
            & (last.c.number == ServiceRevision.number),
        )
        .where(last.c.place <= limit)
        .order_by(ServiceRevision.service_id, ServiceRevision.number),
        execution_options={"yield_per": _STREAMED},
    )
    for service, history in groupby(rows, key=attrgetter("service_id")):
        yield service, ((row.at.date(), row.content) for row in history)


def find_published_revisions(session: Session, ids: Collection[str]) -> dict[str, int]:
    """Tell which revisions of services are served now."""
    rows = session.execute(
        select(Service.id, Service.published_revision).where(
            Service.id.in_(ids), Service.published_revision.is_not(None)
        )
    )
    return {row.id: row.published_revision for row in rows}


def find_last_revisions(session: Session, ids: Collection[str]) -> dict[str, int]:
    """Tell the numbers of the last revisions of services, published or not."""
    chosen = select(Service.id, Service.last_revision).where(Service.id.in_(ids))
    return {row.id: row.last_revision for row in session.execute(chosen)}


def _kept(service: Service, content: Content, sha256: str) -> KeptEntry:
    return KeptEntry(
        id=service.id,
        entity=service.entity_id,
        source_id=service.source_id,
        status=service.status,
        revision=service.last_revision,
        published_revision=service.published_revision,
        published_etag=None,
        content=content,
        sha256=sha256,
    )
