"""What is next for a subscription, and keeping what became of it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlalchemy import delete, insert
from sqlalchemy.orm import Session

from app.catalogue.queries.changes import shown_changes
from app.catalogue.queries.owners import find_services_of
from app.core import journal
from app.core.clock import now
from app.entities.queries import find_successors
from app.webhooks.models import Webhook, WebhookDelivery, WebhookProgress
from app.webhooks.queries import kept_secrets
from app.webhooks.rules import message_id
from app.webhooks.schemas import Message

MOST_KEPT = 1000
"""Tries of each subscription that the log keeps."""
_SCANNED = 200
_LONGEST_ERROR = 300


@dataclass(frozen=True)
class Target:
    """Where messages go, and the sealed secrets that sign them."""

    webhook_id: str
    url: str
    secrets: tuple[str, ...]


@dataclass(frozen=True)
class Stretch:
    """Entries that a subscription asks for, up to the entry ``seq``, which has been looked at."""

    target: Target
    entries: tuple[journal.Entry, ...]
    seq: int


@dataclass(frozen=True)
class Outgoing:
    """A message that is ready to be signed; ``seq`` is None for a test."""

    id: str
    body: bytes
    seq: int | None


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


def find_stretch(session: Session, *, webhook_id: str, after: int, limit: int) -> Stretch | None:
    """Read the next entries that a subscription asks for; None when it is to get none."""
    webhook = session.get(Webhook, webhook_id)
    if webhook is None or not webhook.is_enabled or webhook.deleted_at:
        return None
    found = journal.entries(
        session, after=after, limit=_SCANNED, subject_types=webhook.types, is_public=True
    )
    chosen = list(_chosen(session, found, webhook.entities))
    if len(chosen) > limit:
        last = chosen[limit - 1].seq
    else:
        last = found[-1].seq if len(found) == _SCANNED else journal.head(session)
    return Stretch(target_of(webhook), tuple(chosen[:limit]), last)


def target_of(webhook: Webhook) -> Target:
    """Tell where a subscription's messages go."""
    return Target(webhook.id, webhook.url, tuple(kept_secrets(webhook)))


def message_of(session: Session, *, webhook_id: str, entry: journal.Entry) -> Outgoing:
    """Write the message of an entry, with the present document of its subject."""
    (change,) = shown_changes(session, [entry])
    message = Message(type=change.kind, timestamp=change.at, data=change)
    body = message.model_dump_json(by_alias=True).encode()
    return Outgoing(message_id(webhook_id, entry.seq, entry.hash), body, entry.seq)


def settle(session: Session, webhook_id: str, begun: Place, outcome: Outcome) -> None:
    """Keep what came of deliveries; whoever was moved meanwhile stays where it is."""
    progress = session.get(WebhookProgress, webhook_id, with_for_update=True)
    if progress is None:
        return
    log(session, progress, outcome.tries, kind="change")
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
        _disable(session, webhook_id, outcome.given_up)


def log(session: Session, progress: WebhookProgress, tries: Sequence[Tried], *, kind: str) -> None:
    """Note tries, and drop those that are too old."""
    if not tries:
        return
    first = progress.deliveries + 1
    progress.deliveries += len(tries)
    rows = [_row(progress.webhook_id, first + n, one, kind) for n, one in enumerate(tries)]
    session.execute(insert(WebhookDelivery), rows)
    session.execute(
        delete(WebhookDelivery).where(
            WebhookDelivery.webhook_id == progress.webhook_id,
            WebhookDelivery.number <= progress.deliveries - MOST_KEPT,
        )
    )


def _chosen(
    session: Session, found: Sequence[journal.Entry], entities: Sequence[str]
) -> Iterable[journal.Entry]:
    if not entities:
        return found
    ids = {one.subject_id for one in found if one.subject_type == "service"}
    # What was asked for goes on under those that stand in its place now.
    gone = find_successors(session, entities)
    standing = {*entities, *(one for each in gone.values() for one in each)}
    wanted = {("entity", one) for one in standing}
    wanted |= {("service", one) for one in find_services_of(session, ids, standing)}
    return [one for one in found if (one.subject_type, one.subject_id) in wanted]


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
