"""The index as the rest of Dalil knows it: it opens, keeps up, and repairs itself.

An index is derived: whatever is wrong with it, building it again is right. A missing or
corrupt index, one built by another version, and one that knows more than the journal
(after a restore from backup) are all built again without being asked.
"""

import threading
from contextlib import ExitStack
from pathlib import Path
from typing import Protocol

import structlog

from app.core.memory import give_back
from app.search.building import build
from app.search.damage import find_damaged, is_panic, noticing_damage
from app.search.engine import SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.errors import IndexDamaged
from app.search.following import Stopped, fill, follow
from app.search.index_folder import IndexFolder, PointerStamp
from app.search.repairs import Repairs
from app.search.source import Source

_log = structlog.get_logger("dalil.search")


class SearchIndex(Protocol):
    """An index that follows the catalogue."""

    @property
    def engine(self) -> SearchEngine:
        """Return the engine to ask, as of the last commit of any process."""
        ...

    def catch_up(self) -> int:
        """Index what the journal says since the last time; return how many entries."""
        ...

    def rebuild(self) -> None:
        """Build the index again from every published document, and switch to it."""
        ...

    def carry_vectors(self) -> bool:
        """Take over new vectors, if it carries any; False when some have to wait."""
        ...

    def is_lost(self) -> bool:
        """Tell whether it was there and is gone, so that it has to follow again."""
        ...

    def check(self) -> None:
        """Search for something, if that asks nobody else.

        Raises:
            IndexDamaged: files cannot be read as they were written.

        """
        ...

    def stop(self) -> None:
        """Follow no further; what is being indexed is left for another time."""
        ...

    def close(self) -> None:
        """Let go of files and locks."""
        ...


