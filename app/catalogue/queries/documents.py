"""Reading published documents as they were rendered: bytes, not objects."""

from collections.abc import Collection, Generator, Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.catalogue.models import PastDocument, ServiceDocument, ServiceRevision
from app.catalogue.rules.lookups import Texts
from app.core.canonical import etag_of

_BATCH = 200


@dataclass(frozen=True)
class Document:
    """A public document: UTF-8 JSON and what a cache needs to know of it."""

    id: str
    body: bytes
    etag: str
    modified_at: datetime


def get_document(session: Session, service_id: str, *, as_of: datetime | None = None) -> Document:
    """Read the document of a service, as it is or as it was served at one time.

    Raises:
        ServiceNotFound: none is, or was then, published.

    """
    row = session.execute(
        select(ServiceDocument.body, ServiceDocument.etag, ServiceDocument.modified_at).where(
            ServiceDocument.service_id == service_id
        )
    ).one_or_none()
    if row and (as_of is None or row.modified_at <= as_of):
        return Document(service_id, row.body, row.etag, row.modified_at)
    past = _find_past(session, service_id, as_of) if as_of else None
    if past is None:
        raise ServiceNotFound(f"There is no published service '{service_id}'.")
    return past


def find_documents(session: Session, ids: Collection[str]) -> dict[str, bytes]:
    """Read the documents among ``ids`` that are published."""
    rows = session.execute(
        select(ServiceDocument.service_id, ServiceDocument.body).where(
            ServiceDocument.service_id.in_(ids)
        )
    )
    return {row.service_id: row.body for row in rows}


def find_present(session: Session, ids: Collection[str]) -> set[str]:
    """Tell which of these services are published."""
    chosen = select(ServiceDocument.service_id).where(ServiceDocument.service_id.in_(ids))
    return set(session.scalars(chosen))


def find_documents_as_of(
    session: Session, ids: Collection[str], as_of: datetime
) -> dict[str, bytes]:
    """Read the documents among ``ids`` as they were served at one time."""
    past = select(PastDocument.service_id, PastDocument.body).where(
        PastDocument.service_id.in_(ids),
        PastDocument.modified_at <= as_of,
        PastDocument.until_at > as_of,
    )
    now = select(ServiceDocument.service_id, ServiceDocument.body).where(
        ServiceDocument.service_id.in_(ids), ServiceDocument.modified_at <= as_of
    )
    return {row.service_id: row.body for row in (*session.execute(past), *session.execute(now))}


def stream_documents(session: Session) -> Iterator[tuple[str, bytes]]:
    """Read all published documents in the order of their ids, a batch at a time."""
    last = ""
    while batch := _after(session, last):
        yield from batch
        last = batch[-1][0]


def stream_titles(session: Session) -> Iterator[tuple[str, Texts]]:
    """Read the titles of all published services, without their documents."""
    rows = session.execute(
        select(ServiceDocument.service_id, ServiceRevision.content["title"])
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == ServiceDocument.service_id)
            & (ServiceRevision.number == ServiceDocument.revision),
        )
        .execution_options(yield_per=_BATCH)
    )
    return ((row[0], row[1]) for row in rows)


def stream_documents_as_of(session: Session, as_of: datetime) -> Iterator[tuple[str, bytes]]:
    """Read all documents that were served at one time, in the order of their ids."""
    now = (
        select(ServiceDocument.service_id, ServiceDocument.body)
        .where(ServiceDocument.modified_at <= as_of)
        .order_by(ServiceDocument.service_id)
    )
    past = (
        select(PastDocument.service_id, PastDocument.body)
        .where(PastDocument.modified_at <= as_of, PastDocument.until_at > as_of)
        .order_by(PastDocument.service_id)
    )
    found = {row.service_id: row.body for row in session.execute(past)}
    found.update((row.service_id, row.body) for row in session.execute(now))
    yield from sorted(found.items())


def stream_any_as_of(session: Session, as_of: datetime) -> Generator[tuple[str, bytes]]:
    """Read all documents that were served at one time, a batch at a time and in any order."""
    served = select(ServiceDocument.service_id).where(
        ServiceDocument.service_id == PastDocument.service_id,
        ServiceDocument.modified_at <= as_of,
    )
    now = select(ServiceDocument.service_id, ServiceDocument.body).where(
        ServiceDocument.modified_at <= as_of
    )
    past = select(PastDocument.service_id, PastDocument.body).where(
        PastDocument.modified_at <= as_of, PastDocument.until_at > as_of, ~served.exists()
    )
    for chosen in (now, past):
        with session.execute(chosen.execution_options(yield_per=_BATCH)) as rows:
            yield from ((row.service_id, row.body) for row in rows)


def find_last_change(session: Session, as_of: datetime) -> datetime | None:
    """Find when what was served at one time had last changed; None if nothing had been yet."""
    moments = (
        select(func.max(ServiceDocument.modified_at)).where(ServiceDocument.modified_at <= as_of),
        select(func.max(PastDocument.modified_at)).where(PastDocument.modified_at <= as_of),
        select(func.max(PastDocument.until_at)).where(PastDocument.until_at <= as_of),
    )
    found = (session.scalars(moment).one() for moment in moments)
    return max((moment for moment in found if moment), default=None)


def count_documents(session: Session) -> int:
    """Count the published services."""
    return session.scalars(select(func.count()).select_from(ServiceDocument)).one()


def _after(session: Session, last: str) -> list[tuple[str, bytes]]:
    rows = session.execute(
        select(ServiceDocument.service_id, ServiceDocument.body)
        .where(ServiceDocument.service_id > last)
        .order_by(ServiceDocument.service_id)
        .limit(_BATCH)
    )
    return [(row.service_id, row.body) for row in rows]


def _find_past(session: Session, service_id: str, as_of: datetime) -> Document | None:
    row = session.execute(
        select(PastDocument.body, PastDocument.modified_at)
        .where(
            PastDocument.service_id == service_id,
            PastDocument.modified_at <= as_of,
            PastDocument.until_at > as_of,
        )
        .order_by(PastDocument.version.desc())
        .limit(1)
    ).one_or_none()
    if row is None:
        return None
    return Document(service_id, row.body, etag_of(row.body), row.modified_at)
