"""Tables of workshops: what was planned, who was asked, who came, and what was written down."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.workshops.meetings_lifecycle import Reply, State


class Workshop(Base):
    """A meeting of entities about change requests; ``version`` counts what changed of it."""

    __tablename__ = "workshop"
    __table_args__ = (
        Index("ix_workshop_time", "starts_at", "id"),
        Index("ix_workshop_state", "state", "starts_at"),
    )

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    version: Mapped[int]
    state: Mapped[State] = mapped_column(String(16))
    title: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    starts_at: Mapped[datetime]
    ends_at: Mapped[datetime | None]
    place: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    online_url: Mapped[str | None] = mapped_column(Text)
    is_public: Mapped[bool]
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    opened_at: Mapped[datetime | None]
    closed_at: Mapped[datetime | None]
    cancelled_at: Mapped[datetime | None]
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON


class AgendaItem(Base):
    """One point of an agenda: a change request, or a topic of its own."""

    __tablename__ = "agenda_item"

    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    change_request_id: Mapped[str | None] = mapped_column(String(32), index=True)
    topic: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON


class Invitation(Base):
    """An entity that was asked to come; ``contacts`` are the addresses that notices go to."""

    __tablename__ = "invitation"

    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), primary_key=True, index=True)
    state: Mapped[Reply] = mapped_column(String(16))
    contacts: Mapped[list[str]]
    invited_at: Mapped[datetime]
    reminded_at: Mapped[datetime | None]
    answered_at: Mapped[datetime | None]
    answered_by: Mapped[str | None] = mapped_column(String(128))


class Attendance(Base):
    """Somebody who came; an entity may leave out who it was."""

    __tablename__ = "attendance"

    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), index=True)
    name: Mapped[str | None] = mapped_column(String(300))
    role: Mapped[str | None] = mapped_column(String(300))
    joined_at: Mapped[datetime]
    recorded_by: Mapped[str] = mapped_column(String(128))


class MinutesRevision(Base):
    """The minutes as they were written at one time; never changed."""

    __tablename__ = "minutes_revision"

    workshop_id: Mapped[str] = mapped_column(ForeignKey("workshop.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    paragraphs: Mapped[list[Any]] = mapped_column(JSON)  # Any: LocalText as JSON
    written_at: Mapped[datetime]
    written_by: Mapped[str] = mapped_column(String(128))
