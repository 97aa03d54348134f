"""Giving services to another entity; their ids and their history stay."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Written, write_documents
from app.catalogue.commands.publishing import batches, load_services
from app.catalogue.models import Service
from app.core.journal import Change, record
from app.entities.queries import check_present


@dataclass(frozen=True)
class Move:
    """A service, the entity it goes to and the id by which that entity knows it."""

    service_id: str
    entity_id: str
    source_id: str


def move_services(session: Session, moves: Sequence[Move], *, actor: str, reason: str) -> None:
    """Let other entities be responsible for services from now on.

    Published documents show the new entity; drafts and archived services move unseen.

    Raises:
        ServiceNotFound: an id is unknown.
        EntityVanished: an entity that services go to is no more.

    """
    check_present(session, {one.entity_id for one in moves})
    by_id = {one.service_id: one for one in moves}
    for batch in batches(sorted(by_id)):
        services = load_services(session, batch)
        for service in services:
            move = by_id[service.id]
            service.entity_id, service.source_id = move.entity_id, move.source_id
        session.flush()
        _announce(session, services, actor, reason)


def _announce(session: Session, services: Sequence[Service], actor: str, reason: str) -> None:
    published = [one for one in services if one.published_revision is not None]
    for one in write_documents(session, published) if published else ():
        record(session, _moved(one, actor, reason))
    for service in services:
        if service.published_revision is None:
            record(session, _moved_unseen(service, actor, reason))


def _moved(written: Written, actor: str, reason: str) -> Change:
    return Change(
        kind="service_moved",
        subject_type="service",
        subject_id=written.service_id,
        op="upsert",
        actor=actor,
        version=written.version,
        changed_fields=written.changed_fields,
        reason=reason,
        digest=written.digest,
    )


def _moved_unseen(service: Service, actor: str, reason: str) -> Change:
    return Change(
        kind="service_moved",
        subject_type="service",
        subject_id=service.id,
        op="upsert",
        actor=actor,
        version=service.document_version,
        changed_fields=("hasCompetentAuthority",),
        reason=reason,
        is_public=False,
    )
