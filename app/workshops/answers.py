"""Shapes of change requests: what is answered."""

from datetime import datetime
from typing import Any, Literal

from app.core.schemas import LocalText, Schema
from app.taxonomy.operations.effects import EffectKind, Level
from app.taxonomy.schemas import ConceptRef, LabelLists
from app.workshops.lifecycle import ActionName, Outcome, State
from app.workshops.rules.values import DispositionKind, RuleName, Stance

Json = dict[str, Any]  # Any: JSON
Mark = Literal["added", "changed", "deprecated", "restored"]


class ChangeRequestBrief(Schema):
    """A change request in a list; ``entity`` is null for what staff propose."""

    id: str
    scheme: str
    workshop: str | None
    entity: str | None
    title: LocalText
    state: State
    outcome: Outcome | None
    version: int
    created_at: datetime
    modified_at: datetime
    submitted_at: datetime | None


class TallyOut(Schema):
    """Entities by their stance. Silence is reported; a stale position is not counted."""

    support: list[str]
    accept: list[str]
    abstain: list[str]
    object: list[str]
    block: list[str]
    silent: list[str]
    stale: list[str]
    affected: list[str]


class ObjectionOut(Schema):
    """An objection or a block, and what became of it."""

    position: str
    entity: str
    stance: Stance
    reason: LocalText | None
    disposition: DispositionKind | None
    disposition_reason: LocalText | None


class DecisionOut(Schema):
    """A decision as it was taken, with the very operations and their SHA-256."""

    id: str
    change_request: str
    outcome: Outcome
    rule: RuleName
    tally: TallyOut
    objections: list[ObjectionOut]
    operations: list[Json]
    operations_digest: str
    reason: LocalText | None
    conditions: LocalText | None
    minority_statement: LocalText | None
    at: datetime
    by: str | None


class ChangeRequestOut(ChangeRequestBrief):
    """A change request with its operations as they stand, each in words too.

    ``actions`` are what its state allows to those with the right; ``revisions`` counts how
    often the operations were written.
    """

    rationale: LocalText | None
    reason: LocalText | None
    revision: int
    operations: list[Json]
    operations_digest: str
    base_version: str
    base_place: int
    called_until: datetime | None
    enacted_at: datetime | None
    released_in: str | None
    superseded_by: str | None
    actions: list[ActionName]
    decision: DecisionOut | None


class RequestRevisionOut(Schema):
    """The operations as they were written at one time."""

    number: int
    operations: list[Json]
    operations_digest: str
    base_version: str
    base_place: int
    at: datetime


class PositionOut(Schema):
    """Where an entity stood; ``isLast`` is its present one, ``isStale`` asks it again."""

    id: str
    entity: str
    stance: Stance
    reason: LocalText | None
    proposed_change: LocalText | None
    operations_digest: str
    is_last: bool
    is_stale: bool
    at: datetime


class CommentOut(Schema):
    """Something that was said; ``entity`` is null for staff."""

    id: str
    in_reply_to: str | None
    entity: str | None
    text: LocalText
    mentions: list[str]
    at: datetime


class RefusalOut(Schema):
    """Why an operation cannot be applied."""

    rule: str
    field: str
    message: LocalText


class ConflictOut(Schema):
    """Another change request that does not go together with this one, or only in one order.

    ``first`` is the one that has to be enacted before the other.
    """

    change_request: str
    title: LocalText
    entity: str | None
    state: State
    kind: Literal["ordered", "exclusive"]
    first: str | None
    reasons: list[RefusalOut]


class ConflictsOut(Schema):
    """What stands in the way of a change request among the others of its scheme.

    ``compared`` counts the others. ``order`` lists all of them in an order in which they
    can be enacted one after the other; null when there is none.
    """

    items: list[ConflictOut]
    compared: int
    order: list[str] | None


class RebaseItemOut(Schema):
    """An operation that no longer fits: what it expected, what is there now, what it wants.

    ``isMergeable``: it can be kept over what is there; else it can only be left out, or
    the operations have to be written anew.
    """

    index: int
    field: str
    base: Any  # Any: a label, a notation, a list of concepts
    theirs: Any  # Any: see base
    ours: Any  # Any: see base
    is_mergeable: bool
    rule: str
    message: LocalText


class RebaseOut(Schema):
    """Where a change request stands against the draft.

    ``merged`` is how it would go on if all that can be kept is kept; ``converged`` are the
    places of operations that others have done already, ``reason`` what ``merged`` still
    breaks.
    """

    is_needed: bool
    items: list[RebaseItemOut]
    converged: list[int]
    merged: list[Json]
    reason: RefusalOut | None


class PreviewNode(Schema):
    """A concept in the tree as it would be; ``change`` says what became of it, if anything."""

    id: str
    notation: str
    pref_label: LocalText
    alt_label: LabelLists
    scope_note: LocalText | None
    status: Literal["active", "deprecated"]
    is_assignable: bool
    service_count: int
    change: Mark | None
    children: list["PreviewNode"]


class PreviewTree(Schema):
    """A scheme as if the change request were enacted; ``retired`` stand in no tree."""

    scheme: str
    base_version: str
    top_concepts: list[PreviewNode]
    retired: list[ConceptRef]


class PreviewFacetValue(Schema):
    """A category with its services, now and as if the change request were enacted."""

    value: str
    label: LocalText
    count: int
    before: int


class PreviewFacets(Schema):
    """The facet of the scheme as if the change request were enacted."""

    facets: dict[str, list[PreviewFacetValue]]


class PreviewService(Schema):
    """A service that operations touch: what it carries now, and what it would carry.

    ``kinds`` say what happens to it; where its entity has to choose, ``choices`` lists from
    what, ``after`` shows what it would be without a choice, and ``proposal`` which of them the
    rules of a split propose.
    """

    id: str
    entity: str
    title: LocalText
    before: list[ConceptRef]
    after: list[ConceptRef]
    kinds: list[EffectKind]
    choices: list[ConceptRef]
    proposal: ConceptRef | None


class EntityImpact(Schema):
    """An entity with services that are touched; ``mustAct`` counts those that wait for it."""

    id: str
    title: LocalText
    services: int
    must_act: int
    kinds: dict[EffectKind, int]


class LevelReason(Schema):
    """An operation that makes the next version at least of this level."""

    index: int
    op: str
    level: Level
    message: LocalText


class ImpactOut(Schema):
    """What a change request means for services: how many, whose, and what happens to them.

    ``affected`` entities are asked for their positions and may block. ``labels`` are words by
    which services are found from then on.
    """

    services: int
    must_act: int
    affected: list[str]
    entities: list[EntityImpact]
    kinds: dict[EffectKind, int]
    labels: list[str]
    level: Level
    because: list[LevelReason]
