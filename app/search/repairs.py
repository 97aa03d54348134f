"""When a damaged index is mended: at once, and no matter what for a small part of the time only."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

_REST_SECONDS = 60.0
_REST = 20
"""An index is mended at most for one part in this many of the time."""
_log = structlog.get_logger("dalil.search")


class Repairs:
    """Knows of one index whether it has failed, and when it was last mended."""

    def __init__(self) -> None:
        self._has_failed = False
        self._rest_until = 0.0
        self.was_spared = False
        """Whether its files were sound the last time, so that they were only opened anew."""

    def note(self, fault: BaseException) -> None:
        """Take down that the index has failed; many searches find out at once."""
        if not self._has_failed:
            self._has_failed = True
            kind, said = type(fault).__name__, str(fault)[:300]
            _log.error("search_index_failed", kind=kind, error=said)

    def forget(self, *, was_spared: bool = False) -> None:
        """Begin again with what was built or, if it was spared, only opened anew."""
        self._has_failed, self.was_spared = False, was_spared

    def is_due(self) -> bool:
        """Tell whether the index is to be mended now."""
        return self._has_failed and time.monotonic() >= self._rest_until

    @contextmanager
    def mending(self) -> Iterator[None]:
        """Rest after this, however it ends."""
        started = time.monotonic()
        try:
            yield
        finally:
            spent = time.monotonic() - started
            self._rest_until = time.monotonic() + max(_REST_SECONDS, _REST * spent)
