"""Entries as their entities keep them: the last revision, published or not."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.catalogue.models import Service, ServiceDocument, ServiceRevision


@dataclass(frozen=True)
class KeptEntry:
    """An entry with its last revision; ``etag`` changes with each revision."""

    id: str
    entity: str
    source_id: str
    status: str
    revision: int
    published_revision: int | None
    published_etag: str | None
    content: dict[str, Any]  # Any: ServiceContent as JSON
    sha256: str

    @property
    def etag(self) -> str:
        """The strong ETag of the entry."""
        return f'"{self.revision}-{self.sha256[:24]}"'


_ENTRY = (
    select(Service, ServiceRevision.content, ServiceRevision.sha256, ServiceDocument.etag)
    .join(
        ServiceRevision,
        (ServiceRevision.service_id == Service.id)
        & (ServiceRevision.number == Service.last_revision),
    )
    .outerjoin(ServiceDocument, ServiceDocument.service_id == Service.id)
)


def find_entry(session: Session, entity: str, source_id: str) -> KeptEntry | None:
    """Find an entry by the entity's own id, or by the public one."""
    own = _ENTRY.where(Service.entity_id == entity)
    return _one(session, own.where(Service.source_id == source_id)) or _one(
        session, own.where(Service.id == source_id)
    )


def get_entry(session: Session, service_id: str) -> KeptEntry:
    """Read an entry by its public id.

    Raises:
        ServiceNotFound: there is none.

    """
    found = _one(session, _ENTRY.where(Service.id == service_id))
    if found is None:
        raise ServiceNotFound(f"There is no service '{service_id}'.")
    return found


def list_entries(
    session: Session, entity: str, *, after: str = "", limit: int
) -> Sequence[KeptEntry]:
    """Read entries of an entity in the order of its own ids, those after ``after``."""
    chosen = _ENTRY.where(Service.entity_id == entity, Service.source_id > after)
    return _read(session, chosen.order_by(Service.source_id).limit(limit))


def count_entries(session: Session, entity: str) -> int:
    """Count the entries of an entity."""
    chosen = select(func.count()).select_from(Service).where(Service.entity_id == entity)
    return session.scalars(chosen).one()


def _one(session: Session, chosen: Select[Any]) -> KeptEntry | None:  # Any: columns of an entry
    found = _read(session, chosen)
    return found[0] if found else None


def _read(session: Session, chosen: Select[Any]) -> list[KeptEntry]:  # Any: columns of an entry
    return [
        KeptEntry(
            id=service.id,
            entity=service.entity_id,
            source_id=service.source_id,
            status=service.status,
            revision=service.last_revision,
            published_revision=service.published_revision,
            published_etag=etag,
            content=content,
            sha256=sha256,
        )
        for service, content, sha256, etag in session.execute(chosen)
    ]
