"""The states of the catalogue that are searched, each in an index that is built when asked for.

Anybody may search the past, and an index of it costs as much as one of the present. So one is
built at a time, in a thread of its own and on disk; few are kept; and building takes no more
than a part of the time, whoever asks however often.
"""

import threading
import time
from collections import OrderedDict
from collections.abc import Generator
from contextlib import closing
from dataclasses import dataclass
from datetime import datetime
from math import ceil
from pathlib import Path

import orjson
import structlog

from app.catalogue.queries.documents import stream_any_as_of
from app.core.db import Database
from app.core.memory import give_back
from app.search.documents import SearchDocument, search_document
from app.search.engine import SearchEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.errors import PastNotReady
from app.search.following import Stopped
from app.search.past.places import Places, remove
from app.search.past.share import Share

MOST_KEPT = 3
"""States that are ready or being built; the one that was not asked for the longest goes first."""
MOST_WAITING = 4
"""Searches that wait for a state at a time: each holds a thread and a connection."""
_PATIENCE_SECONDS = 10.0
_PART, _CREDIT_SECONDS = 0.25, 15.0
"""Building takes a quarter of a processor in the long run, after some seconds at once."""
_HEAP_BYTES = 64_000_000
State = datetime | None
_log = structlog.get_logger("dalil.search")


@dataclass
class _Building:
    """A state that is being built; it has failed until it is there."""

    state: State
    thread: threading.Thread | None = None
    has_failed: bool = True


class PastStates:
    """Engines over the catalogue as it was, by when it had last changed."""

    def __init__(self, database: Database, folder: Path | None = None) -> None:
        self._database = database
        self._places = Places(folder)
        self._share = Share(part=_PART, credit_seconds=_CREDIT_SECONDS)
        self._kept: OrderedDict[State, TantivyEngine] = OrderedDict()
        self._changed = threading.Condition()
        self._building: _Building | None = None
        self._waiting = 0
        self._is_over = False

    def engine(self, state: State, as_of: datetime) -> SearchEngine:
        """Find the engine of a state, which is that of a time; it is built if there is none.

        Raises:
            PastNotReady: too much is being built, or this takes longer than a search waits.

        """
        deadline = time.monotonic() + _PATIENCE_SECONDS
        with self._changed:
            while (found := self._kept.get(state)) is None:
                building = self._building or self._begin(state, as_of)
                self._wait(deadline)
                if building.has_failed and building.state == state:
                    raise PastNotReady("The catalogue of that time could not be prepared.")
            self._kept.move_to_end(state)
            return found

    def close(self) -> None:
        """Stop building, and remove everything."""
        with self._changed:
            self._is_over = True
            building = self._building
        if building and building.thread:
            building.thread.join()
        self._kept.clear()
        self._places.close()

    def _begin(self, state: State, as_of: datetime) -> "_Building":
        seconds = self._share.wait(time.monotonic())
        if seconds or self._is_over:
            raise PastNotReady(
                "Other times are being searched, and preparing them takes long.",
                seconds=ceil(seconds),
            )
        self._building = begun = _Building(state)
        begun.thread = threading.Thread(
            target=self._build, args=(begun, as_of), name="past-state", daemon=True
        )
        begun.thread.start()
        return begun

    def _wait(self, deadline: float) -> None:
        left = deadline - time.monotonic()
        if self._waiting >= MOST_WAITING or left <= 0:
            raise PastNotReady("The catalogue of a time is being prepared.")
        self._waiting += 1
        try:
            self._changed.wait(left)
        finally:
            self._waiting -= 1

    def _build(self, begun: "_Building", as_of: datetime) -> None:
        try:
            self._make_room()
            self._kept[begun.state] = self._built(as_of)
            begun.has_failed = False
        except Stopped:
            pass
        except Exception as fault:  # who waits is told; the next one tries again
            _log.warning("past_not_built", fault=f"{type(fault).__name__}: {fault}"[:300])
        finally:
            with self._changed:
                self._building = None
                self._share.spend(time.thread_time(), time.monotonic())  # the thread's whole life
                self._changed.notify_all()

    def _make_room(self) -> None:
        """Let go of what was not asked for the longest, before anything is built beside it."""
        while len(self._kept) >= MOST_KEPT:
            with self._changed:  # a search may be choosing from them
                _, oldest = self._kept.popitem(last=False)
            remove(oldest.directory)

    def _built(self, as_of: datetime) -> TantivyEngine:
        directory = self._places.new()
        engine = TantivyEngine(directory, heap_bytes=_HEAP_BYTES)
        try:
            with closing(self._documents(as_of)) as documents:
                engine.add(documents)
            engine.commit(0)
        except BaseException:
            engine.close()
            remove(directory)
            raise
        give_back(engine.count)
        return engine

    def _documents(self, as_of: datetime) -> Generator[SearchDocument]:
        with (
            self._database.read() as session,
            closing(stream_any_as_of(session, as_of)) as found,
        ):
            for _, body in found:
                if self._is_over:
                    raise Stopped
                yield search_document(orjson.loads(body))
