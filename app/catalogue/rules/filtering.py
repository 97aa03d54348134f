"""What a reader may ask for; the same filters for lists and for search. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from app.catalogue.rules.terms import terms_of


@dataclass(frozen=True)
class ServiceFilters:
    """Filters joined by AND; ``values`` of one facet are joined by OR.

    ``values`` has the facets of ``rules.terms``; costs are in fils, and a free
    service costs nothing. ``updated_after`` is included, ``updated_before`` is not.
    """

    values: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    is_free: bool | None = None
    cost_max_fils: int | None = None
    updated_after: datetime | None = None
    updated_before: datetime | None = None


def matches(document: Mapping[str, Any], wanted: ServiceFilters) -> bool:  # Any: ServiceOut as JSON
    """Tell whether a document passes the filters; the plain meaning of all of them."""
    terms = terms_of(document)
    modified = datetime.fromisoformat(document["modified"])
    least = _least_cost(document)
    return (
        all(set(terms[facet]) & set(values) for facet, values in wanted.values.items())
        and (wanted.is_free is None or document["isFree"] is wanted.is_free)
        and (wanted.cost_max_fils is None or (least is not None and least <= wanted.cost_max_fils))
        and (wanted.updated_after is None or modified >= wanted.updated_after)
        and (wanted.updated_before is None or modified < wanted.updated_before)
    )


def _least_cost(document: Mapping[str, Any]) -> int | None:  # Any: ServiceOut as JSON
    if document["isFree"]:
        return 0
    return min(
        (cost["amountFils"] for cost in document["hasCost"] if cost["unit"] != "percent"),
        default=None,
    )
