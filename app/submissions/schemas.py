"""Shapes of submissions: what comes in and what is answered."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from app.catalogue.schemas.choices import ChoiceOut
from app.catalogue.schemas.history import FieldChange
from app.core.findings import FindingOut
from app.core.provenance import Pointer
from app.core.schemas import Code, Line, LocalText, Moment, Schema
from app.submissions.lifecycle import State
from app.taxonomy.operations.effects import TaskKind

Rejection = Literal["duplicate", "not-a-service", "not-yours", "unlawful", "unsafe", "other"]


class FieldReason(Schema):
    """Why one field has to change; ``pointer`` is a JSON Pointer (RFC 6901)."""

    pointer: Pointer
    reason: LocalText


class VerdictIn(Schema):
    """A reviewer's verdict with its reasons.

    ``rejection`` says in one word why a submission is rejected; ``publishAt`` lets an
    approved one wait until a time.
    """

    reason: LocalText | None = None
    fields: list[FieldReason] = Field(default_factory=list, max_length=50)
    rejection: Rejection | None = None
    publish_at: Moment | None = None


class SubmissionOut(Schema):
    """A submission and what became of it."""

    id: str
    service: str
    entity: str
    revision: int
    state: State
    submitted_at: datetime
    submitted_by: str
    reviewer: str | None
    due_at: datetime
    is_late: bool
    decided_at: datetime | None
    decided_by: str | None
    reason: LocalText | None
    rejection: Rejection | None
    publish_at: datetime | None
    fields: list[FieldReason]
    findings: list[FindingOut]


class SubmissionDetail(SubmissionOut):
    """A submission with what differs from what is published."""

    changes: list[FieldChange]


class SubmissionBrief(Schema):
    """What became of an entry that was sent in."""

    id: str
    state: State
    findings: list[FindingOut]


class ServiceBrief(Schema):
    """The service and the revision that holds the entry."""

    id: str
    entity: str
    source_id: str
    revision: int
    is_new: bool


class Submitted(Schema):
    """The answer to an entry; ``changed`` is false when it says nothing new.

    ``submission`` is null when what was sent is published already.
    """

    submission: SubmissionBrief | None
    service: ServiceBrief
    changed: bool


class Judged(Schema):
    """What saving an entry would say, nothing saved."""

    valid: bool
    findings: list[FindingOut]


class EntryIn(Schema):
    """An entry to be judged; the content may have any shape, faults become findings."""

    entity: Code
    source_id: Code
    content: dict[str, Any]  # Any: JSON


class EntryOut(Schema):
    """An entry as its entity keeps it: the last revision, published or not."""

    id: str
    entity: str
    source_id: str
    status: str
    revision: int
    published_revision: int | None
    content: dict[str, Any]  # Any: ServiceContent as JSON


class EntryBrief(Schema):
    """An entry in a list."""

    id: str
    source_id: str
    title: LocalText
    status: str
    revision: int
    published_revision: int | None


class ArchiveIn(Schema):
    """Why a service leaves the catalogue, when, and what takes its place."""

    reason: Line
    at: Moment | None = None
    replaced_by: list[Code] = Field(default_factory=list, max_length=20)


class EntryRestoreIn(Schema):
    """Why a service comes back."""

    reason: Line


class KeptOut(Schema):
    """What became of a service that was confirmed, archived or restored."""

    id: str
    status: str
    revision: int
    confirmed_at: datetime | None
    archive_at: datetime | None


class ServiceQuality(Schema):
    """How good an entry is: the score, and the rules that it breaks by their severity."""

    id: str
    score: int
    errors: int
    warnings: int
    suggestions: int
    is_stale: bool
    stale_at: datetime
    freshness_class: Literal["with-fees", "general"]


class EntityQuality(Schema):
    """The mean of the scores of an entity's services; null when it has none."""

    id: str
    score: int | None
    services: list[ServiceQuality]


TaskName = Literal["mend", "confirm", "archive", "link", "review"] | TaskKind


class Task(Schema):
    """Something that waits for somebody.

    ``mend`` what a reviewer returned, ``confirm`` what has gone stale, ``archive`` tells
    what will leave the catalogue, ``link`` where a link is broken, ``review`` what was
    sent in. The others ask where a service stands after a release of a scheme, and have
    an ``id`` and a ``choice``.
    """

    kind: TaskName
    id: str | None = None
    entity: str
    service: str
    title: LocalText
    due_at: datetime
    submission: str | None = None
    choice: ChoiceOut | None = None
