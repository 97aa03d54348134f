"""Making, changing and ending webhooks."""

import secrets
from collections.abc import Collection
from datetime import timedelta

from sqlalchemy.orm import Session

from app.catalogue.errors import UnknownReference
from app.catalogue.queries.changes import position_of
from app.core import journal
from app.core.access import Caller, reach_of, require
from app.core.clock import now
from app.core.errors import Finding, Invalid
from app.entities.queries import check_present, find_titles
from app.webhooks.errors import TooManyWebhooks
from app.webhooks.models import Webhook, WebhookProgress
from app.webhooks.queries import RIGHT, count_webhooks, rows_of, shown
from app.webhooks.rules import target_fault
from app.webhooks.schemas import (
    IssuedWebhook,
    ReplayIn,
    RotateIn,
    WebhookIn,
    WebhookOut,
    WebhookPatch,
)
from app.webhooks.sealing import Seal, new_secret

MOST_WEBHOOKS = 50
"""Subscriptions that one entity, or staff together, may have."""
_ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
_SHOWN = {"url": "url", "description": "description", "types": "types", "entities": "entities",
          "is_enabled": "isEnabled"}  # fmt: skip


def create_webhook(
    session: Session, asked: WebhookIn, *, caller: Caller, seal: Seal, allows_loopback: bool
) -> IssuedWebhook:
    """Make a subscription that begins with the next change; its secret is shown this once.

    Raises:
        MissingRight: it would be another entity's.
        Invalid: the target cannot be one, or an entity does not exist.
        EntityVanished: the owner is no more.
        TooManyWebhooks: the owner has as many as there may be.

    """
    owner = _owner(asked, caller)
    _check_target(asked.url, allows_loopback)
    _check_entities(session, asked.entities, "/entities")
    _check_entities(session, [owner] if asked.entity and owner else [], "/entity")
    check_present(session, [owner] if owner else [])
    if count_webhooks(session, owner) >= MOST_WEBHOOKS:
        raise TooManyWebhooks(f"There may be {MOST_WEBHOOKS}. Delete one first.")
    webhook_id = "wh_" + "".join(secrets.choice(_ALPHABET) for _ in range(12))
    secret = new_secret()
    webhook = Webhook(
        id=webhook_id,
        entity_id=owner,
        url=asked.url,
        description=asked.description,
        types=list(dict.fromkeys(asked.types)),
        entities=list(dict.fromkeys(asked.entities)),
        secret=seal.close(secret, webhook_id),
        is_enabled=True,
        created_at=now(),
    )
    progress = _progress(webhook_id, journal.head(session))
    session.add(webhook)
    session.flush()
    session.add(progress)
    _record(session, webhook, "webhook_created", caller)
    return IssuedWebhook(secret=secret, **shown(webhook, progress).model_dump())


def change_webhook(
    session: Session, webhook_id: str, asked: WebhookPatch, *, caller: Caller, allows_loopback: bool
) -> WebhookOut:
    """Change what was sent; one that is enabled again goes on where it stopped.

    Raises:
        WebhookNotFound: there is none, or it is another's.
        Invalid: the target cannot be one, or an entity does not exist.

    """
    webhook, progress = rows_of(session, webhook_id, caller)
    sent = asked.model_fields_set
    if "url" in sent:
        _check_target(asked.url, allows_loopback)
    _check_entities(session, asked.entities, "/entities")
    changed = [name for name in _SHOWN if name in sent]
    changed = [name for name in changed if getattr(asked, name) != getattr(webhook, name)]
    for name in changed:
        setattr(webhook, name, getattr(asked, name))
    if changed:
        if "is_enabled" in changed:
            _switch(webhook, caller)
        _move(progress, progress.seq)
        fields = tuple(_SHOWN[name] for name in changed)
        _record(session, webhook, "webhook_changed", caller, fields=fields)
    return shown(webhook, progress)


