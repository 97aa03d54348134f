"""The Meilisearch engine: it finds and counts; what a hit is worth is decided here.

Meilisearch is asked by filters over our own terms, so what matches, the totals, the facets
and every order but relevance are exact. For relevance its rows are ranked by `scoring`,
like those of every other engine. As long as no more than `CANDIDATES` documents match, all
of them are ranked and the order is exact; beyond that the rows with every word and the
best by Meilisearch's own ranking are ranked, and the rest follow in order of id.
"""

import threading
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.search.documents import SearchDocument
from app.search.engine import EngineQuery, EngineResult, Hit, Sort, in_facet_order, page_bounds
from app.search.errors import IndexNotReady
from app.search.meilisearch_documents import (
    ID,
    KEY,
    KIND,
    SERVICE,
    STATE,
    SURFACES,
    Row,
    document_key,
    facet_attribute,
    in_latin,
    meilisearch_document,
    state_document,
    terms_of_row,
)
from app.search.meilisearch_query import (
    Ask,
    Count,
    all_rows,
    best_rows,
    counts,
    further_rows,
    ordered_rows,
    popular_rows,
    unpopular_rows,
)
from app.search.meilisearch_server import Answer, MeilisearchServer
from app.search.meilisearch_vectors import VECTORS, Late, Vectors, entries, no_entry
from app.search.meilisearch_words import from_latin, from_plain_value
from app.search.plan import Plan
from app.search.scoring import Scoring, compile_plan, total_points
from app.search.steering import by_popularity
from app.search.vocabulary import Vocabulary

CANDIDATES = 500
"""Rows that are fetched to be ranked, by each of the ways to find good ones."""

_OF_STATE = ("seq", "layout", "settings", "embedder", "vectors")
_ASK_STATE = Ask(f'{KIND} = "{STATE}"', attributes=_OF_STATE, limit=1)
_ASK_WORDS = Ask(f'{KIND} = "{SERVICE}"', facets=(SURFACES,))


@dataclass(frozen=True, slots=True)
class State:
    """What an index says of itself, what its vectors come from, and the mark of the latest."""

    seq: int = 0
    layout: str = ""
    settings: str = ""
    embedder: str = ""
    vectors: str = ""


@dataclass(frozen=True, slots=True)
class _View:
    """What is known of the index as of its last look."""

    state: State
    count: int
    vocabulary: Vocabulary = field(repr=False)


