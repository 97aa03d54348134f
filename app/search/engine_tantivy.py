"""The embedded engine: a tantivy index in one directory, in this process."""

import json
import os
import threading
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import tantivy

from app.search import tantivy_schema as fields
from app.search.damage import Note, is_panic, noticing_damage, unnoted
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
from app.search.planning import plan_query
from app.search.scoring import Scoring, compile_plan
from app.search.steering import by_popularity
from app.search.tantivy_facets import count
from app.search.tantivy_pages import View, ids_of, in_order_of, most_relevant
from app.search.tantivy_query import build_query, build_scored, split_by_id
from app.search.vocabulary import Vocabulary

STATE_FILE = "dalil-state.json"
_HEAP_BYTES = 256_000_000
"""What a writer may gather before it writes a part of the index. It takes as much as it needs,
and a search looks into every part: of 100,000 services in one part it costs an eighth less than in
four, for 65 MB more while the index is built."""
_ORDER_FIELDS = {
    Sort.TITLE_AR: fields.title_sort_field("ar"),
    Sort.TITLE_EN: fields.title_sort_field("en"),
    Sort.UPDATED: fields.SORT_UPDATED,
}


class TantivyEngine:
    """Search documents in a tantivy index.

    Any number of threads may search while one writes. The writer is opened for a batch and
    closed by its commit, so that another process may write in between.
    """

    def __init__(
        self, directory: Path, note: Note = unnoted, *, heap_bytes: int = _HEAP_BYTES
    ) -> None:
        directory.mkdir(parents=True, exist_ok=True)
        self._note = note
        self.directory = directory
        self._heap_bytes = heap_bytes
        self._schema = fields.build_schema()
        self._index = fields.open_index(self._schema, directory)
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
            for document in documents:
                writer = self._open_writer()
                writer.delete_documents_by_term(fields.ID, document.id)
                self._add_row(writer, fields.row(document).decode())

    def add_rows(self, rows: Iterable[str]) -> None:
        """Add prepared documents (`tantivy_schema.row`) none of which the index holds yet."""
        with self._lock:
            writer = self._open_writer()
            for row in rows:
                self._add_row(writer, row)

    def delete(self, ids: Iterable[str]) -> None:
        """Take documents out; an unknown id is no error."""
        with self._lock:
            for document_id in ids:
                self._open_writer().delete_documents_by_term(fields.ID, document_id)

    def commit(self, seq: int) -> None:
        """Make everything added and deleted visible, as of this journal entry."""
        with self._lock:
            self.show(seq)
            self.tidy()

    def show(self, seq: int) -> None:
        """Let searches see everything added and deleted, as of this journal entry.

        The index is committed before its state is written: a process that dies in between
        leaves an index that is ahead of its state, and reading entries again is harmless.
        """
        with self._lock:
            if self._writer is None:  # entries that leave every document alone
                self.refresh()
                _write_state(self.directory, seq)
                self._state_stamp = _state_stamp(self.directory)
                self._view = replace(self._view, seq=seq)
                return
            self._writer.commit()
            _write_state(self.directory, seq)
            self._view = self._load_view()

    def tidy(self) -> None:
        """Wait until the small parts of the index are merged, which no search has to wait for."""
        with self._lock:
            if self._writer is None:
                return
            self._close_writer()
            self._index.reload()
            self._view = replace(self._view, searcher=self._index.searcher())

    def refresh(self) -> None:
        """See what another process has committed since; costs one look at a file if nothing."""
        if _state_stamp(self.directory) != self._state_stamp:
            with self._lock:
                self._view = self._load_view()

    def search(self, query: EngineQuery) -> EngineResult:
        """Answer a question.

        Raises:
            IndexDamaged: files cannot be read as they were written.

        """
        with noticing_damage(self._note):
            return self._answer(self._view, query)

    def probe(self) -> None:
        """Search for a word and for everything, in the files and not in what is remembered.

        Raises:
            IndexDamaged: files cannot be read as they were written.

        """
        view = replace(self._view, ids={}, few_sets={})
        word = next(iter(self._vocabulary.frequencies()), "")
        plan = plan_query(f"{word} ", self._vocabulary)
        with noticing_damage(self._note):
            self._answer(view, EngineQuery(plan=plan, facets=("entity",)))
            self._answer(view, EngineQuery(sort=Sort.TITLE_AR))

    def _answer(self, view: View, query: EngineQuery) -> EngineResult:
        scoring = None
        if query.plan is not None:
            scoring = compile_plan(query.plan, self._vocabulary, query.steering)
        total, facets = self._count(view, query, scoring)
        first, last = page_bounds(query)
        has_hits = first < min(last, total)  # to find that there are none would take as long
        return EngineResult(self._hits(view, query, scoring) if has_hits else (), total, facets)

    def close(self) -> None:
        """Let go of files and locks."""
        with self._lock:
            self._close_writer()

    def abandon(self) -> None:
        """Drop an unfinished batch; the disk may be full, or what is merged damaged."""
        try:
            self.close()
        except BaseException as fault:
            if not (isinstance(fault, Exception) or is_panic(fault)):
                raise

    def _hits(self, view: View, query: EngineQuery, scoring: Scoring | None) -> tuple[Hit, ...]:
        page = page_bounds(query)
        if scoring is not None and query.sort is Sort.RELEVANCE:
            scored = build_scored(self._schema, scoring, query.filters, where=query.where)
            return most_relevant(view, scored, page, scoring)
        built = build_query(self._schema, scoring, query.filters, where=query.where)
        if query.sort is Sort.POPULARITY:
            ids = self._by_popularity(view, built, query)
        else:
            order = _ORDER_FIELDS.get(query.sort, fields.ID)
            is_reversed = query.is_reversed and query.sort is not Sort.RELEVANCE
            ids, _ = in_order_of(view, built, order, page, is_reversed=is_reversed)
        return tuple(Hit(document_id, 0.0) for document_id in ids)

    def _by_popularity(self, view: View, built: tantivy.Query, query: EngineQuery) -> list[str]:
        """Return a page of the popular ones, which are few, and then the others by their id."""
        (first, last), steering = page_bounds(query), query.steering
        popular, others = split_by_id(self._schema, built, list(steering.popularity))
        found = view.searcher.search(popular, limit=max(len(steering.popularity), 1)).hits
        ids = by_popularity(ids_of(view, [address for _, address in found]), steering.popularity)
        if query.is_reversed:
            further, total = in_order_of(view, others, fields.ID, (first, last), is_reversed=True)
            behind = slice(max(first - total, 0), max(last - total, 0))
            return [*further, *ids[::-1][behind]]
        rest = max(first - len(ids), 0), max(last - len(ids), 0)
        further, _ = in_order_of(view, others, fields.ID, rest)
        return [*ids[first:last], *further]

    def _count(
        self, view: View, query: EngineQuery, scoring: Scoring | None
    ) -> tuple[int, dict[str, tuple[tuple[str, int], ...]]]:
        """Count the hits and the facets; those under the same filters are counted together."""
        every = tuple(query.filters.values)
        together: dict[tuple[str, ...], list[str]] = {every: []}
        for facet in query.facets:
            kept = filters_for_facet(query.filters, facet)
            together.setdefault(tuple(kept.values), []).append(facet)
        totals: dict[tuple[str, ...], int] = {}
        counts: dict[str, dict[str, int]] = {}
        for names, facets in together.items():
            kept = filters_for_facet(query.filters, facets[0]) if facets else query.filters
            built = build_query(self._schema, scoring, kept, where=query.where)
            totals[names], found = count(view, built, facets)
            counts |= found
        return totals[every], {facet: in_facet_order(counts[facet]) for facet in query.facets}

    def _add_row(self, writer: tantivy.IndexWriter, row: str) -> None:
        writer.add_json(fields.numbered(row, self._next_number))
        self._next_number += 1

    def _open_writer(self) -> tantivy.IndexWriter:
        if self._writer is None:
            self._writer = self._index.writer(heap_size=self._heap_bytes, num_threads=1)
            # A writer that was killed in its commit leaves files under the names of this one's.
            self._writer.garbage_collect_files()
        return self._writer

    def _close_writer(self) -> None:
        writer, self._writer = self._writer, None  # a writer can be waited for only once
        if writer is not None:
            writer.wait_merging_threads()

    def _load_view(self) -> View:
        self._state_stamp = _state_stamp(self.directory)
        self._index.reload()
        searcher = self._index.searcher()
        self._next_number = _largest_number(searcher) + 1
        self._refresh_vocabulary(searcher)
        return View(self._schema, searcher, _read_state(self.directory))

    def _refresh_vocabulary(self, searcher: tantivy.Searcher) -> None:
        """Take over the words whose number of documents has changed."""
        everything = tantivy.Query.all_query()
        now = dict(searcher.terms_with_prefix(fields.SURFACE, "", filter_query=everything))
        before = self._vocabulary.frequencies()
        changed = {word: now.get(word, 0) for word, _ in before.items() ^ now.items()}
        self._vocabulary.update(changed, documents=searcher.num_docs)


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
