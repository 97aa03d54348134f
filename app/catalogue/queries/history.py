"""Reading the revisions of a service and what differs between them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import RevisionNotFound, ServiceNotFound
from app.catalogue.models import Service, ServiceRevision
from app.catalogue.rules.comparing import differences
from app.catalogue.schemas.history import FieldChange, RevisionContent, RevisionDiff, RevisionOut


def list_revisions(session: Session, service_id: str) -> list[RevisionOut]:
    """Read the public revisions of a service, newest first.

    Raises:
        ServiceNotFound: it is not published.

    """
    service = _service(session, service_id)
    rows = session.scalars(
        select(ServiceRevision)
        .where(
            ServiceRevision.service_id == service_id,
            ServiceRevision.number <= service.published_revision,
        )
        .order_by(ServiceRevision.number.desc())
    )
    return [RevisionOut(**_fields(row, service)) for row in rows]


def get_revision(session: Session, service_id: str, number: int) -> RevisionContent:
    """Read one public revision with what it says.

    Raises:
        ServiceNotFound: the service is not published.
        RevisionNotFound: it has no such revision, or none that is public.

    """
    service = _service(session, service_id)
    row = _revision(session, service, number)
    return RevisionContent(content=row.content, **_fields(row, service))


def compare_revisions(session: Session, service_id: str, *, old: int, new: int) -> RevisionDiff:
    """List the fields that differ between two public revisions."""
    service = _service(session, service_id)
    before = _revision(session, service, old).content
    after = _revision(session, service, new).content
    changes = [
        FieldChange(pointer=one.pointer, op=one.op, old=one.old, new=one.new)
        for one in differences(before, after)
    ]
    return RevisionDiff(service=service_id, from_=old, to=new, changes=changes)


def _service(session: Session, service_id: str) -> Service:
    service = session.get(Service, service_id)
    if service is None or service.published_revision is None:
        raise ServiceNotFound(f"There is no published service '{service_id}'.")
    return service


def _revision(session: Session, service: Service, number: int) -> ServiceRevision:
    is_public = 1 <= number <= (service.published_revision or 0)
    row = session.get(ServiceRevision, (service.id, number)) if is_public else None
    if row is None:
        raise RevisionNotFound(f"'{service.id}' has no public revision {number}.")
    return row


def _fields(row: ServiceRevision, service: Service) -> dict[str, Any]:  # Any: fields of a schema
    return {
        "number": row.number,
        "at": row.at,
        "actor": row.actor,
        "reason": row.reason,
        "sha256": row.sha256,
        "is_published": row.number == service.published_revision,
    }
