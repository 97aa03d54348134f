"""Reading the revisions of a service and what differs between them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.errors import RevisionNotFound, ServiceNotFound
from app.catalogue.models import Service, ServiceRevision
from app.catalogue.rules.comparing import differences
from app.catalogue.schemas.history import FieldChange, RevisionContent, RevisionDiff, RevisionOut

Content = dict[str, Any]  # Any: ServiceContent as JSON


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
            ServiceRevision.published_at.is_not(None),
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


def compare_with_published(session: Session, service_id: str, *, new: int) -> list[FieldChange]:
    """List what a revision, public or not, changes in what is published."""
    row = session.get_one(ServiceRevision, (service_id, new))
    before = find_published_content(session, service_id) or {}
    return [
        FieldChange(pointer=one.pointer, op=one.op, old=one.old, new=one.new)
        for one in differences(before, row.content)
    ]


def find_revision_content(session: Session, service_id: str, number: int) -> Content:
    """Read what a revision says, public or not."""
    return session.get_one(ServiceRevision, (service_id, number)).content


def find_published_content(session: Session, service_id: str) -> Content | None:
    """Read what is published of a service, in the shape in which entries are sent."""
    return session.scalars(
        select(ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(Service.id == service_id, ServiceRevision.number == Service.published_revision)
    ).one_or_none()


def _service(session: Session, service_id: str) -> Service:
    service = session.get(Service, service_id)
    if service is None or service.published_revision is None:
        raise ServiceNotFound(f"There is no published service '{service_id}'.")
    return service


def _revision(session: Session, service: Service, number: int) -> ServiceRevision:
    row = session.get(ServiceRevision, (service.id, number))
    if row is None or row.published_at is None:
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
