"""How an entry is shown to those who audit: everything that its hash covers, and the hash."""

from datetime import datetime

from pydantic import Field

from app.core.journal.rules import Entry
from app.core.schemas import Schema

COLUMNS = (
    "seq", "at", "actor", "kind", "subjectType", "subjectId", "op", "version", "changedFields",
    "reason", "replacedBy", "digest", "isPublic", "prevHash", "hash",
)  # fmt: skip


class AuditEntry(Schema):
    """A journal entry, whole."""

    seq: int = Field(lt=2**53)
    at: datetime
    actor: str
    kind: str
    subject_type: str
    subject_id: str
    op: str
    version: int
    changed_fields: list[str]
    reason: str | None
    replaced_by: list[str]
    digest: str | None
    is_public: bool
    prev_hash: str
    hash: str


class AuditPage(Schema):
    """A page of the journal, the newest entries first; ``nextCursor`` is null on the last one."""

    items: list[AuditEntry]
    next_cursor: str | None


def audited(entry: Entry) -> AuditEntry:
    """Show an entry."""
    change = entry.change
    return AuditEntry(
        seq=entry.seq,
        at=entry.at,
        actor=change.actor,
        kind=change.kind,
        subject_type=change.subject_type,
        subject_id=change.subject_id,
        op=change.op,
        version=change.version,
        changed_fields=list(change.changed_fields),
        reason=change.reason,
        replaced_by=list(change.replaced_by),
        digest=change.digest,
        is_public=change.is_public,
        prev_hash=entry.prev_hash,
        hash=entry.hash,
    )


def audit_row(entry: AuditEntry) -> dict[str, str]:
    """Write an entry as the cells of a table; lists are joined by ``; ``."""
    document = entry.model_dump(mode="json", by_alias=True)
    return {name: _cell(document[name]) for name in COLUMNS}


def _cell(value: object) -> str:
    if isinstance(value, list):
        return "; ".join(value)
    if isinstance(value, bool):
        return str(value).lower()
    return "" if value is None else str(value)