def rotate_secret(
    session: Session, webhook_id: str, asked: RotateIn, *, caller: Caller, seal: Seal
) -> IssuedWebhook:
    """Make a new secret; the old one signs beside it for the overlap.

    Raises:
        WebhookNotFound: there is none, or it is another's.

    """
    webhook, progress = rows_of(session, webhook_id, caller)
    secret = new_secret()
    has_overlap = asked.overlap_seconds > 0
    until = now() + timedelta(seconds=asked.overlap_seconds)
    webhook.old_secret = webhook.secret if has_overlap else None
    webhook.old_secret_until = until if has_overlap else None
    webhook.secret = seal.close(secret, webhook.id)
    _record(session, webhook, "webhook_secret_rotated", caller, fields=("secret",))
    return IssuedWebhook(secret=secret, **shown(webhook, progress).model_dump())


def replay(session: Session, webhook_id: str, asked: ReplayIn, *, caller: Caller) -> WebhookOut:
    """Deliver again what comes after a place in the feed.

    Raises:
        WebhookNotFound: there is none, or it is another's.
        Invalid: the cursor is not one of the feed.
        FeedReset: the journal has no such place.

    """
    webhook, progress = rows_of(session, webhook_id, caller)
    place = asked.cursor if asked.seq is None else str(asked.seq)
    _move(progress, position_of(session, place))
    _record(session, webhook, "webhook_replayed", caller, fields=("seq",))
    return shown(webhook, progress)


def delete_webhook(session: Session, webhook_id: str, *, caller: Caller) -> None:
    """End a subscription and forget its target and its secrets.

    Raises:
        WebhookNotFound: there is none, or it is another's.

    """
    webhook, progress = rows_of(session, webhook_id, caller)
    webhook.deleted_at = now()
    webhook.is_enabled = False
    webhook.url, webhook.secret = "", ""
    webhook.description = webhook.old_secret = webhook.old_secret_until = None
    _move(progress, progress.seq)
    _record(session, webhook, "webhook_deleted", caller, op="delete")


def _owner(asked: WebhookIn, caller: Caller) -> str | None:
    is_staff = reach_of(caller, RIGHT) == "any"
    owner = asked.entity or (None if is_staff else caller.entity)
    require(caller, RIGHT, owner)
    return owner


def _check_target(url: str, allows_loopback: bool) -> None:
    fault = target_fault(url, allows_loopback=allows_loopback)
    if fault:
        message = {
            "en": f"The address {fault}.",
            "ar": "يجب أن يكون العنوان https على المنفذ 443 ويؤدي إلى شبكة عامة.",
        }
        raise Invalid(message["en"], findings=[Finding("/url", "WEBHOOK-URL", message)])


def _check_entities(session: Session, entities: Collection[str], pointer: str) -> None:
    missing = sorted(set(entities) - find_titles(session, entities).keys())
    if missing:
        message = {
            "en": f"There is no entity '{missing[0]}'.",
            "ar": f"لا توجد جهة باسم '{missing[0]}'.",
        }
        finding = Finding(pointer, "WEBHOOK-ENTITY", message)
        raise UnknownReference(message["en"], findings=[finding])


def _switch(webhook: Webhook, caller: Caller) -> None:
    webhook.disabled_reason = None if webhook.is_enabled else f"Disabled by {caller.id}."
    webhook.disabled_at = None if webhook.is_enabled else now()


def _move(progress: WebhookProgress, seq: int) -> None:
    """Put a subscription somewhere, with all its attempts before it."""
    progress.seq, progress.failed_attempts, progress.next_at = seq, 0, None
    progress.generation += 1


def _progress(webhook_id: str, seq: int) -> WebhookProgress:
    return WebhookProgress(
        webhook_id=webhook_id, seq=seq, generation=0, failed_attempts=0, deliveries=0
    )


def _record(
    session: Session,
    webhook: Webhook,
    kind: str,
    caller: Caller,
    *,
    op: journal.Op = "upsert",
    fields: tuple[str, ...] = (),
) -> None:
    change = journal.Change(
        kind=kind,
        subject_type="webhook",
        subject_id=webhook.id,
        op=op,
        actor=caller.id,
        changed_fields=fields,
        is_public=False,
    )
    journal.record(session, change)
