"""Previewing and carrying out reorganisations.

A preview carries everything out and keeps nothing, so that it cannot differ from what
will be done. What was previewed is named by a fingerprint; an order to carry it out
that would do anything else is refused.
"""

from collections.abc import Iterable, Sequence

from sqlalchemy.orm import Session

from app.core.canonical import sha256_of
from app.core.journal import Change, pending
from app.reorganisation.errors import PlanOutdated
from app.reorganisation.rules import Affected
from app.reorganisation.schemas import (
    AffectedOut,
    DocumentEffect,
    EntityEffect,
    ReorganisationIn,
    ReorganisationOrder,
    ReorganisationPlanOut,
)
from app.reorganisation.stakes import Stake
from app.reorganisation.steps import Steps

_ENDS = {"entity_merged": "merged", "entity_dissolved": "dissolved"}


def preview(
    session: Session, asked: ReorganisationIn, *, stakes: Sequence[Stake], actor: str
) -> ReorganisationPlanOut:
    """Find out what a reorganisation would do; ``session`` is of ``Database.rehearse``.

    Raises:
        UnsoundReorganisation: it cannot be carried out.

    """
    return _carry_out(session, asked, stakes, actor)


def reorganise(
    session: Session, order: ReorganisationOrder, *, stakes: Sequence[Stake], actor: str
) -> ReorganisationPlanOut:
    """Do exactly what was previewed, or nothing.

    Raises:
        UnsoundReorganisation: it cannot be carried out.
        PlanOutdated: something else would be done than the preview has shown.

    """
    asked = ReorganisationIn(operations=order.operations, reason=order.reason)
    done = _carry_out(session, asked, stakes, actor)
    if done.fingerprint != order.fingerprint:
        raise PlanOutdated("What would be done is not what was previewed; preview it again.")
    return done.model_copy(update={"is_applied": True})


def _carry_out(
    session: Session, asked: ReorganisationIn, stakes: Sequence[Stake], actor: str
) -> ReorganisationPlanOut:
    steps = Steps(session, stakes, actor=actor, reason=asked.reason)
    for place, operation in enumerate(asked.operations):
        steps.take(operation, f"/operations/{place}")
    session.flush()
    changes = pending(session)
    plan = ReorganisationPlanOut(
        fingerprint="",
        is_applied=False,
        reason=asked.reason,
        entities=_entities(changes),
        moves=steps.moves,
        collisions=steps.collisions,
        documents=_documents(changes),
        channels=sorted({one.subject_id for one in changes if one.subject_type == "channel"}),
        affected=[_affected(one) for one in steps.affected],
    )
    return plan.model_copy(update={"fingerprint": _fingerprint(asked, plan)})


def _fingerprint(asked: ReorganisationIn, plan: ReorganisationPlanOut) -> str:
    """Name what was asked and everything that follows from it."""
    return sha256_of([one.model_dump(mode="json", by_alias=True) for one in (asked, plan)])


def _entities(changes: Iterable[Change]) -> list[EntityEffect]:
    found: dict[str, EntityEffect] = {}
    for one in changes:
        if one.subject_type == "entity":
            before = found.get(one.subject_id)
            outcome = _ENDS.get(one.kind) or (before.outcome if before else _outcome(one))
            found[one.subject_id] = EntityEffect.model_validate(
                {"id": one.subject_id, "outcome": outcome, "replacedBy": one.replaced_by}
            )
    return [found[key] for key in sorted(found)]


def _outcome(change: Change) -> str:
    return "created" if change.version == 1 else "changed"


def _documents(changes: Iterable[Change]) -> list[DocumentEffect]:
    found: dict[str, set[str]] = {}
    for one in changes:
        if one.subject_type == "service" and one.is_public:
            found.setdefault(one.subject_id, set()).update(one.changed_fields)
    return [DocumentEffect(id=key, changed_fields=sorted(found[key])) for key in sorted(found)]


def _affected(one: Affected) -> AffectedOut:
    return AffectedOut(kind=one.kind, id=one.id, effect=one.effect, title=one.title)
