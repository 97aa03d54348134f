"""How concepts are named in operations that people send."""

from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from app.core.schemas import Code, Line, Schema

Ref = Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$")]
MOST_CONCEPTS = 500
"""Concepts that one operation names at most; the children of a parent may be more."""
MOST_CHILDREN = 20_000


class ConceptName(Schema):
    """One concept: by ``id``, else by ``notation`` (retired ones count), else by ``ref``.

    ``ref`` names a concept that the same change request adds.
    """

    id: Code | None = None
    notation: Code | None = None
    ref: Ref | None = None

    @model_validator(mode="after")
    def _names_something(self) -> "ConceptName":
        if not (self.id or self.notation or self.ref):
            raise ValueError("name the concept by its id, its notation or a ref")
        return self


Names = Annotated[list[ConceptName], Field(min_length=1, max_length=MOST_CONCEPTS)]
Place = ConceptName | None


class WhenIn(Schema):
    """Which services a rule of a split proposes for its target: one condition."""

    entity: Code | None = None
    keyword: Line | None = None
    scheme: Code | None = None
    notation: Code | None = None

    @model_validator(mode="after")
    def _says_one_thing(self) -> "WhenIn":
        said = [self.entity, self.keyword, self.scheme and self.notation]
        if sum(bool(one) for one in said) != 1:
            raise ValueError("give one condition: entity, keyword, or scheme with notation")
        return self


class RuleIn(Schema):
    """Proposes a target of a split for some services."""

    when: WhenIn
    target: ConceptName


class RouteIn(Schema):
    """Where a child of a concept that retires goes; null is the top."""

    concept: ConceptName
    to: Place = None


Routes = Annotated[list[RouteIn], Field(max_length=MOST_CHILDREN)]
