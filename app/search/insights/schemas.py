"""Shapes of what goes into the search log, and of what is read from it."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.schemas import Schema
from app.search.insights.rules import QUERY_ID

ServiceId = Annotated[
    str, StringConstraints(min_length=1, max_length=160, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]


class ClickIn(Schema):
    """A hit that somebody has opened: `queryId` of the search, and its place there, from 1."""

    query_id: Annotated[str, StringConstraints(pattern=QUERY_ID)]
    service: ServiceId
    position: int = Field(ge=1, le=10_000, strict=True)
