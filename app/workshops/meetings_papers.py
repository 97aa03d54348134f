"""Shapes of what a workshop prints: the outcome document and the circulation guide."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal

from app.core.schemas import LocalText, Schema

Change = Literal["added", "changed", "deprecated"]
StanceKind = Literal["support", "accept", "abstain", "object", "block", "silent", "stale"]


class EntityName(Schema):
    """An entity by its title."""

    id: str
    title: LocalText


class Present(Schema):
    """An entity that came, with the people who came for it: names and roles, or roles alone."""

    entity: EntityName
    people: list[str]


class Stood(Schema):
    """Which entities took a stance; ``silent`` are affected ones that said nothing."""

    stance: StanceKind
    entities: list[EntityName]


class Objection(Schema):
    """An objection, and what became of it."""

    entity: EntityName
    stance: Literal["object", "block"]
    reason: LocalText | None
    proposed_change: LocalText | None
    disposition: str | None
    disposition_reason: LocalText | None


class Ruling(Schema):
    """A decision: by which rule, why, and with which conditions."""

    outcome: str
    rule: str
    reason: LocalText | None
    conditions: LocalText | None
    minority_statement: LocalText | None
    at: datetime


class RequestPaper(Schema):
    """A change request as a document prints it; ``sha256`` is that of its operations.

    ``state`` is the one of now, and so is who was silent where nothing was decided; all else
    of a closed workshop is as it was when it was closed. ``released_in`` and ``taken_back_in``
    are versions of now, ``decided_by`` are the roles of who took the decision down.
    """

    id: str
    scheme: str
    scheme_title: LocalText
    entity: EntityName | None
    state: str
    rationale: LocalText | None
    words: list[LocalText]
    sha256: str
    tally: list[Stood]
    objections: list[Objection]
    decision: Ruling | None
    decided_by: list[str]
    released_in: str | None
    taken_back_in: str | None


class PaperItem(Schema):
    """A point of the agenda; a topic has no change request.

    A change request that the reader may not see keeps its place and says nothing.
    """

    place: int
    title: LocalText
    request: RequestPaper | None


class SealedObjection(Schema):
    """An objection by the id of its entity."""

    entity: str
    stance: Literal["object", "block"]
    reason: LocalText | None
    proposed_change: LocalText | None
    disposition: str | None
    disposition_reason: LocalText | None


class SealedItem(Schema):
    """A point of the agenda by what cannot change: ids, digests, and what was said and decided."""

    place: int
    topic: LocalText | None
    change_request: str | None
    operations_sha256: str | None
    tally: dict[StanceKind, list[str]]
    objections: list[SealedObjection]
    decision: Ruling | None


class Sealed(Schema):
    """What the fingerprint of an outcome is made of: the same for all readers, and for ever.

    Of a workshop that is closed it holds what was so when it was closed. Whatever goes on
    living is left out: states of change requests, titles of entities, schemes and requests,
    names of people and later decisions. Minutes stand for the revision of that time.
    """

    workshop: str
    title: LocalText
    starts_at: datetime
    ends_at: datetime | None
    place: LocalText | None
    online_url: str | None
    closed_at: datetime | None
    invited: list[str]
    present: list[str]
    items: list[SealedItem]
    minutes_revision: int | None
    minutes_sha256: str | None


class OutcomeOut(Schema):
    """What a workshop has come to; ``sha256`` is that of ``sealed`` in canonical JSON."""

    workshop: str
    title: LocalText
    state: str
    starts_at: datetime
    ends_at: datetime | None
    place: LocalText | None
    online_url: str | None
    present: list[Present]
    absent: list[EntityName]
    items: list[PaperItem]
    minutes: list[LocalText]
    minutes_revision: int | None
    sealed: Sealed
    sha256: str


class GuideNode(Schema):
    """A concept of the proposed tree; ``change`` says what the proposals do to it.

    Without ``service_count`` in the guide of a closed workshop: those of its time are not kept.
    """

    id: str
    notation: str
    pref_label: LocalText
    definition: LocalText | None
    scope_note: LocalText | None
    is_assignable: bool
    service_count: int | None
    change: Change | None
    children: "list[GuideNode]"


class GuideScheme(Schema):
    """A scheme as it would be; ``left_out`` are change requests that cannot be applied.

    ``enacted`` counts the operations that were enacted after the version and are in no other.
    """

    scheme: str
    title: LocalText
    base_version: str
    enacted: int
    concept_count: int
    applied: list[LocalText]
    left_out: list[LocalText]
    top_concepts: list[GuideNode]
    retired: list[GuideNode]


class GuideOut(Schema):
    """The classification with the open proposals to a workshop, to be circulated before it.

    Once the workshop is closed it is told as it was when the workshop was opened, at
    ``circulated_at``; before that it is the one of now.
    """

    workshop: str
    title: LocalText
    state: str
    starts_at: datetime
    circulated_at: datetime | None
    schemes: Sequence[GuideScheme]
    sha256: str


class PairOut(Schema):
    """Two change requests that do not go together, or only in one order."""

    one: str
    other: str
    kind: Literal["commute", "ordered", "exclusive"]
    first: str | None
    reasons: list[LocalText]


class AgendaConflicts(Schema):
    """How the change requests of an agenda stand to each other.

    ``pairs`` lists those that touch each other; all others commute. ``order`` is one in
    which all of them can be enacted, null when there is none; ``inapplicable`` can no
    longer be applied at all.
    """

    requests: list[str]
    pairs: list[PairOut]
    order: list[str] | None
    inapplicable: list[str]
