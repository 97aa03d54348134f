"""Working on imports in the background, one process at a time."""

from collections.abc import Callable
from pathlib import Path

from app.core.claiming import claiming
from app.core.db import Database
from app.core.memory import give_back, trim
from app.core.rounds import Hourly, Rounds, do_each
from app.submissions.imports.running import ImportRunner
from app.submissions.imports.sweeping import sweep
from app.submissions.neighbourhood import Neighbourhood

CLAIM = "imports"


class ImportDuties(Rounds):
    """Looks for imports to work on, in a thread of its own; of several processes one works."""

    def __init__(
        self,
        database: Database,
        data_dir: Path,
        neighbourhood: Neighbourhood,
        *,
        seconds: float = 1.0,
    ) -> None:
        super().__init__("imports", seconds=seconds)
        self._database, self._data_dir = database, data_dir
        self._runner = ImportRunner(database, data_dir, neighbourhood)
        self._hourly = Hourly()

    def round(self) -> None:
        """Work on what was sent in, and once an hour sweep away what is left of old files."""
        do_each(self.work, *([self._sweep] if self._hourly.is_time() else []))

    def _sweep(self) -> None:
        sweep(self._database, self._data_dir)

    def work(self, after_step: Callable[[], None] = lambda: None) -> int:
        """Work until nothing is left to do here; returns how many steps it took."""
        steps = 0
        with claiming(self._database, self._data_dir, CLAIM) as is_ours:
            while is_ours and not self.is_stopping() and self._runner.step():
                steps += 1
                after_step()
                trim()  # so that a long import stays small
        if steps > 2:
            give_back()
        return steps
