"""The change feed: every public change in order, gap-free, with tombstones."""

import asyncio
from concurrent.futures import ThreadPoolExecutor
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field

from app.api import documented
from app.api.answers import JSON, KEEP
from app.api.deps import OpenDatabase, only_known_parameters
from app.api.parameters import Parameters
from app.catalogue.queries.changes import Piece, read_piece
from app.catalogue.schemas.history import ChangePage, SubjectType
from app.core.db import Database
from app.core.watching import JournalWatcher

router = APIRouter(
    prefix="/v1/changes", tags=["changes"], dependencies=[Depends(only_known_parameters)]
)
_LOOK_SECONDS = 0.1
_LOOKS_PER_SIGN = 10
"""So often is a client that waits asked for a sign of life."""
MOST_WAITING = 500
"""Clients that may wait at a time; the next are answered at once, as if they did not wait."""

_MOST_KEPT_BYTES = 256 * 1024
"""Larger pages, those of one who reads the whole feed, would crowd out other answers."""
_READERS = 4
"""Who reads at a time: more would take turns all the same, and need connections of their own."""


class Queue:
    """Those who wait for the journal to move, none of whom asks the database meanwhile."""

    def __init__(self, watcher: JournalWatcher) -> None:
        self.watcher = watcher
        self.length = 0
        self._readers = ThreadPoolExecutor(_READERS, "feed")

    async def read(self, database: Database, asked: "FeedParameters") -> Piece:
        """Read a piece of the feed in a thread that is kept for it."""
        return await asyncio.get_running_loop().run_in_executor(
            self._readers, _read, database, asked
        )

    async def wait_beyond(self, seq: int, request: Request, deadline: float) -> None:
        """Wait until the journal has moved on from ``seq``, or nobody waits any more."""
        self.length += 1
        try:
            looks = 0
            while self.watcher.seq == seq and asyncio.get_running_loop().time() < deadline:
                looks += 1
                if looks % _LOOKS_PER_SIGN == 0 and await request.is_disconnected():
                    return
                await asyncio.sleep(_LOOK_SECONDS)
        finally:
            self.length -= 1


class FeedParameters(Parameters):
    """Where to go on reading, what, and how long to wait for something new."""

    cursor: Annotated[str, Field(max_length=200)] | None = Field(
        default=None, description="`nextCursor` of the last answer; nothing to begin at the start."
    )
    types: list[SubjectType] = Field(
        default=[], max_length=10, description="Only changes of these; repeat for several."
    )
    limit: int = Field(default=100, ge=1, le=500, description="Entries at most.")
    wait: int = Field(
        default=0, ge=0, le=60, description="Seconds to wait for an entry when there is none."
    )


@router.get(
    "",
    responses={**documented.page(ChangePage), **documented.problems(410)},
    summary="Follow the changes",
)
async def read_changes(
    request: Request, database: OpenDatabase, asked: Annotated[FeedParameters, Query()]
) -> Response:
    """Read the changes after a cursor; with ``wait`` the answer comes when there is one."""
    queue: Queue = request.app.state.queue
    deadline = asyncio.get_running_loop().time() + asked.wait
    while True:
        seen = queue.watcher.seq  # noted before reading, so that no entry is missed
        piece = await queue.read(database, asked)
        is_over = asyncio.get_running_loop().time() >= deadline or await request.is_disconnected()
        if not piece.is_empty or is_over or queue.length >= MOST_WAITING:
            return _answer(piece)
        await queue.wait_beyond(seen, request, deadline)


def _answer(piece: Piece) -> Response:
    """Answer a piece; small ones, which many ask for, are kept until the journal moves.

    Those are the first pages and the last. An empty one is not kept: its reader may wait.
    """
    is_kept = not piece.is_empty and len(piece.body) <= _MOST_KEPT_BYTES
    headers = {"Cache-Control": "no-store", **(KEEP if is_kept else {})}
    return Response(piece.body, headers=headers, media_type=JSON)


def _read(database: Database, asked: FeedParameters) -> Piece:
    with database.read() as session:
        return read_piece(
            session, cursor=asked.cursor, subject_types=asked.types, limit=asked.limit
        )
