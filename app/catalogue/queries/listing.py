"""Lists of published services: filtered, in a total order, page by page."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

import orjson
from sqlalchemy import Select, and_, exists, func, or_, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceDocument, ServiceTerm
from app.catalogue.queries.documents import stream_documents_as_of
from app.catalogue.rules.filtering import ServiceFilters, matches
from app.core.clock import to_text
from app.core.paging import read_cursor, read_instant, write_cursor

Sort = Literal["id", "modified", "-modified"]
Chosen = Select[str, datetime, bytes]
_BATCH = 200
_PAST = "id as of"


@dataclass(frozen=True)
class DocumentPage:
    """Documents in their order; ``next_cursor`` is None on the last page."""

    bodies: Sequence[bytes]
    next_cursor: str | None
    total: int


def list_documents(
    session: Session, wanted: ServiceFilters, *, sort: Sort, limit: int, cursor: str | None
) -> DocumentPage:
    """Read one page of documents.

    Raises:
        Invalid: the cursor is not one of this list.

    """
    chosen = _ordered(_filtered(wanted), sort)
    if cursor:
        chosen = _after(chosen, sort, cursor)
    rows = session.execute(chosen.limit(limit + 1)).all()
    total = session.scalars(
        _filtered(wanted).with_only_columns(func.count(), maintain_column_froms=True)
    ).one()
    more = write_cursor(*_place(rows[limit - 1], sort)) if len(rows) > limit else None
    return DocumentPage([row.body for row in rows[:limit]], more, total)


def stream_list(session: Session, wanted: ServiceFilters, *, sort: Sort) -> Iterator[bytes]:
    """Read all documents of a list, a batch at a time."""
    cursor: str | None = None
    while True:
        page = list_documents(session, wanted, sort=sort, limit=_BATCH, cursor=cursor)
        yield from page.bodies
        cursor = page.next_cursor
        if cursor is None:
            return


def list_documents_as_of(
    session: Session, wanted: ServiceFilters, *, as_of: datetime, limit: int, cursor: str | None
) -> DocumentPage:
    """Read one page of the documents that were served at one time, ordered by id."""
    last = str(read_cursor(cursor, _PAST, str)[0]) if cursor else ""
    found = list(_matching_as_of(session, wanted, as_of))
    page = [one for one in found if one[0] > last]
    more = write_cursor(_PAST, page[limit - 1][0]) if len(page) > limit else None
    return DocumentPage([body for _, body in page[:limit]], more, len(found))


def stream_list_as_of(
    session: Session, wanted: ServiceFilters, *, as_of: datetime
) -> Iterator[bytes]:
    """Read all documents of a list as they were served at one time, ordered by id."""
    return (body for _, body in _matching_as_of(session, wanted, as_of))


def _matching_as_of(
    session: Session, wanted: ServiceFilters, as_of: datetime
) -> Iterator[tuple[str, bytes]]:
    for key, body in stream_documents_as_of(session, as_of):
        if matches(orjson.loads(body), wanted):
            yield key, body


def count_by(session: Session, facet: str) -> dict[str, int]:
    """Count the published services by each value of a facet."""
    rows = session.execute(
        select(ServiceTerm.value, func.count().label("services"))
        .where(ServiceTerm.facet == facet)
        .group_by(ServiceTerm.value)
    )
    return {row.value: row.services for row in rows}


def _filtered(wanted: ServiceFilters) -> Chosen:
    chosen = select(ServiceDocument.service_id, ServiceDocument.modified_at, ServiceDocument.body)
    for facet, values in wanted.values.items():
        chosen = chosen.where(_has_term(facet, values))
    if wanted.is_free is not None:
        chosen = chosen.where(ServiceDocument.is_free.is_(wanted.is_free))
    if wanted.cost_max_fils is not None:
        chosen = chosen.where(ServiceDocument.least_cost_fils <= wanted.cost_max_fils)
    if wanted.updated_after:
        chosen = chosen.where(ServiceDocument.modified_at >= wanted.updated_after)
    if wanted.updated_before:
        chosen = chosen.where(ServiceDocument.modified_at < wanted.updated_before)
    return chosen


def _has_term(facet: str, values: Sequence[str]) -> Any:  # Any: an SQL condition
    return exists().where(
        ServiceTerm.service_id == ServiceDocument.service_id,
        ServiceTerm.facet == facet,
        ServiceTerm.value.in_(values),
    )


def _ordered(chosen: Chosen, sort: Sort) -> Chosen:
    key, at = ServiceDocument.service_id, ServiceDocument.modified_at
    if sort == "modified":
        return chosen.order_by(at, key)
    if sort == "-modified":
        return chosen.order_by(at.desc(), key.desc())  # as the index lies, read backwards
    return chosen.order_by(key)


def _after(chosen: Chosen, sort: Sort, cursor: str) -> Chosen:
    key, at = ServiceDocument.service_id, ServiceDocument.modified_at
    if sort == "id":
        return chosen.where(key > read_cursor(cursor, sort, str)[0])
    last_at, last = read_cursor(cursor, sort, str, str)
    moment = read_instant(last_at)
    if sort == "-modified":
        return chosen.where(or_(at < moment, and_(at == moment, key < last)))
    return chosen.where(or_(at > moment, and_(at == moment, key > last)))


def _place(row: Any, sort: Sort) -> tuple[str, ...]:  # Any: a row of the list
    if sort == "id":
        return sort, row.service_id
    return sort, to_text(row.modified_at), row.service_id
