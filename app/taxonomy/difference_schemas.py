"""Shapes of what lies between versions: operations in words, correspondences, resolved codes."""

from datetime import date, datetime
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel

from app.core.schemas import LocalText, Schema
from app.taxonomy.correspondence import Cardinality
from app.taxonomy.operations.effects import Level
from app.taxonomy.schemas import ConceptRef

MOST_CODES = 5_000
"""Codes that are resolved at once at most."""
Wanted = Annotated[str, StringConstraints(min_length=1, max_length=32)]
AskedCode = Annotated[str, StringConstraints(max_length=64)]


def _is_missing(value: object) -> bool:
    return value is None


class OperationOut(Schema):
    """An operation in the shape in which it is sent, with the concept it is about and words.

    ``version`` is the release that it is in, ``origin`` the change request or the file that
    it came from; computed operations came from nothing.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=True, extra="allow", frozen=True
    )

    op: str
    concept: ConceptRef | None = None
    words: LocalText
    version: str | None
    origin: str | None


class BecauseOut(Schema):
    """An operation that makes a release at least of this level."""

    level: Level
    op: str
    concept: ConceptRef | None
    words: LocalText


class DifferenceOut(Schema):
    """What leads from one version to another; equal versions have no level."""

    scheme: str
    old: str = Field(alias="from")
    new: str = Field(alias="to")
    level: Level | None
    because: list[BecauseOut]
    is_computed: bool
    operations: list[OperationOut]


class NextRelease(Schema):
    """The number that the draft would be released under, and why."""

    version: str
    level: Level
    because: list[BecauseOut]


class DraftOut(Schema):
    """What was enacted since ``version``; ``place`` counts all operations of the scheme's log."""

    scheme: str
    version: str
    place: int
    operations: list[OperationOut]
    next: NextRelease | None


class TermGroupTurn(Schema):
    """A version that has changed a group of terms, and by what; the first one by nothing."""

    version: str
    operations: list[OperationOut]


class HistoryEntry(Schema):
    """A version in which a concept changed, and what it was from then on."""

    version: str
    event: Literal["appeared", "changed", "retired", "restored"]
    issued: date
    released_at: datetime
    notation: str
    status: Literal["active", "deprecated"]
    pref_label: LocalText
    operations: list[OperationOut]
    replaced_by: list[ConceptRef]
    consider: list[ConceptRef]


class CorrespondenceItem(Schema):
    """What a concept of the version ``from`` is in the version ``to``.

    ``default`` is taken when nobody chooses; without targets it is where services wait.
    """

    code: str
    source: ConceptRef
    cardinality: Cardinality
    kind: Literal["unchanged", "renumbered", "merged", "replaced", "split", "retired", "absent"]
    targets: list[ConceptRef]
    default: ConceptRef | None = Field(default=None, exclude_if=_is_missing)


class CorrespondenceOut(Schema):
    """All active concepts of one version in another one; ``pairs`` counts them by cardinality."""

    scheme: str
    old: str = Field(alias="from")
    new: str = Field(alias="to")
    issued: date
    pairs: dict[Cardinality, int]
    items: list[CorrespondenceItem]


class ResolveIn(Schema):
    """Codes as they were stored; without ``from`` they may be of any version."""

    old: Wanted | None = Field(default=None, alias="from")
    new: Wanted = Field(default="latest", alias="to")
    codes: list[AskedCode] = Field(min_length=1, max_length=MOST_CODES)


class Target(Schema):
    """A concept by its id and its code."""

    id: str
    notation: str


class ResolvedItem(Schema):
    """What a code has become; a code that was never given has no cardinality, and a problem."""

    code: str
    cardinality: Cardinality | None
    targets: list[Target]
    default: Target | None = Field(default=None, exclude_if=_is_missing)
    problem: Literal["unknown-code"] | None = Field(default=None, exclude_if=_is_missing)


class ResolutionOut(Schema):
    """Codes in the version ``to``, in the order in which they were asked."""

    scheme: str
    old: str | None = Field(alias="from")
    new: str = Field(alias="to")
    items: list[ResolvedItem]
