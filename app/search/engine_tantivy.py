"""The embedded engine: a tantivy index in one directory, in this process."""

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import tantivy

from app.catalogue.rules.filtering import ServiceFilters
from app.search import tantivy_schema as fields
from app.search.documents import SearchDocument
from app.search.engine import (
    EngineQuery,
    EngineResult,
    Hit,
    Sort,
    filters_for_facet,
    in_facet_order,
    page_bounds,
)
from app.search.scoring import Scoring, compile_plan
from app.search.steering import Steering, by_popularity
from app.search.tantivy_query import build_query, split_by_id
from app.search.vocabulary import Vocabulary

STATE_FILE = "dalil-state.json"
_HEAP_BYTES = 64_000_000
_MOST_FACET_VALUES = 10_000
_EQUALS_EXPECTED = 100
"""Hits fetched beyond a page in case they equal its last."""
_ORDER_FIELDS = {
    Sort.TITLE_AR: fields.title_sort_field("ar"),
    Sort.TITLE_EN: fields.title_sort_field("en"),
    Sort.UPDATED: fields.SORT_UPDATED,
}


@dataclass(frozen=True, slots=True)
class _View:
    """One committed state of the index; a search sees one view from beginning to end."""

    searcher: tantivy.Searcher
    ids: dict[float | None, str]
    seq: int


class TantivyEngine:
    """Search documents in a tantivy index.

    Any number of threads may search while one writes. The writer is opened for a batch and
    closed by its commit, so that another process may write in between.
    """

    def __init__(self, directory: Path) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self.directory = directory
        self._schema = fields.build_schema()
        self._index = tantivy.Index(self._schema, path=str(directory))
        self._index.config_reader("Manual")
        self._writer: tantivy.IndexWriter | None = None
        self._lock = threading.RLock()
        self._vocabulary = Vocabulary()
        self._next_number = 0
        self._state_stamp: tuple[int, int] | None = None
        self._view = self._load_view()

    @property
    def seq(self) -> int:
        """The last journal entry the index holds."""
        return self._view.seq

    @property
    def count(self) -> int:
        """How many documents the index holds."""
        return int(self._view.searcher.num_docs)

    @property
    def vocabulary(self) -> Vocabulary:
        """The words of the indexed documents."""
        return self._vocabulary

    def add(self, documents: Iterable[SearchDocument]) -> None:
        """Add documents, each in place of an earlier one with its id."""
        with self._lock:
            writer = self._open_writer()
            for document in documents:
                writer.delete_documents_by_term(fields.ID, document.id)
                writer.add_document(fields.tantivy_document(document, self._next_number))
                self._next_number += 1

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; an unknown id is no error."""
        with self._lock:
            writer = self._open_writer()
            for document_id in ids:
                writer.delete_documents_by_term(fields.ID, document_id)

    def commit(self, seq: int) -> None:
        """Make everything added and deleted visible, as of this journal entry.

        The index is committed before its state is written: a process that dies in between
        leaves an index that is ahead of its state, and reading entries again is harmless.
        """
        with self._lock:
            if self._writer is not None:
                self._writer.commit()
                self._close_writer()
            _write_state(self.directory, seq)
            self._view = self._load_view()

    def refresh(self) -> None:
        """See what another process has committed since; costs one look at a file if nothing."""
        if _state_stamp(self.directory) != self._state_stamp:
            with self._lock:
                self._view = self._load_view()

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question."""
        view = self._view
        scoring = None
        if query.plan is not None:
            scoring = compile_plan(query.plan, self._vocabulary, query.steering)
        hits, total = self._hits(view, query, scoring)
        return EngineResult(hits, total, self._facets(view, query, scoring))

    def close(self) -> None:
        """Let go of files and locks."""
        with self._lock:
            self._close_writer()

    def _hits(
        self, view: _View, query: EngineQuery, scoring: Scoring | None
    ) -> tuple[tuple[Hit, ...], int]:
        first, last = page_bounds(query)
        built = build_query(self._schema, scoring, query.filters)
        if scoring is not None and query.sort is Sort.RELEVANCE:
            return _most_relevant(view, built, (first, last), scoring)
        if query.sort is Sort.POPULARITY:
            ids, total = self._most_popular(view, built, query.steering, (first, last))
        else:
            order = _ORDER_FIELDS.get(query.sort, fields.ID)
            ids, total = _in_order_of(view, built, order, (first, last))
        return tuple(Hit(document_id, 0.0) for document_id in ids), total

    def _most_popular(
        self, view: _View, built: tantivy.Query, steering: Steering, page: tuple[int, int]
    ) -> tuple[list[str], int]:
        """Return a page of the popular ones, which are few, and then the others by their id."""
        first, last = page
        popular, others = split_by_id(self._schema, built, list(steering.popularity))
        found = view.searcher.search(popular, limit=max(len(steering.popularity), 1)).hits
        ids = by_popularity(_ids(view, [address for _, address in found]), steering.popularity)
        rest = max(first - len(ids), 0), max(last - len(ids), 0)
        further, total = _in_order_of(view, others, fields.ID, rest)
        return [*ids[first:last], *further], len(ids) + total

    def _facets(
        self, view: _View, query: EngineQuery, scoring: Scoring | None
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        """Count the facets; those under the same filters are counted together."""
        together: dict[tuple[str, ...], list[str]] = {}
        for facet in query.facets:
            kept = filters_for_facet(query.filters, facet)
            together.setdefault(tuple(kept.values), []).append(facet)
        counts: dict[str, tuple[tuple[str, int], ...]] = {}
        for facets in together.values():
            kept = filters_for_facet(query.filters, facets[0])
            counts |= self._count(view, scoring, kept, facets)
        return {facet: counts[facet] for facet in query.facets}

    def _count(
        self, view: _View, scoring: Scoring | None, filters: ServiceFilters, facets: list[str]
    ) -> dict[str, tuple[tuple[str, int], ...]]:
        asked = {
            facet: {"terms": {"field": fields.facet_field(facet), "size": _MOST_FACET_VALUES}}
            for facet in facets
        }
        built = build_query(self._schema, scoring, filters, is_scored=False)
        answer = view.searcher.aggregate(built, asked)
        return {
            facet: in_facet_order({b["key"]: b["doc_count"] for b in answer[facet]["buckets"]})
            for facet in facets
        }

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)
            # A writer that was killed in its commit leaves files under the names of this one's.
            self._writer.garbage_collect_files()
        return self._writer

    def _close_writer(self) -> None:
        if self._writer is not None:
            self._writer.wait_merging_threads()
            self._writer = None

    def _load_view(self) -> _View:
        self._state_stamp = _state_stamp(self.directory)
        self._index.reload()
        searcher = self._index.searcher()
        self._next_number = _largest_number(searcher) + 1
        self._refresh_vocabulary(searcher)
        return _View(searcher, {}, _read_state(self.directory))

    def _refresh_vocabulary(self, searcher: tantivy.Searcher) -> None:
        """Take over the words whose number of documents has changed."""
        everything = tantivy.Query.all_query()
        now = dict(searcher.terms_with_prefix(fields.SURFACE, "", filter_query=everything))
        before = self._vocabulary.frequencies()
        changed = {word: now.get(word, 0) for word, _ in before.items() ^ now.items()}
        self._vocabulary.update(changed, documents=searcher.num_docs)


