"""Tables of access."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class ApiKey(Base):
    """A key that was given out; only a keyed hash of it is kept."""

    __tablename__ = "api_key"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    hash: Mapped[str] = mapped_column(String(64))
    label: Mapped[str] = mapped_column(String(200))
    roles: Mapped[list[str]]
    # Not a foreign key: the core does not know the entities above it.
    entity_id: Mapped[str | None] = mapped_column(String(64), index=True)
    # No scope at all means every right that the roles give.
    scopes: Mapped[list[str]]
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]
    replaced_by: Mapped[str | None] = mapped_column(String(16))


class ApiKeyUse(Base):
    """When a key was last used, about a minute exact; apart, so that nobody waits for it."""

    __tablename__ = "api_key_use"
    is_journaled: ClassVar[bool] = False

    key_id: Mapped[str] = mapped_column(ForeignKey("api_key.id"), primary_key=True)
    used_at: Mapped[datetime | None]
