"""Proving documents and revisions: each is what the journal's entry of its version has said."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson
from sqlalchemy import Row, Text, cast, func, select, tuple_
from sqlalchemy.orm import Session

from app.catalogue.models import PastDocument, ServiceDocument, ServiceRevision
from app.core.canonical import etag_of, sha256_of
from app.core.journal import JournalEntry

_BATCH = 200
Version = tuple[str, int]
"""A service and the number of its document or revision."""
Rows = Iterable[Row[*tuple[Any, ...]]]  # Any: columns of a table


def find_altered(session: Session) -> Iterator[str]:
    """Name every document and revision of a service that the journal does not vouch for."""
    yield from _documents(session)
    yield from _past_documents(session)
    yield from _revisions(session)
    yield from _presence(session)


def _documents(session: Session) -> Iterator[str]:
    chosen = select(
        ServiceDocument.service_id, ServiceDocument.version, ServiceDocument.body,
        ServiceDocument.etag,
    )  # fmt: skip
    for batch in _batches(session, chosen, ServiceDocument.service_id, ServiceDocument.version):
        said = _said(session, "service", batch)
        for key, version, body, etag in batch:
            if said.get((key, version)) != digest_of_json(body) or etag != etag_of(body):
                yield f"The document of the service '{key}', version {version}"


def _past_documents(session: Session) -> Iterator[str]:
    chosen = select(PastDocument.service_id, PastDocument.version, PastDocument.body)
    for batch in _batches(session, chosen, PastDocument.service_id, PastDocument.version):
        said = _said(session, "service", batch)
        for key, version, body in batch:
            if said.get((key, version)) != digest_of_json(body):
                yield f"The former document of the service '{key}', version {version}"


def _revisions(session: Session) -> Iterator[str]:
    content = cast(ServiceRevision.content, Text).label("content")
    chosen = select(ServiceRevision.service_id, ServiceRevision.number, content)
    for batch in _batches(session, chosen, ServiceRevision.service_id, ServiceRevision.number):
        said = _said(session, "revision", batch)
        for key, number, text in batch:
            if said.get((key, number)) != digest_of_json(text):
                yield f"The revision {number} of the service '{key}'"


def _presence(session: Session) -> Iterator[str]:
    """Name services whose last entry says that they are served, or not, when it is not so."""
    of_services = (JournalEntry.subject_type == "service") & JournalEntry.is_public
    last = select(func.max(JournalEntry.seq)).where(of_services).group_by(JournalEntry.subject_id)
    standing = select(JournalEntry.subject_id, JournalEntry.op, JournalEntry.version)
    served = {
        key: version
        for key, op, version in session.execute(standing.where(JournalEntry.seq.in_(last)))
        if op != "delete"
    }
    rows = session.execute(select(ServiceDocument.service_id, ServiceDocument.version))
    present = {row.service_id: row.version for row in rows}
    for key in sorted(served.keys() | present.keys()):
        if served.get(key) != present.get(key):
            yield f"What is served of the service '{key}'"


def _batches(session: Session, chosen: Any, key: Any, number: Any) -> Iterator[Sequence[Any]]:
    # Any: a select of columns, two of its columns, and its rows
    place: Version = ("", 0)
    ordered = chosen.order_by(key, number).limit(_BATCH)
    while batch := session.execute(ordered.where(tuple_(key, number) > place)).all():
        yield batch
        place = (batch[-1][0], batch[-1][1])


def _said(session: Session, kind: str, batch: Rows) -> Mapping[Version, str | None]:
    """Find the digests that the journal has of these versions; the last one counts."""
    ids = {row[0] for row in batch}
    rows = session.execute(
        select(JournalEntry.subject_id, JournalEntry.version, JournalEntry.digest)
        .where(
            JournalEntry.subject_type == kind,
            JournalEntry.subject_id.in_(ids),
            JournalEntry.digest.is_not(None),
        )
        .order_by(JournalEntry.seq)
    )
    return {(key, version): digest for key, version, digest in rows}


def digest_of_json(body: bytes | str) -> str | None:
    """Compute the digest of JSON; None when it is none."""
    try:
        return sha256_of(orjson.loads(body))
    except ValueError:
        return None
