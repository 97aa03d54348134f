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
TELL_SECONDS = 30.0
"""While vectors are built, others hear of new ones this often."""
_log = structlog.get_logger("dalil.search")

Holding = Callable[[], AbstractContextManager[Callable[[], bool]]]
Tell = Callable[[], bool]
"""Says that there are new vectors; False when whoever was told has to be told again."""


def nobody() -> bool:
    """Nobody wants to know of new vectors."""
    return True


class VectorDuties(Rounds):
    """Builds missing vectors and drops unused ones; of several processes one works."""

    def __init__(
        self,
        database: Database,
        embedder: Embedder,
        *,
        holding: Holding,
        tell: Tell = nobody,
        seconds: float = LOOK_SECONDS,
    ) -> None:
        super().__init__("vectors", seconds=seconds)
        self._database, self._embedder = database, embedder
        self._holding, self._tell = holding, tell
        self._is_told, self._told_at = False, 0.0

    def round(self) -> None:
        """Follow the catalogue for as long as the name is held; a text once begun is read."""
        with self._holding() as is_held:
            builder = Builder(self._database, self._embedder)
            while is_held() and not self.is_stopping():
                started = time.monotonic()
                if built := builder.build(self.is_stopping, self._on_kept):
                    spent = round(time.monotonic() - started, 1)
                    _log.info("vectors_built", services=built, seconds=spent)
                if not self._is_told and not self.is_stopping():
                    self._tell_now()
                self.rest()

    def _on_kept(self) -> None:
        self._is_told = False
        if time.monotonic() > self._told_at + TELL_SECONDS:
            self._tell_now()

    def _tell_now(self) -> None:
        self._is_told, self._told_at = self._tell(), time.monotonic()


def start_vectors(
    settings: Settings, database: Database, embedder: Embedder, tell: Tell
) -> VectorDuties:
    """Build vectors in the background, if no other process does, and tell of new ones."""
    held = partial(holding, database, settings.data_dir, "vectors")
    vectors = VectorDuties(database, embedder, holding=held, tell=tell)
    vectors.start()
    return vectors
