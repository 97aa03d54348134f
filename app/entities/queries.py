"""Reading entities."""

from collections.abc import Collection

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.entities.errors import EntityNotFound
from app.entities.models import Entity
from app.entities.schemas import EntityOut


def get_entity(session: Session, entity_id: str) -> EntityOut:
    """Read one entity.

    Raises:
        EntityNotFound: there is none of this id.

    """
    found = _read(session, select(Entity).where(Entity.id == entity_id))
    if not found:
        raise EntityNotFound(f"There is no entity '{entity_id}'.")
    return found[0]


def list_entities(session: Session) -> list[EntityOut]:
    """Read all entities, ordered by id."""
    return _read(session, select(Entity).order_by(Entity.id))


def find_titles(session: Session, ids: Collection[str]) -> dict[str, LocalText]:
    """Read the titles of the entities among ``ids`` that exist."""
    rows = session.execute(select(Entity.id, Entity.content).where(Entity.id.in_(ids)))
    return {row.id: LocalText.model_validate(row.content["title"]) for row in rows}


def count_entities(session: Session) -> int:
    """Count the entities."""
    return session.scalars(select(func.count()).select_from(Entity)).one()


def _read(session: Session, chosen: Select[Entity]) -> list[EntityOut]:
    return [out_of(row) for row in session.scalars(chosen)]


def out_of(entity: Entity) -> EntityOut:
    """Shape a row as it is published."""
    known = {"uuid": entity.uuid, "version": entity.version, "modified": entity.modified_at}
    return EntityOut.model_validate({**entity.content, **known})
