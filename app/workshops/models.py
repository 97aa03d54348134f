"""Tables of change requests: what is proposed, who stands where, and what was decided."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.workshops.lifecycle import Outcome, State
from app.workshops.rules.values import RuleName, Stance


class ChangeRequest(Base):
    """A change of a scheme that somebody proposes.

    ``version`` counts every change (it is the ETag), ``revision`` those of the operations.
    ``entity_id`` is None for what staff propose. ``state_before`` is kept while a rebase is
    needed. ``refs`` are the ids that new concepts keep through all amendments.
    """

    __tablename__ = "change_request"
    __table_args__ = (
        Index("ix_change_request_created", "created_at", "id"),
        Index("ix_change_request_scheme", "scheme_id", "state"),
    )

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme.id"))
    workshop_id: Mapped[str | None] = mapped_column(String(32), index=True)
    entity_id: Mapped[str | None] = mapped_column(ForeignKey("entity.id"), index=True)
    title: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    rationale: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    state: Mapped[State] = mapped_column(String(24))
    outcome: Mapped[Outcome | None] = mapped_column(String(32))
    state_before: Mapped[State | None] = mapped_column(String(24))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    version: Mapped[int]
    revision: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))
    refs: Mapped[dict[str, Any]]  # Any: ids by ref
    superseded_by: Mapped[str | None] = mapped_column(String(32))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    modified_at: Mapped[datetime]
    submitted_at: Mapped[datetime | None]
    called_until: Mapped[datetime | None]
    enacted_at: Mapped[datetime | None]
    released_in: Mapped[str | None] = mapped_column(String(64))


class ChangeRequestRevision(Base):
    """The operations as they were written at one time; never changed.

    ``base_version`` and ``base_place`` (operations enacted since) name the draft that they
    were written on.
    """

    __tablename__ = "change_request_revision"

    change_request_id: Mapped[str] = mapped_column(
        ForeignKey("change_request.id"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    sent: Mapped[list[Any]] = mapped_column(JSON)  # Any: operations as they were sent
    operations: Mapped[list[Any]] = mapped_column(JSON)  # Any: operations, see operations.stored
    digest: Mapped[str] = mapped_column(String(64))
    base_version: Mapped[str] = mapped_column(String(64))
    base_place: Mapped[int]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(128))
    entity_id: Mapped[str | None] = mapped_column(String(64))


class Position(Base):
    """What an entity said of the operations with a digest; the last one of an entity counts."""

    __tablename__ = "position"
    __table_args__ = (Index("ix_position_change_request", "change_request_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    change_request_id: Mapped[str] = mapped_column(ForeignKey("change_request.id"))
    number: Mapped[int]
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), index=True)
    stance: Mapped[Stance] = mapped_column(String(16))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    proposed_change: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(128))


class Comment(Base):
    """Something said about a change request; it is answered, and never changed."""

    __tablename__ = "comment"
    __table_args__ = (Index("ix_comment_change_request", "change_request_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    change_request_id: Mapped[str] = mapped_column(ForeignKey("change_request.id"))
    number: Mapped[int]
    in_reply_to: Mapped[str | None] = mapped_column(ForeignKey("comment.id"))
    entity_id: Mapped[str | None] = mapped_column(ForeignKey("entity.id"), index=True)
    text: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    mentions: Mapped[list[str]]
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(128))


class Decision(Base):
    """A decision as it was taken: the rule, the tally, the objections, the very operations."""

    __tablename__ = "decision"
    __table_args__ = (Index("ix_decision_change_request", "change_request_id", "number"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    change_request_id: Mapped[str] = mapped_column(ForeignKey("change_request.id"))
    number: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(String(32))
    rule: Mapped[RuleName] = mapped_column(String(16))
    tally: Mapped[dict[str, Any]]  # Any: Tally as JSON
    objections: Mapped[list[Any]] = mapped_column(JSON)  # Any: ObjectionOut as JSON
    operations: Mapped[list[Any]] = mapped_column(JSON)  # Any: operations, see operations.stored
    digest: Mapped[str] = mapped_column(String(64))
    reason: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    conditions: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: LocalText as JSON
    minority_statement: Mapped[dict[str, Any] | None] = mapped_column(
        JSON
    )  # Any: LocalText as JSON
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(128))
