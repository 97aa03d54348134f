"""Shapes of best bets."""

from datetime import datetime
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from app.core.languages import Language
from app.core.schemas import Identified, Line, Moment, Schema

MOST_PHRASES, MOST_SERVICES = 20, 10
Phrase = Annotated[Line, StringConstraints(max_length=100)]
ServiceId = Annotated[
    str, StringConstraints(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]


class BestBetBody(Schema):
    """What is pinned, in order, for which phrases, for readers of which languages, and when.

    Without languages it is for all; ``validUntil`` is the first moment it no longer stands.
    """

    phrases: list[Phrase] = Field(min_length=1, max_length=MOST_PHRASES)
    services: list[ServiceId] = Field(min_length=1, max_length=MOST_SERVICES)
    languages: list[Language] = Field(default_factory=list, max_length=2)
    valid_from: Moment | None = None
    valid_until: Moment | None = None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "BestBetBody":
        if self.valid_from and self.valid_until and self.valid_until <= self.valid_from:
            raise ValueError("'validUntil' is not later than 'validFrom'")
        return self


class BestBetIn(Identified, BestBetBody):
    """A best bet with its id."""


class BestBetOut(Schema):
    """A best bet; ``isStanding`` tells whether it is valid now, ``analysed`` what it answers.

    A search is answered that has the same words of one of the phrases, in any order: each
    phrase is shown as the stems of its words.
    """

    id: str
    phrases: list[str]
    analysed: list[list[str]]
    services: list[str]
    languages: list[Language]
    valid_from: datetime | None
    valid_until: datetime | None
    is_standing: bool
    version: int
    modified: datetime
