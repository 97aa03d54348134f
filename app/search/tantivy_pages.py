"""Pages of hits from one committed state of a tantivy index."""

from dataclasses import dataclass

import tantivy

from app.search import tantivy_schema as fields
from app.search.engine import Hit
from app.search.scoring import Scoring

_EQUALS_EXPECTED = 100
"""Hits fetched beyond a page in case they equal its last."""


@dataclass(frozen=True, slots=True)
class View:
    """One committed state of the index; a search sees one view from beginning to end."""

    searcher: tantivy.Searcher
    ids: dict[float | None, str]
    seq: int


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
) -> tuple[tuple[Hit, ...], int]:
    """Return a page in order of points, then id.

    tantivy orders equals by their place in the index and knows nothing of boosts, so all
    whom a boost could bring onto the page, or off it, are fetched before the page is cut.
    """
    first, last = page
    boosts, most = scoring.boosts, max(scoring.boosts.values(), default=0)
    limit = max(last, 1) + _EQUALS_EXPECTED
    while True:
        found = view.searcher.search(built, limit=limit)
        hits = found.hits
        if len(hits) < limit or hits[-1][0] < hits[last - 1][0] - most:
            break
        limit *= 4
    if first >= len(hits):
        return (), total_of(found)
    highest, lowest = hits[first][0] + most, hits[min(last, len(hits)) - 1][0] - most
    above = sum(points > highest for points, _ in hits)
    near = [(points, address) for points, address in hits if lowest <= points <= highest]
    ids = ids_of(view, [address for _, address in near])
    ordered = sorted(
        (-points - boosts.get(name, 0), name) for (points, _), name in zip(near, ids, strict=True)
    )
    chosen = ordered[first - above : last - above]
    return tuple(Hit(name, scoring.share(-points)) for points, name in chosen), total_of(found)


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
