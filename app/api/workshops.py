"""Workshops: planned, opened, attended and closed."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import IfMatch, JsonBody
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.edge.conditions import plain_tags
from app.api.idempotency import Once, OnceDep
from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.db import Database
from app.core.schemas import Code, Page
from app.workshops import meetings_commands as commands
from app.workshops import meetings_queries as queries
from app.workshops import meetings_records as records
from app.workshops.meetings_lifecycle import ActionName, State
from app.workshops.meetings_schemas import (
    AgendaIn,
    AttendanceIn,
    AttendanceList,
    AttendanceOut,
    CancelIn,
    MinutesIn,
    MinutesOut,
    ReplyIn,
    WorkshopBrief,
    WorkshopIn,
    WorkshopOut,
    WorkshopPatch,
)

router = APIRouter(
    prefix="/v1/workshops", tags=["workshops"], dependencies=[Depends(only_known_parameters)]
)
WorkshopId = Annotated[str, Path(max_length=32, description="Id, e.g. `ws_k3v9t2m8q7xa`.")]
_WRITTEN = documented.written(WorkshopOut)


@dataclass(frozen=True)
class Asking:
    """What every change needs beside what is to change."""

    database: Database
    caller: Caller
    once: Once


async def _asking(database: OpenDatabase, caller: CallerDep, once: OnceDep) -> Asking:
    return Asking(database, caller, once)


AskingDep = Annotated[Asking, Depends(_asking)]


@router.post(
    "",
    status_code=201,
    responses=documented.answered(WorkshopOut, 401, 403, 409, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Plan a workshop",
)
def plan_workshop(asking: AskingDep, asked: WorkshopIn) -> Response:
    """Plan a workshop and invite entities to it; they are sent a notice."""

    def work(session: Session) -> Response:
        made = commands.plan_workshop(session, asked, caller=asking.caller)
        answer = _workshop(made, status=201)
        answer.headers["Location"] = f"/v1/workshops/{made.id}"
        return answer

    return asking.once.do(asking.database, work)


@router.get("", responses=documented.page(Page[WorkshopBrief]), summary="List workshops")
def list_workshops(
    *,
    session: ReadSession,
    caller: CallerDep,
    state: Annotated[list[State], Query()] = [],  # noqa: B006  # FastAPI copies it
    entity: Annotated[Code | None, Query(description="Only those it is invited to.")] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """List the workshops that you see, the latest first: public ones, and your own."""
    found = queries.list_workshops(
        session, caller=caller, states=state, entity=entity, limit=limit, cursor=cursor
    )
    return private_answer(found)


@router.get("/{workshop_id}", responses=documented.document(WorkshopOut), summary="Read a workshop")
def read_workshop(session: ReadSession, caller: CallerDep, workshop_id: WorkshopId) -> Response:
    """Read a workshop with its agenda and invitations, with the ETag for changing it."""
    return _workshop(queries.get_workshop(session, workshop_id, caller=caller))


@router.patch(
    "/{workshop_id}", responses=_WRITTEN, dependencies=[JsonBody], summary="Change a workshop"
)
def change_workshop(
    *,
    database: OpenDatabase,
    caller: CallerDep,
    workshop_id: WorkshopId,
    asked: WorkshopPatch,
    if_match: IfMatch = None,
) -> Response:
    """Change what is sent; `If-Match` is required, and `entities` is the whole list."""
    with database.write() as session:
        changed = commands.change_workshop(
            session, workshop_id, asked, caller=caller, condition=plain_tags(if_match)
        )
    return _workshop(changed)


@router.post("/{workshop_id}/open", responses=_WRITTEN, summary="Open a workshop")
def open_workshop(asking: AskingDep, workshop_id: WorkshopId) -> Response:
    """Begin the workshop: from now on attendance is taken and minutes are written."""
    return _act(asking, workshop_id, "open")


@router.post("/{workshop_id}/close", responses=_WRITTEN, summary="Close a workshop")
def close_workshop(asking: AskingDep, workshop_id: WorkshopId) -> Response:
    """End the workshop: it takes no positions and no attendance any more."""
    return _act(asking, workshop_id, "close")


@router.post(
    "/{workshop_id}/cancel",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Cancel a workshop",
)
def cancel_workshop(
    asking: AskingDep, workshop_id: WorkshopId, said: Annotated[CancelIn, Body()]
) -> Response:
    """Call a planned workshop off; whoever was invited is told why."""
    return _act(asking, workshop_id, "cancel", said)


@router.put(
    "/{workshop_id}/agenda", responses=_WRITTEN, dependencies=[JsonBody], summary="Set the agenda"
)
def set_agenda(
    database: OpenDatabase, caller: CallerDep, workshop_id: WorkshopId, asked: AgendaIn
) -> Response:
    """Put an agenda of change requests and topics in the place of the one before."""
    with database.write() as session:
        changed = commands.set_agenda(session, workshop_id, asked, caller=caller)
    return _workshop(changed)


@router.post(
    "/{workshop_id}/invitations",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Reply to an invitation",
)
def reply_to_invitation(asking: AskingDep, workshop_id: WorkshopId, asked: ReplyIn) -> Response:
    """Accept or decline for an entity, and say where its notices are to go."""
    return asking.once.do(
        asking.database,
        lambda session: _workshop(records.reply(session, workshop_id, asked, caller=asking.caller)),
    )


@router.get(
    "/{workshop_id}/attendance",
    responses=documented.document(AttendanceList),
    summary="List who came",
)
def list_attendance(session: ReadSession, caller: CallerDep, workshop_id: WorkshopId) -> Response:
    """List who came; the names are shown to those who were invited and to staff."""
    return private_answer(queries.list_attendance(session, workshop_id, caller=caller))


@router.post(
    "/{workshop_id}/attendance",
    status_code=201,
    responses=documented.answered(AttendanceOut, 401, 403, 404, 409, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Write down who came",
)
def record_attendance(asking: AskingDep, workshop_id: WorkshopId, asked: AttendanceIn) -> Response:
    """Write down that somebody came, while the workshop is open."""

    def work(session: Session) -> Response:
        row = records.record_attendance(session, workshop_id, asked, caller=asking.caller)
        return private_answer(row, status=201)

    return asking.once.do(asking.database, work)


@router.get(
    "/{workshop_id}/minutes", responses=documented.document(MinutesOut), summary="Read the minutes"
)
def read_minutes(
    session: ReadSession,
    caller: CallerDep,
    workshop_id: WorkshopId,
    revision: Annotated[
        int | None, Query(ge=1, lt=2**31, description="The newest one unless you name it.")
    ] = None,
) -> Response:
    """Read the minutes, or what they said in an older revision."""
    found = queries.get_minutes(session, workshop_id, caller=caller, number=revision)
    return private_answer(found)


@router.post(
    "/{workshop_id}/minutes",
    status_code=201,
    responses=documented.answered(MinutesOut, 401, 403, 404, 409, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Write the minutes",
)
def write_minutes(asking: AskingDep, workshop_id: WorkshopId, asked: MinutesIn) -> Response:
    """Write the minutes as a new revision; the older ones stay."""

    def work(session: Session) -> Response:
        written = records.write_minutes(session, workshop_id, asked, caller=asking.caller)
        return private_answer(written, status=201)

    return asking.once.do(asking.database, work)


def _act(
    asking: Asking, workshop_id: str, name: ActionName, said: CancelIn | None = None
) -> Response:
    def work(session: Session) -> Response:
        done = commands.act(session, workshop_id, name, caller=asking.caller, said=said)
        return _workshop(done)

    return asking.once.do(asking.database, work)


def _workshop(workshop: WorkshopOut, *, status: int = 200) -> Response:
    """Answer a workshop; the ETag names its version, and after the dot this rendering."""
    mark = sha256_of(workshop.model_dump(mode="json", by_alias=True))[:16]
    etag = f'"{workshop.version}.{mark}"'
    return private_answer(workshop, status=status, headers={"ETag": etag})
