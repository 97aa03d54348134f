"""The change feed: the public part of the journal with the present documents."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy.orm import Session

from app.catalogue.errors import FeedReset
from app.catalogue.queries import registries
from app.catalogue.queries.documents import find_documents
from app.catalogue.schemas.history import ChangeOut, ChangePage, Subject
from app.core import journal
from app.core.paging import read_cursor, write_cursor
from app.taxonomy.queries import list_versions

_FEED = "changes"
_MARK_LETTERS = 12

Object = dict[str, Any]  # Any: a subject's document
Loader = Callable[[Session, Collection[str]], Mapping[str, Object]]


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
        FeedReset: the cursor was given by a journal that is not this one any more.

    """
    after = position_of(session, cursor)
    found = journal.entries(
        session, after=after, limit=limit + 1, subject_types=subject_types, is_public=True
    )
    page, has_more = found[:limit], len(found) > limit
    # Whatever lies behind the last entry of the page is not asked for: go to the end at once.
    last = page[-1].seq if has_more else journal.head(session)
    return ChangePage(
        items=list(shown_changes(session, page)),
        next_cursor=cursor_at(session, last),
        has_more=has_more,
    )


def position_of(session: Session, cursor: str | None) -> int:
    """Return the number of the last entry that the holder of a cursor has seen."""
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 16:
        seq, mark = int(cursor), None
    else:
        number, given = read_cursor(cursor, _FEED, int, str)
        seq, mark = int(number), str(given)
    if not 0 <= seq <= journal.head(session) or mark not in (None, _mark(session, seq)):
        raise FeedReset("The cursor is of a journal that was replaced; begin at the start again.")
    return seq


def cursor_at(session: Session, seq: int) -> str:
    """Write the cursor of one who has seen everything up to an entry."""
    return write_cursor(_FEED, seq, _mark(session, seq))


def _mark(session: Session, seq: int) -> str:
    """Return what tells this journal from another that has reached the same number."""
    entry = journal.entry_at(session, seq)
    return entry.hash[:_MARK_LETTERS] if entry else ""


def shown_changes(session: Session, entries: Sequence[journal.Entry]) -> Iterable[ChangeOut]:
    """Show entries as the feed does, each with the present document of its subject."""
    documents: dict[tuple[str, str], Object] = {}
    for kind, load in _LOADERS.items():
        ids = {one.subject_id for one in entries if one.subject_type == kind}
        if ids:
            documents |= {(kind, key): one for key, one in load(session, ids).items()}
    for entry in entries:
        yield _change(entry, documents.get((entry.subject_type, entry.subject_id)))


def _change(entry: journal.Entry, document: Object | None) -> ChangeOut:
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


def _services(session: Session, ids: Collection[str]) -> Mapping[str, Object]:
    return {key: orjson.loads(body) for key, body in find_documents(session, ids).items()}


def _versions(session: Session, ids: Collection[str]) -> Mapping[str, Object]:
    schemes = {one.partition("/")[0] for one in ids}
    return {
        f"{scheme}/{version.version}": _json(version)
        for scheme in schemes
        for version in list_versions(session, scheme)
    }


def _registry(read_all: Callable[[Session], Sequence[BaseModel]]) -> Loader:
    """Load the records of a registry; registries are small enough to be read whole."""

    def load(session: Session, ids: Collection[str]) -> Mapping[str, Object]:
        documents = (_json(one) for one in read_all(session))
        return {one["id"]: one for one in documents if one["id"] in ids}

    return load


def _json(shape: BaseModel) -> Object:
    return shape.model_dump(mode="json", by_alias=True)


_LOADERS: Mapping[str, Loader] = {
    "service": _services,
    "entity": _registry(registries.list_entities),
    "evidence-type": _registry(registries.list_evidence_types),
    "channel": _registry(registries.list_channels),
    "legal-resource": _registry(registries.list_legal_resources),
    "taxonomy-version": _versions,
}
