"""Carrying a release of a scheme to the services: none is left without its place."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Written, write_documents
from app.catalogue.commands.offering import due
from app.catalogue.commands.placing import (
    AT_ONCE,
    Cause,
    Move,
    Row,
    find_places,
    forget_returned,
    keep_steps,
    replace_places,
)
from app.catalogue.commands.publishing import batches, load_services
from app.catalogue.models import Service, ServiceDocument, ServiceRevision, ServiceTerm
from app.catalogue.rules.proposing import proposal
from app.catalogue.rules.references import references_of
from app.catalogue.rules.terms import TAG
from app.core.identity import new_task_id
from app.core.journal import Change, record
from app.taxonomy.operations.effects import NEEDS_PEOPLE, TASK_KINDS
from app.taxonomy.succeeding import Step

_CLASSIFIES = frozenset({"isClassifiedBy", "audience", "isGroupedBy", "hasChannel", "produces"})


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
    for batch in batches(sorted(_carriers(session, steps)), AT_ONCE):
        for kind, count in _move_batch(session, cause, steps, batch).items():
            tally[kind] += count
    rendered = render_all(session, cause)
    tasks = sum(tally[kind] for kind in NEEDS_PEOPLE)
    return Counts(automatic=tally["replace"], tasks=tasks, rendered=rendered)


def render_all(session: Session, cause: Cause) -> int:
    """Write every published document anew, under the scheme's newest version."""
    ids = session.scalars(select(ServiceDocument.service_id).order_by(ServiceDocument.service_id))
    rendered = 0
    for batch in batches(list(ids), AT_ONCE):
        written = write_documents(session, load_services(session, batch))
        for one in written:
            record(session, reclassified(one, cause))
        session.flush()
        session.expunge_all()
        rendered += len(written)
    return rendered


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
    known = find_places(session, ids)
    facts = (
        _facts(session, ids) if any(steps[c].rules for cs in carried.values() for c in cs) else {}
    )
    rows: list[Row] = []
    moves: list[Move] = []
    tally: Counter[str] = Counter()
    for service, concepts in carried.items():
        for concept in concepts:
            step = steps[concept]
            tally[step.kind] += 1
            rows.append(_row(cause, step, service, facts.get(service)))
            before = known.get((service, concept))
            moves.append((service, concept, before, rows[-1]["target_id"], step.kind))
    moves += forget_returned(session, rows, known)
    replace_places(session, rows, known)
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
        "due_at": due(step) if is_task else None,
        "decided_at": None,
        "decided_by": None,
    }


def _options(step: Step) -> list[str]:
    """A concept that stays where it is may be kept."""
    kept = [step.concept] if step.kind in ("review", "unassignable") else []
    return [*step.targets, *kept]


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
