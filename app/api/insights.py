"""What people open among the hits, and what operations see of search."""

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from app.api import documented
from app.api.bodies import JsonBody
from app.api.deps import only_known_parameters
from app.search.insights.batches import Click
from app.search.insights.collecting import SearchLog
from app.search.insights.schemas import ClickIn

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Depends(only_known_parameters)])


@router.post(
    "/search-clicks",
    status_code=204,
    responses=documented.done(413, 415),
    dependencies=[JsonBody],
    summary="Tell which hit was opened",
)
def note_click(request: Request, asked: ClickIn) -> Response:
    """Tell which hit of a search was opened; nothing is answered, and little is kept of it.

    A click counts once for each session, search, service and day, and only if the same
    session has searched so on that day.
    """
    log: SearchLog | None = request.app.state.search_log
    if log is not None:
        who: str = request.scope["state"]["who"]
        log.note(Click(asked.query_id, asked.service, asked.position), who)
    return Response(status_code=204)
