"""Serving one subscription: the next messages, one after the other, and what came of them."""

import asyncio
import secrets
import time
from collections.abc import Callable
from concurrent.futures import Executor
from functools import partial
from typing import TypeVar

from sqlalchemy.orm import Session

from app.core.db import Database
from app.webhooks.progress import (
    Outcome,
    Place,
    Stretch,
    Tried,
    find_stretch,
    message_of,
    settle,
)
from app.webhooks.queries import Standing
from app.webhooks.rules import GONE, pause_after
from app.webhooks.sealing import Seal
from app.webhooks.sending import Sender

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
        on_tried: OnTried = unheard,
    ) -> None:
        self.is_stopping, self._on_tried = False, on_tried
        self._database, self._executor = database, executor
        self._sender, self._find_seal = sender, find_seal

    async def read(self, work: Callable[[Session], _Read]) -> _Read:
        """Read from the database without holding up the loop."""

        def run() -> _Read:
            with self._database.read() as session:
                return work(session)

        return await asyncio.get_running_loop().run_in_executor(self._executor, run)

    async def serve(self, standing: Standing, after: int) -> int | None:
        """Deliver the next messages; returns an entry up to which there was none to deliver."""
        read = partial(find_stretch, webhook_id=standing.id, after=after, limit=BATCH)
        found = await self.read(read)
        if found is None:
            return None
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
                message = await self.read(partial(message_of, webhook_id=standing.id, entry=entry))
                tried = await self._sender.send(
                    client, found.target, message, seal=seal, attempt=attempt
                )
                tries.append(tried)
                self._on_tried(tried)
                if not tried.is_delivered or self.is_stopping or time.monotonic() > until:
                    return
                attempt = 1

    async def _settle(self, standing: Standing, outcome: Outcome) -> None:
        begun = Place(standing.seq, standing.generation)

        def run() -> None:
            # A subscription that is given up is in the journal, its progress is not.
            is_told = outcome.given_up is not None
            opened = self._database.write if is_told else self._database.write_aside
            with opened() as session:
                settle(session, standing.id, begun, outcome)

        await asyncio.get_running_loop().run_in_executor(self._executor, run)


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
