"""The change feed: every public change in order, gap-free, with tombstones."""

import asyncio
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query
from fastapi.responses import Response
from pydantic import Field
from starlette.concurrency import run_in_threadpool

from app.api import documented
from app.api.deps import OpenDatabase, only_known_parameters
from app.api.parameters import Parameters
from app.catalogue.queries.changes import list_changes
from app.catalogue.schemas.history import ChangePage
from app.core.db import Database

router = APIRouter(
    prefix="/v1/changes", tags=["changes"], dependencies=[Depends(only_known_parameters)]
)
SubjectType = Literal[
    "service", "entity", "evidence-type", "channel", "legal-resource", "taxonomy-version"
]
_LOOK_SECONDS = 0.1


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
    database: OpenDatabase, asked: Annotated[FeedParameters, Query()]
) -> Response:
    """Read the changes after a cursor; with ``wait`` the answer comes when there is one."""
    deadline = asyncio.get_running_loop().time() + asked.wait
    while True:
        page = await run_in_threadpool(_read, database, asked)
        if page.items or asyncio.get_running_loop().time() >= deadline:
            body = page.model_dump_json(by_alias=True).encode()
            return Response(
                body, headers={"Cache-Control": "no-store"}, media_type="application/json"
            )
        await asyncio.sleep(_LOOK_SECONDS)


def _read(database: Database, asked: FeedParameters) -> ChangePage:
    with database.read() as session:
        return list_changes(
            session, cursor=asked.cursor, subject_types=asked.types, limit=asked.limit
        )