class MeilisearchEngine:
    """Search documents in one index of a Meilisearch server.

    Any number of threads may search while one writes.
    """

    def __init__(
        self, server: MeilisearchServer, index: str, vectors: Vectors | None = None
    ) -> None:
        self._server = server
        self._vectors = vectors
        self.index = index
        self._tasks: list[int] = []
        self._lock = threading.RLock()
        self._view: _View | None = None
        self.built_with = State()

    @property
    def seq(self) -> int:
        """The last journal entry the index holds, as far as is known."""
        return self._view.state.seq if self._view else 0

    @property
    def count(self) -> int:
        """How many documents the index holds, as far as is known."""
        return self._view.count if self._view else 0

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the indexed documents.

        Raises:
            IndexNotReady: the index has not been looked at yet.

        """
        if self._view is None:
            raise IndexNotReady("The search index is not ready yet.")
        return self._view.vocabulary

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Hand in documents, each in place of an earlier one with its id."""
        found = [meilisearch_document(document) for document in documents]
        if self._vectors:
            said = entries([one[ID] for one in found], self._vectors)
            found = [{**one, VECTORS: said[one[ID]]} for one in found]
        if found:
            self._tasks.append(self._server.put(self.index, found))

    def carry(self, late: Late) -> None:
        """Give services that are indexed their new vectors, and note the mark of these."""
        if self._vectors:
            said = entries(late.ids, self._vectors)
            found = [{KEY: document_key(each), VECTORS: said[each]} for each in late.ids]
            self._server.wait([self._server.amend(self.index, found)])
            with self._lock:
                self.built_with = replace(self.built_with, vectors=late.mark)
                self._note(self.built_with.seq)

    def delete(self, ids: Iterable[str]) -> None:
        """Hand in ids to take out; an unknown id is no error."""
        if keys := [document_key(each) for each in ids]:
            self._tasks.append(self._server.remove(self.index, keys))

    def commit(self, seq: int) -> None:
        """Wait until everything handed in is visible, then note the journal entry.

        The entry is noted last: after a crash in between the entries are read again, which
        is harmless, and none is left out.
        """
        with self._lock:
            tasks, self._tasks = self._tasks, []
            self._server.wait(tasks)
            self._note(seq)

    def discard(self) -> None:
        """Forget what was handed in since the last commit; it will be handed in again."""
        self._tasks = []

    def refresh(self) -> State:
        """Look at the index; its words are read again when it holds something else."""
        with self._lock:
            (answer,) = self._server.search(self.index, [_ASK_STATE])
            state = State(**answer.rows[0]) if answer.rows else State()
            view = self._view
            if view is None or replace(view.state, vectors=state.vectors) != state:
                self._view = self._look(state)
            return state

    def _note(self, seq: int) -> None:
        """Write down what the index holds, and look at it again."""
        built = self.built_with
        state = state_document(seq=seq, layout=built.layout, settings=built.settings)
        if self._vectors:
            of_vectors = {"embedder": built.embedder, "vectors": built.vectors}
            state |= {**of_vectors, VECTORS: no_entry()}
        self._server.wait([self._server.put(self.index, [state])])
        self.refresh()

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question."""
        if query.sort is Sort.POPULARITY:
            return self._popular(query)
        if query.plan is None or query.sort is not Sort.RELEVANCE:
            return self._ordered(query)
        return self._ranked(query, query.plan)

    def close(self) -> None:
        """Let go of nothing: the connections belong to the server."""

    def _look(self, state: State) -> _View:
        (answer,) = self._server.search(self.index, [_ASK_WORDS])
        found = answer.facets.get(SURFACES, {})
        now = {from_latin(word): number for word, number in found.items()}
        vocabulary = self._view.vocabulary if self._view else Vocabulary()
        before = vocabulary.frequencies()
        changed = {word: now.get(word, 0) for word, _ in before.items() ^ now.items()}
        vocabulary.update(changed, documents=answer.total)
        return _View(state, answer.total, vocabulary)

    def _ordered(self, query: EngineQuery) -> EngineResult:
        first, last = page_bounds(query)
        numbers = counts(query)
        asks = [*(each.ask for each in numbers), ordered_rows(query, first, last)]
        *counted, page = self._server.search(self.index, asks)
        hits = tuple(Hit(row[ID], 0.0) for row in page.rows)
        return EngineResult(hits, counted[0].total, _facets(query, numbers, counted))

    def _popular(self, query: EngineQuery) -> EngineResult:
        """Return a page of the popular ones, which are few, and then the others by their id."""
        first, last = page_bounds(query)
        numbers, popularity = counts(query), query.steering.popularity
        asks = [*(each.ask for each in numbers), popular_rows(query)]
        *counted, popular = self._server.search(self.index, asks)
        ids = by_popularity([row[ID] for row in popular.rows], popularity)
        others = counted[0].total - len(ids)
        ahead = others if query.is_reversed else len(ids)
        behind = max(first - ahead, 0), max(last - ahead, 0)
        asked = (first, last) if query.is_reversed else behind
        (found,) = self._server.search(self.index, [unpopular_rows(query, *asked)])
        rest = [row[ID] for row in found.rows]
        if query.is_reversed:
            page = [*rest, *ids[::-1][slice(*behind)]]
        else:
            page = [*ids[first:last], *rest]
        hits = tuple(Hit(document_id, 0.0) for document_id in page)
        return EngineResult(hits, counted[0].total, _facets(query, numbers, counted))

    def _ranked(self, query: EngineQuery, plan: Plan) -> EngineResult:
        scoring = in_latin(compile_plan(plan, self.vocabulary, query.steering))
        numbers = counts(query)
        every = all_rows(query, scoring, CANDIDATES)
        asks = [*(each.ask for each in numbers), every]
        *counted, found = self._server.search(self.index, asks)
        total, rows = counted[0].total, list(found.rows)
        if total > len(rows):
            best = list(best_rows(query, plan, scoring, CANDIDATES))
            rows += [row for answer in self._server.search(self.index, best) for row in answer.rows]
        hits = self._page(query, _in_order(rows, scoring), every, scoring, total)
        return EngineResult(hits, total, _facets(query, numbers, counted))

    def _page(
        self, query: EngineQuery, ranked: list[Hit], every: Ask, scoring: Scoring, total: int
    ) -> tuple[Hit, ...]:
        first, last = page_bounds(query)
        page = ranked[first:last]
        known = len(ranked)
        if last <= known or total <= known:
            return tuple(page)
        keys = [document_key(hit.id) for hit in ranked]
        rest = further_rows(every, keys, max(0, first - known), last - known)
        (found,) = self._server.search(self.index, [rest])
        return (*page, *(_hit(row, scoring) for row in found.rows))


def _in_order(rows: Iterable[Row], scoring: Scoring) -> list[Hit]:
    """Rank rows by what they earn, then by id; a row found twice counts once."""
    found = [(-_points(row, scoring), row[ID]) for row in {row[KEY]: row for row in rows}.values()]
    return [Hit(document_id, scoring.share(-points)) for points, document_id in sorted(found)]


def _hit(row: Row, scoring: Scoring) -> Hit:
    return Hit(row[ID], scoring.share(_points(row, scoring)))


def _points(row: Row, scoring: Scoring) -> int:
    return total_points(row[ID], terms_of_row(row), scoring)


def _facets(
    query: EngineQuery, numbers: Sequence[Count], counted: Sequence[Answer]
) -> Mapping[str, tuple[tuple[str, int], ...]]:
    found = {}
    for each, answer in zip(numbers, counted, strict=True):
        for facet in each.facets:
            values = answer.facets.get(facet_attribute(facet), {})
            known = {from_plain_value(value): number for value, number in values.items()}
            found[facet] = in_facet_order(known)
    return {facet: found[facet] for facet in query.facets}
