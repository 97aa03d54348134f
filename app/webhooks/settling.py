"""Keeping what came of deliveries: what ends together is written together."""

import asyncio
import threading
from collections.abc import Sequence
from concurrent.futures import Future
from queue import Empty, SimpleQueue

from app.core.db import Database
from app.webhooks.progress import Ended, settle

_MOST_TOGETHER = 100
_Waiting = tuple[Ended, "Future[None]"]


class Settling:
    """Writes in a thread of its own, so that those who only read never wait for the writer."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._queue: SimpleQueue[_Waiting | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._run, name="webhooks-settling", daemon=True)

    def start(self) -> None:
        """Begin to write."""
        self._thread.start()

    def stop(self) -> None:
        """Write what is left, and end."""
        if self._thread.is_alive():
            self._queue.put(None)
            self._thread.join()

    async def settle(self, ended: Ended) -> None:
        """Keep what came of deliveries; returns when it is written, or raises why it is not."""
        future: Future[None] = Future()
        self._queue.put((ended, future))
        await asyncio.wrap_future(future)

    def _run(self) -> None:
        while (first := self._queue.get()) is not None:
            together, is_last = self._others(first)
            self._write(together)
            if is_last:
                return

    def _others(self, first: _Waiting) -> tuple[list[_Waiting], bool]:
        """Take what waits by now, too; tells whether the end was among it."""
        together = [first]
        while len(together) < _MOST_TOGETHER:
            try:
                one = self._queue.get_nowait()
            except Empty:
                break
            if one is None:
                return together, True
            together.append(one)
        return together, False

    def _write(self, together: Sequence[_Waiting]) -> None:
        try:
            self._keep([ended for ended, _ in together])
        except Exception as fault:
            if len(together) == 1:
                _tell(together[0][1], fault)
                return
            for one in together:  # what cannot be written keeps nobody else from it
                self._write([one])
        else:
            for _, future in together:
                _tell(future, None)

    def _keep(self, together: Sequence[Ended]) -> None:
        # A subscription that is given up is in the journal, its progress is not.
        is_told = any(one.outcome.given_up is not None for one in together)
        opened = self._database.write if is_told else self._database.write_aside
        with opened() as session:
            settle(session, together)


def _tell(future: "Future[None]", fault: Exception | None) -> None:
    """Tell the outcome, unless nobody waits for it any more."""
    if not future.set_running_or_notify_cancel():
        return
    if fault is None:
        future.set_result(None)
    else:
        future.set_exception(fault)
