"""What entities must decide about services after a release: their tasks."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, select, true
from sqlalchemy.orm import Session

from app.catalogue.models import Reclassification, Service, ServiceRevision, ServiceTerm
from app.catalogue.rules.terms import TAG
from app.catalogue.schemas.choices import ChoiceOut
from app.core.schemas import LocalText
from app.taxonomy.models import SchemeVersion
from app.taxonomy.operations.effects import TASK_KINDS
from app.taxonomy.queries.concepts import find_refs
from app.taxonomy.schemas import ConceptRef

MOST = 500


@dataclass(frozen=True)
class OpenChoice:
    """A task with whose it is."""

    entity: str
    title: LocalText
    choice: ChoiceOut


def list_choices(session: Session, entity: str | None, *, at_most: int = MOST) -> list[OpenChoice]:
    """List what is still to be decided, what is due first comes first.

    A service that its entity has classified anew in the meantime needs no decision.
    """
    of = true() if entity is None else Service.entity_id == entity
    rows = session.execute(_open(of).limit(at_most)).all()
    refs = find_refs(session, _named(rows))
    return [_shaped(row, refs) for row in rows]


def find_choice(session: Session, task_id: str) -> OpenChoice | None:
    """Find a task, also one that was decided."""
    row = session.execute(_chosen().where(Reclassification.task_id == task_id)).one_or_none()
    return _shaped(row, find_refs(session, _named([row]))) if row else None


def count_choices(
    session: Session, scheme: str, version: str, concepts: Collection[str]
) -> tuple[int, int]:
    """Count the tasks that a version made of some concepts: all, and those that are decided."""
    chosen = (
        select(func.count(), func.count(Reclassification.decided_at))
        .join(SchemeVersion, SchemeVersion.id == Reclassification.version_id)
        .where(
            SchemeVersion.scheme_id == scheme,
            SchemeVersion.number == version,
            Reclassification.task_id.is_not(None),
            Reclassification.concept_id.in_(concepts),
        )
    )
    total, decided = session.execute(chosen).one()
    return total, decided


def _open(*where: ColumnElement[bool]) -> Select[Any]:  # Any: the columns of the row
    carried = exists().where(
        ServiceTerm.service_id == Reclassification.service_id,
        ServiceTerm.facet == TAG,
        ServiceTerm.value == Reclassification.target_id,
    )
    return (
        _chosen()
        .where(
            Reclassification.task_id.is_not(None),
            Reclassification.decided_at.is_(None),
            carried,
            *where,
        )
        .order_by(Reclassification.due_at, Reclassification.service_id, Reclassification.concept_id)
    )


def _chosen() -> Select[Any]:  # Any: the columns of the row
    return (
        select(
            Reclassification,
            Service.entity_id,
            SchemeVersion.number,
            ServiceRevision.content["title"].label("title"),
        )
        .join(Service, Service.id == Reclassification.service_id)
        .join(SchemeVersion, SchemeVersion.id == Reclassification.version_id)
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.last_revision),
        )
    )


def _named(rows: Sequence[Row[Any]]) -> Collection[str]:  # Any: see _chosen
    found: set[str] = set()
    for row in rows:
        one: Reclassification = row.Reclassification
        found.update([one.concept_id, one.target_id, *one.options])
    return found


def _shaped(row: Row[Any], refs: dict[str, ConceptRef]) -> OpenChoice:  # Any: see _chosen
    one: Reclassification = row.Reclassification
    due_at: datetime | None = one.due_at
    return OpenChoice(
        entity=row.entity_id,
        title=LocalText.model_validate(row.title),
        choice=ChoiceOut(
            id=one.task_id or "",
            kind=TASK_KINDS[one.kind],
            service=one.service_id,
            scheme=one.scheme_id,
            version=row.number,
            concept=refs[one.concept_id],
            options=[refs[key] for key in one.options],
            proposal=refs[one.proposal_id] if one.proposal_id else None,
            default=refs[one.target_id],
            due_at=due_at,
            decided_at=one.decided_at,
            decided_by=one.decided_by,
        ),
    )
