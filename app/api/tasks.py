"""What waits for people, and deciding where services go after a release of a scheme."""

from typing import Annotated

from fastapi import APIRouter, Depends, Path, Query
from fastapi.responses import Response

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.bodies import JsonBody
from app.api.deps import OpenDatabase, ReadSession, only_known_parameters
from app.catalogue.commands.choosing import decide_task
from app.catalogue.schemas.choices import ChoiceOut, TaskDecisionIn
from app.core.schemas import Code, Page
from app.submissions.queries.tasks import list_tasks
from app.submissions.schemas import Task, TaskName

router = APIRouter(
    prefix="/v1/tasks", tags=["quality"], dependencies=[Depends(only_known_parameters)]
)
TaskId = Annotated[str, Path(max_length=32)]


@router.get("", responses=documented.page(Page[Task]), summary="List what waits")
def read_tasks(
    session: ReadSession,
    caller: CallerDep,
    entity: Annotated[Code | None, Query()] = None,
    kind: Annotated[list[TaskName], Query()] = [],  # noqa: B006  # FastAPI copies it
) -> Response:
    """List what waits for an entity, or for the reviewers; what is due first comes first."""
    tasks = list_tasks(session, caller=caller, entity=entity, kinds=kind)
    return private_answer(Page[Task](items=tasks, next_cursor=None, total=len(tasks)))


@router.post(
    "/{task_id}/decide",
    responses=documented.written(ChoiceOut),
    dependencies=[JsonBody],
    summary="Decide where a service goes",
)
def decide(
    database: OpenDatabase, caller: CallerDep, task_id: TaskId, decision: TaskDecisionIn
) -> Response:
    """Choose one of the options of a task; the service is re-classified at once."""
    with database.write() as session:
        choice = decide_task(session, task_id, decision.target, caller=caller)
    return private_answer(choice)
