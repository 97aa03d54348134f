"""Working on imports in the background, one process at a time."""

import threading
from collections.abc import Callable
from pathlib import Path

import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.core.claiming import claiming
from app.core.db import Database
from app.core.memory import give_back, trim
from app.submissions.imports.running import ImportRunner
from app.submissions.imports.sweeping import sweep
from app.submissions.neighbourhood import Neighbourhood

CLAIM = "imports"
_SWEEP_EVERY = 3600
_log = structlog.get_logger("dalil.imports")


class ImportDuties:
    """Looks for imports to work on, in a thread of its own; of several processes one works."""

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        neighbourhood: Neighbourhood,
        *,
        seconds: float = 1.0,
    ) -> None:
        self._database, self._data_dir = database, data_dir
        self._runner = ImportRunner(database, data_dir, neighbourhood)
        self._seconds = seconds
        self._awake = threading.Event()
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="imports", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def wake(self) -> None:
        """Look at once: something was sent in."""
        self._awake.set()

    def stop(self) -> None:
        """Stop looking, and wait for the step that was begun."""
        self._stopping.set()
        self._awake.set()
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    def work(self, after_step: Callable[[], None] = lambda: None) -> int:
        """Work until nothing is left to do here; returns how many steps it took."""
        steps = 0
        with claiming(self._database, self._data_dir, CLAIM) as is_ours:
            while is_ours and not self._stopping.is_set() and self._runner.step():
                steps += 1
                after_step()
                trim()  # so that a long import stays small
        if steps > 2:
            give_back()
        return steps

    def _run(self) -> None:
        rounds = 0
        while not self._stopping.is_set():
            try:
                self.work()
                if rounds % max(1, int(_SWEEP_EVERY / self._seconds)) == 0:
                    sweep(self._database, self._data_dir)
            except (SQLAlchemyError, OSError) as error:
                _log.error("imports_failed", error=str(error)[:500])
            rounds += 1
            self._awake.wait(self._seconds)
            self._awake.clear()
