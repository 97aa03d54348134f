"""Which concepts of a scheme the published services carry themselves."""

from collections.abc import Container, Mapping
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import Service, ServiceTerm
from app.catalogue.rules.terms import TAG

FACETS: Mapping[str, str] = {
    "services": "category",
    "audience": "audience",
    "life-event": "lifeEvent",
    "business-event": "businessEvent",
    "channel": "channel",
    "output-type": "output",
    "digital-stage": "digitalStage",
}
"""The facet by which the services of each scheme are filtered."""


@dataclass(frozen=True)
class Tagged:
    """A published service with the ids of the concepts that it carries."""

    service: str
    entity: str
    tags: tuple[str, ...]


def list_tagged(session: Session, concepts: Container[str]) -> list[Tagged]:
    """Read the services that carry some of the concepts themselves, ordered by id."""
    chosen = (
        select(ServiceTerm.service_id, Service.entity_id, ServiceTerm.value)
        .join(Service, Service.id == ServiceTerm.service_id)
        .where(ServiceTerm.facet == TAG)
        .order_by(ServiceTerm.service_id, ServiceTerm.value)
    )
    found: dict[tuple[str, str], list[str]] = {}
    for service, entity, concept in session.execute(chosen):
        if concept in concepts:
            found.setdefault((service, entity), []).append(concept)
    return [Tagged(service, entity, tuple(tags)) for (service, entity), tags in found.items()]
