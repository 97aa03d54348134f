"""The life of the Meilisearch index: built aside, switched to, kept up, mended.

The index says of itself which journal entry it holds and what it was built with. Whatever
does not fit (another version of Dalil, settings changed by somebody else, an entry the
journal does not know, no index at all) leads to a new index beside the old one; the two
change places only when the new one is whole, and what was published meanwhile is read
from the journal.
"""

import secrets
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager, suppress

import structlog

from app.search.engine_meilisearch import MeilisearchEngine, State
from app.search.errors import IndexingFailed, IndexNotReady, SearchUnavailable
from app.search.following import STRETCH, Stopped, fill, follow
from app.search.meilisearch_server import MeilisearchServer
from app.search.meilisearch_settings import fingerprint, settings_mark
from app.search.meilisearch_vectors import Vectors, embedder_mark, wanted_settings
from app.search.source import Source

Holding = Callable[[], AbstractContextManager[bool]]
"""Tries to be the only process that writes; tells whether it is."""

_log = structlog.get_logger("dalil.search")
_LONGEST_WAIT = 600
"""Seconds that an asked-for rebuild waits for another process to finish writing."""


class MeilisearchIndex:
    """An index on a Meilisearch server, which any number of processes read and one writes."""

    def __init__(
        self,
        server: MeilisearchServer,
        source: Source,
        *,
        holding: Holding,
        vectors: Vectors | None = None,
    ) -> None:
        self._server = server
        self._source = source
        self._holding = holding
        self._vectors = vectors
        self._engine = self._engine_of(server.index)
        self._is_compared = False
        self._is_stopped = threading.Event()
        with suppress(SearchUnavailable):  # the server may be away; the watch tries again
            self._look()

    @property
    def engine(self) -> MeilisearchEngine:
        """Return the engine to ask."""
        return self._engine

    def catch_up(self) -> int:
        """Index what the journal says since the last time; return how many entries.

        Raises:
            SearchUnavailable: the server is away or would not do it; nothing is lost.

        """
        try:
            with self._holding() as is_ours:
                return self._catch_up() if is_ours else self._follow_another()
        except Stopped:
            return 0
        except SearchUnavailable:
            self._is_compared = False
            raise
        finally:
            self._engine.discard()

    def rebuild(self) -> None:
        """Build the index again from every published document, and switch to it."""
        deadline = time.monotonic() + _LONGEST_WAIT
        while True:
            with self._holding() as is_ours:
                if is_ours:
                    self._rebuild()
                    return
            if time.monotonic() > deadline:
                raise IndexNotReady("Another process goes on writing the index.")
            time.sleep(0.1)

    def carry_vectors(self) -> bool:
        """Give the index the vectors that were built since it last took some.

        False when it has to be asked again: another process writes, the server is away, or
        the index is yet to be built. Between two batches others may write.
        """
        if self._vectors is None:
            return True
        try:
            while not self._is_stopped.is_set():
                with self._holding() as is_ours:
                    if not is_ours or self._find_fault():
                        return False
                    late = self._vectors.late(self._engine.built_with.vectors)
                    if late is None:
                        return True
                    self._engine.carry(late)
                if late.is_last:
                    return True
        except SearchUnavailable:
            self._is_compared = False
        return False

    def is_lost(self) -> bool:
        """Tell whether the server has lost the index, as one that came back without its disk."""
        try:
            return bool(self._engine.seq) and not self._server.has(self._server.index)
        except SearchUnavailable:
            return False

    def check(self) -> None:
        """Search for nothing: the server answers for itself."""

    def stop(self) -> None:
        """Follow no further; what is being indexed is left for another time."""
        self._is_stopped.set()

    def close(self) -> None:
        """Close the connections."""
        self._server.close()

    def _follow_another(self) -> int:
        before = self._engine.seq
        self._look()
        return max(0, self._engine.seq - before)

    def _catch_up(self) -> int:
        fault = self._find_fault()
        if fault:
            _log.warning("search_index_rebuilt", reason=fault)
            self._rebuild()
            return 0
        if self._comes_in_parts():
            self._rebuild()
            return 0
        return follow(self._engine, self._source, is_over=self._is_stopped.is_set)

    def _comes_in_parts(self) -> bool:
        """Tell whether a release waits that would be seen part by part; none may be.

        Meilisearch shows each task when it is done, so it is built aside and switched to.
        """
        seq = self._engine.seq
        return self._source.head() - seq > STRETCH and self._source.has_release(after=seq)

    def _look(self) -> State:
        """Look at the index in use; one of another version is not ours to ask."""
        state = self._engine.refresh()
        if state.layout != fingerprint():
            self._engine = self._engine_of(self._server.index)
            raise IndexNotReady("The search index is being built.")
        return state

    def _find_fault(self) -> str:
        """Say what is wrong with the index in use; nothing when all is well."""
        try:
            state = self._look()
        except IndexNotReady as fault:
            return fault.detail
        if state.seq > self._source.head():
            return "The index knows more than the journal."
        if state.embedder != embedder_mark(self._vectors):
            return "The index holds other vectors than are wanted."
        if not self._is_compared:
            if settings_mark(self._server.settings(self._server.index)) != state.settings:
                return "The settings of the index were changed."
            self._is_compared = True
        self._engine.built_with = state
        return ""

    def _rebuild(self) -> None:
        live = self._server.index
        self._remove_others()
        aside = f"{live}-next-{secrets.token_hex(4)}"
        self._build(aside)
        if live not in self._server.indexes():
            self._server.create(live, wanted_settings(self._vectors))
        self._server.swap(live, aside)
        engine = self._engine_of(live)
        engine.built_with, self._engine, self._is_compared = engine.refresh(), engine, True
        self._remove_others()

    def _build(self, name: str) -> None:
        """Fill a new index and make sure that it is whole."""
        self._server.create(name, wanted_settings(self._vectors))
        engine, mark = self._engine_of(name), self._vectors.mark() if self._vectors else ""
        settings = settings_mark(self._server.settings(name))
        engine.built_with = State(0, fingerprint(), settings, embedder_mark(self._vectors), mark)
        filled = fill(engine, self._source, is_over=self._is_stopped.is_set)
        if engine.count != filled:
            raise IndexingFailed(f"{engine.count} of {filled} documents arrived.")
        # What was published while the index was built.
        follow(engine, self._source, is_over=self._is_stopped.is_set)

    def _engine_of(self, name: str) -> MeilisearchEngine:
        return MeilisearchEngine(self._server, name, self._vectors)

    def _remove_others(self) -> None:
        """Delete what a build left behind; only the holder of the lock may."""
        for name in self._server.indexes():
            if name.startswith(f"{self._server.index}-next-"):
                self._server.delete(name)
