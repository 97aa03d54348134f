"""Reading entities."""

from collections.abc import Callable, Collection, Mapping
from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.core.schemas import LocalText
from app.entities.errors import EntityNotFound, EntityVanished
from app.entities.models import Entity, EntityRevision, EntitySuccession
from app.entities.rules import Successors, present_successors
from app.entities.schemas import EntityIn, EntityOut

_NONE: Successors = {}


def get_entity(session: Session, entity_id: str, *, as_of: datetime | None = None) -> EntityOut:
    """Read one entity, as it is or as it was; also one that is no more.

    Raises:
        EntityNotFound: there is, or was then, none of this id.

    """
    entity = _as_of(session, entity_id, as_of) if as_of else session.get(Entity, entity_id)
    if entity is None:
        raise EntityNotFound(f"There is no entity '{entity_id}'.")
    return out_of(entity, _successors(session, as_of))


def list_entities(session: Session) -> list[EntityOut]:
    """Read all entities that are there now, ordered by id."""
    return [out_of(row) for row in session.scalars(_present().order_by(Entity.id))]


def get_entry(session: Session, entity_id: str) -> EntityIn:
    """Read what was last said of an entity that is there now, for saying it again.

    Raises:
        EntityNotFound: there is none of this id.

    """
    row = session.scalars(_present().where(Entity.id == entity_id)).one_or_none()
    if row is None:
        raise EntityNotFound(f"There is no entity '{entity_id}'.")
    return EntityIn.model_validate(row.content)


def list_below(session: Session, entity_id: str) -> list[EntityIn]:
    """Read what was last said of the entities directly below one, ordered by id."""
    chosen = _present().where(Entity.parent_id == entity_id).order_by(Entity.id)
    return [EntityIn.model_validate(row.content) for row in session.scalars(chosen)]


def stands_below(session: Session, entity_id: str, above: str) -> bool:
    """Tell whether an entity stands below another, however far."""
    parent: str | None = entity_id
    while parent is not None:
        parent = session.scalars(select(Entity.parent_id).where(Entity.id == parent)).one_or_none()
        if parent == above:
            return True
    return False


def find_titles(session: Session, ids: Collection[str]) -> dict[str, LocalText]:
    """Read the titles of the entities among ``ids`` that exist, or have existed."""
    rows = session.execute(select(Entity.id, Entity.content).where(Entity.id.in_(ids)))
    return {row.id: LocalText.model_validate(row.content["title"]) for row in rows}


def title_finder(session: Session) -> Callable[[str], Mapping[str, str]]:
    """Make what calls an entity by its title, by language; an unknown one by its id."""

    def titled(entity: str) -> Mapping[str, str]:
        title = find_titles(session, (entity,)).get(entity)
        return title.model_dump(exclude_none=True) if title else {"ar": entity, "en": entity}

    return titled


def list_titles(session: Session) -> list[tuple[str, LocalText]]:
    """Read the ids and titles of all entities that are there now, ordered by id."""
    chosen = _present().with_only_columns(Entity.id, Entity.content["title"]).order_by(Entity.id)
    return [(row[0], LocalText.model_validate(row[1])) for row in session.execute(chosen)]


def find_successors(
    session: Session, ids: Collection[str], *, as_of: datetime | None = None
) -> Mapping[str, tuple[str, ...]]:
    """Read what stands, or stood then, in the place of those among ``ids`` that are no more."""
    known = _successors(session, as_of)
    return {one: present_successors(one, known) for one in ids if one in known}


def check_present(session: Session, ids: Collection[str]) -> None:
    """Let nobody write to an entity that is no more.

    Raises:
        EntityVanished: names what stands in its place.

    """
    for entity_id, successors in find_successors(session, ids).items():
        others = ", ".join(f"'{one}'" for one in successors)
        raise EntityVanished(f"'{entity_id}' is no more; in its place stands {others}.")


def count_entities(session: Session) -> int:
    """Count the entities that are there now."""
    present = _present().with_only_columns(func.count(), maintain_column_froms=True)
    return session.scalars(present).one()


def out_of(entity: Entity, successors: Successors = _NONE) -> EntityOut:
    """Shape a row as it is published."""
    replaced_by = present_successors(entity.id, successors)
    decided = successors.get(entity.id, ())
    known = {
        "uuid": entity.uuid,
        "version": entity.version,
        "modified": entity.modified_at,
        "status": status_of(len(decided)),
        "replaced_by": list(replaced_by),
    }
    return EntityOut.model_validate({**entity.content, **known})


def status_of(successors: int) -> str:
    """Name the state of an entity by how many were to stand in its place."""
    return ("active", "merged")[successors] if successors < 2 else "dissolved"


def _present() -> Select[Entity]:
    gone = select(EntitySuccession.entity_id)
    return select(Entity).where(Entity.id.not_in(gone))


def _successors(session: Session, as_of: datetime | None) -> Successors:
    # There are as many rows as entities that ever vanished: few, and most reads need all.
    chosen = select(EntitySuccession.entity_id, EntitySuccession.replaced_by)
    if as_of:
        chosen = chosen.where(EntitySuccession.at <= as_of)
    return {row.entity_id: row.replaced_by for row in session.execute(chosen)}


def _as_of(session: Session, entity_id: str, as_of: datetime) -> Entity | None:
    """Rebuild the row of an entity as it was; it belongs to no session."""
    row = session.execute(
        select(EntityRevision, Entity.uuid)
        .join(Entity, Entity.id == EntityRevision.entity_id)
        .where(EntityRevision.entity_id == entity_id, EntityRevision.at <= as_of)
        .order_by(EntityRevision.version.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    then = row.EntityRevision
    return Entity(
        id=entity_id,
        uuid=row.uuid,
        version=then.version,
        modified_at=then.at,
        content=then.content,
    )
