"""Delivering: one process at a time sends to every subscription what it has not had yet.

Each subscription has a task of its own while something is due to it, so that a slow
receiver holds up nobody else; within one subscription, messages go one after the other,
in the order of the journal. What was delivered is noted after a few messages, so a
process that dies has some of them sent again, under the same ids.
"""

import asyncio
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager

import structlog
from sqlalchemy.orm import Session

from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.webhooks.queries import Standing, has_webhooks, list_standings
from app.webhooks.reading import Stretch
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender
from app.webhooks.serving import OnTried, Serving, unheard
from app.webhooks.settling import Settling
from app.webhooks.waiting import LOOK_SECONDS, MOST_AT_ONCE, Waiting

_LAST_SECONDS = 2.0
_GATHER_SECONDS = 0.02
"""So long it waits for others that end, before it looks again who is next."""
_HELD_SECONDS = 0.5
"""So often it makes sure, while messages are sent, that no other process has taken over."""
_REST_SECONDS = 30.0
"""So long is a subscription left alone whose outcome could not be written."""
_log = structlog.get_logger("dalil.webhooks")


class Courier:
    """Delivers in a thread of its own until it is stopped."""

    def __init__(
        self,
        database: Database,
        *,
        holding: Callable[[], AbstractContextManager[Callable[[], bool]]],
        find_seal: Callable[[], Seal | None],
        sender: Sender,
        on_tried: OnTried = unheard,
    ) -> None:
        self._holding = holding
        self._executor = ThreadPoolExecutor(4, "webhooks-database")
        self._settling = Settling(database)
        self._serving = Serving(
            database,
            sender=sender,
            find_seal=find_seal,
            executor=self._executor,
            settling=self._settling,
            on_tried=on_tried,
        )
        self._waiting = Waiting()
        self._tasks: dict[str, asyncio.Task[None]] = {}
        self._woken = asyncio.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=self._run, name="webhooks", daemon=True)

    def start(self) -> None:
        """Begin to deliver."""
        self._settling.start()
        self._thread.start()

    def wake(self, _seq: int = 0) -> bool:
        """Look at once, because the journal has moved."""
        loop = self._loop
        if loop is not None and not loop.is_closed():
            loop.call_soon_threadsafe(self._woken.set)
        return True

    def stop(self) -> None:
        """Stop after the messages that are under way, and note what was delivered."""
        self._serving.is_stopping = True
        if self._thread.is_alive():
            self.wake()
            self._thread.join(timeout=30)
        self._settling.stop()
        self._executor.shutdown()

    def _run(self) -> None:
        asyncio.run(self._main())

    async def _main(self) -> None:
        self._loop = asyncio.get_running_loop()
        # Names are looked up in these threads: a slow one must not keep the others waiting.
        self._loop.set_default_executor(ThreadPoolExecutor(MOST_AT_ONCE, "webhooks-names"))
        while not self._serving.is_stopping:
            self._woken.clear()
            try:
                if await self._serving.read(has_webhooks):
                    with self._holding() as is_held:
                        await self._deliver_while(is_held)
            except Exception:  # a database that is down for a while must not end deliveries
                _log.exception("webhooks_failed")
                await asyncio.sleep(1)
            await self._rest(LOOK_SECONDS)

    async def _deliver_while(self, is_held: Callable[[], bool]) -> None:
        try:
            while not self._serving.is_stopping and await self._still(is_held):
                self._woken.clear()
                # Noted before looking: who finishes meanwhile stands elsewhere than was read.
                taken = set(self._tasks)
                standings, head = await self._serving.read(_look)
                if not standings:
                    return
                due = self._waiting.choose(standings, head=head, at=now(), taken=taken)
                found = await self._find(due)
                for one in due:
                    self._tasks[one.id] = asyncio.create_task(self._serve(one, found.get(one.id)))
                pause = self._waiting.pause(standings, now())
                await self._rest(min(pause, _HELD_SECONDS) if self._tasks else pause)
                await asyncio.sleep(_GATHER_SECONDS)
        finally:
            await self._finish()

    async def _find(self, due: Sequence[Standing]) -> Mapping[str, Stretch]:
        """Read what is due to several at once; where it cannot be, each is read by itself."""
        try:
            return await self._serving.find({one.id: self._waiting.place(one) for one in due})
        except Exception:
            _log.exception("webhooks_not_read")
            return {}

    async def _serve(self, standing: Standing, found: Stretch | None) -> None:
        started = time.monotonic()
        try:
            if found is None:
                place = {standing.id: self._waiting.place(standing)}
                found = (await self._serving.find(place)).get(standing.id)
            passed = await self._serving.serve(standing, found) if found else None
            if passed is not None:
                self._waiting.passed(standing, passed)
        except Exception:
            _log.exception("webhook_not_served", webhook=standing.id)
            self._waiting.rest(standing.id, _REST_SECONDS)
        finally:
            self._waiting.note_pace(standing.id, time.monotonic() - started)
            self._tasks.pop(standing.id, None)
            self._woken.set()

    async def _still(self, is_held: Callable[[], bool]) -> bool:
        return await asyncio.get_running_loop().run_in_executor(self._executor, is_held)

    async def _rest(self, seconds: float) -> None:
        """Wait until woken, at most so long."""
        if self._serving.is_stopping:
            return
        try:
            await asyncio.wait_for(self._woken.wait(), seconds)
        except TimeoutError:
            return

    async def _finish(self) -> None:
        """Let the messages that are under way arrive, but not for long, and begin no others."""
        running = tuple(self._tasks.values())
        if not running:
            return
        self._serving.is_ending = True
        _, late = await asyncio.wait(running, timeout=_LAST_SECONDS)
        for task in late:
            task.cancel()
        await asyncio.gather(*running, return_exceptions=True)
        self._serving.is_ending = False


def _look(session: Session) -> tuple[Sequence[Standing], int]:
    return list_standings(session), journal.head(session)
