"""Shapes of the lexicon: its file, its versions, groups and terms."""

from datetime import date, datetime
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from app.core.schemas import Line, LocalText, Schema
from app.taxonomy.concept_names import Ref
from app.taxonomy.lexicon.state import Direction, Domain, Register, Script, Status
from app.taxonomy.schemas import VersionIn

GroupId = Annotated[str, StringConstraints(pattern=r"^g_[a-z0-9]{12}$")]
Weight = Annotated[float, Field(gt=0, le=1, allow_inf_nan=False)]


TermText = Annotated[Line, StringConstraints(max_length=100)]


class GroupName(Schema):
    """One group: by ``id``, else by the ``ref`` that the same change request gives it."""

    id: GroupId | None = None
    ref: Ref | None = None

    @model_validator(mode="after")
    def _names_something(self) -> "GroupName":
        if not (self.id or self.ref):
            raise ValueError("name the group by its id or a ref")
        return self


class TermSaid(Schema):
    """A term as people propose it; its letters say the language."""

    text: TermText
    lang: Script | None = None
    register_: Register = Field(alias="register")
    direction: Direction = "both"
    weight: Weight = 1.0


class TermIn(Schema):
    """A term as it stands in a lexicon file."""

    text: TermText
    lang: Script
    register_: Register = Field(alias="register")
    direction: Direction = "both"
    weight: Weight = 1.0
    status: Status = "active"


class TermGroupIn(Schema):
    """A group as it stands in a lexicon file; its first term explains the others."""

    id: GroupId
    title: LocalText
    domain: Domain
    terms: list[TermIn] = Field(max_length=300)


class LexiconFile(Schema):
    """A version of the lexicon, as kept in ``taxonomy/``."""

    version: VersionIn
    groups: list[TermGroupIn]


class TermOut(Schema):
    """A term: its letters, who writes so, and whether it is found by the others."""

    text: str
    lang: Script
    register_: Register = Field(alias="register")
    direction: Direction
    weight: float
    status: Status


class TermGroupOut(Schema):
    """A group of terms for the same thing."""

    id: str
    title: LocalText
    domain: Domain
    terms: list[TermOut]


class LexiconVersionOut(Schema):
    """A version of the lexicon; ``sha256`` is that of its canonical JSON."""

    version: str
    title: LocalText
    note: LocalText | None
    issued: date
    released_at: datetime
    group_count: int
    term_count: int
    sha256: str
    is_latest: bool


class LexiconOut(Schema):
    """The lexicon that search uses, and the versions that were released, newest first."""

    latest: LexiconVersionOut
    versions: list[str]
    domains: dict[str, int]
