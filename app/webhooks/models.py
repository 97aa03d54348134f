"""Tables of webhooks: what was asked for, how far it has come, and what was tried."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Webhook(Base):
    """A subscription; one that was deleted keeps its id and its owner, and nothing else."""

    __tablename__ = "webhook"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    # No entity at all means that it belongs to staff.
    entity_id: Mapped[str | None] = mapped_column(String(64), index=True)
    url: Mapped[str] = mapped_column(Text)
    description: Mapped[str | None] = mapped_column(Text)
    types: Mapped[list[str]]
    entities: Mapped[list[str]]
    secret: Mapped[str] = mapped_column(String(200))
    old_secret: Mapped[str | None] = mapped_column(String(200))
    old_secret_until: Mapped[datetime | None]
    is_enabled: Mapped[bool]
    disabled_reason: Mapped[str | None] = mapped_column(Text)
    disabled_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    deleted_at: Mapped[datetime | None]


class WebhookProgress(Base):
    """How far a subscription has come; ``seq`` is the last entry that is done with.

    ``generation`` grows whenever somebody moves it by hand, so that a delivery which was
    under way then does not move it back.
    """

    __tablename__ = "webhook_progress"
    is_journaled: ClassVar[bool] = False

    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id"), primary_key=True)
    seq: Mapped[int] = mapped_column(BigInteger)
    generation: Mapped[int]
    failed_attempts: Mapped[int]
    next_at: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    deliveries: Mapped[int]


class WebhookDelivery(Base):
    """One try to deliver one message; the newest of each subscription are kept."""

    __tablename__ = "webhook_delivery"
    is_journaled: ClassVar[bool] = False

    webhook_id: Mapped[str] = mapped_column(ForeignKey("webhook.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    message_id: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(16))
    seq: Mapped[int | None] = mapped_column(BigInteger)
    attempt: Mapped[int]
    at: Mapped[datetime]
    duration_ms: Mapped[int]
    is_delivered: Mapped[bool]
    status: Mapped[int | None]
    error: Mapped[str | None] = mapped_column(Text)
