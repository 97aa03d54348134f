"""What is said of a change request, what it would do, and what it collides with."""

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import JsonBody
from app.api.change_requests import AskingDep, ChangeRequestId
from app.api.deps import ReadSession, only_known_parameters
from app.api.parameters import Code, PageParameters
from app.core.schemas import Page
from app.workshops import commands, queries
from app.workshops.answers import (
    CommentOut,
    ConflictsOut,
    DecisionOut,
    ImpactOut,
    PositionOut,
    PreviewFacets,
    PreviewService,
    PreviewTree,
    RebaseOut,
)
from app.workshops.queries.conflicts import get_conflicts
from app.workshops.queries.impacts import get_impact
from app.workshops.queries.previews import preview_facets, preview_services, preview_tree
from app.workshops.queries.rebases import get_rebase
from app.workshops.schemas import CommentIn, PositionIn
from app.workshops.search_effects import SearchEffectOut, Served, get_search_effect

router = APIRouter(
    prefix="/v1/change-requests/{change_request_id}",
    tags=["change requests"],
    dependencies=[Depends(only_known_parameters)],
)


class ServiceParameters(PageParameters):
    """Which of the services that are touched."""

    entity: Code | None = None


@router.get(
    "/positions", responses=documented.document(Page[PositionOut]), summary="List positions"
)
def list_positions(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """List where the entities stood, the last position first; `isLast` marks the present ones."""
    found = queries.list_positions(session, change_request_id, caller=caller)
    return private_answer(Page[PositionOut](items=found, next_cursor=None, total=len(found)))


@router.post(
    "/positions",
    status_code=201,
    responses=documented.answered(PositionOut, 401, 403, 404, 409, 412, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Take a position",
)
def record_position(
    asking: AskingDep, change_request_id: ChangeRequestId, said: PositionIn
) -> Response:
    """Say where an entity stands on the operations as they are; its last word counts."""

    def work(session: Session) -> Response:
        taken = commands.record_position(session, asking.about(change_request_id), said)
        return private_answer(taken, status=201)

    return asking.once.do(asking.database, work)


@router.get("/comments", responses=documented.document(Page[CommentOut]), summary="List comments")
def list_comments(
    session: ReadSession,
    caller: CallerDep,
    change_request_id: ChangeRequestId,
    asked: Annotated[PageParameters, Query()],
) -> Response:
    """List what was said, in the order in which it was said."""
    found = queries.list_comments(
        session, change_request_id, caller=caller, limit=asked.limit, cursor=asked.cursor
    )
    return private_answer(found)


@router.post(
    "/comments",
    status_code=201,
    responses=documented.answered(CommentOut, 401, 403, 404, 409, 412, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Say something",
)
def add_comment(asking: AskingDep, change_request_id: ChangeRequestId, said: CommentIn) -> Response:
    """Say something, or answer what was said; comments are never changed."""

    def work(session: Session) -> Response:
        made = commands.add_comment(session, asking.about(change_request_id), said)
        return private_answer(made, status=201)

    return asking.once.do(asking.database, work)


@router.get("/decision", responses=documented.document(DecisionOut), summary="Read the decision")
def read_decision(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Read what was decided last: rule, tally, objections, and the very operations."""
    return private_answer(queries.get_decision(session, change_request_id, caller=caller))


@router.get(
    "/impact",
    responses={**documented.document(ImpactOut), **documented.problems(409)},
    summary="Read the impact",
)
def read_impact(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Count the services that the operations touch, by entity and by what happens to them."""
    return private_answer(get_impact(session, change_request_id, caller=caller))


@router.get(
    "/search-effect",
    responses={**documented.document(SearchEffectOut), **documented.problems(409)},
    summary="Read what it would do to search",
)
def read_search_effect(
    request: Request, session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Name the judged queries that a change of the lexicon would answer better, and worse."""
    state = request.app.state
    served = Served(state.search.engine, state.judged)
    return private_answer(get_search_effect(session, change_request_id, served, caller=caller))


@router.get(
    "/preview/tree",
    responses={**documented.document(PreviewTree), **documented.problems(409)},
    summary="Preview the tree",
)
def preview_change_request_tree(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Read the tree of the scheme as if the change request were enacted."""
    return private_answer(preview_tree(session, change_request_id, caller=caller))


@router.get(
    "/preview/facets",
    responses={**documented.document(PreviewFacets), **documented.problems(409)},
    summary="Preview the facets",
)
def preview_change_request_facets(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Count the services of every category as they would fall, beside how they fall now."""
    return private_answer(preview_facets(session, change_request_id, caller=caller))


@router.get(
    "/preview/services",
    responses={**documented.document(Page[PreviewService]), **documented.problems(409)},
    summary="Preview the services",
)
def preview_change_request_services(
    session: ReadSession,
    caller: CallerDep,
    change_request_id: ChangeRequestId,
    asked: Annotated[ServiceParameters, Query()],
) -> Response:
    """List the services that are touched: what they carry now, and what they would carry."""
    found = preview_services(
        session,
        change_request_id,
        caller=caller,
        entity=asked.entity,
        limit=asked.limit,
        cursor=asked.cursor,
    )
    return private_answer(found)


@router.get("/conflicts", responses=documented.document(ConflictsOut), summary="Find conflicts")
def read_conflicts(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Try it with every other open change request of its scheme, in both orders."""
    return private_answer(get_conflicts(session, change_request_id, caller=caller))


@router.get("/rebase", responses=documented.document(RebaseOut), summary="Compare with the draft")
def read_rebase(
    session: ReadSession, caller: CallerDep, change_request_id: ChangeRequestId
) -> Response:
    """Compare the operations with the draft as it is now: base, theirs and ours."""
    return private_answer(get_rebase(session, change_request_id, caller=caller))
