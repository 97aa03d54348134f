"""Releasing a scheme, and taking a release back."""

from typing import Annotated, Literal

from fastapi import APIRouter, Body, Depends
from fastapi.responses import Response
from pydantic import Field, model_validator
from sqlalchemy.orm import Session

from app.api import documented
from app.api.access import CallerDep
from app.api.answers import private_answer
from app.api.deps import OpenDatabase, only_known_parameters
from app.api.idempotency import OnceDep
from app.api.taxonomies import Scheme
from app.catalogue.commands.releasing import Outcome
from app.core.schemas import Flag, LocalText, Schema
from app.taxonomy.commands import Release
from app.taxonomy.commands.releasing import GRACE_DAYS
from app.workshops.answers import LevelReason
from app.workshops.commands.releasing import release, take_back

router = APIRouter(
    prefix="/v1/taxonomies", tags=["taxonomies"], dependencies=[Depends(only_known_parameters)]
)


class ReleaseIn(Schema):
    """What a release is asked to be; its number is computed.

    ``candidate`` keeps a version beside the others that changes nothing else;
    ``rollback`` releases the version before the latest again; ``graceDays`` is for how
    long codes of earlier versions are accepted. A rollback moves services: it is no candidate.
    """

    title: LocalText | None = None
    note: LocalText | None = None
    candidate: Flag = False
    rollback: Flag = False
    grace_days: Annotated[int, Field(ge=0, le=3650, strict=True)] = GRACE_DAYS

    @model_validator(mode="after")
    def _is_one_of_both(self) -> "ReleaseIn":
        if self.candidate and self.rollback:
            raise ValueError("name either candidate or rollback")
        return self


class ReclassifiedOut(Schema):
    """How many services went to their new place by themselves, and how many need people."""

    automatic: int
    tasks: int


class ReleaseOut(Schema):
    """A version as it was released, and what that did to the services."""

    scheme: str
    version: str
    level: Literal["major", "minor", "patch"]
    because: list[LevelReason]
    sha256: str
    reclassified: ReclassifiedOut


@router.post(
    "/{scheme}/releases",
    status_code=201,
    responses=documented.answered(ReleaseOut, 401, 403, 404, 409, 413, 415, status=201),
    summary="Release a scheme",
)
def release_version(
    database: OpenDatabase,
    caller: CallerDep,
    once: OnceDep,
    scheme: Scheme,
    asked: Annotated[ReleaseIn | None, Body()] = None,
) -> Response:
    """Release what was enacted, compute the number, and re-classify every service."""
    wanted = asked or ReleaseIn()

    def work(session: Session) -> Response:
        command = take_back if wanted.rollback else release
        outcome = command(session, scheme, _release(wanted), caller=caller)
        number = outcome.released.number
        address = f"/v1/taxonomies/{scheme}/versions/{number}"
        return private_answer(_shaped(outcome), status=201, headers={"Location": address})

    return once.do(database, work)


def _release(asked: ReleaseIn) -> Release:
    return Release(
        title=asked.title.model_dump(exclude_none=True) if asked.title else None,
        note=asked.note.model_dump(exclude_none=True) if asked.note else None,
        is_candidate=asked.candidate,
        grace_days=asked.grace_days,
    )


def _shaped(outcome: Outcome) -> ReleaseOut:
    released = outcome.released
    return ReleaseOut(
        scheme=released.scheme,
        version=released.number,
        level=released.level,
        because=[
            LevelReason(
                index=one.index,
                op=one.op,
                level=one.level,
                message=LocalText(ar=one.ar, en=one.en),
            )
            for one in released.because
        ],
        sha256=released.sha256,
        reclassified=ReclassifiedOut(
            automatic=outcome.counts.automatic, tasks=outcome.counts.tasks
        ),
    )
