"""Deciding where a service goes after a release: by its entity, or by the clock."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import write_documents
from app.catalogue.commands.placing import Cause, arrive, keep_steps
from app.catalogue.commands.publishing import load_services
from app.catalogue.commands.reclassifying import reclassified
from app.catalogue.errors import ChoiceClosed, NoSuchOption, TaskNotFound
from app.catalogue.models import Reclassification, Service
from app.catalogue.queries.choices import OpenChoice, find_choice
from app.catalogue.schemas.choices import ChoiceOut
from app.core.access import Caller, may, require
from app.core.clock import now
from app.core.journal import Change, record
from app.taxonomy.concept_names import ConceptName
from app.taxonomy.fates import led_on
from app.taxonomy.queries import find_concepts
from app.taxonomy.queries.fates import get_fates

CLOCK = "clock"
_AT_ONCE = 200


def decide_task(
    session: Session, task_id: str, target: ConceptName, *, caller: Caller
) -> ChoiceOut:
    """Let a service stand at one of the options; only its entity, or staff, may say so.

    Raises:
        TaskNotFound: there is no such task, or it is not yours to see.
        MissingRight: the right ``tasks:decide`` is missing.
        ChoiceClosed: it was decided before, or its time is over.
        NoSuchOption: the target is none of the options.

    """
    found = _visible(session, task_id, caller)
    require(caller, "tasks:decide", found.entity)
    row = session.scalars(
        select(Reclassification).where(Reclassification.task_id == task_id).with_for_update()
    ).one()
    if row.decided_at is not None:
        raise ChoiceClosed(f"The task '{task_id}' was decided by {row.decided_by}.")
    _settle(session, row, _option(found.choice, target), found.choice.version, caller.id)
    session.flush()
    return _visible(session, task_id, caller).choice


def settle_due(session: Session, at: datetime) -> int:
    """Leave at the default what nobody has decided in time; returns how many there were."""
    rows = session.scalars(
        select(Reclassification)
        .where(
            Reclassification.task_id.is_not(None),
            Reclassification.decided_at.is_(None),
            Reclassification.due_at <= at,
        )
        .order_by(Reclassification.due_at, Reclassification.service_id)
        .limit(_AT_ONCE)
        .with_for_update()
    ).all()
    for row in rows:
        row.decided_at, row.decided_by = at, CLOCK
        record(session, _decided(row, CLOCK, "the default, since nobody decided in time"))
    return len(rows)


def is_choice_due(session: Session, at: datetime) -> bool:
    """Tell whether a task's time is over."""
    due = select(Reclassification.task_id).where(
        Reclassification.task_id.is_not(None),
        Reclassification.decided_at.is_(None),
        Reclassification.due_at <= at,
    )
    return session.scalars(due.limit(1)).first() is not None


def _visible(session: Session, task_id: str, caller: Caller) -> OpenChoice:
    found = find_choice(session, task_id)
    is_seen = found is not None and (
        may(caller, "entries:read", found.entity) or may(caller, "tasks:decide", found.entity)
    )
    if found is None or not is_seen:
        raise TaskNotFound(f"There is no task '{task_id}'.")
    return found


def _option(choice: ChoiceOut, target: ConceptName) -> str:
    for option in choice.options:
        if target.id == option.id or (target.id is None and target.notation == option.notation):
            return option.id
    codes = ", ".join(option.notation for option in choice.options)
    raise NoSuchOption(f"Choose one of {codes}.")


def _settle(session: Session, row: Reclassification, target: str, number: str, actor: str) -> None:
    before = row.target_id
    target = led_on(target, get_fates(session, row.scheme_id))
    row.target_id, row.decided_at, row.decided_by = target, now(), actor
    session.flush()
    cause = Cause(row.scheme_id, row.version_id, number, actor)
    moves = arrive(session, row.service_id, target) if _is_there(session, target) else []
    moves.append((row.service_id, row.concept_id, before, target, "decided"))
    keep_steps(session, cause, moves)
    record(session, _decided(row, actor, f"{row.scheme_id} {number}"))
    _write_anew(session, load_services(session, [row.service_id]), cause)


def _is_there(session: Session, concept: str) -> bool:
    return find_concepts(session, [concept])[concept].is_active


def _write_anew(session: Session, services: Sequence[Service], cause: Cause) -> None:
    published = [one for one in services if one.published_revision is not None]
    for one in write_documents(session, published) if published else ():
        record(session, reclassified(one, cause))


def _decided(row: Reclassification, actor: str, reason: str) -> Change:
    return Change(
        kind="choice_decided",
        subject_type="task",
        subject_id=row.task_id or "",
        op="decided",
        actor=actor,
        reason=reason,
        is_public=False,
    )
