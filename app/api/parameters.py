"""Query parameters that several routes share."""

from datetime import datetime
from typing import Annotated, Any, Literal, get_args

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints
from pydantic.alias_generators import to_camel
from sqlalchemy.orm import Session

from app.catalogue.queries.old_trees import OldTree, open_old_tree
from app.catalogue.queries.standing import find_standing
from app.catalogue.rules.filtering import ServiceFilters
from app.catalogue.rules.terms import Facet
from app.catalogue.schemas.content import Purpose
from app.core.errors import Finding, Invalid
from app.core.languages import Language
from app.core.moments import read_end, read_moment
from app.core.text import fault_of, without_directions
from app.taxonomy.queries import find_concept_ids, find_version_number
from app.taxonomy.queries.passages import find_present_codes


def _plain(text: object) -> object:
    if isinstance(text, str) and (fault := fault_of(text)):
        raise ValueError(fault)
    return text


def _typed(text: object) -> object:
    """Take what is pasted with marks of direction, which say nothing, but no control characters."""
    return _plain(without_directions(text) if isinstance(text, str) else text)


def _moment(text: object) -> object:
    return read_moment(text) if isinstance(text, str) else text


def _end_of_day(text: object) -> object:
    return read_end(text) if isinstance(text, str) else text


Code = Annotated[str, StringConstraints(min_length=1, max_length=64), BeforeValidator(_plain)]
Plain = Annotated[str, StringConstraints(min_length=1, max_length=160), BeforeValidator(_plain)]
Moment = Annotated[datetime, BeforeValidator(_moment)]
AsOf = Annotated[datetime, BeforeValidator(_end_of_day)]
Query = Annotated[str, StringConstraints(max_length=1000), BeforeValidator(_typed)]


class Parameters(BaseModel):
    """Base of query parameters: camelCase; ``deps.only_known_parameters`` refuses unknown ones.

    A shape sees every parameter of the request, also those that another dependency of the
    route reads (``lang``), so it cannot be the one to refuse them.
    """

    model_config = ConfigDict(
        alias_generator=to_camel, populate_by_name=False, extra="ignore", frozen=True
    )


def _codes(what: str) -> Any:  # Any: a Pydantic field
    return Field(default=[], max_length=50, description=f"{what}; repeat for any of several.")


VersionName = Annotated[
    str, StringConstraints(min_length=1, max_length=64), BeforeValidator(_plain)
]
"""A version of the classification: its number, or an alias such as `1` or `latest`."""


class FilterParameters(Parameters):
    """Filters of services: AND between names, OR inside a repeated one."""

    entity: list[Code] = _codes("Entity id")
    category: list[Code] = _codes(
        "Notation or concept id of the scheme `services`; old ones lead to their successors"
    )
    include_children: bool = Field(
        default=False, description="Whether a category stands for everything below it too."
    )
    taxonomy_version: VersionName | None = Field(
        default=None,
        description="Version of the classification: services are shown in its tree, and "
        "categories are taken from it.",
    )
    life_event: list[Code] = _codes("Life event")
    business_event: list[Code] = _codes("Business event")
    audience: list[Code] = _codes("Audience")
    channel: list[Code] = _codes("Channel type")
    purpose: list[Purpose] = _codes("Purpose of a channel")
    is_free: bool | None = Field(default=None, description="Whether nothing is to be paid.")
    cost_max_fils: int | None = Field(
        default=None, ge=0, le=10**12, description="Least fee at most this many fils."
    )
    digital_stage: list[Code] = _codes("Stage of digitisation")
    output: list[Code] = _codes("Output type")
    language: list[Language] = _codes("Language of the service")
    updated_after: Moment | None = Field(default=None, description="Changed at or after.")
    updated_before: Moment | None = Field(default=None, description="Changed before.")
    evidence_type: list[Code] = _codes("Evidence type that is asked for")


class PageParameters(Parameters):
    """Which page of a growing list."""

    limit: int = Field(default=20, ge=1, le=200, description="Items on the page.")
    cursor: Annotated[str, StringConstraints(max_length=600)] | None = Field(
        default=None, description="`nextCursor` of the page before."
    )


class ListParameters(FilterParameters, PageParameters):
    """Everything that ``/v1/services`` takes, but the language."""

    as_of: AsOf | None = Field(default=None, description="The catalogue as it was at that time.")
    sort: Literal["id", "modified", "-modified"] = Field(default="id", description="Order.")
    fields: Annotated[str, StringConstraints(max_length=500)] | None = Field(
        default=None, description="Only these fields of each service, comma-separated."
    )
    format: Literal["json", "ndjson", "csv"] = Field(
        default="json", description="`ndjson` and `csv` stream everything."
    )


def filters_of(session: Session, asked: FilterParameters) -> ServiceFilters:
    """Turn parameters into filters; what was renamed or replaced leads to what it is now, or then.

    Raises:
        Invalid: the taxonomy version is unknown.

    """
    if asked.taxonomy_version:
        check_version(session, asked.taxonomy_version)
    as_of: datetime | None = getattr(asked, "as_of", None)
    values = find_standing(session, _values(asked), as_of=as_of)
    if asked.taxonomy_version and asked.category:
        values["category"] = _categories_of(session, asked, asked.taxonomy_version, as_of)
    return ServiceFilters(
        values=values,
        is_free=asked.is_free,
        cost_max_fils=asked.cost_max_fils,
        updated_after=asked.updated_after,
        updated_before=asked.updated_before,
    )


_FACETS = tuple(one for one in get_args(Facet) if one not in ("category", "categoryPath"))
_FIELD_OF = {to_camel(name): name for name in FilterParameters.model_fields}


def _values(asked: FilterParameters) -> dict[str, list[str]]:
    """List what is asked of each facet; categories of a version are read apart."""
    values: dict[str, list[str]] = {facet: getattr(asked, _FIELD_OF[facet]) for facet in _FACETS}
    if asked.taxonomy_version is None:
        values["categoryPath" if asked.include_children else "category"] = asked.category
    return values


def _categories_of(
    session: Session, asked: FilterParameters, version: str, as_of: datetime | None
) -> tuple[str, ...]:
    """Say where services stand, today or then, that are meant by categories of a version."""
    ids = find_concept_ids(session, "services", asked.category)
    concepts = [ids.get(code, code) for code in asked.category]
    codes = find_present_codes(
        session,
        "services",
        concepts,
        version=version,
        is_deep=asked.include_children,
        as_of=as_of,
    )
    return tuple(codes) or tuple(asked.category)


def tree_of(session: Session, version: str | None) -> OldTree | None:
    """Open the tree of a version that was asked for; none where it is the one that is shown.

    Raises:
        Invalid: the classification has no such version.

    """
    if version is None:
        return None
    check_version(session, version)
    return open_old_tree(session, version)


def check_version(session: Session, wanted: str) -> None:
    """Make sure that the classification has a version.

    Raises:
        Invalid: it has none of that name.

    """
    if find_version_number(session, "services", wanted) is None:
        message = {
            "en": f"The taxonomy has no version '{wanted}'.",
            "ar": f"لا توجد نسخة '{wanted}' من التصنيف.",
        }
        finding = Finding(pointer="?taxonomyVersion", rule="QUERY-VERSION", message=message)
        raise Invalid(message["en"], findings=[finding])
