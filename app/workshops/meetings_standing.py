"""Where a change request stands for a workshop: now, or when the workshop was closed."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from sqlalchemy.orm import Session

from app.core.access import Caller
from app.entities.queries import title_finder
from app.taxonomy.queries.drafts import get_draft, get_draft_at
from app.workshops.answers import DecisionOut, PositionOut
from app.workshops.meetings_papers import Ruling, SealedObjection, StanceKind
from app.workshops.models import ChangeRequest, ChangeRequestRevision
from app.workshops.queries import list_positions
from app.workshops.queries.conversations import positions_at
from app.workshops.queries.drafts import last_revision, revision_at
from app.workshops.queries.reading import find_decision
from app.workshops.shaping import revision_out

STANCES: tuple[StanceKind, ...] = (
    "support", "accept", "abstain", "object", "block", "silent", "stale",
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """A change request with its operations, decision and positions, at one instant.

    ``positions`` holds the last one of each entity.
    """

    row: ChangeRequest
    revision: ChangeRequestRevision
    decision: DecisionOut | None
    positions: Sequence[PositionOut]

    @cached_property
    def tally(self) -> Mapping[StanceKind, list[str]]:
        """The entities by stance as it was decided; else those that have spoken."""
        if self.decision is not None:
            decided = self.decision.tally
            return {stance: list(getattr(decided, stance)) for stance in STANCES}
        found: dict[StanceKind, list[str]] = {stance: [] for stance in STANCES}
        for one in self.positions:
            found["stale" if one.is_stale else one.stance].append(one.entity)
        return {stance: sorted(entities) for stance, entities in found.items()}

    @property
    def digest(self) -> str:
        """The SHA-256 of the operations as they stood."""
        return self.revision.digest

    @property
    def ruling(self) -> Ruling | None:
        """The decision without what is told beside it."""
        if self.decision is None:
            return None
        return Ruling(
            outcome=self.decision.outcome,
            rule=self.decision.rule,
            reason=self.decision.reason,
            conditions=self.decision.conditions,
            minority_statement=self.decision.minority_statement,
            at=self.decision.at,
        )

    def objections(self) -> Iterator[SealedObjection]:
        """List the objections that were decided on, else those that stand."""
        known = {one.id: one for one in self.positions}
        if self.decision is None:
            for one in known.values():
                if one.stance in ("object", "block") and not one.is_stale:
                    yield _standing_objection(one)
            return
        for made in self.decision.objections:
            position = known.get(made.position)
            yield SealedObjection(
                entity=made.entity,
                stance="block" if made.stance == "block" else "object",
                reason=made.reason,
                proposed_change=position.proposed_change if position else None,
                disposition=made.disposition,
                disposition_reason=made.disposition_reason,
            )


def standing_of(
    session: Session, row: ChangeRequest, *, caller: Caller, until: datetime | None
) -> Standing:
    """Read where a change request stands now, or stood ``until`` an instant."""
    decision = find_decision(session, row, caller=caller, until=until)
    if until is None:
        found = list_positions(session, row.id, caller=caller)
        last = [one for one in found if one.is_last]
        return Standing(row, last_revision(session, row), decision, last)
    revision = revision_at(session, row, until)
    spoken = positions_at(session, row, digest=revision.digest, until=until)
    return Standing(row, revision, decision, spoken)


def operations_of(
    session: Session, one: Standing, until: datetime | None
) -> list[dict[str, Any]]:  # Any: JSON
    """Show the operations by the labels of their decision; by those of the instant without one."""
    if one.decision is not None and one.decision.operations_digest == one.revision.digest:
        return one.decision.operations
    scheme = one.row.scheme_id
    opened = get_draft_at(session, scheme, until) if until else get_draft(session, scheme)
    entity_of = title_finder(session)
    return revision_out(one.row, one.revision, opened.draft, entity_of=entity_of).operations


def _standing_objection(one: PositionOut) -> SealedObjection:
    return SealedObjection(
        entity=one.entity,
        stance="block" if one.stance == "block" else "object",
        reason=one.reason,
        proposed_change=one.proposed_change,
        disposition=None,
        disposition_reason=None,
    )
