"""Shapes of the shared registries: evidence types, channels, legal resources."""

from datetime import datetime

from pydantic import Field

from app.catalogue.schemas.content import OpeningHours
from app.core.provenance import Provenance
from app.core.schemas import Code, Day, Identified, Line, LocalText, Schema, Url


class EvidenceTypeBody(Schema):
    """A kind of document, e.g. a passport or a salary certificate."""

    title: LocalText
    description: LocalText | None = None
    provenance: Provenance | None = None


class EvidenceTypeIn(EvidenceTypeBody, Identified):
    """A kind of document, with its id."""


class ChannelBody(Schema):
    """A shared channel; ``type`` is a code of the scheme ``channel``."""

    type: Code
    title: LocalText
    description: LocalText | None = None
    url: Url | None = None
    telephone: Line | None = None
    owned_by: Code | None = None
    opening_hours: list[OpeningHours] = Field(default_factory=list, max_length=14)
    provenance: Provenance | None = None


class ChannelIn(ChannelBody, Identified):
    """A shared channel, with its id."""


class LegalResourceBody(Schema):
    """A law, decree or decision."""

    title: LocalText
    url: Url | None = None
    issued: Day | None = None
    provenance: Provenance | None = None


class LegalResourceIn(LegalResourceBody, Identified):
    """A law, decree or decision, with its id."""


class EvidenceTypeOut(EvidenceTypeIn):
    """A kind of document as it is published."""

    version: int
    modified: datetime


class ChannelOut(ChannelIn):
    """A shared channel as it is published."""

    version: int
    modified: datetime


class LegalResourceOut(LegalResourceIn):
    """A legal resource as it is published."""

    version: int
    modified: datetime


class CodeOut(Schema):
    """A code of a closed list and what it is called."""

    code: str
    label: LocalText


class CodeListOut(Schema):
    """A closed list of codes, which changes with this interface only."""

    id: str
    codes: list[CodeOut]
