"""The thread that builds vectors in the background."""

import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import structlog

from app.core.claiming import holding
from app.core.db import Database
from app.core.settings import Settings
from app.search.semantic.building import Builder
from app.search.semantic.embedder import Embedder

LOOK_SECONDS = 2.0
_log = structlog.get_logger("dalil.search")

Holding = Callable[[], AbstractContextManager[Callable[[], bool]]]


class VectorDuties:
    """Builds missing vectors and drops unused ones; of several processes one works."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        *,
        holding: Holding,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        self._database, self._embedder = database, embedder
        self._holding, self._seconds = holding, seconds
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="vectors", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """Stop after the text that is being read; the rest is for the next start."""
        self._stopping.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def _run(self) -> None:
        while not self._stopping.is_set():
            try:
                with self._holding() as is_held:
                    self._work(is_held)
            except Exception as fault:  # a database that is down for a while must not end it
                _log.warning("vectors_failed", error=str(fault)[:300])
            self._stopping.wait(self._seconds)

    def _work(self, is_held: Callable[[], bool]) -> None:
        """Follow the catalogue for as long as the name is held."""
        builder = Builder(self._database, self._embedder)
        while is_held() and not self._stopping.is_set():
            started = time.monotonic()
            if built := builder.build(self._stopping.is_set):
                spent = round(time.monotonic() - started, 1)
                _log.info("vectors_built", services=built, seconds=spent)
            self._stopping.wait(self._seconds)


def start_vectors(settings: Settings, database: Database, embedder: Embedder) -> VectorDuties:
    """Build vectors in the background, if no other process does."""
    held = partial(holding, database, settings.data_dir, "vectors")
    vectors = VectorDuties(database, embedder, holding=held)
    vectors.start()
    return vectors
