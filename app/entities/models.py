"""Tables of the government entities."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class Entity(Base):
    """A ministry, authority or other body that offers services."""

    __tablename__ = "entity"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    parent_id: Mapped[str | None] = mapped_column(ForeignKey("entity.id"), index=True)
    version: Mapped[int]
    modified_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]  # Any: EntityIn as JSON


class EntitySuccession(Base):
    """That an entity is no more, and which stand in its place; never changed."""

    __tablename__ = "entity_succession"

    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    replaced_by: Mapped[list[str]]
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str] = mapped_column(Text)


class EntityRevision(Base):
    """What was known of an entity at one time; never changed."""

    __tablename__ = "entity_revision"

    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]  # Any: EntityIn as JSON
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
