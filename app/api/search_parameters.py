"""What a search may ask for, in an address or in a body."""

from collections.abc import Iterable
from dataclasses import replace
from typing import Literal

from pydantic import ConfigDict, Field

from app.api.parameters import AsOf, Code, FilterParameters, Query
from app.core.errors import Finding, Invalid
from app.core.languages import Language
from app.search.documents import FACETS

Facets = tuple[str, ...]


class SearchAsked(FilterParameters):
    """What both ways to search share."""

    q: Query = Field(default="", description="What was typed; nothing lists everything.")
    page: int = Field(default=1, ge=1, le=10_000, description="Page, from 1.")
    page_size: int = Field(default=20, ge=1, le=100, description="Hits on a page.")
    sort: Literal["relevance", "titleAr", "titleEn", "updated", "popularity"] = Field(
        default="relevance", description="Order of the hits."
    )
    query_understanding: bool = Field(
        default=False, description="Whether to tell what was made of the query."
    )
    as_typed: bool = Field(
        default=False, description="Whether no spelling is corrected and no keyboard repaired."
    )
    explain: bool = Field(
        default=False, description="Whether to tell what ranked each hit; for staff."
    )
    as_of: AsOf | None = Field(default=None, description="The catalogue as it was at that time.")


class SearchParameters(SearchAsked):
    """Everything that the address of a search takes, but the language."""

    facets: str = Field(default="", max_length=300, description="Facets to count, comma-separated.")

    def chosen_facets(self) -> Facets:
        """List the facets to count.

        Raises:
            Invalid: one of them does not exist.

        """
        return _known(one.strip() for one in self.facets.split(",") if one.strip())


class SearchIn(SearchAsked):
    """A search as a body: the parameters of its address as members, lists for repeated ones."""

    model_config = ConfigDict(extra="forbid", strict=True)

    facets: list[Code] = Field(default=[], max_length=50, description="Facets to count.")
    lang: Language | None = Field(
        default=None,
        description="Adds the text of one language beside `ar` and `en`, as `text`.",
    )

    def chosen_facets(self) -> Facets:
        """List the facets to count.

        Raises:
            Invalid: one of them does not exist.

        """
        return _known(self.facets)


def in_body(fault: Invalid) -> Invalid:
    """Point to members of a body where the parameters of an address were at fault."""
    findings = [replace(one, pointer="/" + one.pointer.removeprefix("?")) for one in fault.findings]
    return type(fault)(fault.detail, findings=findings)


def _known(wanted: Iterable[str]) -> Facets:
    names = tuple(dict.fromkeys(wanted))
    if all(one in FACETS for one in names):
        return names
    message = {
        "en": f"There are the facets {', '.join(FACETS)}.",
        "ar": f"الأوجه المتاحة هي {', '.join(FACETS)}.",
    }
    finding = Finding(pointer="?facets", rule="QUERY-FACETS", message=message)
    raise Invalid(message["en"], findings=[finding])
