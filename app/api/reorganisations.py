"""Reorganisations: previewed, then carried out exactly as previewed."""

from collections.abc import Sequence
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api import documented
from app.api.access import CallerDep
from app.api.bodies import JsonBody
from app.api.deps import OpenDatabase, WriteSession, only_known_parameters
from app.core.access import require
from app.reorganisation import commands
from app.reorganisation.schemas import ReorganisationIn, ReorganisationOrder, ReorganisationPlanOut
from app.reorganisation.stakes import Stake

router = APIRouter(
    prefix="/v1/reorganisations",
    tags=["entities"],
    dependencies=[Depends(only_known_parameters)],
)


async def _stakes(request: Request) -> Sequence[Stake]:
    found: Sequence[Stake] = request.app.state.stakes
    return found


StakesDep = Annotated[Sequence[Stake], Depends(_stakes)]


@router.post(
    "/preview",
    dependencies=[JsonBody],
    responses=documented.answered(ReorganisationPlanOut, 401, 403, 413, 415),
    summary="Preview a reorganisation",
)
def preview_reorganisation(
    database: OpenDatabase, caller: CallerDep, stakes: StakesDep, asked: ReorganisationIn
) -> Response:
    """Find out everything that merging, renaming or splitting entities would do.

    Nothing is kept. The fingerprint of the answer is needed to carry it out.
    """
    require(caller, "entities:write", None)
    with database.rehearse() as session:
        plan = commands.preview(session, asked, stakes=stakes, actor=caller.id)
    return _answer(plan)


@router.post(
    "",
    dependencies=[JsonBody],
    responses=documented.answered(ReorganisationPlanOut, 401, 403, 409, 413, 415),
    summary="Carry out a reorganisation that was previewed",
)
def reorganise(
    session: WriteSession, caller: CallerDep, stakes: StakesDep, order: ReorganisationOrder
) -> Response:
    """Do exactly what was previewed, in one transaction; 409 if it would be anything else."""
    require(caller, "entities:write", None)
    return _answer(commands.reorganise(session, order, stakes=stakes, actor=caller.id))


def _answer(plan: ReorganisationPlanOut) -> Response:
    return Response(plan.model_dump_json(by_alias=True), media_type="application/json")
