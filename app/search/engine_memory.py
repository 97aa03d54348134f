"""The engine's naive twin: it looks at every document and is obviously right.

It is the measure of the real engines in tests, and good enough for a few hundred
documents; it keeps nothing on disk.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from app.catalogue.rules.filtering import ServiceFilters
from app.search.conditions import holds
from app.search.documents import SearchDocument, counted_values, values_of
from app.search.engine import (
    EngineQuery,
    EngineResult,
    Hit,
    Sort,
    filters_for_facet,
    in_facet_order,
    page_bounds,
)
from app.search.scoring import Scoring, compile_plan, total_points
from app.search.vocabulary import Vocabulary


class MemoryEngine:
    """Search documents in a dictionary."""

    def __init__(self) -> None:
        self._documents: dict[str, SearchDocument] = {}
        self._pending: dict[str, SearchDocument] = {}
        self._vocabulary = Vocabulary()
        self._seq = 0

    @property
    def seq(self) -> int:
        """The last journal entry the index holds."""
        return self._seq

    @property
    def count(self) -> int:
        """How many documents the index holds."""
        return len(self._documents)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the indexed documents."""
        return self._vocabulary

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, each in place of an earlier one with its id."""
        self._pending.update({document.id: document for document in documents})

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; an unknown id is no error."""
        for document_id in ids:
            self._pending.pop(document_id, None)

    def commit(self, seq: int) -> None:
        """Make everything added and deleted visible, as of this journal entry."""
        self._documents = dict(self._pending)
        self._seq = seq
        found = Counter(word for document in self._pending.values() for word in document.surfaces)
        self._vocabulary = Vocabulary(found, documents=len(self._documents))

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question."""
        scoring = None
        if query.plan is not None:
            scoring = compile_plan(query.plan, self._vocabulary, query.steering)
        points, where = self._points(scoring), query.where
        matching = [
            document
            for document in self._documents.values()
            if document.id in points and (where is None or holds(where, values_of(document)))
        ]
        found = [d for d in matching if fulfils(d, query.filters)]
        first, last = page_bounds(query)
        ordered = sorted(
            found,
            key=lambda document: sort_key(document, query, points),
            reverse=query.is_reversed and query.sort is not Sort.RELEVANCE,
        )
        is_scored = scoring is not None and query.sort is Sort.RELEVANCE
        return EngineResult(
            hits=tuple(
                Hit(d.id, scoring.share(points[d.id]) if scoring and is_scored else 0.0)
                for d in ordered[first:last]
            ),
            total=len(found),
            facets={name: _count(matching, query.filters, name) for name in query.facets},
        )

    def close(self) -> None:
        """Let go of files and locks: there are none."""

    def _points(self, scoring: Scoring | None) -> dict[str, int]:
        """Return the documents that match, with what they earn."""
        if scoring is None:
            return dict.fromkeys(self._documents, 0)
        points = {d.id: total_points(d.id, d.terms, scoring) for d in self._documents.values()}
        return {name: earned for name, earned in points.items() if earned}


def fulfils(document: SearchDocument, filters: ServiceFilters) -> bool:
    """Whether a document passes every filter."""
    for name, wanted in filters.values.items():
        if not set(wanted) & set(document.facets.get(name, ())):
            return False
    if filters.is_free is not None and document.is_free is not filters.is_free:
        return False
    return _costs_at_most(document, filters) and _updated_within(document, filters)


def _costs_at_most(document: SearchDocument, filters: ServiceFilters) -> bool:
    if filters.cost_max_fils is None:
        return True
    cost = document.min_cost_fils
    return cost is not None and cost <= filters.cost_max_fils


def _updated_within(document: SearchDocument, filters: ServiceFilters) -> bool:
    if filters.updated_after and document.updated_at < filters.updated_after:
        return False
    return not (filters.updated_before and document.updated_at >= filters.updated_before)


def sort_key(
    document: SearchDocument, query: EngineQuery, points: Mapping[str, int]
) -> tuple[float | str, str]:
    """Return the place of a document among others, the smallest first."""
    match query.sort:
        case Sort.TITLE_AR:
            return document.title_keys["ar"], document.id
        case Sort.TITLE_EN:
            return document.title_keys["en"], document.id
        case Sort.UPDATED:
            return -document.updated_at.timestamp(), document.id
        case Sort.POPULARITY:
            return -query.steering.popularity.get(document.id, 0), document.id
        case Sort.RELEVANCE:
            return -points[document.id], document.id


def _count(
    matching: list[SearchDocument], filters: ServiceFilters, facet: str
) -> tuple[tuple[str, int], ...]:
    kept = filters_for_facet(filters, facet)
    values = (v for d in matching if fulfils(d, kept) for v in counted_values(d, facet))
    return in_facet_order(Counter(values))
