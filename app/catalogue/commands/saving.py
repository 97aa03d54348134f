"""Saving what entities say of their services, as revisions that never change."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from app.catalogue.errors import AmbiguousCode, IdTaken, UnknownReference
from app.catalogue.models import Service, ServiceRevision
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.checking import unknown_references
from app.catalogue.rules.comparing import changed_fields
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References, references_of
from app.catalogue.schemas.content import ServiceEntry
from app.core.canonical import sha256_of
from app.core.clock import now
from app.core.identity import stable_uuid
from app.core.journal import Change, record
from app.entities.queries import check_present

Content = dict[str, Any]  # Any: ServiceContent as JSON
Row = dict[str, Any]  # Any: a row of a table


@dataclass(frozen=True)
class Saved:
    """The revision that holds an entry; ``is_new`` is False when nothing changed."""

    service_id: str
    revision: int
    is_new: bool


def save_revisions(
    session: Session,
    entries: Sequence[ServiceEntry],
    *,
    actor: str,
    reason: str | None = None,
    known: Lookups | None = None,
) -> list[Saved]:
    """Save entries as new revisions; an entry that says nothing new keeps its last one.

    Entries of one call may refer to each other. ``known`` is what they refer to, if it was
    loaded in this transaction already.

    Raises:
        UnknownReference: an entry names something that does not exist.
        AmbiguousCode: a code of an earlier version became several: people must choose.
        IdTaken: an id belongs to another service.
        EntityVanished: an entry's entity is no more.

    """
    check_present(session, {one.entity for one in entries})
    contents = [one.content.model_dump(mode="json", by_alias=True) for one in entries]
    known = known or _load(session, entries, contents)
    _check(entries, contents, known)
    services = _put_services(session, entries)
    last = _last_contents(session, services)
    saved, rows = [], []
    for entry, content in zip(entries, contents, strict=True):
        service, before = services[entry.id], last.get(entry.id)
        last[entry.id] = _settle(content, before, known.seen_by(entry.id))
        if is_new := before != content:
            rows.append(_revise(service, content, actor=actor, reason=reason))
            record(session, _revised(rows[-1], before or {}))
        saved.append(Saved(service.id, service.last_revision, is_new))
    if rows:
        session.execute(insert(ServiceRevision), rows)
    return saved


def _load(
    session: Session, entries: Sequence[ServiceEntry], contents: Sequence[Content]
) -> Lookups:
    pairs = zip(entries, contents, strict=True)
    named = (references_of(entry.entity, content) for entry, content in pairs)
    ids = [entry.id for entry in entries]
    return load_lookups(session, References.joined(named), services=ids)


def _check(entries: Sequence[ServiceEntry], contents: Sequence[Content], known: Lookups) -> None:
    pairs = list(zip(entries, contents, strict=True))
    together = {**known.services, **{one.id: content["title"] for one, content in pairs}}
    widened = replace(known, services=together)
    for entry, content in pairs:
        seen = widened.seen_by(entry.id)
        findings = unknown_references(content, seen)
        if entry.entity not in known.entities:
            raise UnknownReference(f"There is no entity '{entry.entity}'.")
        if findings:
            raise UnknownReference(f"The entry '{entry.id}' is not sound.", findings=findings)
        for one in content["isClassifiedBy"]:
            if choices := seen.choices(one["scheme"], one):
                codes = ", ".join(choice.notation for choice in choices)
                raise AmbiguousCode(f"'{one['notation']}' became several codes: {codes}.")


def _put_services(session: Session, entries: Sequence[ServiceEntry]) -> dict[str, Service]:
    ids = [one.id for one in entries]
    services = {row.id: row for row in session.scalars(select(Service).where(Service.id.in_(ids)))}
    holders = _holders(session, entries)
    for entry in entries:
        service = services.get(entry.id)
        if service is None:
            services[entry.id] = service = _new_service(entry)
            session.add(service)
        holder = holders.setdefault((entry.entity, entry.source_id), entry.id)
        if holder != entry.id:
            raise IdTaken(f"'{entry.entity}' keeps its '{entry.source_id}' as '{holder}'.")
        if (service.entity_id, service.source_id) != (entry.entity, entry.source_id):
            raise IdTaken(f"The id '{entry.id}' belongs to another service.")
    session.flush()
    return services


def _holders(session: Session, entries: Iterable[ServiceEntry]) -> dict[tuple[str, str], str]:
    """Map entities and their own ids to the services that are kept under them."""
    rows = session.execute(
        select(Service.entity_id, Service.source_id, Service.id).where(
            Service.source_id.in_({one.source_id for one in entries})
        )
    )
    return {(row.entity_id, row.source_id): row.id for row in rows}


def _new_service(entry: ServiceEntry) -> Service:
    return Service(
        id=entry.id,
        uuid=stable_uuid("service", entry.id),
        entity_id=entry.entity,
        source_id=entry.source_id,
        status="draft",
        last_revision=0,
    )


def _last_contents(session: Session, services: Mapping[str, Service]) -> dict[str, Content]:
    known = [key for key, service in services.items() if service.last_revision]
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(Service.id.in_(known), ServiceRevision.number == Service.last_revision)
    )
    return {row.service_id: row.content for row in rows}


def _settle(content: Content, before: Content | None, known: Lookups) -> Content:
    """Fix which concepts are meant, so that later versions can follow them.

    What meant the same concept before stays as it was, so that an entry which is
    sent again after a release of the taxonomy says nothing new. A code of an earlier
    version becomes the one that stands in its place.
    """
    earlier = before["isClassifiedBy"] if before else []
    kept = {known.place_of(one["conceptId"]): one for one in earlier}
    settled: dict[str, Content] = {}
    for one in content["isClassifiedBy"]:
        key = known.concept_id(one["scheme"], one)
        place, version = known.place_of(key), one["taxonomyVersion"]
        concept, old = known.concepts[place], kept.get(place)
        if old and (version in {None, old["taxonomyVersion"]} or key == old["conceptId"] != place):
            one.update(old)
        else:
            version = version if place == key else None
            one["conceptId"], one["notation"] = place, concept.notation
            one["taxonomyVersion"] = version or concept.version
        settled.setdefault(place, one)
    content["isClassifiedBy"] = list(settled.values())
    return content


def _revise(service: Service, content: Content, *, actor: str, reason: str | None) -> Row:
    service.last_revision += 1
    return {
        "service_id": service.id,
        "number": service.last_revision,
        "content": content,
        "sha256": sha256_of(content),
        "at": now(),
        "actor": actor,
        "reason": reason,
    }


def _revised(row: Row, before: Content) -> Change:
    return Change(
        kind="revision_saved",
        subject_type="revision",
        subject_id=row["service_id"],
        op="upsert",
        actor=row["actor"],
        version=row["number"],
        changed_fields=changed_fields(before, row["content"]),
        reason=row["reason"],
        digest=row["sha256"],
        is_public=False,
    )