class MemoryIndex:
    """An index that lives and ends with the process."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._engine = MemoryEngine()
        self.rebuild()

    @property
    def engine(self) -> SearchEngine:
        """Return the engine to ask."""
        return self._engine

    def catch_up(self) -> int:
        """Index what the journal says since the last time; return how many entries."""
        return follow(self._engine, self._source)

    def rebuild(self) -> None:
        """Build the index again from every published document, and switch to it."""
        engine = MemoryEngine()
        fill(engine, self._source)
        self._engine = engine

    def carry_vectors(self) -> bool:
        """Carry no vectors: they are held beside the index."""
        return True

    def is_lost(self) -> bool:
        """Tell whether it is gone: never before this process is."""
        return False

    def check(self) -> None:
        """Search for something: what is in memory needs no check."""

    def stop(self) -> None:
        """Follow no further: it is over at once anyway."""

    def close(self) -> None:
        """Let go of files and locks: there are none."""


class EmbeddedIndex:
    """The tantivy index of a data directory, shared by any number of processes.

    One process writes at a time; the others notice what it did at their next search.
    """

    def __init__(self, path: Path, source: Source, *, is_built_anew: bool = False) -> None:
        self._folder = IndexFolder(path)
        self._source = source
        self._lock = threading.RLock()
        self._is_stopped = threading.Event()
        self._repairs = Repairs()
        self._stamp: PointerStamp = None
        self._engine: TantivyEngine
        if is_built_anew:
            self.rebuild()
        else:
            self._engine = self._open() or self._build_unless_built()

    @property
    def engine(self) -> SearchEngine:
        """Return the engine to ask, as of the last commit of any process."""
        return self._fresh_engine()

    def _fresh_engine(self) -> TantivyEngine:
        if self._folder.stamp() != self._stamp:
            self._reopen()
        try:
            with noticing_damage(self._repairs.note):
                self._engine.refresh()
        except (OSError, ValueError, IndexDamaged):  # or switched between the two looks
            self._reopen()
        return self._engine

    def catch_up(self) -> int:
        """Index what the journal says since the last time; return how many entries.

        Raises:
            IndexDamaged: files cannot be read as they were written; the next time mends it.

        """
        try:
            with noticing_damage(self._repairs.note):
                return self._caught_up()
        except Stopped:
            return 0

    def _caught_up(self) -> int:
        if self._repairs.is_due():
            self._mend()
        if self._folder.current() is None or not self._follows_this_journal(
            self.engine, self._engine.directory
        ):
            self.rebuild()
            return 0
        if self._source.changes(after=self._engine.seq, limit=1) is None:
            return 0
        with self._lock, self._folder.writing():
            engine = self._fresh_engine()  # another process may have written while we waited
            try:
                return self._follow(engine)
            except BaseException:
                engine.abandon()  # so that the next batch starts clean
                raise

    def rebuild(self) -> None:
        """Build the index again from every published document, and switch to it."""
        with self._folder.building():
            self._build_and_switch()

    def carry_vectors(self) -> bool:
        """Carry no vectors: they are held beside the index."""
        return True

    def is_lost(self) -> bool:
        """Tell whether it is to be mended; files that are gone stay readable while open."""
        return self._repairs.is_due()

    def check(self) -> None:
        """Search for something.

        Raises:
            IndexDamaged: files cannot be read as they were written.

        """
        self._fresh_engine().probe()

    def stop(self) -> None:
        """Follow no further; what is being indexed is left for another time."""
        self._is_stopped.set()

    def close(self) -> None:
        """Let go of files and locks."""
        self.stop()
        with self._lock:
            self._engine.close()

    def _reopen(self) -> None:
        """Open what is in use now; a search never waits for a build, the old index answers."""
        with self._lock:
            if self._folder.stamp() != self._stamp:
                self._engine = self._open() or self._engine

    def _open(self) -> TantivyEngine | None:
        """Open the index in use, or return None when it has to be built."""
        self._stamp = self._folder.stamp()
        current = self._folder.current()
        if current is None:
            return None
        try:
            if damaged := find_damaged(current):
                _log.error("search_index_damaged", file=damaged)
                return None
            engine = TantivyEngine(current, self._repairs.note)
        except BaseException as fault:
            if not (isinstance(fault, Exception) or is_panic(fault)):
                raise
            return None
        return engine if self._follows_this_journal(engine, current) else None

    def _follows_this_journal(self, engine: SearchEngine, directory: Path) -> bool:
        """Tell an index of this catalogue from one of another, or of a later backup."""
        seq, mark = self._folder.read_mark(directory)
        return engine.seq <= self._source.head() and self._source.mark(seq) == mark

    def _follow(self, engine: TantivyEngine) -> int:
        entries = follow(engine, self._source, is_over=self._is_stopped.is_set)
        self._folder.write_mark(engine.directory, engine.seq, self._source.mark(engine.seq))
        return entries

    def _build_unless_built(self) -> TantivyEngine:
        """Build an index, unless another process has done so while this one waited."""
        with self._folder.building():
            found = self._open()
            if found is not None:
                return found
            if self._folder.stamp() is None:
                _log.info("search_index_built", reason="there was none yet")
            else:
                _log.warning("search_index_built", reason="damaged, or of another catalogue")
            self._build_and_switch()
            return self._engine

    def _mend(self) -> None:
        """Open an index that has failed anew, or build it again.

        Files that are sound are spared once: the fault may have been of the moment.
        """
        with self._repairs.mending(), self._folder.building():
            is_other = self._folder.stamp() != self._stamp
            found = self._open() if is_other or not self._repairs.was_spared else None
            if found is None:
                _log.warning("search_index_built", reason="damaged")
                self._build_and_switch()
                return
            with self._lock:
                self._engine = found
            self._repairs.forget(was_spared=True)

    def _build_and_switch(self) -> None:
        """Build an index and switch to it; one that fails leaves nothing behind.

        What killed builds have left goes first: the disk may be full of it.
        """
        self._folder.remove_others()
        folder = self._folder.new()
        with ExitStack() as undoing:
            undoing.callback(self._folder.remove, folder)
            engine = TantivyEngine(folder, self._repairs.note)
            undoing.callback(engine.abandon)
            build(engine, self._source, is_over=self._is_stopped.is_set)
            give_back(engine.count)
            self._switch_to(engine)
            undoing.pop_all()
        self._repairs.forget()

    def _switch_to(self, engine: TantivyEngine) -> None:
        with self._lock, self._folder.writing():
            self._follow(engine)  # what was published while the index was built
            self._folder.switch_to(engine.directory)
            self._stamp = self._folder.stamp()
            self._engine = engine
        self._folder.remove_others()
