"""Offering concepts that came back to the services that were moved away from them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from app.catalogue.commands.placing import Cause
from app.catalogue.models import Reclassification
from app.core.clock import now
from app.core.identity import new_task_id
from app.taxonomy.succeeding import RETIRES, Step

_WITHDRAWN = {"kind": "replace", "task_id": None, "due_at": None}


def offer_back(session: Session, cause: Cause, steps: Mapping[str, Step]) -> int:
    """Offer concepts that came back to the services that were moved away from them."""
    restored = [key for key, step in steps.items() if step.kind == "offer_back"]
    rows = session.scalars(
        select(Reclassification).where(
            Reclassification.concept_id.in_(restored),
            Reclassification.target_id != Reclassification.concept_id,
        )
    ).all()
    for row in rows:
        row.kind, row.version_id = "offer_back", cause.version_id
        row.options = [row.concept_id, row.target_id]
        row.proposal_id, row.task_id = row.concept_id, new_task_id()
        row.due_at = due(steps[row.concept_id])
        row.decided_at = row.decided_by = None
    session.flush()
    return len(rows)


def withdraw_offers(session: Session, steps: Mapping[str, Step]) -> None:
    """Take back what was offered and is retired again, where nobody has decided."""
    retired = [key for key, step in steps.items() if step.kind in RETIRES]
    session.execute(
        update(Reclassification)
        .where(
            Reclassification.concept_id.in_(retired),
            Reclassification.kind == "offer_back",
            Reclassification.decided_at.is_(None),
        )
        .values(**_WITHDRAWN)
    )


def withdraw_offers_of(session: Session, version_id: int) -> None:
    """Take back what a version had offered that is taken back itself."""
    session.execute(
        update(Reclassification)
        .where(
            Reclassification.version_id == version_id,
            Reclassification.kind == "offer_back",
            Reclassification.decided_at.is_(None),
        )
        .values(**_WITHDRAWN)
    )


def due(step: Step) -> datetime:
    """Say until when an entity may decide."""
    return now() + timedelta(days=step.deadline_days)
