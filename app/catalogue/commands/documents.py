"""Writing the public documents that reads are served from."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_
from typing import Any

import orjson
from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

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
from app.catalogue.rules.rendering import Imprint, is_free, least_cost_fils, render
from app.catalogue.rules.terms import shown_concepts, shown_records, shown_tags, terms_of
from app.core.canonical import etag_of, sha256_of
from app.core.clock import now
from app.core.db import table_of
from app.core.languages import LANGUAGES
from app.core.ordering import order_key

Content = Mapping[str, Any]  # Any: ServiceContent as JSON
Row = dict[str, Any]  # Any: a row of a table
_TIMES = {"modified"}


@dataclass(frozen=True)
class Written:
    """A document that was written anew, and which of its fields differ from before."""

    service_id: str
    version: int
    digest: str
    changed_fields: tuple[str, ...]


def write_documents(session: Session, services: Sequence[Service]) -> list[Written]:
    """Render the published revisions of services; what reads the same stays untouched."""
    contents = _contents(session, services)
    named = {one.id: references_of(one.entity_id, contents[one.id]) for one in services}
    ids = [one.id for one in services]
    known = load_lookups(session, reduce(or_, named.values(), References()), services=ids)
    before = find_rows(session, ids)
    at = now()
    written, rows = [], []
    shown: dict[str, Content] = {}
    for service in services:
        old = before.get(service.id)
        shown[service.id] = document = render(
            _imprint(service, at), contents[service.id], known.seen_by(service.id)
        )
        changed = _changes(old, document)
        if changed is not None:
            rows.append(_row(service, contents[service.id], old, document, at))
            written.append(Written(service.id, rows[-1]["version"], rows[-1]["digest"], changed))
    _replace(session, rows, before, at)
    changed_ids = [one.service_id for one in written]
    _replace_titles(
        session,
        {key: shown[key] for key in changed_ids},
        was_shown=before.keys() & set(changed_ids),
    )
    _replace_terms(session, shown, named, known, was_shown=before.keys())
    return written


def withdraw_document(session: Session, service_id: str) -> int:
    """Take a document out of service and keep it for reads of the past."""
    row = find_rows(session, [service_id])[service_id]
    session.execute(insert(table_of(PastDocument)), [_past(row, now())])
    session.execute(delete(ServiceTerm).where(ServiceTerm.service_id == service_id))
    session.execute(delete(ServiceTitle).where(ServiceTitle.service_id == service_id))
    session.execute(delete(ServiceDocument).where(ServiceDocument.service_id == service_id))
    session.expunge(row)
    return row.version


def find_rows(session: Session, ids: Collection[str]) -> dict[str, ServiceDocument]:
    """Read the documents among ``ids`` that are served now."""
    chosen = select(ServiceDocument).where(ServiceDocument.service_id.in_(ids))
    return {row.service_id: row for row in session.scalars(chosen)}


def _contents(session: Session, services: Sequence[Service]) -> dict[str, Content]:
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(
            Service.id.in_([one.id for one in services]),
            ServiceRevision.number == Service.published_revision,
        )
    )
    return {row.service_id: row.content for row in rows}


def _changes(before: ServiceDocument | None, document: Content) -> tuple[str, ...] | None:
    """Name the fields that differ from what is served; none when nothing was, None: all equal."""
    if before is None:
        return ()
    found = changed_fields(orjson.loads(before.body), document)
    return tuple(key for key in found if key not in _TIMES) or None


def _row(
    service: Service,
    content: Content,
    before: ServiceDocument | None,
    document: Content,
    at: datetime,
) -> Row:
    body = orjson.dumps(document)
    return {
        "service_id": service.id,
        "version": _next_version(service, before),
        "revision": service.published_revision,
        "modified_at": at,
        "etag": etag_of(body),
        "digest": sha256_of(document),
        "is_free": is_free(content),
        "least_cost_fils": least_cost_fils(content),
        "body": body,
    }


def _next_version(service: Service, before: ServiceDocument | None) -> int:
    service.document_version = (before.version if before else service.document_version) + 1
    return service.document_version


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
    session: Session, rows: Sequence[Row], before: Mapping[str, ServiceDocument], at: datetime
) -> None:
    replaced = [before[row["service_id"]] for row in rows if row["service_id"] in before]
    if replaced:
        session.execute(insert(table_of(PastDocument)), [_past(one, at) for one in replaced])
        ids = [one.service_id for one in replaced]
        session.execute(
            delete(ServiceDocument).where(ServiceDocument.service_id.in_(ids)),
            execution_options={"synchronize_session": False},
        )
    for one in before.values():
        session.expunge(one)
    if rows:
        session.execute(insert(table_of(ServiceDocument)), rows)


def _past(row: ServiceDocument, until_at: datetime) -> Row:
    return {
        "service_id": row.service_id,
        "version": row.version,
        "modified_at": row.modified_at,
        "until_at": until_at,
        "body": row.body,
    }


def _replace_titles(
    session: Session, shown: Mapping[str, Content], *, was_shown: Collection[str]
) -> None:
    if was_shown:
        session.execute(delete(ServiceTitle).where(ServiceTitle.service_id.in_(was_shown)))
    rows = [
        {
            "service_id": key,
            **{language: order_key(document["title"], language) for language in LANGUAGES},
        }
        for key, document in shown.items()
    ]
    if rows:
        session.execute(insert(table_of(ServiceTitle)), rows)


def _replace_terms(
    session: Session,
    shown: Mapping[str, Content],
    named: Mapping[str, References],
    known: Lookups,
    *,
    was_shown: Collection[str],
) -> None:
    """Write the terms of all documents anew: those of a concept that moved change unseen."""
    if was_shown:
        session.execute(delete(ServiceTerm).where(ServiceTerm.service_id.in_(was_shown)))
    terms = [
        {"service_id": key, "facet": facet, "value": value}
        for key, document in shown.items()
        for facet, value in _terms(document, named[key], known.seen_by(key))
    ]
    if terms:
        session.execute(insert(table_of(ServiceTerm)), terms)


def _terms(document: Content, named: References, known: Lookups) -> Iterable[tuple[str, str]]:
    for facet, values in terms_of(document).items():
        yield from ((facet, value) for value in values)
    yield from shown_records(named)
    used = set(named.concepts) | {
        known.code_ids[pair] for pair in named.codes if pair in known.code_ids
    }
    tags = {known.place_of(one) for one in used}
    above = {key for one in tags for key in known.concepts[one].path_ids}
    yield from shown_tags(tags)
    yield from shown_concepts(tags | above)
