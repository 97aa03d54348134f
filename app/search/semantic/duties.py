"""The thread that builds vectors in the background."""

import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from functools import partial

import structlog

from app.core.claiming import holding
from app.core.db import Database
from app.core.rounds import Rounds
from app.core.settings import Settings
from app.search.semantic.building import Builder
from app.search.semantic.embedder import Embedder

LOOK_SECONDS = 2.0
_log = structlog.get_logger("dalil.search")

Holding = Callable[[], AbstractContextManager[Callable[[], bool]]]


class VectorDuties(Rounds):
    """Builds missing vectors and drops unused ones; of several processes one works."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        *,
        holding: Holding,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__("vectors", seconds=seconds)
        self._database, self._embedder = database, embedder
        self._holding = holding

    def round(self) -> None:
        """Follow the catalogue for as long as the name is held; a text once begun is read."""
        with self._holding() as is_held:
            builder = Builder(self._database, self._embedder)
            while is_held() and not self.is_stopping():
                started = time.monotonic()
                if built := builder.build(self.is_stopping):
                    spent = round(time.monotonic() - started, 1)
                    _log.info("vectors_built", services=built, seconds=spent)
                self.rest()


def start_vectors(settings: Settings, database: Database, embedder: Embedder) -> VectorDuties:
    """Build vectors in the background, if no other process does."""
    held = partial(holding, database, settings.data_dir, "vectors")
    vectors = VectorDuties(database, embedder, holding=held)
    vectors.start()
    return vectors
