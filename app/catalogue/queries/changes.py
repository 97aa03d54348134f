"""The change feed: the public part of the journal with the present documents."""

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import orjson
from pydantic import BaseModel
from sqlalchemy import Integer, Row, Text, bindparam, cast, select, type_coerce
from sqlalchemy.orm import Session

from app.catalogue.errors import FeedReset
from app.catalogue.models import ServiceDocument
from app.catalogue.queries import registries
from app.catalogue.queries.documents import find_documents
from app.catalogue.schemas.history import ChangeOut, ChangePage, Subject
from app.catalogue.schemas.published import EntityListing
from app.catalogue.schemas.registries import ChannelOut, EvidenceTypeOut, LegalResourceOut
from app.core import journal
from app.core.journal import JournalEntry, JournalHead
from app.core.paging import read_cursor, write_cursor
from app.taxonomy.lexicon.queries import list_lexicon_versions
from app.taxonomy.queries import list_versions

_FEED = "changes"
_MARK_LETTERS = 12

Bodies = Mapping[str, bytes]
"""The documents of subjects as JSON, by their ids."""
Loader = Callable[[Session, Collection[str]], Bodies]
Documents = Mapping[tuple[str, str], bytes]
"""Documents by the kind and the id of their subject."""
Record = EntityListing | EvidenceTypeOut | ChannelOut | LegalResourceOut


_ENTRY, _DOCUMENT = JournalEntry.__table__.c, ServiceDocument.__table__.c
# Instants and lists stay the texts that they are in the database.
_COLUMNS = (
    _ENTRY.seq,
    type_coerce(_ENTRY.at, Text).label("at"),
    _ENTRY.kind,
    _ENTRY.subject_type,
    _ENTRY.subject_id,
    _ENTRY.op,
    _ENTRY.version,
    cast(_ENTRY.changed_fields, Text).label("changed_fields"),
    _ENTRY.reason,
    cast(_ENTRY.replaced_by, Text).label("replaced_by"),
    _ENTRY.hash,
    _DOCUMENT.body,
)
# Written once: each piece of the feed is asked for in the same words.
_LINES = (
    select(*_COLUMNS)
    .join_from(
        JournalEntry.__table__,
        ServiceDocument.__table__,
        (_ENTRY.subject_type == "service") & (_ENTRY.subject_id == _DOCUMENT.service_id),
        isouter=True,
    )
    .where(_ENTRY.seq > bindparam("after"), _ENTRY.is_public.is_(True))
    .order_by(_ENTRY.seq)
    .limit(bindparam("limit", type_=Integer))
)
_HEAD = select(JournalHead.__table__.c.seq, JournalHead.__table__.c.hash)
_HASH = select(_ENTRY.hash).where(_ENTRY.seq == bindparam("seq"))
Line = Row[*tuple[Any, ...]]  # Any: the columns above


@dataclass(frozen=True)
class Piece:
    """A piece of the feed, written as the JSON of a ``ChangePage``."""

    body: bytes
    is_empty: bool


def read_piece(
    session: Session, *, cursor: str | None, subject_types: Sequence[str] = (), limit: int
) -> Piece:
    """Read the feed after a cursor; the cursor of an empty piece is to be used again.

    Documents of services go in as they lie in the database, without being parsed.

    Raises:
        Invalid: the cursor is not one of this feed.
        FeedReset: the cursor was given by a journal that is not this one any more.

    """
    after = position_of(session, cursor)
    found = _lines(session, after, subject_types, limit + 1)
    lines, has_more = found[:limit], len(found) > limit
    others = {(one.subject_type, one.subject_id) for one in lines if one.subject_type != "service"}
    documents = _documents(session, others)
    # Whatever lies behind the last entry of the page is not asked for: go to the end at once.
    end = _cursor(lines[-1].seq, lines[-1].hash) if has_more else _cursor(*_head(session))
    items = [_item(one, documents) for one in lines]
    page = {"items": items, "nextCursor": end, "hasMore": has_more}
    return Piece(orjson.dumps(page), not items)


def list_changes(
    session: Session, *, cursor: str | None, subject_types: Sequence[str] = (), limit: int
) -> ChangePage:
    """Read a piece of the feed as a shape; see ``read_piece``."""
    piece = read_piece(session, cursor=cursor, subject_types=subject_types, limit=limit)
    return ChangePage.model_validate_json(piece.body)


