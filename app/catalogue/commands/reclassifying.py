"""Carrying a release of a scheme to the services: none is left without its place."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Written, write_documents
from app.catalogue.commands.publishing import batches, load_services
from app.catalogue.models import (
    Reclassification,
    ReclassificationStep,
    Service,
    ServiceDocument,
    ServiceRevision,
    ServiceTerm,
)
from app.catalogue.rules.proposing import proposal
from app.catalogue.rules.references import references_of
from app.catalogue.rules.terms import TAG
from app.core.clock import now
from app.core.identity import new_task_id
from app.core.journal import Change, record
from app.taxonomy.operations.effects import NEEDS_PEOPLE, TASK_KINDS
from app.taxonomy.succeeding import Step

Row = dict[str, Any]  # Any: a row of a table
_CLASSIFIES = frozenset({"isClassifiedBy", "audience", "isGroupedBy", "hasChannel", "produces"})


@dataclass(frozen=True)
class Cause:
    """The release (its scheme, id and number) that moves services, and who made it."""

    scheme: str
    version_id: int
    number: str
    actor: str


@dataclass(frozen=True)
class Counts:
    """How many services went to their new place by themselves, and how many need people."""

    automatic: int
    tasks: int
    rendered: int


def reclassify(session: Session, cause: Cause, steps: Mapping[str, Step]) -> Counts:
    """Move every service that carries a concept which the release has changed.

    Where people must choose, the service stands at the default until its entity decides.
    Every published document is written anew in the same transaction: readers see all of
    the version before, or all of this one.
    """
    tally: Counter[str] = Counter()
    for batch in batches(sorted(_carriers(session, steps))):
        for kind, count in _move_batch(session, cause, steps, batch).items():
            tally[kind] += count
    rendered = render_all(session, cause)
    tasks = sum(tally[kind] for kind in NEEDS_PEOPLE)
    return Counts(automatic=tally["replace"], tasks=tasks, rendered=rendered)


def render_all(session: Session, cause: Cause) -> int:
    """Write every published document anew, under the scheme's newest version."""
    ids = session.scalars(select(ServiceDocument.service_id).order_by(ServiceDocument.service_id))
    rendered = 0
    for batch in batches(list(ids)):
        written = write_documents(session, load_services(session, batch))
        for one in written:
            record(session, reclassified(one, cause))
        session.flush()
        session.expunge_all()
        rendered += len(written)
    return rendered


def keep_steps(
    session: Session, cause: Cause, moves: Iterable[tuple[str, str, str | None, str | None, str]]
) -> None:
    """Note moves for ever: service, concept, place before, place after, and why."""
    at = now()
    rows = [
        {
            "version_id": cause.version_id,
            "service_id": service,
            "concept_id": concept,
            "before_id": before,
            "after_id": after,
            "cause": why,
            "at": at,
            "actor": cause.actor,
        }
        for service, concept, before, after, why in moves
    ]
    if rows:
        session.execute(insert(ReclassificationStep), rows)


def _carriers(session: Session, steps: Mapping[str, Step]) -> set[str]:
    found: set[str] = set()
    for batch in batches(sorted(steps)):
        found.update(
            session.scalars(
                select(ServiceTerm.service_id).where(
                    ServiceTerm.facet == TAG, ServiceTerm.value.in_(batch)
                )
            )
        )
    return found


def _move_batch(
    session: Session, cause: Cause, steps: Mapping[str, Step], ids: Sequence[str]
) -> Counter[str]:
    carried = _carried(session, steps, ids)
    known = _known(session, ids)
    facts = (
        _facts(session, ids) if any(steps[c].rules for cs in carried.values() for c in cs) else {}
    )
    rows, moves = [], []
    tally: Counter[str] = Counter()
    for service, concepts in carried.items():
        for concept in concepts:
            step = steps[concept]
            tally[step.kind] += 1
            rows.append(_row(cause, step, service, facts.get(service)))
            before = known.get((service, concept))
            moves.append((service, concept, before, rows[-1]["target_id"], step.kind))
    _replace(session, rows)
    keep_steps(session, cause, moves)
    return tally


