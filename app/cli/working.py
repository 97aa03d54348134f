"""What ``dalil worker`` does: it follows the journal without serving anybody."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import structlog

from app.core import memory
from app.core.db import Database
from app.core.settings import Settings
from app.core.watching import JournalWatcher
from app.submissions.imports.duties import ImportDuties
from app.submissions.neighbourhood import Neighbourhood
from app.wiring import open_courier, open_index, open_links, open_notices

_log = structlog.get_logger("dalil.worker")


def work(settings: Settings, database: Database, *, stop: threading.Event) -> None:
    """Follow the journal until told to stop: index, deliver, import, send notices, check links.

    Any fault ends the work, so that whoever started it sees its exit code and starts it
    again. Several workers and servers may follow: one at a time writes an index, one
    delivers, one imports, one sends notices, one checks links, if the settings ask for it.
    """
    index = open_index(settings, database)
    watcher = JournalWatcher(database, seconds=settings.follow_seconds)

    def follow(seq: int) -> bool:
        index.catch_up()
        return index.engine.seq >= seq

    courier = open_courier(settings, database)
    watcher.follow(follow)
    watcher.follow(courier.wake)
    courier.start()
    imports = ImportDuties(database, settings.data_dir, Neighbourhood(database))
    imports.start()
    notices = open_notices(settings, database)
    notices.start()
    links = open_links(settings, database)
    if links:
        links.start()
    memory.settle()
    try:
        _log.info("following", journal_seq=watcher.look())
        while not stop.wait(settings.follow_seconds):
            watcher.look()
    finally:
        if links:
            links.stop()
        notices.stop()
        imports.stop()
        courier.stop()
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
