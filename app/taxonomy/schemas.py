"""Shapes of schemes, versions and concepts; names are those of SKOS."""

import re
from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import AfterValidator, Field, StringConstraints

from app.core.schemas import Code, Day, Flag, Line, LocalText, Schema
from app.taxonomy.operations.draft import UniqueLabels

ConceptId = Annotated[str, StringConstraints(pattern=r"^c_[a-z0-9]{12}$")]
VersionNumber = Annotated[
    str,
    StringConstraints(pattern=r"^(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})\.(0|[1-9][0-9]{0,5})$"),
]


def _is_expression(text: str) -> str:
    try:
        re.compile(text)
    except re.error as fault:
        raise ValueError(f"is no regular expression: {fault}") from None
    return text


class LabelLists(Schema):
    """Several labels per language."""

    ar: list[Line] = Field(default_factory=list, max_length=100)
    en: list[Line] = Field(default_factory=list, max_length=100)


class SchemeIn(Schema):
    """A scheme; ``notationPattern`` is a regular expression every code matches.

    ``uniqueLabels`` says where a preferred label stands once: in the whole ``scheme``, or
    only among ``siblings``, the concepts below one parent.
    """

    id: Code
    title: LocalText
    description: LocalText | None = None
    is_polyhierarchical: Flag = False
    notation_pattern: Annotated[
        str, StringConstraints(max_length=200), AfterValidator(_is_expression)
    ] = r".+"
    unique_labels: UniqueLabels = "scheme"


class VersionIn(Schema):
    """What a release says of itself."""

    number: VersionNumber
    title: LocalText
    note: LocalText | None = None
    issued: Day


class ConceptIn(Schema):
    """A concept in a scheme file; concepts stand in tree order."""

    id: ConceptId
    notation: Code
    broader: list[ConceptId] = Field(default_factory=list)
    pref_label: LocalText
    alt_label: LabelLists = Field(default_factory=LabelLists)
    hidden_label: LabelLists = Field(default_factory=LabelLists)
    definition: LocalText | None = None
    scope_note: LocalText | None = None
    is_assignable: Flag = True


class SchemeFile(Schema):
    """A scheme with one version and its concepts, as kept in ``taxonomy/``."""

    scheme: SchemeIn
    version: VersionIn
    concepts: list[ConceptIn]


class SchemeOut(Schema):
    """A scheme and the versions that were released, newest first."""

    id: str
    uuid: str
    title: LocalText
    description: LocalText | None
    is_polyhierarchical: bool
    notation_pattern: str
    unique_labels: UniqueLabels
    latest: str
    versions: list[str]


class ConceptNode(Schema):
    """A concept in a tree; ``serviceCount`` counts services here and below."""

    id: str
    notation: str
    pref_label: LocalText
    alt_label: LabelLists
    scope_note: LocalText | None
    status: Literal["active", "deprecated"]
    is_assignable: bool
    service_count: int
    children: list["ConceptNode"]


class VersionOut(Schema):
    """A version with its tree; ``sha256`` is that of the canonical JSON.

    ``conceptCount`` counts the active concepts, ``retiredCount`` those that are kept so that
    their codes still lead somewhere.
    """

    scheme: str
    version: str
    title: LocalText
    note: LocalText | None
    issued: date
    released_at: datetime
    concept_count: int
    retired_count: int
    sha256: str
    top_concepts: list[ConceptNode]


class VersionSummary(Schema):
    """A version without its tree; it counts active and retired concepts, each for itself."""

    scheme: str
    version: str
    title: LocalText
    issued: date
    released_at: datetime
    concept_count: int
    retired_count: int
    sha256: str
    is_latest: bool


class ConceptRef(Schema):
    """A concept named in passing."""

    id: str
    notation: str
    pref_label: LocalText


class ConceptOut(Schema):
    """A concept in one version; ``path`` leads from the top concept to it."""

    id: str
    uuid: str
    scheme: str
    version: str
    notation: str
    status: Literal["active", "deprecated"]
    is_assignable: bool
    pref_label: LocalText
    alt_label: LabelLists
    hidden_label: LabelLists
    definition: LocalText | None
    scope_note: LocalText | None
    path: list[ConceptRef]
    broader: list[ConceptRef]
    narrower: list[ConceptRef]
    related: list[ConceptRef]
    replaced_by: list[ConceptRef]
    consider: list[ConceptRef]


class NotationOut(Schema):
    """What a code stands for, also when it was retired.

    ``status`` is that of the concept. When services cannot carry it any more, ``successors``
    are the concepts to choose from, and ``default`` is taken when nobody chooses.
    """

    scheme: str
    notation: str
    is_retired: bool
    first_version: str
    retired_in: str | None
    concept: ConceptRef
    status: Literal["active", "deprecated"]
    successors: list[ConceptRef]
    default: ConceptRef | None


class ConceptFound(Schema):
    """A concept that a search by label found; ``path`` holds the notations down to it."""

    id: str
    notation: str
    pref_label: LocalText
    alt_label: LabelLists
    status: Literal["active", "deprecated"]
    depth: int
    path: list[str]
