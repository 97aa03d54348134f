"""What an entry says of a service; fields carry the names of CPSV-AP 3.2."""

import re
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints, WithJsonSchema

from app.core.provenance import Provenance
from app.core.schemas import ClockTime, Code, Day, Email, Flag, Line, LocalText, Schema, Url
from app.taxonomy.schemas import ConceptId, LabelLists, VersionNumber

Purpose = Literal["apply", "track", "pay", "inform", "appeal", "book"]
CostUnit = Literal[
    "per-request", "per-year", "per-month", "per-day", "per-item", "per-person", "percent"
]
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]

_DURATION = re.compile(
    r"P(?=\d|T\d)(\d{1,4}Y)?(\d{1,4}M)?(\d{1,4}W)?(\d{1,4}D)?(T(?=\d)(\d{1,4}H)?(\d{1,4}M)?(\d{1,4}S)?)?",
    re.ASCII,
)


def _is_duration(text: str) -> str:
    if not _DURATION.fullmatch(text):
        raise ValueError("is not a duration of ISO 8601 such as P3D")
    return text


Duration = Annotated[str, StringConstraints(max_length=40), AfterValidator(_is_duration)]
Fils = Annotated[int, Field(ge=0, le=10**12, strict=True)]


LocalTime = Annotated[
    ClockTime, WithJsonSchema({"type": "string", "format": "time-local", "examples": ["08:00:00"]})
]


class Classification(Schema):
    """A concept of a scheme, named by its notation or its id."""

    scheme: Code = "services"
    notation: Code | None = None
    concept_id: ConceptId | None = None
    taxonomy_version: VersionNumber | None = None


class OpeningHours(Schema):
    """When something is open; times are Kuwait's, ``days`` those of RFC 5545."""

    days: list[Weekday] = Field(min_length=1, max_length=7)
    opens: LocalTime
    closes: LocalTime
    description: LocalText | None = None


class ServiceChannel(Schema):
    """A way to reach the service; ``channel`` names a shared one of the registry."""

    type: Code
    purpose: Purpose = "apply"
    channel: Code | None = None
    url: Url | None = None
    phone: Line | None = None
    title: LocalText | None = None
    description: LocalText | None = None
    processing_time: Duration | None = None
    opening_hours: list[OpeningHours] = Field(default_factory=list, max_length=14)


class Cost(Schema):
    """A fee in fils (1,000 fils are one dinar); ``channel`` when it differs by channel."""

    amount_fils: Fils
    currency: Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")] = "KWD"
    unit: CostUnit = "per-request"
    description: LocalText | None = None
    condition: LocalText | None = None
    valid_from: Day | None = None
    valid_to: Day | None = None
    channel: Code | None = None


class InputType(Schema):
    """A document that is asked for, by its code in the shared registry."""

    evidence_type: Code
    description: LocalText | None = None
    is_optional: Flag = False


class Requirement(Schema):
    """A condition that must be met."""

    title: LocalText
    description: LocalText | None = None


class Step(Schema):
    """A step of the procedure."""

    title: LocalText
    description: LocalText | None = None


class Output(Schema):
    """What the service produces, by its code in the scheme ``output-type``."""

    type: Code
    title: LocalText | None = None


class ContactPoint(Schema):
    """Where to ask."""

    title: LocalText | None = None
    email: Email | None = None
    telephone: Line | None = None
    contact_page: Url | None = None
    opening_hours: list[OpeningHours] = Field(default_factory=list, max_length=14)


class ServiceContent(Schema):
    """The whole content of an entry, as an entity sends it."""

    title: LocalText
    description: LocalText
    keyword: LabelLists = Field(default_factory=LabelLists)
    is_classified_by: list[Classification] = Field(min_length=1, max_length=10)
    audience: list[Code] = Field(default_factory=list, max_length=20)
    is_grouped_by: list[Code] = Field(default_factory=list, max_length=40)
    has_channel: list[ServiceChannel] = Field(default_factory=list, max_length=60)
    has_cost: list[Cost] = Field(default_factory=list, max_length=60)
    is_free: Flag | None = None
    has_input_type: list[InputType] = Field(default_factory=list, max_length=60)
    holds_requirement: list[Requirement] = Field(default_factory=list, max_length=60)
    follows: list[Step] = Field(default_factory=list, max_length=60)
    processing_time: Duration | None = None
    processing_note: LocalText | None = None
    produces: list[Output] = Field(default_factory=list, max_length=20)
    has_legal_resource: list[Code] = Field(default_factory=list, max_length=40)
    contact_point: list[ContactPoint] = Field(default_factory=list, max_length=20)
    opening_hours: list[OpeningHours] = Field(default_factory=list, max_length=14)
    related_service: list[Code] = Field(default_factory=list, max_length=40)
    requires: list[Code] = Field(default_factory=list, max_length=40)
    spatial: Country = "KWT"
    language: list[Literal["ar", "en"]] = Field(default=["ar", "en"], max_length=2)
    digital_stage: Annotated[int, Field(ge=0, le=9, strict=True)] | None = None
    provenance: Provenance | None = None


class ServiceEntry(Schema):
    """An entry with the ids under which its entity keeps it."""

    id: Code
    entity: Code
    source_id: Code
    content: ServiceContent
