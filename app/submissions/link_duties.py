"""Checking links in the background, where an operator has asked for it."""

import asyncio
import threading
from collections.abc import Callable
from contextlib import AbstractContextManager

import httpx2
import structlog

from app.core.clock import now
from app.core.db import Database
from app.submissions.commands.checking_links import keep_check, note_links
from app.submissions.links import Sleep, check_links, open_client
from app.submissions.queries.link_checks import find_due, find_named, find_records
from app.submissions.rules import LinkRecord

FIRST_SECONDS = 60.0
"""A start has enough to do."""
_LOOK_SECONDS = 3600.0
_AT_ONCE = 50
_log = structlog.get_logger("dalil.links")


class LinkDuties:
    """Looks every hour which links are due, and checks them one after the other.

    Of several processes one works at a time.
    """

    def __init__(
        self,
        database: Database,
        *,
        holding: Callable[[], AbstractContextManager[Callable[[], bool]]],
        days: int,
        open_client: Callable[[], httpx2.AsyncClient] = open_client,
        sleep: Sleep = asyncio.sleep,
        first_seconds: float | None = None,
    ) -> None:
        self._database, self._holding, self._days = database, holding, days
        self._open_client, self._sleep = open_client, sleep
        self._first_seconds = FIRST_SECONDS if first_seconds is None else first_seconds
        self._stopping = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="links", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Stop at once: a check that was begun is begun anew after the next start."""
        self._stopping.set()
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(_cancel_all)
        if self._thread.is_alive():
            self._thread.join(timeout=30)

    async def check_due(self) -> int:
        """Check every link that is due, if no other process does; returns how many."""
        with self._holding() as is_held:
            if not is_held():
                return 0
            self._note()
            done = 0
            async with self._open_client() as client:
                while is_held() and not self._stopping.is_set() and (due := self._due()):
                    async for url, found in check_links(due, due, client=client, sleep=self._sleep):
                        self._keep(url, due[url], found)
                        done += 1
            return done

    def _note(self) -> None:
        with self._database.read() as session:
            named = find_named(session)
        with self._database.write_aside() as session:
            note_links(session, named, now())

    def _due(self) -> dict[str, LinkRecord | None]:
        """Find what is due, with what is known of it."""
        with self._database.read() as session:
            urls = find_due(session, now(), limit=_AT_ONCE)
            known = find_records(session, urls)
        return {url: known.get(url) for url in urls}

    def _keep(self, url: str, before: LinkRecord | None, found: LinkRecord) -> None:
        is_news = found.verdict != (before.verdict if before else "sound")
        opened = self._database.write if is_news else self._database.write_aside
        with opened() as session:
            keep_check(session, url, found, now(), days=self._days)

    def _run(self) -> None:
        try:
            asyncio.run(self._main())
        except asyncio.CancelledError:
            return  # it was told to stop

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        pause = self._first_seconds
        while not self._stopping.is_set():
            await asyncio.sleep(pause)
            pause = _LOOK_SECONDS
            try:
                checked = await self.check_due()
                _log.info("links_checked", links=checked)
            except Exception:  # a database that is down for a while must not end the checks
                _log.exception("links_failed")


def _cancel_all() -> None:
    for task in asyncio.all_tasks():
        task.cancel()
