"""The change feed: the public part of the journal with the present documents."""

from collections.abc import Iterable, Sequence

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents
from app.catalogue.queries.registries import list_entities
from app.catalogue.schemas.history import ChangeOut, ChangePage, Subject
from app.core import journal
from app.core.paging import read_cursor, write_cursor

_FEED = "changes"


def list_changes(
    session: Session,
    *,
    cursor: str | None,
    subject_types: Sequence[str] = (),
    limit: int,
) -> ChangePage:
    """Read the feed after a cursor; the cursor of an empty page is to be used again.

    Raises:
        Invalid: the cursor is not one of this feed.

    """
    after = feed_position(cursor)
    found = journal.entries(
        session, after=after, limit=limit + 1, subject_types=subject_types, is_public=True
    )
    page = found[:limit]
    last = page[-1].seq if page else after
    return ChangePage(
        items=list(_shown(session, page)),
        next_cursor=write_cursor(_FEED, last),
        has_more=len(found) > limit,
    )


def feed_position(cursor: str | None) -> int:
    """Return the number of the last entry that the holder of a cursor has seen."""
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 16:
        return int(cursor)
    return int(read_cursor(cursor, str, int)[1])


def _shown(session: Session, entries: Iterable[journal.Entry]) -> Iterable[ChangeOut]:
    entries = list(entries)
    services = find_documents(session, _ids(entries, "service"))
    documents = {("service", key): orjson.loads(body) for key, body in services.items()}
    if wanted := _ids(entries, "entity"):
        for one in list_entities(session):
            if one.id in wanted:
                known = one.model_dump(mode="json", by_alias=True)
                documents[("entity", one.id)] = known
    for entry in entries:
        yield _change(entry, documents.get((entry.subject_type, entry.subject_id)))


def _ids(entries: Iterable[journal.Entry], kind: str) -> set[str]:
    return {one.subject_id for one in entries if one.subject_type == kind and one.op != "delete"}


def _change(entry: journal.Entry, document: dict[str, object] | None) -> ChangeOut:
    change = entry.change
    return ChangeOut(
        seq=entry.seq,
        at=entry.at,
        kind=change.kind,
        subject=Subject(type=change.subject_type, id=change.subject_id),
        op=change.op,
        version=change.version,
        changed_fields=list(change.changed_fields),
        reason=change.reason,
        replaced_by=list(change.replaced_by),
        object=None if change.op == "delete" else document,
    )