def _carried(
    session: Session, steps: Mapping[str, Step], ids: Sequence[str]
) -> dict[str, list[str]]:
    """List by service the concepts that it carries and that the release has changed.

    A concept that comes back is offered to the services that once carried it.
    """
    found: defaultdict[str, list[str]] = defaultdict(list)
    rows = session.execute(
        select(ServiceTerm.service_id, ServiceTerm.value).where(
            ServiceTerm.facet == TAG, ServiceTerm.service_id.in_(ids)
        )
    )
    for row in rows:
        if row.value in steps:
            found[row.service_id].append(row.value)
    return found


def _known(session: Session, ids: Sequence[str]) -> dict[tuple[str, str], str]:
    rows = session.execute(
        select(
            Reclassification.service_id, Reclassification.concept_id, Reclassification.target_id
        ).where(Reclassification.service_id.in_(ids))
    )
    return {(row.service_id, row.concept_id): row.target_id for row in rows}


@dataclass(frozen=True)
class _Facts:
    """What rules of a split look at."""

    entity: str
    content: Mapping[str, Any]  # Any: ServiceContent as JSON
    codes: frozenset[tuple[str, str]]


def _facts(session: Session, ids: Sequence[str]) -> dict[str, _Facts]:
    rows = session.execute(
        select(Service.id, Service.entity_id, ServiceRevision.content)
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.published_revision),
        )
        .where(Service.id.in_(ids))
    )
    return {
        row.id: _Facts(row.entity_id, row.content, references_of(row.entity_id, row.content).codes)
        for row in rows
    }


def _row(cause: Cause, step: Step, service: str, facts: _Facts | None) -> Row:
    is_task = step.kind in TASK_KINDS
    wanted = None
    if facts is not None and step.rules:
        wanted = proposal(step.rules, entity=facts.entity, content=facts.content, codes=facts.codes)
    return {
        "service_id": service,
        "concept_id": step.concept,
        "scheme_id": cause.scheme,
        "version_id": cause.version_id,
        "kind": step.kind,
        "target_id": step.default or step.concept,
        "options": _options(step),
        "proposal_id": wanted,
        "task_id": new_task_id() if is_task else None,
        "due_at": _due(step) if is_task else None,
        "decided_at": None,
        "decided_by": None,
    }


def _options(step: Step) -> list[str]:
    """A concept that stays where it is may be kept."""
    kept = [step.concept] if step.kind in ("review", "unassignable") else []
    return [*step.targets, *kept]


def _due(step: Step) -> datetime:
    return now() + timedelta(days=step.deadline_days)


def _replace(session: Session, rows: Sequence[Row]) -> None:
    for row in rows:
        where = (
            Reclassification.service_id == row["service_id"],
            Reclassification.concept_id == row["concept_id"],
        )
        session.execute(delete(Reclassification).where(*where))
    if rows:
        session.execute(insert(Reclassification), list(rows))


def reclassified(written: Written, cause: Cause) -> Change:
    """Say that a release, or a decision after it, has changed a document."""
    is_moved = bool(_CLASSIFIES.intersection(written.changed_fields))
    return Change(
        kind="service_reclassified" if is_moved else "service_rippled",
        subject_type="service",
        subject_id=written.service_id,
        op="reclassified" if is_moved else "upsert",
        actor=cause.actor,
        version=written.version,
        changed_fields=written.changed_fields,
        reason=f"{cause.scheme} {cause.number}",
        digest=written.digest,
    )


def offer_back(session: Session, cause: Cause, steps: Mapping[str, Step]) -> int:
    """Offer concepts that came back to the services that were moved away from them."""
    restored = [key for key, step in steps.items() if step.kind == "offer_back"]
    if not restored:
        return 0
    rows = session.execute(
        select(Reclassification).where(Reclassification.concept_id.in_(restored))
    ).scalars()
    count = 0
    for row in rows:
        step = steps[row.concept_id]
        session.execute(
            update(Reclassification)
            .where(
                Reclassification.service_id == row.service_id,
                Reclassification.concept_id == row.concept_id,
            )
            .values(
                kind="offer_back",
                version_id=cause.version_id,
                options=[row.concept_id, row.target_id],
                proposal_id=row.concept_id,
                task_id=new_task_id(),
                due_at=_due(step),
                decided_at=None,
                decided_by=None,
            )
        )
        count += 1
    return count
