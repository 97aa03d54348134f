"""Serving one subscription: the next messages, one after the other, and what came of them."""

import asyncio
import secrets
import time
from collections.abc import Callable, Mapping
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from app.core.db import Database
from app.core.journal import Entry
from app.webhooks.progress import Ended, Outcome, Place, Tried
from app.webhooks.queries import Standing
from app.webhooks.reading import Outgoing, Stretch, Stretches
from app.webhooks.rules import GONE, pause_after
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender
from app.webhooks.settling import Settling

BATCH = 20
_BATCH_SECONDS = 2.0
_PASSED = 1000
"""Entries without interest that are passed before a subscription's place is written."""
_Read = TypeVar("_Read")
OnTried = Callable[[Tried], None]
"""Hears of each try to deliver a message."""
_dice = secrets.SystemRandom()


def unheard(_tried: Tried) -> None:
    """Tell nobody of a try."""


class Serving:
    """Sends messages and keeps what came of them; many subscriptions at a time may be served."""

    def __init__(
        self,
        database: Database,
        *,
        sender: Sender,
        find_seal: Callable[[], Seal | None],
        executor: Executor,
        settling: Settling,
        on_tried: OnTried = unheard,
    ) -> None:
        self.is_stopping = self.is_ending = False
        self._on_tried = on_tried
        self._database, self._executor = database, executor
        self._sender, self._find_seal = sender, find_seal
        self._settling, self._stretches = settling, Stretches()

    async def read(self, work: Callable[[Session], _Read]) -> _Read:
        """Read from the database without holding up the loop."""

        def run() -> _Read:
            with self._database.read() as session:
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._executor, run)

    async def find(self, places: Mapping[str, int]) -> Mapping[str, Stretch]:
        """Read what subscriptions are to be sent next, each after the entry of its place."""
        return await self.read(partial(self._stretches.find, places=places, limit=BATCH))

    async def serve(self, standing: Standing, found: Stretch) -> int | None:
        """Deliver messages; returns an entry up to which there was none to deliver."""
        if not found.entries:
            if found.seq - standing.seq >= _PASSED:
                await self._settle(standing, Outcome(found.seq, ()))
            return found.seq
        tries: list[Tried] = []
        try:
            await self._send(standing, found, tries)
        finally:  # also when the process ends: what was delivered is not sent again
            if tries:
                await asyncio.shield(self._settle(standing, outcome_of(standing, found, tries)))
        return None

    async def _send(self, standing: Standing, found: Stretch, tries: list[Tried]) -> None:
        """Send messages until one fails, or it has taken a while."""
        until, attempt = time.monotonic() + _BATCH_SECONDS, standing.failed_attempts + 1
        seal = self._find_seal()
        async with self._sender.opened(found.target.url) as client:
            for entry in found.entries:
                message = await self._message(standing, found, entry)
                tried = await self._sender.send(
                    client, found.target, message, seal=seal, attempt=attempt
                )
                tries.append(tried)
                self._on_tried(tried)
                is_last = self.is_stopping or self.is_ending or time.monotonic() > until
                if is_last or not tried.is_delivered:
                    return
                attempt = 1

    async def _message(self, standing: Standing, found: Stretch, entry: Entry) -> Outgoing:
        """Give the message of an entry: written now, but for the first."""
        if found.first and found.first.seq == entry.seq:
            return found.first
        write = partial(self._stretches.message, webhook_id=standing.id, entry=entry)
        return await self.read(write)

    async def _settle(self, standing: Standing, outcome: Outcome) -> None:
        begun = Place(standing.seq, standing.generation)
        await self._settling.settle(Ended(standing.id, begun, outcome))


def outcome_of(standing: Standing, found: Stretch, tries: list[Tried]) -> Outcome:
    """Tell where a subscription stands after these tries."""
    last = tries[-1]
    done = [one.seq for one in tries if one.is_delivered and one.seq is not None]
    if len(done) == len(found.entries):
        return Outcome(found.seq, tries)
    seq = done[-1] if done else standing.seq
    if last.is_delivered:
        return Outcome(seq, tries)
    if last.status == GONE:
        return Outcome(seq, tries, given_up="The receiver answered 410: it is gone.")
    pause = pause_after(last.attempt, dice=_dice.random(), asked_seconds=last.asked_seconds)
    if pause is None:
        reason = f"{last.attempt} attempts have failed. The last: {last.error}"
        return Outcome(seq, tries, given_up=reason)
    return Outcome(seq, tries, pause=pause)
