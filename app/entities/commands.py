"""Changing entities."""

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.core.canonical import sha256_of
from app.core.clock import now
from app.core.errors import Finding
from app.core.identity import stable_uuid
from app.core.journal import Change, record
from app.core.lookalikes import skeleton
from app.core.schemas import LocalText
from app.entities.errors import NameTaken, ParentIsBelow, UnknownParent
from app.entities.models import Entity, EntityRevision, EntitySuccession
from app.entities.queries import check_present, find_successors, list_titles, out_of, status_of
from app.entities.rules import name_taken, vanished
from app.entities.schemas import EntityIn, EntityOut


def put_entity(
    session: Session, entry: EntityIn, *, actor: str, in_place_of: str | None = None
) -> tuple[EntityOut, bool]:
    """Register an entity or bring it up to date; the bool tells whether it changed.

    It may have the name of an entity that it will stand in the place of.

    Raises:
        EntityVanished: the entity is no more.
        NameTaken: another entity has a name that looks the same.
        UnknownParent: there is no such parent, or it is no more.
        ParentIsBelow: the parent stands below the entity itself.

    """
    check_present(session, [entry.id])
    content = entry.model_dump(mode="json", by_alias=True)
    entity = session.get(Entity, entry.id)
    if entity and entity.content == content:
        return out_of(entity), False
    _check_parent(session, entry)
    before = entity.content if entity else {}
    if before.get("title") != content["title"]:
        _check_name(session, entry, in_place_of)
    entity = entity or _new(session, entry)
    entity.content, entity.parent_id = content, entry.parent
    entity.version, entity.modified_at = entity.version + 1, now()
    _keep_revision(session, entity, actor)
    changed = tuple(sorted(key for key in content if before.get(key) != content[key]))
    record(session, _change(entity, changed, actor))
    session.flush()
    return out_of(entity), True


def retire_entity(
    session: Session, entity_id: str, *, replaced_by: Sequence[str], actor: str, reason: str
) -> None:
    """Take an entity out of the catalogue for ever, and say which stand in its place.

    Nothing may stand below it or belong to it any more.

    Raises:
        EntityVanished: it is no more already.

    """
    check_present(session, [entity_id])
    entity = session.get_one(Entity, entity_id)
    entity.version, entity.modified_at = entity.version + 1, now()
    _keep_revision(session, entity, actor)
    session.add(
        EntitySuccession(
            entity_id=entity_id,
            replaced_by=list(replaced_by),
            at=entity.modified_at,
            actor=actor,
            reason=reason,
        )
    )
    record(session, _tombstone(entity, replaced_by, actor, reason))
    session.flush()


def _new(session: Session, entry: EntityIn) -> Entity:
    entity = Entity(id=entry.id, uuid=stable_uuid("entity", entry.id), version=0)
    session.add(entity)
    return entity


def _check_parent(session: Session, entry: EntityIn) -> None:
    above = entry.parent
    for parent, successors in find_successors(session, [above] if above else []).items():
        finding = vanished("/parent", parent, successors)
        raise UnknownParent(f"'{parent}' is no more.", findings=[finding])
    while above is not None:
        if above == entry.id:
            raise ParentIsBelow(
                f"'{entry.parent}' stands below '{entry.id}'.", findings=[_below(entry)]
            )
        row = session.execute(select(Entity.parent_id).where(Entity.id == above)).one_or_none()
        if row is None:
            raise UnknownParent(f"There is no entity '{above}'.", findings=[_unknown(above)])
        above = row.parent_id


def _check_name(session: Session, entry: EntityIn, in_place_of: str | None) -> None:
    names = {language: skeleton(text) for language, text in _texts(entry.title)}
    for other, title in list_titles(session):
        taken = {skeleton(text): text for _, text in _texts(title)}
        for language, name in names.items():
            if name and name in taken and other not in (entry.id, in_place_of):
                finding = name_taken(f"/title/{language}", other, taken[name])
                raise NameTaken(finding.message["en"], findings=[finding])


def _texts(title: LocalText) -> list[tuple[str, str]]:
    return list(title.model_dump(exclude_none=True).items())


def _below(entry: EntityIn) -> Finding:
    return Finding(
        pointer="/parent",
        rule="ENTITY-PARENT",
        message={
            "en": f"'{entry.parent}' stands below '{entry.id}' already, or is the same.",
            "ar": f"الجهة '{entry.parent}' هي '{entry.id}' نفسها أو تتبعها.",
        },
    )


def _unknown(parent: str) -> Finding:
    return Finding(
        pointer="/parent",
        rule="REF-01",
        message={"en": f"'{parent}' is not known.", "ar": f"الرمز '{parent}' غير معروف."},
    )


def _keep_revision(session: Session, entity: Entity, actor: str) -> None:
    session.add(
        EntityRevision(
            entity_id=entity.id,
            version=entity.version,
            content=entity.content,
            at=entity.modified_at,
            actor=actor,
        )
    )


def _change(entity: Entity, changed: tuple[str, ...], actor: str) -> Change:
    return Change(
        kind="entity_changed",
        subject_type="entity",
        subject_id=entity.id,
        op="upsert",
        actor=actor,
        version=entity.version,
        changed_fields=changed,
        digest=sha256_of(entity.content),
    )


def _tombstone(entity: Entity, replaced_by: Sequence[str], actor: str, reason: str) -> Change:
    # Followers know "delete" from services; what has come in its place stands beside it.
    return Change(
        kind=f"entity_{status_of(len(replaced_by))}",
        subject_type="entity",
        subject_id=entity.id,
        op="delete",
        actor=actor,
        version=entity.version,
        reason=reason,
        replaced_by=tuple(replaced_by),
    )
