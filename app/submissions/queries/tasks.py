"""What waits for people: of an entity, or of the reviewers."""

from collections.abc import Collection, Iterator

from sqlalchemy import ColumnElement, exists, select, true
from sqlalchemy.orm import Session, aliased

from app.catalogue.models import Service, ServiceRevision
from app.catalogue.queries.choices import list_choices
from app.core.access import Caller, reach_of, require
from app.core.access.rules import require_right
from app.core.clock import now
from app.core.schemas import LocalText
from app.entities.queries import get_entity
from app.submissions.lifecycle import OPEN
from app.submissions.models import PlannedArchive, Submission
from app.submissions.queries.care import find_stale
from app.submissions.queries.link_checks import find_broken
from app.submissions.schemas import Task, TaskName

MOST = 500


def list_tasks(
    session: Session, *, caller: Caller, entity: str | None, kinds: Collection[TaskName] = ()
) -> list[Task]:
    """List what waits, what is due first comes first; an entity's people see its own.

    Without ``kinds`` all are listed.

    Raises:
        MissingRight: the caller sees no entries, or not this entity's.
        EntityNotFound: there is no such entity.

    """
    require_right(caller, "entries:read")
    if entity is None and reach_of(caller, "entries:read") != "any":
        entity = caller.entity
    if entity is not None:
        require(caller, "entries:read", entity)
        get_entity(session, entity)
    found = [
        *_returned(session, entity),
        *_stale(session, entity),
        *_planned(session, entity),
        *_broken(session, entity),
        *_choices(session, entity),
        *(_waiting(session, entity) if reach_of(caller, "submissions:review") else ()),
    ]
    wanted = [task for task in found if not kinds or task.kind in kinds]
    return sorted(wanted, key=lambda task: (task.due_at, task.kind, task.service))[:MOST]


def _returned(session: Session, entity: str | None) -> Iterator[Task]:
    """What reviewers gave back and nobody has sent in again."""
    later = aliased(Submission)
    answered = exists().where(
        later.service_id == Submission.service_id, later.submitted_at > Submission.submitted_at
    )
    for row, title in _submissions(session, entity, Submission.state == "returned", ~answered):
        yield Task(
            kind="mend",
            entity=row.entity_id,
            service=row.service_id,
            title=title,
            due_at=row.decided_at or row.due_at,
            submission=row.id,
        )


def _waiting(session: Session, entity: str | None) -> Iterator[Task]:
    """What waits for a verdict."""
    for row, title in _submissions(session, entity, Submission.state.in_(OPEN)):
        yield Task(
            kind="review",
            entity=row.entity_id,
            service=row.service_id,
            title=title,
            due_at=row.due_at,
            submission=row.id,
        )


def _stale(session: Session, entity: str | None) -> Iterator[Task]:
    """What nobody has confirmed for too long."""
    of = true() if entity is None else Service.entity_id == entity
    for one in find_stale(session, now(), of):
        yield Task(
            kind="confirm",
            entity=one.entity,
            service=one.id,
            title=one.content["title"],
            due_at=one.freshness.stale_at,
        )


def _broken(session: Session, entity: str | None) -> Iterator[Task]:
    """What has a link that did not work three times running."""
    for one, since in find_broken(session, entity):
        yield Task(
            kind="link",
            entity=one.entity,
            service=one.id,
            title=one.content["title"],
            due_at=since,
        )


def _planned(session: Session, entity: str | None) -> Iterator[Task]:
    """What will leave the catalogue."""
    chosen = (
        select(PlannedArchive, Service.entity_id, ServiceRevision.content["title"])
        .join(Service, Service.id == PlannedArchive.service_id)
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.published_revision),
        )
        .where(true() if entity is None else Service.entity_id == entity)
        .order_by(PlannedArchive.at)
        .limit(MOST)
    )
    for plan, owner, title in session.execute(chosen):
        yield Task(
            kind="archive", entity=owner, service=plan.service_id, title=title, due_at=plan.at
        )


def _choices(session: Session, entity: str | None) -> Iterator[Task]:
    """What an entity must decide about its services after a release of a scheme."""
    for one in list_choices(session, entity):
        yield Task(
            kind=one.choice.kind,
            id=one.choice.id,
            entity=one.entity,
            service=one.choice.service,
            title=one.title,
            due_at=one.choice.due_at or now(),
            choice=one.choice,
        )


def _submissions(
    session: Session, entity: str | None, *where: ColumnElement[bool]
) -> Iterator[tuple[Submission, LocalText]]:
    chosen = (
        select(Submission, ServiceRevision.content["title"])
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Submission.service_id)
            & (ServiceRevision.number == Submission.revision),
        )
        .where(*where, true() if entity is None else Submission.entity_id == entity)
        .order_by(Submission.due_at, Submission.id)
        .limit(MOST)
    )
    for row, title in session.execute(chosen):
        yield row, LocalText.model_validate(title)
