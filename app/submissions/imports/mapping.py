"""Mapping files: how a foreign table becomes entries."""

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from pydantic import Field, ValidationError, model_validator

from app.core.reading.headers import key_of
from app.core.schemas import Schema
from app.submissions.imports.columns import Column, column_at
from app.submissions.imports.errors import UnusableMapping
from app.submissions.imports.faults import NO_FIELD
from app.submissions.imports.headers import Heading, check_id
from app.submissions.imports.rows import Fill
from app.submissions.rules import shape_findings

Scalar = str | int | float | bool | None


class FieldMapping(Schema):
    """How one field is filled; ``to`` names it as the template's columns are named.

    ``from`` is a header, several of them to be joined, or a header for each language.
    ``to`` with ``*`` in the place of a number makes an item of each separated part.
    """

    to: str = Field(min_length=1, max_length=100)
    from_: str | list[str] | dict[Literal["ar", "en"], str] | None = Field(
        default=None, alias="from"
    )
    constant: Scalar | list[str] = None
    join: str = Field(default=" ", max_length=20)
    separator: str | None = Field(default=None, min_length=1, max_length=20)
    values: dict[str, Scalar] | None = Field(default=None, max_length=5000)
    otherwise: Scalar = None

    @model_validator(mode="after")
    def _has_one_source(self) -> "FieldMapping":
        if (self.from_ is None) == (self.constant is None):
            raise ValueError("either 'from' or 'constant' is needed")
        return self


class MappingFile(Schema):
    """A mapping file: which columns fill which fields."""

    name: str = Field(default="", max_length=200)
    sheet: str | None = Field(default=None, max_length=100)
    delimiter: str | None = Field(default=None, min_length=1, max_length=1)
    fields: list[FieldMapping] = Field(min_length=1, max_length=300)


def read_mapping(content: bytes | str) -> MappingFile:
    """Read a mapping file.

    Raises:
        UnusableMapping: it is no JSON of this shape, or fills a field that does not exist.

    """
    try:
        mapping = MappingFile.model_validate_json(content)
    except ValidationError as error:
        findings = shape_findings(error)
        raise UnusableMapping("The mapping file cannot be read.", findings=findings) from None
    unknown = [place for place, one in enumerate(mapping.fields) if not _columns(one)]
    if unknown:
        raise UnusableMapping(
            f"There is no field '{mapping.fields[unknown[0]].to[:60]}'.",
            findings=[NO_FIELD.at(f"/fields/{place}/to") for place in unknown],
        )
    return mapping


def wanted_headers(mapping: MappingFile) -> list[str]:
    """List the headers that a mapping reads."""
    return [header for one in mapping.fields for header in _headers(one)]


def apply_mapping(mapping: MappingFile, headers: Sequence[str]) -> Heading:
    """Find the columns that a mapping names.

    Raises:
        UnusableMapping: the table has no such column.
        UnreadableFile: nothing fills the id.

    """
    places = {key_of(header): place for place, header in reversed(list(enumerate(headers)))}
    missing = [one for one in wanted_headers(mapping) if key_of(one) not in places]
    if missing:
        raise UnusableMapping(f"The table has no column '{missing[0][:60]}'.")
    fills = [fill for one in mapping.fields for fill in _fills(one, places)]
    check_id(fills)
    return Heading(tuple(fills))


def _fills(one: FieldMapping, places: Mapping[str, int]) -> list[Fill]:
    per_language = isinstance(one.from_, dict)
    sources = [[header] for header in _headers(one)] if per_language else [_headers(one)]
    return [
        Fill(
            column=column,
            places=tuple(places[key_of(header)] for header in source),
            constant=one.constant,
            joiner=one.join,
            separator=one.separator,
            values=one.values,
            otherwise=one.otherwise,
            has_otherwise="otherwise" in one.model_fields_set,
            is_spread="*" in one.to,
        )
        for column, source in zip(_columns(one), sources, strict=True)
    ]


def _headers(one: FieldMapping) -> list[str]:
    if one.from_ is None:
        return []
    if isinstance(one.from_, dict):
        return list(one.from_.values())
    return [one.from_] if isinstance(one.from_, str) else one.from_


def _columns(one: FieldMapping) -> list[Column]:
    """Find the columns that a field means, one for each language; none when it is unknown."""
    name = one.to.replace("*", "1")
    languages = [f".{code}" for code in one.from_] if isinstance(one.from_, dict) else [""]
    found: list[Any] = [column_at(name + language) for language in languages]  # Any: or None
    return [] if None in found or one.to.count("*") > 1 else found
