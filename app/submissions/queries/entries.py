"""Reading entries as their entities keep them, and judging what is not saved."""

from dataclasses import dataclass

from sqlalchemy.orm import Session

from app.catalogue.queries import entries
from app.catalogue.queries.entries import KeptEntry, find_entry
from app.core.access import Caller, require
from app.core.access.rules import require_sight
from app.core.findings import findings_out
from app.core.paging import read_cursor, write_cursor
from app.core.schemas import Page
from app.entities.queries import get_entity
from app.submissions.errors import EntryNotFound, UnsoundEntry
from app.submissions.judging import Near, judge, shaped
from app.submissions.rules import has_errors
from app.submissions.schemas import EntryBrief, EntryIn, EntryOut, Judged
from app.submissions.sending import Sent, entry_of

_LIST = "entries"


@dataclass(frozen=True)
class OwnEntry:
    """An entry to be shown, with its ETag."""

    shown: EntryOut
    etag: str


def get_own_entry(session: Session, entity: str, source_id: str, *, caller: Caller) -> OwnEntry:
    """Read the last revision of an entry, by the entity's own id or the public one.

    Raises:
        EntryNotFound: there is none, or none that the caller may see.

    """
    missing = EntryNotFound(f"'{entity}' has no entry '{source_id}'.")
    require_sight(caller, entity, missing)
    kept = find_entry(session, entity, source_id)
    if kept is None:
        raise missing
    return OwnEntry(_entry_out(kept), kept.etag)


def list_own_entries(
    session: Session, entity: str, *, caller: Caller, limit: int, cursor: str | None
) -> Page[EntryBrief]:
    """Read a page of an entity's entries in the order of its own ids.

    Raises:
        MissingRight: the caller may not see this entity's entries.
        EntityNotFound: there is no such entity.
        Invalid: the cursor is not one of this list.

    """
    require(caller, "entries:read", entity)
    get_entity(session, entity)
    after = str(read_cursor(cursor, _LIST, str)[0]) if cursor else ""
    found = entries.list_entries(session, entity, after=after, limit=limit + 1)
    page = found[:limit]
    more = write_cursor(_LIST, page[-1].source_id) if len(found) > limit else None
    total = entries.count_entries(session, entity)
    return Page[EntryBrief](items=[_brief(one) for one in page], next_cursor=more, total=total)


def validate(session: Session, asked: EntryIn, *, caller: Caller, near: Near) -> Judged:
    """Give the findings that sending an entry in would give.

    Raises:
        MissingRight: the caller may not write this entity's entries.
        EntityNotFound: there is no such entity.

    """
    require(caller, "entries:submit", asked.entity)
    get_entity(session, asked.entity)
    content, findings = shaped(asked.content)
    if content is not None:
        sent = Sent(asked.entity, asked.source_id, content)
        known = find_entry(session, asked.entity, asked.source_id)
        try:
            findings = judge(session, entry_of(sent, known), near=near).findings
        except UnsoundEntry as unsound:
            findings = list(unsound.findings)
    return Judged(valid=not has_errors(findings), findings=findings_out(findings))


def _entry_out(kept: KeptEntry) -> EntryOut:
    return EntryOut(
        id=kept.id,
        entity=kept.entity,
        source_id=kept.source_id,
        status=kept.status,
        revision=kept.revision,
        published_revision=kept.published_revision,
        content=kept.content,
    )


def _brief(kept: KeptEntry) -> EntryBrief:
    return EntryBrief(
        id=kept.id,
        source_id=kept.source_id,
        title=kept.content["title"],
        status=kept.status,
        revision=kept.revision,
        published_revision=kept.published_revision,
    )
