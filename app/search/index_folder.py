"""The folder of the embedded index: which index is in use, and who may write.

Each index lies in a folder of its own whose name begins with the fingerprint of what
it was built with. A small pointer file names the one in use; replacing that file is the
whole switch from one index to the next. Two locks, held across processes, keep writers
from one another; readers need none.
"""

import fcntl
import os
import secrets
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.search.tantivy_schema import fingerprint

_POINTER = "CURRENT"
_MARK = "JOURNAL"
_PREFIX = "index-"

PointerStamp = tuple[int, int] | None


class IndexFolder:
    """The indexes of one data directory."""

    def __init__(self, path: Path) -> None:
        path.mkdir(parents=True, exist_ok=True)
        self.path = path

    def current(self) -> Path | None:
        """Find the index in use, if there is one that this version of Dalil can read."""
        name = self._named()
        found = self.path / name
        is_ours = name.startswith(f"{_PREFIX}{fingerprint()}-") and found.parent == self.path
        return found if is_ours and (found / "meta.json").is_file() else None

    def _named(self) -> str:
        try:
            return (self.path / _POINTER).read_text("utf-8").strip()
        except (FileNotFoundError, UnicodeDecodeError):
            return ""

    def stamp(self) -> PointerStamp:
        """Return a mark that changes with every switch."""
        try:
            found = (self.path / _POINTER).stat()
        except FileNotFoundError:
            return None
        return found.st_mtime_ns, found.st_ino

    def write_mark(self, index: Path, seq: int, mark: str) -> None:
        """Note which journal an index has followed up to which entry."""
        unfinished = index / f"{_MARK}.{os.getpid()}"
        unfinished.write_text(f"{seq} {mark}", encoding="utf-8")
        unfinished.replace(index / _MARK)

    def read_mark(self, index: Path) -> tuple[int, str]:
        """Read the entry and the journal that an index is known to have followed."""
        try:
            seq, _, mark = (index / _MARK).read_text("utf-8").partition(" ")
            return int(seq), mark
        except (FileNotFoundError, UnicodeDecodeError, ValueError):
            return 0, "unknown"

    def new(self) -> Path:
        """Name a folder for a new index; nothing else uses the name."""
        return self.path / f"{_PREFIX}{fingerprint()}-{secrets.token_hex(4)}"

    def switch_to(self, index: Path) -> None:
        """Make an index the one in use, at once and for every process."""
        unfinished = self.path / f"{_POINTER}.{os.getpid()}"
        with unfinished.open("w", encoding="utf-8") as file:
            file.write(index.name)
            file.flush()
            os.fsync(file.fileno())
        unfinished.replace(self.path / _POINTER)

    def remove_others(self) -> None:
        """Remove every index but the one in use; only who holds the build lock may.

        What is in use may be damaged, or of another version of Dalil whose processes read it.
        A process that still reads a removed index keeps its files open until it notices.
        """
        named = self._named()
        for folder in self.path.glob(f"{_PREFIX}*"):
            if folder.name != named:
                self.remove(folder)

    def remove(self, index: Path) -> None:
        """Remove an index, as far as it is there."""
        shutil.rmtree(index, ignore_errors=True)

    @contextmanager
    def writing(self) -> Iterator[None]:
        """Be the only process that changes the index in use."""
        with self._locked("write.lock"):
            yield

    @contextmanager
    def building(self) -> Iterator[None]:
        """Be the only process that builds a new index."""
        with self._locked("build.lock"):
            yield

    @contextmanager
    def _locked(self, name: str) -> Iterator[None]:
        self.path.mkdir(parents=True, exist_ok=True)
        # The system lets go of the lock when the process ends, however it ends.
        with (self.path / name).open("w") as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            yield
