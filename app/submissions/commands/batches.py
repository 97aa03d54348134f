"""Sending many entries in at once."""

import secrets
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands import Saved, publish, save_revisions
from app.catalogue.queries.entry_batches import find_published_revisions
from app.catalogue.schemas.content import ServiceEntry
from app.core.access import Caller
from app.core.clock import now
from app.core.journal import record
from app.submissions.commands.submitting import REVIEW_DAYS, change_of, supersede
from app.submissions.judging import rules_version
from app.submissions.lifecycle import OPEN
from app.submissions.models import Submission

FindingJson = dict[str, Any]  # Any: FindingOut as JSON
_WAITING = (*OPEN, "scheduled")


@dataclass(frozen=True)
class SoundEntry:
    """An entry that was judged and has no errors."""

    entry: ServiceEntry
    findings: list[FindingJson]


def submit_entries(
    session: Session,
    batch: Sequence[SoundEntry],
    *,
    caller: Caller,
    publishes: bool = False,
    reason: str | None = None,
) -> list[Saved]:
    """Save judged entries as new revisions and put them before the reviewers.

    With ``publishes`` they are served at once: a load by those who review. The caller's
    rights are the business of whoever calls this.

    Raises:
        UnknownReference: an entry names something that is no longer there; nothing is saved.
        IdTaken: an id belongs to another service; nothing is saved.

    """
    saved = save_revisions(session, [one.entry for one in batch], actor=caller.id, reason=reason)
    ids = [one.service_id for one in saved]
    served = find_published_revisions(session, ids)
    under_way, waiting = _submissions(session, ids)
    revisions: dict[str, int] = {}
    for one, done in zip(batch, saved, strict=True):
        if served.get(done.service_id) == done.revision:
            continue
        revisions[done.service_id] = done.revision
        if publishes or not _is_under_way(done, under_way):
            if done.service_id in waiting:
                supersede(session, done.service_id, actor=caller.id)
            _open(session, one, done, caller, is_published=publishes)
    if publishes:
        session.flush()
        publish(session, revisions, actor=caller.id, reason=reason)
    session.flush()
    return saved


def _is_under_way(saved: Saved, found: Collection[tuple[str, int]]) -> bool:
    return not saved.is_new and (saved.service_id, saved.revision) in found


def _submissions(session: Session, ids: Collection[str]) -> tuple[set[tuple[str, int]], set[str]]:
    """Find which revisions wait for a verdict, and of which services."""
    rows = session.execute(
        select(Submission.service_id, Submission.revision).where(
            Submission.service_id.in_(ids), Submission.state.in_(_WAITING)
        )
    ).all()
    return {(row.service_id, row.revision) for row in rows}, {row.service_id for row in rows}


def _open(
    session: Session, one: SoundEntry, saved: Saved, caller: Caller, *, is_published: bool
) -> None:
    at = now()
    decided: Mapping[str, Any] = {"decided_at": at, "decided_by": caller.id}  # Any: columns
    submission = Submission(
        id=f"s_{secrets.token_hex(8)}",
        service_id=saved.service_id,
        entity_id=one.entry.entity,
        revision=saved.revision,
        version=1,
        state="published" if is_published else "submitted",
        submitted_at=at,
        submitted_by=caller.id,
        due_at=at + timedelta(days=REVIEW_DAYS),
        fields=[],
        findings=one.findings,
        rules=rules_version(),
        **(decided if is_published else {}),
    )
    session.add(submission)
    kind = "submission_approved" if is_published else "entry_submitted"
    record(session, change_of(submission, kind, caller.id))
