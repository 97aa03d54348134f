"""What an entity holds in the catalogue, published or not."""

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import Service, ServiceRevision
from app.catalogue.rules.lookups import Texts


@dataclass(frozen=True)
class Holding:
    """A service of an entity, under the id by which the entity knows it."""

    service_id: str
    source_id: str
    status: str
    title: Texts


def list_holdings(session: Session, entity_id: str) -> list[Holding]:
    """Read every service of an entity with its latest title, ordered by id."""
    rows = session.execute(
        select(
            Service.id,
            Service.source_id,
            Service.status,
            ServiceRevision.content["title"].label("title"),
        )
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.last_revision),
        )
        .where(Service.entity_id == entity_id)
        .order_by(Service.id)
    )
    return [Holding(row.id, row.source_id, row.status, row.title) for row in rows]


def find_source_ids(session: Session, entity_id: str) -> dict[str, str]:
    """Map an entity's own ids of its services to their public ids."""
    rows = session.execute(
        select(Service.source_id, Service.id).where(Service.entity_id == entity_id)
    )
    return {row.source_id: row.id for row in rows}
