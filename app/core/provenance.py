"""Where a statement comes from and which of its figures are estimates."""

from typing import Annotated

from pydantic import Field, StringConstraints

from app.core.schemas import Code, Flag, Line, Paragraph, Schema, Url

Pointer = Annotated[str, StringConstraints(max_length=200, pattern=r"^(/[A-Za-z0-9_.-]+)+$")]


class Source(Schema):
    """A document that supports the content; ``url`` is null for general knowledge."""

    code: Code
    title: Line
    url: Url | None = None


class Provenance(Schema):
    """How far the content can be relied on.

    ``estimate`` holds JSON Pointers (RFC 6901) of the values that are estimates.
    """

    is_demonstration: Flag = False
    basis: Paragraph | None = None
    source: list[Source] = Field(default_factory=list, max_length=20)
    estimate: list[Pointer] = Field(default_factory=list, max_length=100)
