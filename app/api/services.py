"""Services: lists, one service, its revisions and what differs between them."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Query, Request
from fastapi.responses import Response, StreamingResponse
from pydantic import Field

from app.api import documented
from app.api.answers import (
    FRESH,
    JSON,
    bytes_answer,
    chosen_fields,
    http_date,
    model_answer,
    models_answer,
    page_body,
    with_text,
)
from app.api.deps import Lang, OpenDatabase, ReadSession, base_url_of, only_known_parameters
from app.api.negotiation import chosen_media_type
from app.api.pages import next_link
from app.api.parameters import (
    AsOf,
    ListParameters,
    Parameters,
    VersionName,
    filters_of,
    tree_of,
)
from app.api.tables import COLUMNS, row_of
from app.catalogue.queries import documents, history, listing
from app.catalogue.queries.old_trees import told_in_batches
from app.catalogue.rules.filtering import ServiceFilters
from app.catalogue.schemas.history import RevisionContent, RevisionDiff, RevisionOut
from app.catalogue.schemas.published import ServiceOut, ServicePage
from app.core.canonical import etag_of
from app.core.csv_text import csv_lines
from app.core.db import Database
from app.core.errors import Finding, Invalid
from app.core.languages import Language
from app.core.schemas import Page
from app.interchange import cpsv_ap
from app.search.related import list_related
from app.search.schemas import RelatedOut
from app.search.serving import ServedSearch

router = APIRouter(
    prefix="/v1/services", tags=["services"], dependencies=[Depends(only_known_parameters)]
)
ServiceId = Annotated[str, Path(max_length=64, description="Public id, e.g. `moi-res18-renew`.")]
Number = Annotated[int, Path(ge=1, le=2**31 - 1)]
RevisionNumber = Annotated[int, Query(ge=1, le=2**31 - 1)]
STREAMED = {**FRESH, "Vary": "Accept-Language"}
FIELDS = {info.alias or name for name, info in ServiceOut.model_fields.items()}


class OneParameters(Parameters):
    """How one service is read, but the language."""

    as_of: AsOf | None = Field(default=None, description="The service as it was at that time.")
    taxonomy_version: VersionName | None = Field(
        default=None, description="Version of the classification in whose tree it is shown."
    )


@router.get(
    "", responses=documented.streamable_page(ServicePage), summary="List published services"
)
def list_services(
    request: Request,
    session: ReadSession,
    database: OpenDatabase,
    asked: Annotated[ListParameters, Query()],
    lang: Lang,
) -> Response:
    """List services in a total order, filtered; or stream all of them."""
    wanted = filters_of(session, asked)
    _check_order(asked)
    fields = _fields(asked.fields)
    if asked.format != "json":
        return _stream(database, wanted, asked, fields=fields, lang=lang)
    if asked.as_of:
        page = listing.list_documents_as_of(
            session, wanted, as_of=asked.as_of, limit=asked.limit, cursor=asked.cursor
        )
    else:
        page = listing.list_documents(
            session, wanted, sort=asked.sort, limit=asked.limit, cursor=asked.cursor
        )
    tree = tree_of(session, asked.taxonomy_version)
    bodies = tree.told(page.bodies) if tree else page.bodies
    bodies = [chosen_fields(body, fields) for body in bodies] if fields else bodies
    body = page_body(bodies, next_cursor=page.next_cursor, total=page.total)
    return bytes_answer(body, language=lang, headers=next_link(request, page.next_cursor))


@router.get(
    "/{service_id}",
    responses=documented.linked_document(ServiceOut),
    summary="Read a published service",
)
def read_service(
    request: Request,
    session: ReadSession,
    service_id: ServiceId,
    lang: Lang,
    asked: Annotated[OneParameters, Query()],
) -> Response:
    """Read a service as JSON, or as CPSV-AP linked data; as it is or as it was.

    `taxonomyVersion` shows it in the tree of another version of the classification.
    """
    document = documents.get_document(session, service_id, as_of=asked.as_of)
    tree = tree_of(session, asked.taxonomy_version)
    if tree:
        [body] = tree.told([document.body])
        document = replace(document, body=body, etag=etag_of(body))
    media_type = chosen_media_type(request.headers.get("accept"), documented.LINKED_DATA)
    last = {"Last-Modified": http_date(document.modified_at)}
    if media_type == JSON:
        etag = {} if lang else {"ETag": document.etag}
        return bytes_answer(document.body, language=lang, headers={**last, **etag})
    body = _linked_data(document.body, media_type, base_url_of(request))
    return bytes_answer(body, headers=last, media_type=media_type)


@router.get(
    "/{service_id}/revisions",
    responses=documented.page(Page[RevisionOut]),
    summary="List the revisions of a service",
)
def list_revisions(session: ReadSession, service_id: ServiceId) -> Response:
    """List who changed what a service says, when and why, newest first."""
    return models_answer(history.list_revisions(session, service_id))


@router.get(
    "/{service_id}/revisions/{number}",
    responses=documented.document(RevisionContent),
    summary="Read one revision",
)
def read_revision(session: ReadSession, service_id: ServiceId, number: Number) -> Response:
    """Read what a service said in one revision."""
    return model_answer(history.get_revision(session, service_id, number))


@router.get(
    "/{service_id}/related",
    responses=documented.document(RelatedOut),
    summary="List services beside a service",
)
def list_related_services(
    request: Request,
    session: ReadSession,
    service_id: ServiceId,
    lang: Lang,
    limit: Annotated[int, Query(ge=1, le=50, description="Services at most.")] = 10,
) -> Response:
    """List what somebody who reads about a service is likely to need next, or instead, and why.

    What the records name comes first, then what shares topic, event, documents or words.
    """
    served: ServedSearch = request.app.state.search
    found = list_related(session, served.engine, service_id, limit=limit)
    answer = model_answer(found, language=lang)
    if found.degraded:
        del answer.headers["x-dalil-keep"]  # the engine that is set up will be back
    return answer


@router.get(
    "/{service_id}/diff",
    responses=documented.document(RevisionDiff),
    summary="Compare two revisions",
)
def compare_revisions(
    session: ReadSession,
    service_id: ServiceId,
    old: Annotated[RevisionNumber, Query(alias="from")],
    new: Annotated[RevisionNumber, Query(alias="to")],
) -> Response:
    """List the fields that differ between two revisions."""
    return model_answer(history.compare_revisions(session, service_id, old=old, new=new))


def _check_order(asked: ListParameters) -> None:
    if asked.as_of and asked.sort != "id":
        message = {
            "en": "The catalogue of the past is ordered by id only.",
            "ar": "تُرتّب قائمة الماضي بالمعرّف فقط.",
        }
        finding = Finding(pointer="?sort", rule="QUERY-SORT", message=message)
        raise Invalid(message["en"], findings=[finding])


def _fields(text: str | None) -> list[str]:
    fields = [one.strip() for one in (text or "").split(",") if one.strip()]
    for one in fields:
        if one not in FIELDS:
            message = {"en": "A service has no such field.", "ar": "لا يوجد حقل بهذا الاسم."}
            finding = Finding(pointer="?fields", rule="QUERY-FIELDS", message=message)
            raise Invalid(message["en"], findings=[finding])
    return fields


def _linked_data(body: bytes, media_type: str, base_url: str) -> bytes:
    document = orjson.loads(body)
    if media_type == "text/turtle":
        return cpsv_ap.to_turtle(document, base_url=base_url).encode()
    return orjson.dumps(cpsv_ap.to_json_ld(document, base_url=base_url))


def _stream(
    database: Database,
    wanted: ServiceFilters,
    asked: ListParameters,
    *,
    fields: list[str],
    lang: Language | None,
) -> Response:
    # The export outlives the request's session, so it opens its own.
    bodies = _bodies(database, wanted, asked)
    if asked.format == "csv":
        rows = (row_of(orjson.loads(body)) for body in bodies)
        headers = {**STREAMED, "Content-Disposition": 'attachment; filename="services.csv"'}
        return StreamingResponse(
            csv_lines(rows, COLUMNS), headers=headers, media_type="text/csv; charset=utf-8"
        )
    lines = (_line(body, fields, lang) for body in bodies)
    return StreamingResponse(lines, headers=STREAMED, media_type="application/x-ndjson")


def _bodies(database: Database, wanted: ServiceFilters, asked: ListParameters) -> Iterator[bytes]:
    with database.read() as session:
        if asked.as_of is None:
            bodies = listing.stream_list(session, wanted, sort=asked.sort)
        else:
            bodies = listing.stream_list_as_of(session, wanted, as_of=asked.as_of)
        tree = tree_of(session, asked.taxonomy_version)
        yield from told_in_batches(tree, bodies) if tree else bodies


def _line(body: bytes, fields: list[str], lang: Language | None) -> bytes:
    body = chosen_fields(body, fields) if fields else body
    if lang:
        document: Any = with_text(orjson.loads(body), lang)  # Any: JSON
        body = orjson.dumps(document)
    return body + b"\n"
