"""Doing what is due one by one, and setting aside what cannot be done, so that others go on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy.orm import Session

from app.core.errors import DalilError
from app.core.journal import record
from app.core.schemas import LocalText
from app.submissions.commands.due import (
    archive_planned,
    change_of_plan,
    due_archives,
    due_submissions,
    judge_anew,
    outdated,
    publish_scheduled,
)
from app.submissions.commands.submitting import REVIEW_DAYS, change_of
from app.submissions.judging import Near, rules_version
from app.submissions.lifecycle import ACTIONS, CLOCK, after
from app.submissions.models import PlannedArchive, Submission

_MOST = 500
_AGAIN = timedelta(days=1)
"""After so long an archive that could not be done is tried again."""


@dataclass(frozen=True)
class Due:
    """One thing that is due; ``id`` is the submission's, or the service's for an archive."""

    kind: Literal["publication", "archive", "judgement"]
    id: str


def find_due(session: Session, at: datetime) -> Sequence[Due]:
    """List what is due, what has waited longest first."""
    publications = session.scalars(due_submissions(at).limit(_MOST))
    archives = session.scalars(due_archives(at).limit(_MOST))
    judgements = session.scalars(outdated().limit(_MOST))
    return [
        *(Due("publication", one.id) for one in publications),
        *(Due("archive", one.service_id) for one in archives),
        *(Due("judgement", one.id) for one in judgements),
    ]


def do_one(session: Session, due: Due, at: datetime, *, near: Near) -> None:
    """Do one thing, unless somebody else has meanwhile."""
    if due.kind == "archive":
        if plan := _plan(session, due, at):
            archive_planned(session, plan)
    elif submission := _submission(session, due, at):
        if due.kind == "publication":
            publish_scheduled(session, submission)
        else:
            judge_anew(session, submission, near=near)


def set_aside(session: Session, due: Due, at: datetime, fault: Exception) -> None:
    """Let what cannot be done wait for somebody, with the reason.

    A publication goes back to its reviewer; an archive is tried again after a day; what
    could not be judged keeps its findings until the rules change again.
    """
    if due.kind == "archive":
        if plan := _plan(session, due, at):
            plan.at = at + _AGAIN
            record(session, change_of_plan(plan, "archive_postponed", _in_words(fault)["en"]))
    elif submission := _submission(session, due, at):
        if due.kind == "publication":
            _give_back(session, submission, at, fault)
        else:
            submission.rules = rules_version()
            said = _in_words(fault)["en"]
            record(session, change_of(submission, "submission_not_judged", CLOCK, said))


def _give_back(session: Session, submission: Submission, at: datetime, fault: Exception) -> None:
    why = _in_words(fault)
    reason = LocalText(
        ar=f"تعذّر نشرها في موعدها: {why['ar']}. عادت إلى المراجعة.",
        en=f"It could not be published at its time: {why['en']} It is under review again.",
    )
    submission.state = after(ACTIONS["give_back"], submission.state)
    submission.version += 1
    submission.reviewer = submission.reviewer or submission.decided_by
    submission.decided_at, submission.decided_by = at, CLOCK
    submission.due_at = at + timedelta(days=REVIEW_DAYS)
    submission.reason = reason.model_dump(mode="json")
    record(session, change_of(submission, "submission_given_back", CLOCK, reason.en))


def _in_words(fault: Exception) -> dict[str, str]:
    """Say why to people: what the domain says, but nothing of the inside of the server."""
    if isinstance(fault, DalilError):
        return {"ar": fault.title_ar, "en": fault.detail}
    return {"ar": "خطأ في الخادم، وقد سُجل", "en": "A fault of the server, which is logged."}


def _plan(session: Session, due: Due, at: datetime) -> PlannedArchive | None:
    plan = session.get(PlannedArchive, due.id, with_for_update=True)
    return plan if plan and plan.at <= at else None


def _submission(session: Session, due: Due, at: datetime) -> Submission | None:
    wanted = due_submissions(at) if due.kind == "publication" else outdated()
    return session.scalars(wanted.where(Submission.id == due.id).with_for_update()).one_or_none()
