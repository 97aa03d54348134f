"""Carrying a release of a scheme to the services: none is left without its place."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.documents import Written
from app.catalogue.commands.offering import due
from app.catalogue.commands.placing import (
    Cause,
    Key,
    Move,
    Row,
    drop_places,
    find_places,
    keep_steps,
    key_of,
    replace_places,
    returns,
)
from app.catalogue.commands.rewriting import Anew, Batch, Carried, Rewriter
from app.catalogue.models import Service, ServiceRevision
from app.catalogue.rules.proposing import proposal
from app.catalogue.rules.references import references_of
from app.catalogue.rules.terms import TAG, term_text
from app.core.bulk import among
from app.core.identity import new_task_id
from app.core.journal import Ahead, Change
from app.core.overlapping import Hands, overlap
from app.taxonomy.operations.effects import NEEDS_PEOPLE, TASK_KINDS
from app.taxonomy.succeeding import Step

Places = dict[str, dict[str, str]]
"""By service where it went, by concept."""
_CARRIED = term_text(TAG, "")
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
    ahead = Ahead(session)
    rewriter = Rewriter(session, cause.scheme)

    def read() -> Iterator[tuple[Batch, Mapping[Key, str]]]:
        for batch in rewriter.batches():
            yield batch, find_places(session, batch.ids)

    def make(found: tuple[Batch, Mapping[Key, str]], hands: Hands) -> _Made:
        batch = rewriter.carried(found[0])
        moved = _moved(cause, steps, batch, found[1], lambda ids: _ask_facts(session, hands, ids))
        anew = rewriter.write_anew(batch, moved.places, hands)
        return _Made(moved, anew, ahead.link(reclassified(one, cause) for one in anew.written))

    def store(made: _Made) -> None:
        moved, anew = made.moved, made.anew
        moved.store(session, cause)
        rewriter.store(anew)
        ahead.write(made.entries)
        tally.update(moved.kinds)
        tally["rendered"] += len(anew.written)

    overlap(read(), make, store)
    session.expunge_all()  # what it holds was written past it
    tasks = sum(tally[kind] for kind in NEEDS_PEOPLE)
    return Counts(automatic=tally["replace"], tasks=tasks, rendered=tally["rendered"])


def _carried(batch: Sequence[Carried], steps: Mapping[str, Step]) -> dict[str, list[str]]:
    """List by service the concepts that it carries and that the release has changed.

    A concept that comes back is offered to the services that once carried it.
    """
    found: dict[str, list[str]] = {}
    for one in batch:
        tags = (term[len(_CARRIED) :] for term in one.terms if term.startswith(_CARRIED))
        if changed := sorted(tag for tag in tags if tag in steps):
            found[one.id] = changed
    return found


@dataclass(frozen=True)
class _Moved:
    """How the services of a batch move; ``places`` says by service where it went by concept."""

    kinds: Counter[str]
    rows: list[Row]
    moves: list[Move]
    returned: list[Move]
    known: Mapping[Key, str]
    places: Places

    def store(self, session: Session, cause: Cause) -> None:
        """Keep the places, and every move for ever."""
        drop_places(session, [(service, concept) for service, concept, *_ in self.returned])
        replace_places(session, self.rows, self.known)
        keep_steps(session, cause, [*self.moves, *self.returned])


@dataclass(frozen=True)
class _Made:
    """What a release makes of a batch: where its services go, what they show, and its entries."""

    moved: _Moved
    anew: Anew
    entries: list[Row]


def _moved(
    cause: Cause,
    steps: Mapping[str, Step],
    batch: Sequence[Carried],
    known: Mapping[Key, str],
    ask: Callable[[list[str]], Mapping[str, "_Facts"]],
) -> _Moved:
    """Find out how services move; ``known`` says where they stood."""
    carried = _carried(batch, steps)
    with_rules = [key for key, tags in carried.items() if any(steps[one].rules for one in tags)]
    facts = ask(with_rules) if with_rules else {}
    rows: list[Row] = []
    moves: list[Move] = []
    kinds: Counter[str] = Counter()
    for service, concepts in carried.items():
        for concept in concepts:
            step = steps[concept]
            kinds[step.kind] += 1
            rows.append(_row(cause, step, service, facts.get(service)))
            before = known.get((service, concept))
            moves.append((service, concept, before, rows[-1]["target_id"], step.kind))
    returned = returns(rows, known)
    return _Moved(kinds, rows, moves, returned, known, _places(known, rows, returned))


def _places(known: Mapping[Key, str], rows: Sequence[Row], returned: Sequence[Move]) -> Places:
    """Say by service where it stands now whose concepts were retired, split or moved."""
    places = {**known, **{key_of(row): row["target_id"] for row in rows}}
    for service, concept, *_ in returned:
        del places[service, concept]
    found: dict[str, dict[str, str]] = {}
    for (service, concept), place in places.items():
        if place != concept:
            found.setdefault(service, {})[concept] = place
    return found


@dataclass(frozen=True)
class _Facts:
    """What rules of a split look at."""

    entity: str
    content: Mapping[str, Any]  # Any: ServiceContent as JSON
    codes: frozenset[tuple[str, str]]


def _ask_facts(session: Session, hands: Hands, ids: Sequence[str]) -> dict[str, _Facts]:
    return hands.ask(lambda: _facts(session, ids))


def _facts(session: Session, ids: Sequence[str]) -> dict[str, _Facts]:
    rows = session.execute(
        select(Service.id, Service.entity_id, ServiceRevision.content)
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.published_revision),
        )
        .where(among(session, Service.id, ids))
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
