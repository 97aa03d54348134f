"""Shapes of keys, in and out."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from app.core.access.rules import Right, Role
from app.core.schemas import Code, Line, Schema

State = Literal["live", "replaced", "expired", "revoked"]


class KeyIn(Schema):
    """A key to be made: for whom, to do what, until when."""

    label: Line = Field(max_length=200)
    roles: list[Role] = Field(min_length=1, max_length=9)
    entity: Code | None = None
    scopes: list[Right] = Field(default=[], max_length=50)
    lifetime_days: int | None = Field(default=None, ge=1, le=3650)


class KeyOut(Schema):
    """A key as it is shown: everything but the key itself."""

    id: str
    label: str
    roles: list[Role]
    entity: str | None
    scopes: list[Right]
    state: State
    created_at: datetime
    expires_at: datetime | None
    revoked_at: datetime | None
    used_at: datetime | None
    replaced_by: str | None


class IssuedKey(Schema):
    """A key that was just made; ``key`` is shown this once and never again."""

    id: str
    key: str = Field(repr=False)
    expires_at: datetime | None