def _in_order_of(
    view: _View, built: tantivy.Query, order: str, page: tuple[int, int]
) -> tuple[list[str], int]:
    first, last = page
    found = view.searcher.search(
        built,
        limit=max(last - first, 1),  # tantivy panics on a limit of 0
        offset=first,
        order_by_field=order,
        order=tantivy.Order.Asc,
    )
    return _ids(view, [address for _, address in found.hits[: last - first]]), _total(found)


def _most_relevant(
    view: _View, built: tantivy.Query, page: tuple[int, int], scoring: Scoring
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
        return (), _total(found)
    highest, lowest = hits[first][0] + most, hits[min(last, len(hits)) - 1][0] - most
    above = sum(points > highest for points, _ in hits)
    near = [(points, address) for points, address in hits if lowest <= points <= highest]
    ids = _ids(view, [address for _, address in near])
    ordered = sorted(
        (-points - boosts.get(name, 0), name) for (points, _), name in zip(near, ids, strict=True)
    )
    chosen = ordered[first - above : last - above]
    return tuple(Hit(name, scoring.share(-points)) for points, name in chosen), _total(found)


def _total(found: tantivy.SearchResult) -> int:
    return int(found.count)  # type: ignore[attr-defined]  # left out of tantivy's stubs


def _ids(view: _View, addresses: list[tantivy.DocAddress]) -> list[str]:
    """Return the ids of documents, reading each stored document only once per view."""
    numbers = view.searcher.fast_field_values(fields.NUMBER, addresses)
    for number, address in zip(numbers, addresses, strict=True):
        if number not in view.ids:
            view.ids[number] = view.searcher.doc(address)[fields.ID][0]
    return [view.ids[number] for number in numbers]


def _largest_number(searcher: tantivy.Searcher) -> int:
    asked = {"largest": {"max": {"field": fields.NUMBER}}}
    found = searcher.aggregate(tantivy.Query.all_query(), asked)["largest"]["value"]
    return -1 if found is None else int(found)


def _read_state(directory: Path) -> int:
    try:
        return int(json.loads((directory / STATE_FILE).read_bytes())["seq"])
    except FileNotFoundError:
        return 0


def _write_state(directory: Path, seq: int) -> None:
    unfinished = directory / f"{STATE_FILE}.{os.getpid()}"
    unfinished.write_text(json.dumps({"seq": seq}))
    unfinished.replace(directory / STATE_FILE)


def _state_stamp(directory: Path) -> tuple[int, int] | None:
    """Return a mark that changes with every commit: a state file is always a new file."""
    try:
        found = (directory / STATE_FILE).stat()
    except FileNotFoundError:
        return None
    return found.st_mtime_ns, found.st_ino
