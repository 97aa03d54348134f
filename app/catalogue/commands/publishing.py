"""Publishing and archiving services, and carrying changes to what shows them."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Written, withdraw_document, write_documents
from app.catalogue.commands.returning import check_places, settle_returned
from app.catalogue.errors import RevisionNotFound, ServiceNotFound
from app.catalogue.models import Service, ServiceRevision, ServiceTerm
from app.core.clock import now
from app.core.journal import Change, record

_BATCH = 500


def publish(
    session: Session, revisions: Mapping[str, int], *, actor: str, reason: str | None = None
) -> list[str]:
    """Serve these revisions from now on; returns the ids whose documents changed.

    ``revisions`` maps service ids to revision numbers. Services that show a
    title which changed are rendered anew too.

    Raises:
        ServiceNotFound: an id is unknown.
        RevisionNotFound: a service has no such revision.
        UnknownReference: a service would stand at a concept that is retired, for nothing
            took its place while the revision was not served.

    """
    services = load_services(session, revisions)
    at = now()
    for service in services:
        if not 1 <= revisions[service.id] <= service.last_revision:
            raise RevisionNotFound(f"'{service.id}' has no revision {revisions[service.id]}.")
        service.published_revision = revisions[service.id]
        service.status = "published"
        service.issued_at = service.issued_at or at
    session.flush()
    _mark(session, revisions, at)
    written = write_documents(session, services)
    check_places(session, revisions)
    settle_returned(session, services, actor=actor)
    for one in written:
        record(session, _published(one, actor, reason))
    renamed = [one.service_id for one in written if _shows_elsewhere(one)]
    ripple(session, "ref.service", renamed, actor=actor, but=revisions.keys())
    return [one.service_id for one in written]


def archive(
    session: Session,
    service_id: str,
    *,
    actor: str,
    reason: str,
    replaced_by: Sequence[str] = (),
) -> None:
    """Take a service out of the catalogue; a tombstone stays in the journal for ever.

    Raises:
        ServiceNotFound: it is not published.

    """
    service = session.get(Service, service_id)
    if service is None or service.published_revision is None:
        raise ServiceNotFound(f"There is no published service '{service_id}'.")
    service.published_revision, service.status = None, "archived"
    session.flush()
    service.document_version = withdraw_document(session, service_id) + 1
    change = Change(
        kind="service_archived",
        subject_type="service",
        subject_id=service_id,
        op="delete",
        actor=actor,
        version=service.document_version,
        reason=reason,
        replaced_by=tuple(replaced_by),
    )
    record(session, change)
    ripple(session, "ref.service", [service_id], actor=actor)


def ripple(
    session: Session,
    facet: str,
    values: Collection[str],
    *,
    actor: str,
    but: Collection[str] = (),
) -> int:
    """Render anew every service that shows one of these records; returns how many changed."""
    ids = set(
        session.scalars(
            select(ServiceTerm.service_id).where(
                ServiceTerm.facet == facet, ServiceTerm.value.in_(values)
            )
        )
    ) - set(but)
    cause = f"{facet.removeprefix('ref.')} {', '.join(sorted(values)[:5])} changed"
    return sum(_render_batch(session, batch, actor, cause) for batch in batches(sorted(ids)))


def _mark(session: Session, revisions: Mapping[str, int], at: datetime) -> None:
    """Note since when revisions are public: what was never served stays the entity's own."""
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.number).where(
            ServiceRevision.service_id.in_(revisions), ServiceRevision.published_at.is_(None)
        )
    )
    new = [
        {"service_id": row.service_id, "number": row.number, "published_at": at}
        for row in rows
        if revisions[row.service_id] == row.number
    ]
    if new:
        session.execute(update(ServiceRevision), new)


def _render_batch(session: Session, ids: Sequence[str], actor: str, cause: str) -> int:
    written = write_documents(session, load_services(session, ids))
    for one in written:
        record(session, _rippled(one, actor, cause))
    session.flush()
    return len(written)


def load_services(session: Session, ids: Collection[str]) -> list[Service]:
    """Load services for changing them, ordered by id.

    Raises:
        ServiceNotFound: an id is unknown.

    """
    found = session.scalars(select(Service).where(Service.id.in_(ids)).order_by(Service.id)).all()
    if len(found) != len(ids):
        missing = sorted(set(ids) - {one.id for one in found})
        raise ServiceNotFound(f"There is no service '{missing[0]}'.")
    return list(found)


def batches(ids: Sequence[str], size: int = _BATCH) -> Iterable[Sequence[str]]:
    """Cut ids into pieces that are rendered together."""
    return (ids[start : start + size] for start in range(0, len(ids), size))


def _shows_elsewhere(written: Written) -> bool:
    return not written.changed_fields or "title" in written.changed_fields


def _published(written: Written, actor: str, reason: str | None) -> Change:
    return Change(
        kind="service_published",
        subject_type="service",
        subject_id=written.service_id,
        op="upsert",
        actor=actor,
        version=written.version,
        changed_fields=written.changed_fields,
        reason=reason,
        digest=written.digest,
    )


def _rippled(written: Written, actor: str, cause: str) -> Change:
    return Change(
        kind="service_rippled",
        subject_type="service",
        subject_id=written.service_id,
        op="upsert",
        actor=actor,
        version=written.version,
        changed_fields=written.changed_fields,
        reason=cause,
        digest=written.digest,
    )
