"""Writing the public documents that reads are served from."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import orjson
from sqlalchemy import delete, insert, literal, select
from sqlalchemy.orm import Session

from app.catalogue.commands.terms import Shown, write_terms
from app.catalogue.models import (
    PastDocument,
    Service,
    ServiceDocument,
    ServiceRevision,
    ServiceTerm,
    ServiceTitle,
)
from app.catalogue.queries.lookups import load_lookups
from app.catalogue.rules.comparing import changed_fields
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References, references_of
from app.catalogue.rules.rendering import Document, Imprint, is_free, least_cost_fils, render
from app.core.bulk import among, insert_rows
from app.core.canonical import etag_of, sha256_of
from app.core.clock import now
from app.core.languages import LANGUAGES
from app.core.ordering import order_key

Content = Mapping[str, Any]  # Any: ServiceContent as JSON
Row = dict[str, Any]  # Any: a row of a table
_TIMES = {"modified"}
_UNSEEN = {"synchronize_session": False}


@dataclass(frozen=True)
class Written:
    """A document that was written anew, and which of its fields differ from before."""

    service_id: str
    version: int
    digest: str
    changed_fields: tuple[str, ...]


@dataclass(frozen=True)
class _Before:
    """The document that is served until now."""

    version: int
    body: bytes


@dataclass(frozen=True)
class _Rendered:
    """A document as it is to be served; ``row`` is None when it reads as before."""

    document: Document
    row: Row | None
    changed_fields: tuple[str, ...]
    has_new_title: bool


def write_documents(session: Session, services: Sequence[Service]) -> list[Written]:
    """Render the published revisions of services; what reads the same stays untouched."""
    ids = [one.id for one in services]
    contents = served_contents(session, ids)
    named = {one.id: references_of(one.entity_id, contents[one.id]) for one in services}
    known = load_lookups(session, References.joined(named.values()), services=ids)
    before = _find_before(session, ids)
    at = now()
    rendered = {
        one.id: _rendered(one, contents[one.id], known, before.get(one.id), at) for one in services
    }
    changed = {key: one.row for key, one in rendered.items() if one.row is not None}
    _replace(session, list(changed.values()), before, at)
    _replace_titles(session, [one for one in rendered.values() if one.has_new_title])
    write_terms(
        session, {key: Shown(one.document, named[key]) for key, one in rendered.items()}, known
    )
    return [
        Written(key, row["version"], row["digest"], rendered[key].changed_fields)
        for key, row in changed.items()
    ]


def write_tags(session: Session, services: Sequence[Service]) -> None:
    """Note where services stand now whose documents are still to be written anew."""
    ids = [one.id for one in services]
    contents, before = served_contents(session, ids), _find_before(session, ids)
    named = {one.id: references_of(one.entity_id, contents[one.id]) for one in services}
    known = load_lookups(session, References.joined(named.values()), services=ids)
    shown = {key: Shown(orjson.loads(one.body), named[key]) for key, one in before.items()}
    write_terms(session, shown, known)


def withdraw_document(session: Session, service_id: str) -> int:
    """Take a document out of service and keep it for reads of the past."""
    version = _find_before(session, [service_id])[service_id].version
    keep_past(session, [service_id], now())
    for table in (ServiceTerm, ServiceTitle, ServiceDocument):
        session.execute(
            delete(table).where(table.service_id == service_id), execution_options=_UNSEEN
        )
    return version


def _find_before(session: Session, ids: Collection[str]) -> dict[str, _Before]:
    rows = session.execute(
        select(ServiceDocument.service_id, ServiceDocument.version, ServiceDocument.body).where(
            ServiceDocument.service_id.in_(ids)
        )
    )
    return {key: _Before(version, body) for key, version, body in rows}


def served_contents(session: Session, ids: Collection[str]) -> dict[str, Content]:
    """Read the published revisions of services, by service."""
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(Service.id.in_(ids), ServiceRevision.number == Service.published_revision)
    )
    return {row.service_id: row.content for row in rows}


def _rendered(
    service: Service, content: Content, known: Lookups, before: _Before | None, at: datetime
) -> _Rendered:
    document = render(_imprint(service, at), content, known.seen_by(service.id))
    old = orjson.loads(before.body) if before else {}
    changed = tuple(key for key in changed_fields(old, document) if key not in _TIMES)
    if before and not changed:
        return _Rendered(document, None, (), has_new_title=False)
    body = orjson.dumps(document)
    row = {
        "service_id": service.id,
        "version": (before.version if before else service.document_version) + 1,
        "revision": service.published_revision,
        "modified_at": at,
        "etag": etag_of(body),
        "digest": sha256_of(document),
        "is_free": is_free(content),
        "least_cost_fils": least_cost_fils(content),
        "body": body,
    }
    return _Rendered(
        document, row, changed if before else (), has_new_title=not before or "title" in changed
    )


def _imprint(service: Service, at: datetime) -> Imprint:
    return Imprint(
        id=service.id,
        uuid=service.uuid,
        source_id=service.source_id,
        entity=service.entity_id,
        revision=service.published_revision or 0,
        issued_at=service.issued_at or at,
        modified_at=at,
    )


def _replace(
    session: Session, rows: Sequence[Row], before: Mapping[str, _Before], at: datetime
) -> None:
    replaced = [row["service_id"] for row in rows if row["service_id"] in before]
    if replaced:
        keep_past(session, replaced, at)
        session.execute(
            delete(ServiceDocument).where(ServiceDocument.service_id.in_(replaced)),
            execution_options=_UNSEEN,
        )
    insert_rows(session, ServiceDocument, rows)


def keep_past(session: Session, ids: Collection[str], until_at: datetime) -> None:
    """Keep documents for reads of the past; they never leave the database for it."""
    served = select(
        ServiceDocument.service_id,
        ServiceDocument.version,
        ServiceDocument.modified_at,
        literal(until_at, PastDocument.until_at.type),
        ServiceDocument.body,
    ).where(among(session, ServiceDocument.service_id, ids))
    columns = ["service_id", "version", "modified_at", "until_at", "body"]
    session.execute(insert(PastDocument).from_select(columns, served))


def _replace_titles(session: Session, rendered: Sequence[_Rendered]) -> None:
    titles = {one.document["id"]: one.document["title"] for one in rendered}
    if titles:
        session.execute(
            delete(ServiceTitle).where(ServiceTitle.service_id.in_(titles)),
            execution_options=_UNSEEN,
        )
    rows = [
        {"service_id": key, **{language: order_key(title, language) for language in LANGUAGES}}
        for key, title in titles.items()
    ]
    insert_rows(session, ServiceTitle, rows)
