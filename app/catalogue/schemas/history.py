"""Shapes of a service's history and of the change feed."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.core.schemas import Schema

SubjectType = Literal[
    "service",
    "entity",
    "evidence-type",
    "channel",
    "legal-resource",
    "taxonomy-version",
    "workshop",
    "change-request",
    "lexicon-version",
]
"""What the feed tells of."""


class RevisionOut(Schema):
    """A revision of a service: who wrote it, when and why."""

    number: int
    at: datetime
    actor: str
    reason: str | None
    sha256: str
    is_published: bool


class FieldChange(Schema):
    """One field that differs; ``pointer`` is a JSON Pointer (RFC 6901)."""

    pointer: str
    op: Literal["add", "remove", "replace"]
    old: Any  # Any: whatever the field holds
    new: Any  # Any: whatever the field holds


class RevisionContent(RevisionOut):
    """A revision with what it says, in the shape in which entries are sent."""

    content: dict[str, Any]  # Any: ServiceContent as JSON


class RevisionDiff(Schema):
    """What differs between two revisions of a service."""

    service: str
    from_: int = Field(alias="from")
    to: int
    changes: list[FieldChange]


class Subject(Schema):
    """What a journal entry is about."""

    type: str
    id: str


class ChangeOut(Schema):
    """A public journal entry; ``object`` is the subject's present document, if any."""

    seq: int
    at: datetime
    kind: str
    subject: Subject
    op: str
    version: int
    changed_fields: list[str]
    reason: str | None
    replaced_by: list[str]
    object: dict[str, Any] | None  # Any: the subject's document


class ChangePage(Schema):
    """A piece of the change feed; come back with ``nextCursor``."""

    items: list[ChangeOut]
    next_cursor: str
    has_more: bool
