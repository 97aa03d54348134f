"""Reading webhooks, their deliveries, and which of them are due."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Select, case, func, select
from sqlalchemy.orm import Session

from app.core.access import Caller, may, reach_of
from app.core.clock import now
from app.core.paging import read_cursor, write_cursor
from app.core.schemas import Page
from app.webhooks.errors import WebhookNotFound
from app.webhooks.models import Webhook, WebhookDelivery, WebhookProgress
from app.webhooks.schemas import DeliveryOut, WebhookOut

RIGHT: Final = "webhooks:manage"
_LIST, _LOG = "webhooks", "deliveries"


@dataclass(frozen=True)
class Standing:
    """Where an enabled subscription stands."""

    id: str
    owner: str | None
    seq: int
    generation: int
    failed_attempts: int
    next_at: datetime | None


def get_webhook(session: Session, webhook_id: str, caller: Caller) -> WebhookOut:
    """Read a subscription of a caller.

    Raises:
        WebhookNotFound: there is none, or it is another's.

    """
    return shown(*rows_of(session, webhook_id, caller))


def rows_of(session: Session, webhook_id: str, caller: Caller) -> tuple[Webhook, WebhookProgress]:
    """Find the rows of a subscription of a caller, for changing them.

    Raises:
        WebhookNotFound: there is none, or it is another's.

    """
    found = session.execute(_present().where(Webhook.id == webhook_id)).one_or_none()
    if found is None or not may(caller, RIGHT, found[0].entity_id):
        raise WebhookNotFound(f"There is no webhook '{webhook_id}'.")
    return found[0], found[1]


def list_webhooks(
    session: Session, caller: Caller, *, limit: int, cursor: str | None
) -> Page[WebhookOut]:
    """Read one page of a caller's subscriptions, in the order of their ids.

    Raises:
        Invalid: the cursor is not one of this list.

    """
    chosen = _present()
    if reach_of(caller, RIGHT) != "any":
        chosen = chosen.where(Webhook.entity_id == caller.entity)
    total = session.scalars(select(func.count()).select_from(chosen.subquery())).one()
    if cursor:
        (last,) = read_cursor(cursor, _LIST, str)
        chosen = chosen.where(Webhook.id > last)
    rows = session.execute(chosen.order_by(Webhook.id).limit(limit + 1)).all()
    more = write_cursor(_LIST, rows[limit - 1][0].id) if len(rows) > limit else None
    items = [shown(row[0], row[1]) for row in rows[:limit]]
    return Page(items=items, next_cursor=more, total=total)


def list_deliveries(
    session: Session, webhook_id: str, caller: Caller, *, limit: int, cursor: str | None
) -> Page[DeliveryOut]:
    """Read one page of what was tried for a subscription, the newest first.

    Raises:
        WebhookNotFound: there is none, or it is another's.
        Invalid: the cursor is not one of this list.

    """
    rows_of(session, webhook_id, caller)
    chosen = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook_id)
    total = session.scalars(select(func.count()).select_from(chosen.subquery())).one()
    if cursor:
        (last,) = read_cursor(cursor, _LOG, int)
        chosen = chosen.where(WebhookDelivery.number < last)
    newest = chosen.order_by(WebhookDelivery.number.desc()).limit(limit + 1)
    rows = session.scalars(newest).all()
    more = write_cursor(_LOG, rows[limit - 1].number) if len(rows) > limit else None
    items = [_delivery(row) for row in rows[:limit]]
    return Page(items=items, next_cursor=more, total=total)


def delivery_numbered(session: Session, webhook_id: str, number: int) -> DeliveryOut:
    """Read one try by its number, which must exist."""
    return _delivery(session.get_one(WebhookDelivery, (webhook_id, number)))


def count_webhooks(session: Session, entity: str | None) -> int:
    """Count the subscriptions of an entity, or of staff."""
    owned = Webhook.entity_id == entity if entity else Webhook.entity_id.is_(None)
    chosen = select(func.count()).select_from(Webhook).where(owned, Webhook.deleted_at.is_(None))
    return session.scalars(chosen).one()


def list_standings(session: Session) -> Sequence[Standing]:
    """Tell where every enabled subscription stands."""
    rows = session.execute(
        select(
            WebhookProgress.webhook_id,
            Webhook.entity_id,
            WebhookProgress.seq,
            WebhookProgress.generation,
            WebhookProgress.failed_attempts,
            WebhookProgress.next_at,
        )
        .join(Webhook, Webhook.id == WebhookProgress.webhook_id)
        .where(Webhook.is_enabled, Webhook.deleted_at.is_(None))
    )
    return [Standing(*row) for row in rows]


def count_states(session: Session) -> dict[str, int]:
    """Count the subscriptions by how they stand: ``sound``, ``failing`` or ``disabled``."""
    state = case(
        (Webhook.is_enabled.is_(False), "disabled"),
        (WebhookProgress.failed_attempts > 0, "failing"),
        else_="sound",
    )
    rows = session.execute(
        select(state.label("state"), func.count())
        .select_from(Webhook)
        .join(WebhookProgress, WebhookProgress.webhook_id == Webhook.id)
        .where(Webhook.deleted_at.is_(None))
        .group_by("state")
    )
    return {"sound": 0, "failing": 0, "disabled": 0, **{row[0]: row[1] for row in rows}}


def has_webhooks(session: Session) -> bool:
    """Tell whether anybody is to be sent anything."""
    chosen = select(Webhook.id).where(Webhook.is_enabled, Webhook.deleted_at.is_(None)).limit(1)
    return session.scalars(chosen).one_or_none() is not None


def subjects_of(entity: str) -> Select[str]:
    """Choose the ids of all subscriptions that are or were an entity's, for the audit."""
    return select(Webhook.id).where(Webhook.entity_id == entity)


def kept_secrets(webhook: Webhook) -> Iterator[str]:
    """List the sealed secrets that sign at present, the newest first."""
    yield webhook.secret
    until = webhook.old_secret_until
    if webhook.old_secret and until and until > now():
        yield webhook.old_secret


def shown(webhook: Webhook, progress: WebhookProgress) -> WebhookOut:
    """Shape a subscription as it is shown."""
    is_overlapping = webhook.old_secret_until and webhook.old_secret_until > now()
    return WebhookOut(
        id=webhook.id,
        entity=webhook.entity_id,
        url=webhook.url,
        description=webhook.description,
        types=webhook.types,
        entities=webhook.entities,
        is_enabled=webhook.is_enabled,
        disabled_reason=webhook.disabled_reason,
        disabled_at=webhook.disabled_at,
        created_at=webhook.created_at,
        seq=progress.seq,
        failed_attempts=progress.failed_attempts,
        next_attempt_at=progress.next_at if webhook.is_enabled else None,
        delivered_at=progress.delivered_at,
        old_secret_until=webhook.old_secret_until if is_overlapping else None,
    )


def _present() -> Select[Webhook, WebhookProgress]:
    return (
        select(Webhook, WebhookProgress)
        .join(WebhookProgress, WebhookProgress.webhook_id == Webhook.id)
        .where(Webhook.deleted_at.is_(None))
    )


def _delivery(row: WebhookDelivery) -> DeliveryOut:
    names = DeliveryOut.model_fields
    return DeliveryOut.model_validate({name: getattr(row, name) for name in names})
