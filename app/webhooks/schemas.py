"""Shapes of webhooks, in and out."""

from datetime import datetime
from typing import Literal

from pydantic import Field, model_validator

from app.catalogue.schemas.history import ChangeOut, SubjectType
from app.core.schemas import Code, Flag, Line, Schema, Url

_LONGEST_OVERLAP_SECONDS = 30 * 86400


class WebhookIn(Schema):
    """A subscription to be made; it begins with the next change."""

    url: Url = Field(description="Where messages are sent: `https`, port 443, a public address.")
    description: Line | None = None
    types: list[SubjectType] = Field(
        default=[], max_length=10, description="Only changes of these; none means all."
    )
    entities: list[Code] = Field(
        default=[],
        max_length=100,
        description="Only changes of these entities and their services; none means all.",
    )
    entity: Code | None = Field(
        default=None, description="Whose it is; a key of an entity makes its own."
    )


class WebhookPatch(Schema):
    """What is to change; what is left out stays."""

    url: Url = ""
    description: Line | None = None
    types: list[SubjectType] = Field(default=[], max_length=10)
    entities: list[Code] = Field(default=[], max_length=100)
    is_enabled: Flag = True


class RotateIn(Schema):
    """How long the old secret signs beside the new one."""

    overlap_seconds: int = Field(default=86400, strict=True, ge=0, le=_LONGEST_OVERLAP_SECONDS)


class ReplayIn(Schema):
    """Where to deliver from again: after a cursor of the feed, or after an entry."""

    cursor: str | None = Field(
        default=None, min_length=1, max_length=200, description="A cursor of the feed."
    )
    seq: int | None = Field(
        default=None,
        strict=True,
        ge=0,
        lt=2**53,
        description="Number of the last entry not to be sent.",
    )

    @model_validator(mode="after")
    def _names_one_place(self) -> "ReplayIn":
        if (self.cursor is None) is (self.seq is None):
            raise ValueError("name either cursor or seq")
        return self


class WebhookOut(Schema):
    """A subscription as it is shown: everything but the secret."""

    id: str
    entity: str | None
    url: str
    description: str | None
    types: list[str]
    entities: list[str]
    is_enabled: bool
    disabled_reason: str | None
    disabled_at: datetime | None
    created_at: datetime
    seq: int = Field(description="The last entry that is done with.", lt=2**53)
    failed_attempts: int = Field(description="How often the next entry has failed.")
    next_attempt_at: datetime | None
    delivered_at: datetime | None
    old_secret_until: datetime | None


class IssuedWebhook(WebhookOut):
    """A subscription with its secret, which is shown this once and never again."""

    secret: str = Field(repr=False)


class DeliveryOut(Schema):
    """One try to deliver one message."""

    number: int
    message_id: str
    kind: Literal["change", "test"]
    seq: int | None = Field(lt=2**53)
    attempt: int
    at: datetime
    duration_ms: int
    is_delivered: bool
    status: int | None
    error: str | None


class Message(Schema):
    """What is sent for a change; ``data`` is the entry as the feed shows it."""

    type: str
    timestamp: datetime
    data: ChangeOut


class TestData(Schema):
    """What a test tells."""

    __test__ = False

    webhook: str


class TestMessage(Schema):
    """What is sent for a test."""

    __test__ = False

    type: Literal["webhook_test"] = "webhook_test"
    timestamp: datetime
    data: TestData
