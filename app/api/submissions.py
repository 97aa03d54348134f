"""Submissions: the queue of the reviewers, and their verdicts."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Body, Depends, Path, Query
from fastapi.responses import Response
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import JsonBody
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.api.idempotency import Once, OnceDep
from app.core.access import Caller
from app.core.db import Database
from app.core.schemas import Code, Page
from app.submissions.commands import act
from app.submissions.lifecycle import ActionName, State
from app.submissions.queries import get_submission, list_submissions
from app.submissions.schemas import SubmissionDetail, SubmissionOut, VerdictIn

router = APIRouter(
    prefix="/v1/submissions", tags=["submissions"], dependencies=[Depends(only_known_parameters)]
)
SubmissionId = Annotated[str, Path(max_length=32)]
Verdict = Annotated[VerdictIn, Body()]


@dataclass(frozen=True)
class Asking:
    """What every verdict needs beside itself."""

    database: Database
    caller: Caller
    once: Once


async def _asking(database: OpenDatabase, caller: CallerDep, once: OnceDep) -> Asking:
    return Asking(database, caller, once)


AskingDep = Annotated[Asking, Depends(_asking)]
_ANSWERS = documented.written(SubmissionOut)


@router.get("", responses=documented.page(Page[SubmissionOut]), summary="List submissions")
def list_queue(
    *,
    session: ReadSession,
    caller: CallerDep,
    state: Annotated[list[State], Query()] = [],  # noqa: B006  # FastAPI copies it
    entity: Annotated[Code | None, Query()] = None,
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
    cursor: Annotated[str | None, Query(max_length=500)] = None,
) -> Response:
    """List submissions, what is due first comes first; an entity sees its own."""
    found = list_submissions(
        session, caller=caller, states=state, entity=entity, limit=limit, cursor=cursor
    )
    return private_answer(found)


@router.get(
    "/{submission_id}",
    responses=documented.document(SubmissionDetail),
    summary="Read a submission",
)
def read_submission(
    session: ReadSession, caller: CallerDep, submission_id: SubmissionId
) -> Response:
    """Read a submission with its findings and what it changes in what is published."""
    return private_answer(get_submission(session, submission_id, caller=caller))


@router.post("/{submission_id}/take", responses=_ANSWERS, summary="Take a submission to review")
def take(asking: AskingDep, submission_id: SubmissionId) -> Response:
    """Become the reviewer of a submission."""
    return _act(asking, submission_id, "take")


@router.post(
    "/{submission_id}/approve",
    responses=_ANSWERS,
    summary="Approve a submission",
)
def approve(
    asking: AskingDep,
    submission_id: SubmissionId,
    verdict: Annotated[VerdictIn | None, Body()] = None,
) -> Response:
    """Publish what was sent in, now or at `publishAt`."""
    return _act(asking, submission_id, "approve", verdict)


@router.post(
    "/{submission_id}/return",
    responses=_ANSWERS,
    dependencies=[JsonBody],
    summary="Return a submission",
)
def return_(asking: AskingDep, submission_id: SubmissionId, verdict: Verdict) -> Response:
    """Give a submission back to its entity, with reasons, for the whole or for each field."""
    return _act(asking, submission_id, "return", verdict)


@router.post(
    "/{submission_id}/reject",
    responses=_ANSWERS,
    dependencies=[JsonBody],
    summary="Reject a submission",
)
def reject(asking: AskingDep, submission_id: SubmissionId, verdict: Verdict) -> Response:
    """Refuse a submission for good; `rejection` says in one word why."""
    return _act(asking, submission_id, "reject", verdict)


@router.post("/{submission_id}/withdraw", responses=_ANSWERS, summary="Withdraw a submission")
def withdraw(
    asking: AskingDep,
    submission_id: SubmissionId,
    verdict: Annotated[VerdictIn | None, Body()] = None,
) -> Response:
    """Take back what was sent in; what is published stays."""
    return _act(asking, submission_id, "withdraw", verdict)


def _act(
    asking: Asking, submission_id: str, name: ActionName, verdict: VerdictIn | None = None
) -> Response:
    def work(session: Session) -> Response:
        answer = act(session, submission_id, name, caller=asking.caller, verdict=verdict)
        return private_answer(answer)

    return asking.once.do(asking.database, work)
