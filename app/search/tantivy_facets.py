"""Counting the facets of what a query finds, in one committed state of a tantivy index.

A facet of which a document may have several values is counted by the sets of values that
documents have together: a column with one entry for each document is counted ten times as
fast. Where hardly two documents have the same set, the values are counted one by one.
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import tantivy

from app.search import tantivy_schema as fields
from app.search.conditions import IS_FREE, MIN_COST
from app.search.tantivy_pages import View

_MOST_VALUES = 10_000
_MOST_SETS = 2_000
_TOTAL = "total"

Counts = dict[str, dict[str, int]]


def count(view: View, built: tantivy.Query, facets: Sequence[str]) -> tuple[int, Counts]:
    """Return how many documents a query finds, and how many have each value of each facet."""
    asked: dict[str, Any] = {  # Any: what tantivy is asked for, as JSON
        facet: {"terms": {"field": _counted_field(view, facet), "size": _MOST_VALUES}}
        for facet in facets
    }
    asked[_TOTAL] = {"value_count": {"field": fields.NUMBER}}
    answer = view.searcher.aggregate(built, asked)
    counts = {facet: _counts(view, facet, answer[facet]["buckets"]) for facet in facets}
    return int(answer[_TOTAL]["value"]), counts


def _counted_field(view: View, facet: str) -> str:
    return fields.set_field(facet) if _has_few_sets(view, facet) else fields.facet_field(facet)


def _has_few_sets(view: View, facet: str) -> bool:
    """Tell whether the sets of a facet recur; looked up once for each state of the index."""
    if facet not in fields.SETS:
        return False
    if facet not in view.few_sets:
        name, most = fields.set_field(facet), _MOST_SETS
        found = view.searcher.terms_with_prefix(name, "", limit=most + 1)
        view.few_sets[facet] = len(found) <= most
    return view.few_sets[facet]


def _counts(view: View, facet: str, buckets: Iterable[Mapping[str, Any]]) -> dict[str, int]:
    if not _has_few_sets(view, facet):
        return {_shown(facet, one["key"]): one["doc_count"] for one in buckets}
    found: Counter[str] = Counter()
    for one in buckets:
        for value in fields.values_of_set(one["key"]):
            found[value] += one["doc_count"]
    return found


def _shown(facet: str, key: str | float) -> str:
    """Write a value that was counted as every engine does."""
    if facet == MIN_COST:
        return str(int(key))
    return str(key).lower() if facet == IS_FREE else str(key)
