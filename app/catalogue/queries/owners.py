"""Whose a service is."""

from collections.abc import Collection

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.catalogue.models import Service


def find_services_of(
    session: Session, ids: Collection[str], entities: Collection[str]
) -> frozenset[str]:
    """Find those among ``ids`` that are services of these entities, archived ones too."""
    chosen = select(Service.id).where(Service.id.in_(ids), Service.entity_id.in_(entities))
    return frozenset(session.scalars(chosen))


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of all services of an entity, published or not, for the audit."""
    return select(Service.id).where(Service.entity_id == entity)
