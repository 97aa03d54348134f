"""Pages of hits from one committed state of a tantivy index."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import tantivy

from app.search import tantivy_schema as fields
from app.search.engine import Hit
from app.search.scoring import Scoring
from app.search.tantivy_query import up_to

_EQUALS_EXPECTED = 250
"""Hits fetched beyond a page in case they equal its last."""
_MORE_EQUALS = 16
_Scored = tuple[float, tantivy.DocAddress]


@dataclass(frozen=True, slots=True)
class View:
    """One committed state of the index; a search sees one view from beginning to end.

    What is read from it once is remembered: the ids of documents, and of facets whether their
    sets of values are few.
    """

    schema: tantivy.Schema
    searcher: tantivy.Searcher
    seq: int
    ids: dict[float | None, str] = field(default_factory=dict)
    few_sets: dict[str, bool] = field(default_factory=dict)


def in_order_of(
    view: View,
    built: tantivy.Query,
    order: str,
    page: tuple[int, int],
    *,
    is_reversed: bool = False,
) -> tuple[list[str], int]:
    """Return the ids of a page in the order of a field, and how many there are in all."""
    first, last = page
    found = view.searcher.search(
        built,
        limit=max(last - first, 1),  # tantivy panics on a limit of 0
        offset=first,
        order_by_field=order,
        order=tantivy.Order.Desc if is_reversed else tantivy.Order.Asc,
    )
    return ids_of(view, [address for _, address in found.hits[: last - first]]), total_of(found)


def most_relevant(
    view: View, built: tantivy.Query, page: tuple[int, int], scoring: Scoring
) -> tuple[Hit, ...]:
    """Return a page in order of points, then id."""
    first, last = page
    boosts, most = scoring.boosts, max(scoring.boosts.values(), default=0)
    hits = _candidates(view, built, max(last, 1), boosts)
    if first >= len(hits):
        return ()
    highest, lowest = hits[first][0] + most, hits[min(last, len(hits)) - 1][0] - most
    above = sum(points > highest for points, _ in hits)
    near = [(points, address) for points, address in hits if lowest <= points <= highest]
    ids = ids_of(view, [address for _, address in near])
    ordered = sorted(
        (-points - boosts.get(name, 0), name) for (points, _), name in zip(near, ids, strict=True)
    )
    chosen = ordered[first - above : last - above]
    return tuple(Hit(name, scoring.share(-points)) for points, name in chosen)


def _candidates(
    view: View, built: tantivy.Query, last: int, boosts: Mapping[str, int]
) -> list[_Scored]:
    """Return the hits with the most points: all that may stand before place ``last``.

    tantivy orders equals by their place in the index and knows nothing of boosts. So all whom
    a boost could bring onto the page are fetched, and all that equal its last hit; if these
    are very many, then those of them that come first by their id.
    """
    limit, most = last + _EQUALS_EXPECTED, max(boosts.values(), default=0)
    hits = _best(view, built, limit)
    if _are_all(hits, limit, above=hits[last - 1][0] - most if len(hits) >= last else 0):
        return hits
    edge = hits[last - 1][0]
    sure = [hit for hit in hits if hit[0] > edge]
    place = last - len(sure) - 1
    until = _equals(view, hits, edge)[place]
    while True:
        hits = _best(view, up_to(view.schema, built, until, boosts), limit)
        if _are_all(hits, limit, above=edge - most):
            return sure + [hit for hit in hits if hit[0] <= edge]
        before, until = until, _equals(view, hits, edge)[place]
        limit *= _MORE_EQUALS if until == before else 1


def _best(view: View, built: tantivy.Query, limit: int) -> list[_Scored]:
    return view.searcher.search(built, limit=limit, count=False).hits


def _are_all(hits: Sequence[_Scored], limit: int, *, above: float) -> bool:
    """Tell whether no other document has as many points."""
    return len(hits) < limit or hits[-1][0] < above


def _equals(view: View, hits: Sequence[_Scored], points: float) -> list[str]:
    """Return the ids of the hits with so many points, in order."""
    return sorted(ids_of(view, [address for found, address in hits if found == points]))


def total_of(found: tantivy.SearchResult) -> int:
    """Return how many documents match."""
    return int(found.count)  # type: ignore[attr-defined]  # left out of tantivy's stubs


def ids_of(view: View, addresses: list[tantivy.DocAddress]) -> list[str]:
    """Return the ids of documents, reading each stored document only once per view."""
    numbers = view.searcher.fast_field_values(fields.NUMBER, addresses)
    for number, address in zip(numbers, addresses, strict=True):
        if number not in view.ids:
            view.ids[number] = view.searcher.doc(address)[fields.ID][0]
    return [view.ids[number] for number in numbers]
