"""Folders that live no longer than the process that made them."""

import fcntl
import os
import secrets
import shutil
import tempfile
import weakref
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

_LOCK = "lock"
_PREFIX = "past-"


class Places:
    """Folders of one process below a folder that several may share.

    They are removed when they are no longer needed, at the latest when the process ends. One
    that was killed leaves them behind: the system has let go of their lock, by which the next
    process that opens such a place knows them, and removes them.
    """

    def __init__(self, shared: Path | None = None) -> None:
        """Remove what others have left; without a shared folder the system's own is used."""
        self._shared = shared
        self._own: Path | None = None
        self._remove: Callable[[], object] | None = None
        if shared and shared.is_dir():
            with _locked(shared / _LOCK):
                _sweep(shared)

    def new(self) -> Path:
        """Make a folder."""
        if self._own is None:
            self._own = self._open()
        path = self._own / secrets.token_hex(4)
        path.mkdir()
        return path

    def close(self) -> None:
        """Remove all folders."""
        if self._remove:
            self._remove()
        self._own = None

    def _open(self) -> Path:
        if self._shared is None:
            own = Path(tempfile.mkdtemp(prefix=f"dalil-{_PREFIX}"))
            self._remove = weakref.finalize(self, remove, own)
            return own
        self._shared.mkdir(parents=True, exist_ok=True)
        with _locked(self._shared / _LOCK):
            own = self._shared / f"{_PREFIX}{secrets.token_hex(4)}"
            own.mkdir()
            held = _try(own / _LOCK)
        self._remove = weakref.finalize(self, _let_go, own, held)
        return own


def remove(folder: Path) -> None:
    """Remove a folder; who still reads from it goes on reading."""
    shutil.rmtree(folder, ignore_errors=True)


def _sweep(shared: Path) -> None:
    for folder in shared.glob(f"{_PREFIX}*"):
        held = _try(folder / _LOCK)
        if held is not None:
            _let_go(folder, held)


def _let_go(folder: Path, held: int | None) -> None:
    remove(folder)
    if held is not None:
        os.close(held)


def _try(path: Path) -> int | None:
    """Lock a file unless another process has; the lock lasts until the number is closed."""
    held = os.open(path, os.O_CREAT | os.O_RDWR, 0o600)
    try:
        fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(held)
        return None
    return held


@contextmanager
def _locked(path: Path) -> Iterator[None]:
    with path.open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield
