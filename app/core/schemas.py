"""Bases of every shape that crosses the boundary, in and out."""

from datetime import UTC, date, datetime, time
from typing import Annotated, Any, Generic, TypeVar

from pydantic import (
    AfterValidator,
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    GetJsonSchemaHandler,
    StringConstraints,
    model_validator,
)
from pydantic.alias_generators import to_camel
from pydantic.json_schema import JsonSchemaValue
from pydantic_core import CoreSchema

from app.core.text import clean, fault_of, has_breaks


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


def _is_line(text: str) -> str:
    if has_breaks(text):
        raise ValueError("is more than one line")
    return text


def _read_day(value: object) -> object:
    """Read a date of ISO 8601; numbers are none, though Pydantic would count seconds."""
    return _read_written(value, date)


def _read_time(value: object) -> object:
    """Read a time of day; an offset is refused because times are Kuwait's."""
    found = _read_written(value, time)
    if found.tzinfo is not None:
        raise ValueError("carries an offset; times are Kuwait's")
    return found


_FIRST_YEAR, _LAST_YEAR = 1900, 2999
Written = TypeVar("Written", date, time)


def _read_written(value: object, kind: type[Written]) -> Written:
    if isinstance(value, kind):
        return value
    if isinstance(value, str) and value.isascii():
        return kind.fromisoformat(value)
    raise ValueError("is no date or time of ISO 8601")


def _is_written(value: object) -> object:
    """Leave instants to Pydantic, but for numbers, which it would take for seconds."""
    if isinstance(value, datetime) or (isinstance(value, str) and value[4:5] == "-"):
        return value
    raise ValueError("is no date or time of ISO 8601")


def _in_our_times(instant: datetime) -> datetime:
    """Write an instant in UTC; what lies near the ends of all time has no place in some zones."""
    if not _FIRST_YEAR <= instant.year <= _LAST_YEAR:
        raise ValueError(f"is not between the years {_FIRST_YEAR} and {_LAST_YEAR}")
    return instant.astimezone(UTC)


# The length is limited twice: before the work of cleaning, and of what is kept.
_LINE = StringConstraints(min_length=1, max_length=300)
_PARAGRAPH = StringConstraints(min_length=1, max_length=5000)

Line = Annotated[str, _LINE, AfterValidator(_acceptable), AfterValidator(_is_line), _LINE]
Paragraph = Annotated[str, _PARAGRAPH, AfterValidator(_acceptable), _PARAGRAPH]
Code = Annotated[
    str, StringConstraints(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
]
Url = Annotated[
    str,
    StringConstraints(max_length=2000, pattern=r"^https?://[^\s<>\x22]+$"),
    AfterValidator(_acceptable),
]
Email = Annotated[
    str,
    StringConstraints(max_length=254, pattern=r"^[^@\s]+@[^@\s]+$"),
    AfterValidator(_acceptable),
]
Flag = Annotated[bool, Field(strict=True)]
Moment = Annotated[AwareDatetime, BeforeValidator(_is_written), AfterValidator(_in_our_times)]
Day = Annotated[date, BeforeValidator(_read_day)]
ClockTime = Annotated[time, BeforeValidator(_read_time)]


class Identified(Schema):
    """A shape that carries its id; what is sent to an address has it there instead."""

    id: Code


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
