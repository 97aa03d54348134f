"""Shapes of reorganisations: what is asked, and what will be or was done."""

from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from app.core.schemas import Code, Line, LocalText, Schema
from app.entities.schemas import EntityBody


class EntityMergeIn(Schema):
    """An entity becomes part of another one and is no more."""

    entity: Code
    into: Code


class RenameIn(Schema):
    """An entity has another title; its id stays."""

    entity: Code
    title: LocalText


class PartIn(Schema):
    """Services that go to one entity; with ``create`` it is registered as ``into`` first."""

    into: Code
    create: EntityBody | None = None
    services: list[Code] = Field(default_factory=list, max_length=5000)


class EntitySplitIn(Schema):
    """Services of an entity go to others.

    With ``heir``, one of them or another entity, the entity is no more, and the heir takes
    everything that no part names.
    """

    entity: Code
    parts: list[PartIn] = Field(min_length=1, max_length=20)
    heir: Code | None = None


class OperationIn(Schema):
    """One step of a reorganisation: exactly one of the three."""

    merge: EntityMergeIn | None = None
    rename: RenameIn | None = None
    split: EntitySplitIn | None = None

    @model_validator(mode="after")
    def _is_one(self) -> "OperationIn":
        if sum(one is not None for one in (self.merge, self.rename, self.split)) != 1:
            raise ValueError("needs exactly one of merge, rename, split")
        return self


class ReorganisationIn(Schema):
    """Steps that are carried out in their order, together or not at all.

    ``reason`` is public, e.g. the number of a decree.
    """

    operations: list[OperationIn] = Field(min_length=1, max_length=20)
    reason: Line


class ReorganisationOrder(ReorganisationIn):
    """A reorganisation that was previewed and is now to be carried out."""

    fingerprint: Annotated[str, StringConstraints(pattern=r"^[0-9a-f]{64}$")]


class EntityEffect(Schema):
    """What becomes of an entity."""

    id: str
    outcome: Literal["created", "changed", "merged", "dissolved"]
    replaced_by: list[str]


class MoveOut(Schema):
    """A service that goes from one entity to another; ``source_id`` is what the new one uses."""

    service: str
    title: LocalText
    status: str
    from_: str = Field(alias="from")
    to: str
    source_id: str


class CollisionOut(Schema):
    """A source id that both entities use: the service that comes gets another one."""

    service: str
    source_id: str
    held_by: str
    becomes: str


class DocumentEffect(Schema):
    """A public document of a service that changes."""

    id: str
    changed_fields: list[str]


class AffectedOut(Schema):
    """Something beside the catalogue that changes, such as a key that is revoked."""

    kind: str
    id: str
    effect: str
    title: str


class ReorganisationPlanOut(Schema):
    """Everything that a reorganisation does, as it was previewed or carried out."""

    fingerprint: str
    is_applied: bool
    reason: str
    entities: list[EntityEffect]
    moves: list[MoveOut]
    collisions: list[CollisionOut]
    documents: list[DocumentEffect]
    channels: list[str]
    affected: list[AffectedOut]
