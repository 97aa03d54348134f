"""Tables of the submissions."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.submissions.lifecycle import State
from app.submissions.rules.link_records import LinkKind


class Submission(Base):
    """A revision that an entity has sent in, and what became of it."""

    __tablename__ = "submission"
    __table_args__ = (
        Index("ix_submission_queue", "state", "due_at", "id"),
        Index("ix_submission_service", "service_id", "revision"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"))
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), index=True)
    revision: Mapped[int]
    version: Mapped[int]
    state: Mapped[State] = mapped_column(String(16))
    submitted_at: Mapped[datetime]
    submitted_by: Mapped[str] = mapped_column(String(128))
    reviewer: Mapped[str | None] = mapped_column(String(128))
    due_at: Mapped[datetime]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(128))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    fields: Mapped[list[Any]] = mapped_column(JSON)  # Any: FieldReason as JSON
    rejection: Mapped[str | None] = mapped_column(String(32))
    publish_at: Mapped[datetime | None]
    findings: Mapped[list[Any]] = mapped_column(JSON)  # Any: findings as JSON
    rules: Mapped[str] = mapped_column(String(16))


class Confirmation(Base):
    """When somebody last said that what is published of a service is still correct."""

    __tablename__ = "confirmation"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    version: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(128))


class PlannedArchive(Base):
    """A service that will leave the catalogue at a known time."""

    __tablename__ = "planned_archive"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    at: Mapped[datetime] = mapped_column(index=True)
    by: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str] = mapped_column(Text)
    replaced_by: Mapped[list[str]]


class LinkCheck(Base):
    """An address that published services name, and what checking has found of it.

    ``kind`` and ``checked_at`` are empty until it was checked.
    """

    __tablename__ = "link_check"
    # What was found out is told in the journal where it changes what the rules say.
    is_journaled: ClassVar[bool] = False

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    url: Mapped[str] = mapped_column(Text)
    services: Mapped[list[str]]
    kind: Mapped[LinkKind | None] = mapped_column(String(16))
    status: Mapped[int | None]
    strikes: Mapped[int]
    checked_at: Mapped[datetime | None]
    due_at: Mapped[datetime] = mapped_column(index=True)
    broken_at: Mapped[datetime | None] = mapped_column(index=True)
