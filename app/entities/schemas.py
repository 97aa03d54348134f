"""Shapes of an entity; the fields carry the names of CPSV-AP's PublicOrganisation."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import StringConstraints

from app.core.provenance import Provenance
from app.core.schemas import Code, Identified, Line, LocalText, Schema, Url

EntityType = Literal[
    "ministry",
    "public-authority",
    "agency",
    "council",
    "municipality",
    "university",
    "bank",
    "fund",
    "state-owned",
]
EntityStatus = Literal["active", "merged", "dissolved"]
Country = Annotated[str, StringConstraints(pattern=r"^[A-Z]{3}$")]


class EntityBody(Schema):
    """What is known of an entity. ``spatial`` is an ISO 3166 alpha-3 country."""

    identifier: Line | None = None
    title: LocalText
    description: LocalText | None = None
    type: EntityType
    parent: Code | None = None
    homepage: Url | None = None
    spatial: Country = "KWT"
    provenance: Provenance | None = None


class EntityIn(EntityBody, Identified):
    """What is known of an entity, with its id."""


class EntityOut(Schema):
    """An entity as it is published.

    One that is no more keeps its document: ``merged`` into another one or ``dissolved``
    into several, with those that stand in its place now in ``replaced_by``.
    """

    id: str
    uuid: str
    identifier: str | None
    title: LocalText
    description: LocalText | None
    type: EntityType
    parent: str | None
    homepage: str | None
    spatial: str
    version: int
    modified: datetime
    status: EntityStatus
    replaced_by: list[str]
    provenance: Provenance | None
