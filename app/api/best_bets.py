"""Best bets: what editors pin above the hits of a search."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path
from fastapi.responses import Response

from app.api import documented, writing
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import JsonBody
from app.api.deps import ReadSession, WriteSession, only_known_parameters
from app.core.access import Right, require
from app.core.schemas import Page
from app.search.bets import commands, queries
from app.search.bets.schemas import BestBetBody, BestBetIn, BestBetOut

router = APIRouter(
    prefix="/v1/best-bets", tags=["search"], dependencies=[Depends(only_known_parameters)]
)
BestBetId = Annotated[str, Path(max_length=64, description="Public id; it never changes.")]
_RIGHT: Right = "registries:write"


@router.get("", responses=documented.answered(Page[BestBetOut], 401, 403), summary="List best bets")
def list_best_bets(session: ReadSession) -> Response:
    """List what is pinned, also what does not stand at present, in order of id."""
    found = queries.list_best_bets(session)
    return private_answer(Page[BestBetOut](items=found, next_cursor=None, total=len(found)))


@router.get(
    "/{best_bet_id}",
    responses=documented.answered(BestBetOut, 401, 403, 404),
    summary="Read a best bet",
)
def read_best_bet(session: ReadSession, best_bet_id: BestBetId) -> Response:
    """Read one best bet, with an ETag that `If-Match` takes."""
    return writing.record_answer(queries.get_best_bet(session, best_bet_id), language=None)


@router.put(
    "/{best_bet_id}",
    dependencies=[JsonBody],
    responses=writing.documented_put(BestBetOut),
    summary="Pin services for phrases",
)
def put_best_bet(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    best_bet_id: writing.PutId,
    body: BestBetBody,
) -> Response:
    """Show services before all other hits of a search, in the order in which they are named."""
    require(caller, _RIGHT, None)
    conditions.check(writing.found(lambda: queries.get_best_bet(session, best_bet_id)))
    entry = BestBetIn(id=best_bet_id, **dict(body))
    put = commands.put_best_bet(session, entry, actor=caller.id)
    address = f"/v1/best-bets/{best_bet_id}"
    return writing.put_answer(put, queries.get_best_bet(session, best_bet_id), address)


@router.delete(
    "/{best_bet_id}",
    status_code=204,
    responses=documented.done(401, 403, 404, 412),
    summary="Pin nothing any more",
)
def delete_best_bet(
    session: WriteSession,
    caller: CallerDep,
    conditions: writing.ConditionsDep,
    best_bet_id: BestBetId,
) -> Response:
    """Let the words of a best bet alone decide again."""
    require(caller, _RIGHT, None)
    conditions.check(writing.found(lambda: queries.get_best_bet(session, best_bet_id)))
    commands.delete_best_bet(session, best_bet_id, actor=caller.id)
    return Response(status_code=204)
