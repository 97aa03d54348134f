"""What becomes due with time: publications and archives that were planned, rules that changed."""

from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from app.catalogue.commands import archive, publish
from app.catalogue.commands.choosing import is_choice_due, settle_due
from app.catalogue.queries.entries import get_entry
from app.catalogue.queries.history import find_revision_content
from app.catalogue.schemas.content import ServiceEntry
from app.core.errors import Finding
from app.core.findings import finding_json
from app.core.journal import Change, record
from app.submissions.commands.submitting import change_of, supersede
from app.submissions.judging import Near, judge, rules_version, shaped
from app.submissions.lifecycle import ACTIONS, CLOCK, OPEN, after
from app.submissions.models import PlannedArchive, Submission
from app.submissions.queries.care import find_cared, find_stale, of_service
from app.submissions.rules.freshness import NOTICE

_AT_ONCE = 50


def do_what_is_due(session: Session, at: datetime, *, near: Near) -> int:
    """Do a portion of what is due; returns how much it was, 0 when nothing is left."""
    planned = _publish_due(session, at) + _archive_due(session, at) + settle_due(session, at)
    return planned + _judge_anew(session, near)


def is_anything_due(session: Session, at: datetime) -> bool:
    """Tell whether there is something to do, without taking the writers' turn."""
    wanted = (due_submissions(at), due_archives(at), outdated())
    is_waiting = any(session.scalars(one.limit(1)).first() is not None for one in wanted)
    return is_waiting or is_choice_due(session, at)


def due_submissions(at: datetime) -> Select[Submission]:
    """Choose what was approved for a time that has come."""
    due = select(Submission).where(Submission.state == "scheduled", Submission.publish_at <= at)
    return due.order_by(Submission.publish_at, Submission.id).limit(_AT_ONCE)


def due_archives(at: datetime) -> Select[PlannedArchive]:
    """Choose the planned archives whose time has come."""
    due = select(PlannedArchive).where(PlannedArchive.at <= at)
    return due.order_by(PlannedArchive.at, PlannedArchive.service_id).limit(_AT_ONCE)


def outdated() -> Select[Submission]:
    """Choose what waits for a verdict and was judged by other rules."""
    chosen = Submission.state.in_(OPEN) & (Submission.rules != rules_version())
    return select(Submission).where(chosen).order_by(Submission.id).limit(_AT_ONCE)


def _publish_due(session: Session, at: datetime) -> int:
    due = session.scalars(due_submissions(at).with_for_update()).all()
    for submission in due:
        publish_scheduled(session, submission)
    return len(due)


def publish_scheduled(session: Session, submission: Submission) -> None:
    """Publish what was approved for a time that has come."""
    submission.state = after(ACTIONS["publish"], submission.state)
    submission.version += 1
    record(session, change_of(submission, "submission_published", CLOCK))
    publish(session, {submission.service_id: submission.revision}, actor=CLOCK)


def _archive_due(session: Session, at: datetime) -> int:
    due = session.scalars(due_archives(at).with_for_update()).all()
    for plan in due:
        archive_planned(session, plan)
    return len(due)


def archive_planned(session: Session, plan: PlannedArchive) -> None:
    """Archive a service as it was planned, if the plan still holds."""
    session.delete(plan)
    if _is_to_go(session, plan):
        supersede(session, plan.service_id, actor=plan.by)
        archive(
            session,
            plan.service_id,
            actor=plan.by,
            reason=plan.reason,
            replaced_by=plan.replaced_by,
        )


def _is_to_go(session: Session, plan: PlannedArchive) -> bool:
    """Tell whether a plan still holds: care that came after its notice calls it off."""
    cared = next(find_cared(session, of_service(plan.service_id)), None)
    if cared and (plan.by != CLOCK or cared.freshness.archived_at <= plan.at):
        return True
    record(session, change_of_plan(plan, "archive_called_off"))
    return False


def announce_archives(session: Session, at: datetime) -> int:
    """Plan the archive of what nobody has cared for, a month ahead; returns how many."""
    noticed = [one for one in find_stale(session, at) if one.freshness.is_noticed(at)]
    planned = set(session.scalars(select(PlannedArchive.service_id)))
    new = [one for one in noticed if one.id not in planned]
    for one in new:
        plan = PlannedArchive(
            service_id=one.id,
            at=max(one.freshness.archived_at, at + NOTICE),
            by=CLOCK,
            reason=f"Nobody has confirmed it since {one.freshness.cared_at:%Y-%m-%d}.",
            replaced_by=[],
        )
        session.add(plan)
        record(session, change_of_plan(plan, "archive_planned"))
    return len(new)


def change_of_plan(plan: PlannedArchive, kind: str, reason: str | None = None) -> Change:
    """Say in the journal what became of a planned archive; without a reason, the plan's own."""
    return Change(
        kind=kind,
        subject_type="service-care",
        subject_id=plan.service_id,
        op="upsert",
        actor=CLOCK,
        version=1,
        reason=reason or plan.reason,
        is_public=False,
    )


def _judge_anew(session: Session, near: Near) -> int:
    """Judge by the present rules what was judged by others and still waits."""
    waiting = session.scalars(outdated().with_for_update()).all()
    for submission in waiting:
        judge_anew(session, submission, near=near)
    return len(waiting)


def judge_anew(session: Session, submission: Submission, *, near: Near) -> None:
    """Judge a submission by the present rules."""
    findings = [finding_json(one) for one in _findings(session, submission, near)]
    submission.rules = rules_version()
    if findings != submission.findings:
        submission.findings = findings
        submission.version += 1
    record(session, change_of(submission, "submission_judged_anew", CLOCK))


def _findings(session: Session, submission: Submission, near: Near) -> list[Finding]:
    kept = get_entry(session, submission.service_id)
    said = find_revision_content(session, kept.id, submission.revision)
    content, faults = shaped(said)
    if content is None:  # the shapes have become stricter since it was sent in
        return faults
    entry = ServiceEntry(id=kept.id, entity=kept.entity, source_id=kept.source_id, content=content)
    return judge(session, entry, near=near).findings
