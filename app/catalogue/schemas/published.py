"""Shapes of what is published of services and entities."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.catalogue.schemas.content import (
    ContactPoint,
    Cost,
    OpeningHours,
    Purpose,
    Requirement,
    Step,
)
from app.core.provenance import Provenance
from app.core.schemas import LocalText, Schema
from app.entities.schemas import EntityOut
from app.taxonomy.schemas import LabelLists


class EntityListing(EntityOut):
    """An entity with the number of its published services."""

    service_count: int


class EventOut(Schema):
    """A life event or business event, with the number of its services."""

    id: str
    scheme: Literal["life-event", "business-event"]
    concept_id: str
    title: LocalText
    service_count: int


class Named(Schema):
    """Something that is named by its id and title."""

    id: str
    title: LocalText


class ClassifiedBy(Schema):
    """A concept of the latest version; ``path`` holds the notations down to it."""

    scheme: str
    notation: str
    concept_id: str
    taxonomy_version: str
    pref_label: LocalText
    path: list[str]


class ChannelShown(Schema):
    """A channel of a service, completed from the shared registry."""

    type: str
    purpose: Purpose
    channel: str | None
    url: str | None
    phone: str | None
    title: LocalText
    description: LocalText | None
    processing_time: str | None
    opening_hours: list[OpeningHours]


class EvidenceShown(Schema):
    """A document that is asked for."""

    evidence_type: str
    title: LocalText
    description: LocalText | None
    is_optional: bool


class OutputShown(Schema):
    """What the service produces."""

    type: str
    title: LocalText | None


class LegalShown(Named):
    """A legal resource that the service rests on."""

    url: str | None


class Labels(Schema):
    """The labels of every code that the document carries."""

    audience: dict[str, LocalText]
    life_event: dict[str, LocalText]
    business_event: dict[str, LocalText]
    channel: dict[str, LocalText]
    output: dict[str, LocalText]
    digital_stage: dict[str, LocalText]


class ServiceOut(Schema):
    """A published service, complete in itself."""

    id: str
    uuid: str
    source_id: str
    has_competent_authority: Named
    title: LocalText
    description: LocalText
    keyword: LabelLists
    is_classified_by: list[ClassifiedBy]
    audience: list[str]
    is_grouped_by: list[str]
    has_channel: list[ChannelShown]
    has_cost: list[Cost]
    is_free: bool | None
    has_input_type: list[EvidenceShown]
    holds_requirement: list[Requirement]
    follows: list[Step]
    processing_time: str | None
    processing_note: LocalText | None
    produces: list[OutputShown]
    has_legal_resource: list[LegalShown]
    contact_point: list[ContactPoint]
    opening_hours: list[OpeningHours]
    related_service: list[Named]
    requires: list[Named]
    spatial: str
    language: list[str]
    digital_stage: int | None
    status: Literal["published"]
    revision: int
    taxonomy_version: str
    issued: datetime
    modified: datetime
    provenance: Provenance | None
    quality: int | None = Field(
        description="Null here, as it changes without the service; see its address `/quality`."
    )
    label: Labels


class ServicePage(Schema):
    """A page of services."""

    items: list[ServiceOut]
    next_cursor: str | None
    total: int
