"""The port: what search asks of an engine, whichever engine stands behind it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Protocol

from app.catalogue.rules.filtering import ServiceFilters
from app.search.conditions import Condition
from app.search.documents import SearchDocument
from app.search.plan import Plan
from app.search.steering import NO_STEERING, Steering
from app.search.vocabulary import Vocabulary

LAST_RESULT = 10_000
"""Nobody reads further; a page beyond it is empty."""


class Sort(StrEnum):
    """The orders a result can be asked in; the id decides between equals."""

    RELEVANCE = "relevance"
    TITLE_AR = "title_ar"
    TITLE_EN = "title_en"
    UPDATED = "updated"
    POPULARITY = "popularity"


@dataclass(frozen=True, slots=True)
class EngineQuery:
    """One question to an engine; without a plan every document is meant.

    ``where`` narrows further; unlike a facet's own filter it narrows the facets too.
    ``offset`` is the place of the first hit, from 0, in the place of a page's. With
    ``is_reversed`` an order other than relevance is turned around.
    What is pinned answers a question with a plan as if it held a word of it, and comes
    first in order of relevance. What is near in meaning answers likewise, and is ranked.
    """

    plan: Plan | None = None
    filters: ServiceFilters = field(default_factory=ServiceFilters)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    where: Condition | None = None
    offset: int | None = None
    is_reversed: bool = False
    steering: Steering = NO_STEERING


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that answers, and how well (0 to 1; 0 in an order other than relevance)."""

    id: str
    score: float


@dataclass(frozen=True, slots=True)
class EngineResult:
    """One page of hits, how many there are in all, and the counts of the facets.

    It is degraded when another engine than the one that is set up had to answer.
    """

    hits: tuple[Hit, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    is_degraded: bool = False


class SearchEngine(Protocol):
    """An index of search documents that follows the journal."""

    @property
    def seq(self) -> int:
        """The last journal entry the index holds."""
        ...

    @property
    def count(self) -> int:
        """How many documents the index holds."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the indexed documents."""
        ...

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, each in place of an earlier one with its id."""
        ...

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; an unknown id is no error."""
        ...

    def commit(self, seq: int) -> None:
        """Make everything added and deleted visible, as of this journal entry."""
        ...

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...


_CATEGORY = frozenset({"category", "categoryPath"})


def filters_for_facet(filters: ServiceFilters, facet: str) -> ServiceFilters:
    """Return the filters a facet is counted under: all but its own, so that it stays open."""
    own = _CATEGORY if facet in _CATEGORY else frozenset({facet})
    kept = {name: values for name, values in filters.values.items() if name not in own}
    return replace(filters, values=kept)


def in_facet_order(counts: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    """Facet values with their counts, the most frequent first."""
    found = ((value, count) for value, count in counts.items() if count)
    return tuple(sorted(found, key=lambda item: (-item[1], item[0])))


def page_bounds(query: EngineQuery) -> tuple[int, int]:
    """Return the first place of a page and the place after its last."""
    size = max(1, query.page_size)
    first = (max(query.page, 1) - 1) * size if query.offset is None else max(query.offset, 0)
    return min(first, LAST_RESULT), min(first + size, LAST_RESULT)
