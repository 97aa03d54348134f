"""What people open among the hits, and what operations see of search."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response
from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from app.api import documented
from app.api.answers import private_answer
from app.api.bodies import JsonBody
from app.api.change_requests import AskingDep, answer
from app.api.deps import ReadSession, only_known_parameters
from app.api.parameters import Parameters
from app.core.clock import now
from app.core.schemas import Day
from app.core.settings import Settings
from app.search.insights.batches import Click
from app.search.insights.collecting import SearchLog
from app.search.insights.proposing import check_word, rationale_of, title_of
from app.search.insights.queries import Period
from app.search.insights.reporting import report_insights
from app.search.insights.schemas import ClickIn, InsightsOut, ProposalIn, check_days
from app.search.serving import ServedSearch
from app.taxonomy.lexicon.schemas import GroupName
from app.taxonomy.term_schemas import AddTermIn
from app.workshops import commands
from app.workshops.answers import ChangeRequestOut
from app.workshops.schemas import ChangeRequestIn

router = APIRouter(prefix="/v1", tags=["search"], dependencies=[Depends(only_known_parameters)])
USUAL_DAYS = 30


class InsightParameters(Parameters):
    """Which days, and how much of each list; otherwise the last 30 days."""

    from_: Day | None = Field(default=None, alias="from", description="First day, in UTC.")
    until: Day | None = Field(default=None, description="Last day, in UTC; otherwise today.")
    limit: int = Field(default=20, ge=1, le=100, description="Entries of each list at most.")

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> "InsightParameters":
        check_days(self.from_, self.until)
        return self


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


@router.get(
    "/search-insights",
    responses=documented.answered(InsightsOut, 401, 403),
    summary="Read what was asked and not found",
)
def read_insights(
    request: Request, session: ReadSession, asked: Annotated[InsightParameters, Query()]
) -> Response:
    """Read the words nobody knows, and the searches that lead nowhere, of some days.

    What came from too few sessions is left out; the operator sets how many are enough.
    """
    served: ServedSearch = request.app.state.search
    period = _period(request, asked.from_, asked.until)
    return private_answer(report_insights(session, served.engine, period, limit=asked.limit))


@router.post(
    "/search-insights/proposals",
    status_code=201,
    responses=documented.answered(ChangeRequestOut, 401, 403, 404, 409, 413, 415, status=201),
    dependencies=[JsonBody],
    summary="Propose an unknown word as a term of the lexicon",
)
def propose_word(request: Request, asking: AskingDep, asked: ProposalIn) -> Response:
    """Open a change request of the lexicon, as a draft, that adds the word to a group.

    The word must be one that the insights of the same days would show; its numbers are theirs.
    """
    period = _period(request, asked.from_, asked.until)

    def work(session: Session) -> Response:
        found = check_word(session, period, asked)
        written = ChangeRequestIn(
            scheme="lexicon",
            title=asked.title or title_of(asked.text or asked.word),
            rationale=asked.rationale or rationale_of(found, period),
            operations=[_added(asked)],
        )
        made = commands.create_change_request(session, written, caller=asking.caller)
        address = {"Location": f"/v1/change-requests/{made.document.id}"}
        return answer(made, status=201, headers=address)

    return asking.once.do(asking.database, work)


def _added(asked: ProposalIn) -> AddTermIn:
    return AddTermIn(
        op="add_term",
        group=GroupName(id=asked.group),
        text=asked.text or asked.word,
        register_=asked.register_,
        direction=asked.direction,
        weight=asked.weight,
    )


def _period(request: Request, first: date | None, last: date | None) -> Period:
    settings: Settings = request.app.state.settings
    until = last or now().date()
    # The first days of all calendars have no thirty days before them.
    began = first or date.fromordinal(max(1, until.toordinal() - USUAL_DAYS + 1))
    return Period(began, until, settings.search_log_sessions)
