"""Change requests: written, amended, discussed, decided and enacted."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.responses import Response
from pydantic import Field
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import IfMatch, JsonBody
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.edge.conditions import plain_tags
from app.api.idempotency import Once, OnceDep
from app.api.parameters import Code, Parameters
from app.core.access import Caller
from app.core.canonical import sha256_of
from app.core.db import Database
from app.core.schemas import Page
from app.workshops import commands, queries
from app.workshops.answers import ChangeRequestBrief, ChangeRequestOut, RequestRevisionOut
from app.workshops.commands import Asked
from app.workshops.lifecycle import State
from app.workshops.queries.reading import Shown, Wanted
from app.workshops.schemas import (
    CallIn,
    ChangeRequestIn,
    ChangeRequestPatch,
    DecisionIn,
    OperationsIn,
    ReasonIn,
    RebaseIn,
    SupersedeIn,
)

router = APIRouter(
    prefix="/v1/change-requests",
    tags=["change requests"],
    dependencies=[Depends(only_known_parameters)],
)
ChangeRequestId = Annotated[str, Path(max_length=32, description="Id, e.g. `cr_3f9c1a77e0b24d58`.")]
Said = Annotated[ReasonIn | None, Body()]
_WRITTEN = documented.written(ChangeRequestOut)
_MARK_LETTERS = 16


@dataclass(frozen=True)
class Asking:
    """What every change needs beside what is to change."""

    database: Database
    once: Once
    caller: Caller
    condition: str | None

    def about(self, change_request_id: str) -> Asked:
        """Name the change request that is to change."""
        return Asked(change_request_id, self.caller, self.condition)

    def do(self, work: Callable[[Session], Shown]) -> Response:
        """Do it once, and answer the change request as it is then."""
        return self.once.do(self.database, lambda session: answer(work(session)))


async def _asking(
    database: OpenDatabase, caller: CallerDep, once: OnceDep, if_match: IfMatch = None
) -> Asking:
    return Asking(database, once, caller, plain_tags(if_match))


AskingDep = Annotated[Asking, Depends(_asking)]


class ListParameters(Parameters):
    """Which change requests to list."""

    state: list[State] = Field(default=[], max_length=20)
    scheme: Code | None = None
    workshop: Code | None = None
    entity: Code | None = None
    limit: Annotated[int, Query(ge=1, le=200)] = 20
    cursor: Annotated[str | None, Query(max_length=500)] = None


@router.get("", responses=documented.page(Page[ChangeRequestBrief]), summary="List change requests")
def list_change_requests(
    session: ReadSession, caller: CallerDep, asked: Annotated[ListParameters, Query()]
) -> Response:
    """List the change requests that you see, the newest first: public ones, and your own."""
    wanted = Wanted(asked.state, asked.scheme, asked.workshop, asked.entity)
    found = queries.list_change_requests(
        session, wanted, caller=caller, limit=asked.limit, cursor=asked.cursor
    )
    return private_answer(found)


@router.post(
    "",
    status_code=201,
    responses=documented.answered(ChangeRequestOut, 401, 403, 404, 409, 412, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Propose a change",
)
def create_change_request(asking: AskingDep, asked: ChangeRequestIn) -> Response:
    """Write a change request down as a draft, which your entity and the staff alone see."""

    def work(session: Session) -> Response:
        made = commands.create_change_request(session, asked, caller=asking.caller)
        address = {"Location": f"/v1/change-requests/{made.document.id}"}
        return answer(made, status=201, headers=address)

    return asking.once.do(asking.database, work)


@router.get(
    "/{change_request_id}",
    responses=documented.document(ChangeRequestOut),
    summary="Read a change request",
)
def read_change_request(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Read a change request with its operations, each in words too, and its last decision."""
    return answer(queries.get_change_request(session, change_request_id, caller=caller))


