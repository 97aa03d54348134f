"""Tables of notices: how far the journal was read for them, and each of them until it is sent."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.workshops.notices_rules import NoticeKind, NoticeState


class NoticeProgress(Base):
    """The last journal entry that notices were made of; one row."""

    __tablename__ = "notice_progress"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    is_journaled: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)


class Notice(Base):
    """A message to one address; made in the transaction that moves the progress on.

    ``edition`` is the journal entry that it is about, ``address`` empty where none is known.
    """

    __tablename__ = "notice"
    __table_args__ = (
        UniqueConstraint("edition", "kind", "entity_id", "address"),
        Index("ix_notice_state", "state", "next_at"),
        Index("ix_notice_subject", "subject_id", "id"),
    )
    is_journaled: ClassVar[bool] = False

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    kind: Mapped[NoticeKind] = mapped_column(String(24))
    subject_id: Mapped[str] = mapped_column(String(64))
    entity_id: Mapped[str] = mapped_column(String(64))
    address: Mapped[str] = mapped_column(String(254))
    edition: Mapped[int] = mapped_column(BigInteger)
    facts: Mapped[dict[str, Any]]  # Any: what the message says, as JSON
    state: Mapped[NoticeState] = mapped_column(String(16))
    attempts: Mapped[int]
    next_at: Mapped[datetime]
    created_at: Mapped[datetime]
    sent_at: Mapped[datetime | None]
    error: Mapped[str | None] = mapped_column(Text)
