"""A process beside the first, as the first one sees it."""

import select
import socket
import subprocess
import sys
import time
from collections import deque

from app.core.children import module_path
from app.search.preparing import lines
from app.search.preparing.rows import Batch, packed, unpacked

MOST_GIVEN = 3
"""Batches: one is worked on, one is to follow, one may be waiting to be taken."""
_PATIENCE_SECONDS = 20
"""No batch takes so long, however busy the machine; a process that does has come to a halt."""
_START = (
    "import sys; sys.path[:] = sys.argv[1:]; from app.search.preparing.child import main; main()"
)


class ProcessLost(Exception):  # it is no error of whoever asks
    """A process has ended or come to a halt; what it was given has to be prepared by others."""


class Preparer:
    """A process that prepares batches, and answers them in the order they were given."""

    def __init__(self) -> None:
        """Start the process, which takes a fraction of a second to be of use.

        It is started anew and not forked: a server has threads. Nothing is inherited, neither
        the environment, which may hold secrets, nor an open file.

        Raises:
            OSError: the system lets no further process start.

        """
        self._given: deque[Batch] = deque()
        self._is_ready = False
        self._line, its = socket.socketpair()
        self._line.settimeout(_PATIENCE_SECONDS)
        self._heard_at = time.monotonic()
        try:
            self._process = subprocess.Popen(  # noqa: S603  # our own interpreter, no shell
                [sys.executable, "-I", "-S", "-c", _START, *module_path()],
                stdin=its.fileno(),
                stdout=subprocess.DEVNULL,
                stderr=subprocess.PIPE,
                env={},
            )
        except OSError:
            self._line.close()
            raise
        finally:
            its.close()

    @property
    def pid(self) -> int:
        """The number of the process."""
        return self._process.pid

    @property
    def given(self) -> list[Batch]:
        """What it was given and has not answered."""
        return list(self._given)

    @property
    def has_room(self) -> bool:
        """Tell whether it would begin with another batch soon."""
        return self._is_ready and len(self._given) < MOST_GIVEN

    def give(self, batch: Batch) -> None:
        """Have a batch prepared.

        Raises:
            ProcessLost: the process has ended or come to a halt.

        """
        if not self._given:
            self._heard_at = time.monotonic()
        self._given.append(batch)
        try:
            lines.send(self._line, packed(batch))
        except OSError as fault:
            raise ProcessLost from fault

    def take(self, *, seconds: float = 0) -> list[str] | None:
        """Return the rows of the oldest batch, or None when they are not ready in time.

        Raises:
            ProcessLost: the process has ended or come to a halt.

        """
        if not self._says_something(seconds):
            if self._given and time.monotonic() - self._heard_at > _PATIENCE_SECONDS:
                raise ProcessLost
            return None
        try:
            message = lines.receive(self._line)
        except (OSError, EOFError) as fault:
            raise ProcessLost from fault
        self._heard_at = time.monotonic()
        if not self._is_ready:
            self._is_ready = True
            return None
        rows = unpacked(message)
        if len(rows) != len(self._given[0]):
            raise ProcessLost
        self._given.popleft()
        return rows

    def end(self) -> tuple[int, str]:
        """End the process; return how it ended and the last it said of it."""
        self._process.kill()
        said = self._process.communicate()[1]
        self._line.close()
        return self._process.returncode, said.decode(errors="replace").strip().rpartition("\n")[2]

    def _says_something(self, seconds: float) -> bool:
        looked = select.poll()
        looked.register(self._line, select.POLLIN)
        return bool(looked.poll(seconds * 1000))
