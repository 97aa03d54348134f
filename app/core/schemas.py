"""Bases of every shape that crosses the boundary, in and out."""

from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from app.core.text import clean, fault_of


class Schema(BaseModel):
    """A shape with camelCase names in JSON; unknown fields are refused."""

    model_config = ConfigDict(
        alias_generator=to_camel,
        populate_by_name=True,
        extra="forbid",
        frozen=True,
        allow_inf_nan=False,
    )


def _acceptable(text: str) -> str:
    fault = fault_of(text)
    if fault:
        raise ValueError(fault)
    return clean(text)


Line = Annotated[str, StringConstraints(min_length=1, max_length=300), AfterValidator(_acceptable)]
Paragraph = Annotated[
    str, StringConstraints(min_length=1, max_length=5000), AfterValidator(_acceptable)
]
Code = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
Url = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^https?://[^\s<>\"]+$"),
    AfterValidator(_acceptable),
]


def _is_missing(text: str | None) -> bool:
    return text is None


class LocalText(Schema):
    """A text for people, keyed by language; at least one language is there."""

    ar: Paragraph | None = Field(default=None, exclude_if=_is_missing)
    en: Paragraph | None = Field(default=None, exclude_if=_is_missing)

    @classmethod
    def __get_pydantic_json_schema__(
        cls, core_schema: CoreSchema, handler: GetJsonSchemaHandler
    ) -> JsonSchemaValue:
        """Describe ``text`` too, which answers carry when one language is asked for."""
        described = handler(core_schema)
        if handler.mode == "serialization":
            shape = handler.resolve_ref_schema(described)
            shape["properties"]["text"] = {
                "type": "string",
                "description": "The text in the language that `lang` asks for, else in the other.",
            }
        return described

    @model_validator(mode="after")
    def _says_something(self) -> "LocalText":
        if self.ar is None and self.en is None:
            raise ValueError("a text needs at least one language")
        return self


Item = TypeVar("Item")


class Page(Schema, Generic[Item]):
    """A page of a growing list; ``nextCursor`` is null on the last one."""

    @classmethod
    def model_parametrized_name(cls, params: tuple[Any, ...]) -> str:  # Any: an item's shape
        """Name a page by what it holds."""
        return f"PageOf{params[0].__name__}"

    items: list[Item]
    next_cursor: str | None
    total: int
