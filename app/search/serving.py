"""What one process keeps ready to answer searches, and how it keeps up with the journal."""

import time
from collections.abc import Mapping
from datetime import datetime

import orjson

from app.catalogue.queries.documents import stream_documents_as_of
from app.core.db import Database
from app.core.memory import give_back
from app.search.documents import search_document
from app.search.engine import SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.errors import SearchUnavailable
from app.search.indexing import SearchIndex
from app.search.names import load_labels, load_names
from app.search.schemas import Texts
from app.search.suggest import Suggester

_REST = 20
"""Names are gathered anew at most for one part in this many of the time."""


class ServedSearch:
    """The index, the names to suggest and the labels of facets, each as of a journal entry."""

    def __init__(self, database: Database, index: SearchIndex) -> None:
        self._database = database
        self.index = index
        self.suggester = Suggester([])
        self.labels: Mapping[str, Mapping[str, Texts]] = {}
        self._names_seq = -1
        self._rest_until = 0.0
        self._past: tuple[datetime, int, SearchEngine] | None = None

    @property
    def engine(self) -> SearchEngine:
        """The engine to ask."""
        return self.index.engine

    def follow(self, seq: int) -> bool:
        """Bring everything up to a journal entry; False when something has to wait."""
        is_indexed = self._catch_up(seq)
        return self._name(seq) and is_indexed

    def name(self) -> None:
        """Gather the names at once, without waiting for the index."""
        self._gather_names()

    def _catch_up(self, seq: int) -> bool:
        """Bring the index up to a journal entry; False when it is not there yet."""
        try:
            self.index.catch_up()
        except SearchUnavailable:
            return False
        return self.index.engine.seq >= seq

    def _name(self, seq: int) -> bool:
        if self._names_seq == seq:
            return True
        if time.monotonic() < self._rest_until:
            return False
        started = time.monotonic()
        self._gather_names()
        self._names_seq = seq
        self._rest_until = time.monotonic() + _REST * (time.monotonic() - started)
        return True

    def engine_as_of(self, as_of: datetime) -> SearchEngine:
        """Build an engine over the catalogue as it was at one time; the last one is kept."""
        known, seq = self._past, self.engine.seq
        if known is None or known[:2] != (as_of, seq):
            engine = MemoryEngine()
            with self._database.read() as session:
                found = stream_documents_as_of(session, as_of)
                engine.add(search_document(orjson.loads(body)) for _, body in found)
            engine.commit(seq)
            self._past = known = (as_of, seq, engine)
        return known[2]

    def _gather_names(self) -> None:
        with self._database.read() as session:
            self.labels = load_labels(session)
            self.suggester = Suggester(load_names(session))
        give_back()
