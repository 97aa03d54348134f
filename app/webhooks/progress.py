"""Keeping what came of deliveries, and how far subscriptions have come."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, insert, select
from sqlalchemy.orm import Session

from app.core import journal
from app.core.clock import now
from app.webhooks.models import Webhook, WebhookDelivery, WebhookProgress

MOST_KEPT = 1000
"""Tries of each subscription that the log keeps."""
_LONGEST_ERROR = 300


@dataclass(frozen=True)
class Tried:
    """One try to deliver one message, and what came of it."""

    message_id: str
    seq: int | None
    attempt: int
    at: datetime
    duration_ms: int
    is_delivered: bool
    status: int | None
    error: str | None
    asked_seconds: float = 0


@dataclass(frozen=True)
class Place:
    """Where a subscription stood when its deliveries began."""

    seq: int
    generation: int


@dataclass(frozen=True)
class Outcome:
    """Where a subscription is to stand after its deliveries; ``given_up`` disables it."""

    seq: int
    tries: Sequence[Tried]
    pause: timedelta | None = None
    given_up: str | None = None


@dataclass(frozen=True)
class Ended:
    """Deliveries to one subscription that have ended."""

    webhook_id: str
    begun: Place
    outcome: Outcome


def settle(session: Session, together: Sequence[Ended]) -> None:
    """Keep what came of deliveries; whoever was moved meanwhile stays where it is."""
    ids = {one.webhook_id for one in together}
    chosen = select(WebhookProgress).where(WebhookProgress.webhook_id.in_(ids))
    ordered = chosen.order_by(WebhookProgress.webhook_id).with_for_update()
    found = {one.webhook_id: one for one in session.scalars(ordered)}
    present = [(found[one.webhook_id], one) for one in together if one.webhook_id in found]
    log(session, [(progress, one.outcome.tries) for progress, one in present], kind="change")
    for progress, one in present:
        _move(session, progress, one.begun, one.outcome)


def log(
    session: Session, tried: Sequence[tuple[WebhookProgress, Sequence[Tried]]], *, kind: str
) -> None:
    """Note the tries of subscriptions, and drop those that are too old."""
    rows: list[dict[str, object]] = []
    for progress, tries in tried:
        for number, one in enumerate(tries, progress.deliveries + 1):
            rows.append(_row(progress.webhook_id, number, one, kind))
        progress.deliveries += len(tries)
    if rows:
        session.execute(insert(WebhookDelivery), rows)
    for progress, tries in tried:
        if tries and progress.deliveries > MOST_KEPT:
            session.execute(
                delete(WebhookDelivery).where(
                    WebhookDelivery.webhook_id == progress.webhook_id,
                    WebhookDelivery.number <= progress.deliveries - MOST_KEPT,
                )
            )


def _move(session: Session, progress: WebhookProgress, begun: Place, outcome: Outcome) -> None:
    if any(one.is_delivered for one in outcome.tries):
        progress.delivered_at = now()
    if Place(progress.seq, progress.generation) != begun:
        return
    progress.seq = outcome.seq
    if outcome.tries:
        last = outcome.tries[-1]
        progress.failed_attempts = 0 if last.is_delivered else last.attempt
    progress.next_at = now() + outcome.pause if outcome.pause else None
    if outcome.given_up:
        _disable(session, progress.webhook_id, outcome.given_up)


def _disable(session: Session, webhook_id: str, reason: str) -> None:
    webhook = session.get_one(Webhook, webhook_id)
    webhook.is_enabled, webhook.disabled_reason, webhook.disabled_at = False, reason, now()
    change = journal.Change(
        kind="webhook_disabled",
        subject_type="webhook",
        subject_id=webhook_id,
        op="upsert",
        actor="webhooks",
        changed_fields=("isEnabled",),
        reason=reason,
        is_public=False,
    )
    journal.record(session, change)


def _row(webhook_id: str, number: int, tried: Tried, kind: str) -> dict[str, object]:
    error = tried.error[:_LONGEST_ERROR] if tried.error else None
    values = vars(replace(tried, error=error)).copy()
    del values["asked_seconds"]
    return {"webhook_id": webhook_id, "number": number, "kind": kind, **values}
