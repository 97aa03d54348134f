"""Shapes of what goes into the search log, and of what is read from it."""

from datetime import date
from typing import Annotated, Literal

from pydantic import Field, StringConstraints, model_validator

from app.core.clock import now
from app.core.schemas import Day, Line, LocalText, Schema
from app.search.insights.rules import QUERY_ID, Tongue
from app.taxonomy.lexicon.schemas import GroupId, TermText, Weight
from app.taxonomy.lexicon.state import Direction, Register

ServiceId = Annotated[
    str, StringConstraints(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]


def check_days(first: date | None, last: date | None) -> None:
    """Refuse a period that ends before it begins; it ends today unless another day is named."""
    if first and first > (last or now().date()):
        raise ValueError("'from' is later than 'until'")


class ClickIn(Schema):
    """A hit that somebody has opened: `queryId` of the search, and its place there, from 1."""

    query_id: Annotated[str, StringConstraints(pattern=QUERY_ID)]
    service: ServiceId
    position: int = Field(ge=1, le=10_000, strict=True)


class CandidateGroup(Schema):
    """A group of the lexicon that holds a word."""

    id: str
    title: dict[str, str]


class Candidate(Schema):
    """A known word that an unknown one may be, by its letters or its sound.

    ``source`` says who knows it: the lexicon or the catalogue. ``groups`` are those of the
    lexicon that hold it.
    """

    text: str
    source: Literal["lexicon", "catalogue"]
    likeness: Literal["letters", "sound"]
    groups: list[CandidateGroup]


class UnknownWord(Schema):
    """A word that neither catalogue nor lexicon knows, and what it may be."""

    word: str
    searches: int
    sessions: int
    candidates: list[Candidate]


class AskedText(Schema):
    """A text that was searched; ``hits`` is None if nobody has searched it without filters."""

    query_id: str
    text: str
    tongue: Tongue
    hits: int | None
    searches: int
    sessions: int
    clicked_sessions: int


class InsightsOut(Schema):
    """What was asked from one day to another, both included, as far as it may be shown.

    ``leastSessions`` is from how many sessions something must have come. ``withoutHits``
    are texts that found nothing when they were last searched, ``withFewClicks`` those
    whose hits fewer than a fifth of the sessions have opened. ``searches`` and
    ``sessions`` count everything, a session once a day.
    """

    from_: date = Field(alias="from")
    until: date
    least_sessions: int
    searches: int
    sessions: int
    unknown_words: list[UnknownWord]
    without_hits: list[AskedText]
    with_few_clicks: list[AskedText]


class ProposalIn(Schema):
    """An unknown word as a further term of a group of the lexicon.

    ``text`` is how it is written where that differs from the folded ``word``; ``title``
    and ``rationale`` are those of the change request, otherwise made of the numbers of the
    days ``from`` and ``until``, by default those of the insights.
    """

    word: Annotated[Line, StringConstraints(max_length=64)]
    group: GroupId
    register_: Register = Field(alias="register")
    text: TermText | None = None
    direction: Direction = "both"
    weight: Weight = 1.0
    title: LocalText | None = None
    rationale: LocalText | None = None
    from_: Day | None = Field(default=None, alias="from")
    until: Day | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "ProposalIn":
        check_days(self.from_, self.until)
        return self