def position_of(session: Session, cursor: str | None) -> int:
    """Return the number of the last entry that the holder of a cursor has seen."""
    if not cursor:
        return 0
    if cursor.isascii() and cursor.isdigit() and len(cursor) < 16:
        seq, mark = int(cursor), None
    else:
        number, given = read_cursor(cursor, _FEED, int, str)
        seq, mark = int(number), str(given)
    if not 0 <= seq <= _head(session)[0] or mark not in (None, _mark(session, seq)):
        raise FeedReset("The cursor is of a journal that was replaced; begin at the start again.")
    return seq


def cursor_at(session: Session, seq: int) -> str:
    """Write the cursor of one who has seen everything up to an entry."""
    return write_cursor(_FEED, seq, _mark(session, seq))


def _cursor(seq: int, entry_hash: str) -> str:
    return write_cursor(_FEED, seq, entry_hash[:_MARK_LETTERS] if seq else "")


def _mark(session: Session, seq: int) -> str:
    """Return what tells this journal from another that has reached the same number."""
    found = session.execute(_HASH, {"seq": seq}).scalar()
    return found[:_MARK_LETTERS] if found else ""


def _head(session: Session) -> tuple[int, str]:
    row = session.execute(_HEAD).one()
    return row.seq, row.hash


def _lines(session: Session, after: int, subject_types: Sequence[str], limit: int) -> list[Line]:
    chosen = _LINES
    if subject_types:
        chosen = chosen.where(_ENTRY.subject_type.in_(subject_types))
    return list(session.execute(chosen, {"after": after, "limit": limit}))


def _item(line: Line, documents: Documents) -> dict[str, Any]:  # Any: a ChangeOut as JSON
    # Taken apart at once: reading a row by names takes longer than all of the rest.
    seq, at, kind, subject, key, op, version, fields, reason, others, _, body = line
    body = body or documents.get((subject, key))
    return {
        "seq": seq,
        "at": at,
        "kind": kind,
        "subject": {"type": subject, "id": key},
        "op": op,
        "version": version,
        "changedFields": orjson.Fragment(fields),
        "reason": reason,
        "replacedBy": orjson.Fragment(others),
        "object": orjson.Fragment(body) if body and op != "delete" else None,
    }


def shown_changes(session: Session, entries: Sequence[journal.Entry]) -> Iterable[ChangeOut]:
    """Show entries as the feed does, each with the present document of its subject."""
    documents = _documents(session, {(one.subject_type, one.subject_id) for one in entries})
    for entry in entries:
        yield _change(entry, documents.get((entry.subject_type, entry.subject_id)))


def _change(entry: journal.Entry, body: bytes | None) -> ChangeOut:
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
        object=orjson.loads(body) if body and change.op != "delete" else None,
    )


def _documents(session: Session, subjects: Collection[tuple[str, str]]) -> Documents:
    """Read the present documents of subjects, each of a kind and with an id."""
    documents: dict[tuple[str, str], bytes] = {}
    for kind in {kind for kind, _ in subjects} & _LOADERS.keys():
        ids = {key for one, key in subjects if one == kind}
        documents |= {(kind, key): body for key, body in _LOADERS[kind](session, ids).items()}
    return documents


def _versions(session: Session, ids: Collection[str]) -> Bodies:
    schemes = {one.partition("/")[0] for one in ids}
    return {
        f"{scheme}/{version.version}": _json(version)
        for scheme in schemes
        for version in list_versions(session, scheme)
    }


def _lexicons(session: Session, ids: Collection[str]) -> Bodies:
    found = {version.version: _json(version) for version in list_lexicon_versions(session)}
    return {number: found[number] for number in ids if number in found}


def _registry(read_all: Callable[[Session], Sequence[Record]]) -> Loader:
    """Read the records of a registry; registries are small enough to be read whole."""

    def load(session: Session, ids: Collection[str]) -> Bodies:
        return {one.id: _json(one) for one in read_all(session) if one.id in ids}

    return load


def _json(shape: BaseModel) -> bytes:
    return shape.model_dump_json(by_alias=True).encode()


_LOADERS: Mapping[str, Loader] = {
    "service": find_documents,
    "entity": _registry(registries.list_entities),
    "evidence-type": _registry(registries.list_evidence_types),
    "channel": _registry(registries.list_channels),
    "legal-resource": _registry(registries.list_legal_resources),
    "taxonomy-version": _versions,
    "lexicon-version": _lexicons,
}
