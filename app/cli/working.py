"""What ``dalil worker`` does: it follows the journal without serving anybody."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from app.core.db import Database
from app.core.holding import holding
from app.core.settings import Settings
from app.wiring import open_index

_POST = "dalil search index"
_log = structlog.get_logger("dalil.worker")


def work(settings: Settings, database: Database, *, stop: threading.Event) -> None:
    """Keep the search index of the data folder up with the journal until told to stop.

    Any fault ends the work, so that whoever started it sees its exit code and starts it
    again. Of several workers on one PostgreSQL the first works and the others wait.
    """
    seconds = settings.follow_seconds
    with holding(database, _POST, stop=stop, seconds=seconds) as held:
        if held is None:
            return
        index = open_index(settings, database)
        _log.info("following", journal_seq=index.engine.seq)
        try:
            while not stop.wait(seconds):
                held.check()
                index.catch_up()
        finally:
            index.close()


@contextmanager
def until_told_to_stop() -> Iterator[threading.Event]:
    """Set an event on SIGTERM and SIGINT."""
    stop = threading.Event()
    signals = (signal.SIGTERM, signal.SIGINT)
    before = [signal.signal(one, lambda *_: stop.set()) for one in signals]
    try:
        yield stop
    finally:
        for one, handler in zip(signals, before, strict=True):
            signal.signal(one, handler)