@router.patch(
    "/{change_request_id}",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Reword a change request",
)
def reword_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, patch: ChangeRequestPatch
) -> Response:
    """Change title or rationale; `If-Match` is required, and positions stay as they are."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.reword(session, asked, patch))


@router.put(
    "/{change_request_id}/operations",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Amend the operations",
)
def amend_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, sent: OperationsIn
) -> Response:
    """Replace the operations; `If-Match` is required, and positions become stale."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.amend(session, asked, sent))


@router.get(
    "/{change_request_id}/revisions",
    responses=documented.document(Page[RequestRevisionOut]),
    summary="List the revisions of the operations",
)
def list_amendments(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """List how the operations were written each time."""
    found = queries.list_revisions(session, change_request_id, caller=caller)
    return private_answer(Page[RequestRevisionOut](items=found, next_cursor=None, total=len(found)))


@router.post("/{change_request_id}/submit", responses=_WRITTEN, summary="Submit a change request")
def submit_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, said: Said = None
) -> Response:
    """Put a draft before everybody, or answer the changes that were asked for."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.act(session, asked, "submit", said))


@router.post("/{change_request_id}/discuss", responses=_WRITTEN, summary="Open the discussion")
def discuss_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, said: Said = None
) -> Response:
    """Open the discussion, also again after a call, and of what was deferred."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.act(session, asked, "discuss", said))


@router.post(
    "/{change_request_id}/request-changes",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Ask for changes",
)
def request_changes(
    asking: AskingDep, change_request_id: ChangeRequestId, said: ReasonIn
) -> Response:
    """Ask the authors for changes, with the reason."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.act(session, asked, "request_changes", said))


@router.post("/{change_request_id}/withdraw", responses=_WRITTEN, summary="Withdraw it")
def withdraw_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, said: Said = None
) -> Response:
    """Take a change request back."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.act(session, asked, "withdraw", said))


@router.post("/{change_request_id}/call", responses=_WRITTEN, summary="Call for consensus")
def call_for_consensus(
    asking: AskingDep,
    change_request_id: ChangeRequestId,
    said: Annotated[CallIn | None, Body()] = None,
) -> Response:
    """Ask the entities where they stand; `until` is how long the notice runs, else a week."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.call(session, asked, said))


@router.post(
    "/{change_request_id}/supersede",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Supersede it",
)
def supersede_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, said: SupersedeIn
) -> Response:
    """Let another change request of the scheme take its place."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.supersede(session, asked, said))


@router.post(
    "/{change_request_id}/decision",
    responses=_WRITTEN,
    dependencies=[JsonBody],
    summary="Decide",
)
def decide_change_request(
    asking: AskingDep, change_request_id: ChangeRequestId, said: DecisionIn
) -> Response:
    """Take a decision down, if its rule of consensus is met; else the findings say why not."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.decide(session, asked, said))


@router.post("/{change_request_id}/enact", responses=_WRITTEN, summary="Enact it")
def enact_change_request(asking: AskingDep, change_request_id: ChangeRequestId) -> Response:
    """Put an accepted change request into the draft of the next version."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.enact(session, asked))


@router.post("/{change_request_id}/rebase", responses=_WRITTEN, summary="Rebase it")
def rebase_change_request(
    asking: AskingDep,
    change_request_id: ChangeRequestId,
    said: Annotated[RebaseIn | None, Body()] = None,
) -> Response:
    """Let the operations fit the draft again: by choices, or written anew."""
    asked = asking.about(change_request_id)
    return asking.do(lambda session: commands.rebase(session, asked, said or RebaseIn()))


def answer(shown: Shown, *, status: int = 200, headers: dict[str, str] | None = None) -> Response:
    """Answer a change request to one caller, with the ETag that `If-Match` takes."""
    body = shown.document.model_dump(mode="json", by_alias=True)
    etag = f'"{shown.mark}.{sha256_of(body)[:_MARK_LETTERS]}"'
    return private_answer(shown.document, status=status, headers={"ETag": etag, **(headers or {})})
