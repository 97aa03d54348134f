"""Tables of the journal."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import BigInteger, CheckConstraint, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class JournalEntry(Base):
    """One change, for ever."""

    __tablename__ = "journal_entry"
    __table_args__ = (
        Index("ix_journal_entry_subject", "subject_type", "subject_id", "seq"),
        Index("ix_journal_entry_actor", "actor", "seq"),
    )
    is_journaled: ClassVar[bool] = False

    seq: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
    kind: Mapped[str] = mapped_column(String(64))
    subject_type: Mapped[str] = mapped_column(String(32))
    subject_id: Mapped[str] = mapped_column(String(160))
    op: Mapped[str] = mapped_column(String(16))
    version: Mapped[int]
    changed_fields: Mapped[list[str]]
    reason: Mapped[str | None] = mapped_column(Text)
    replaced_by: Mapped[list[str]]
    digest: Mapped[str | None] = mapped_column(String(64))
    is_public: Mapped[bool]
    prev_hash: Mapped[str] = mapped_column(String(64))
    hash: Mapped[str] = mapped_column(String(64))


class JournalHead(Base):
    """The last entry's number, time and hash; its one row is the writers' lock."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="one_row"),)
    is_journaled: ClassVar[bool] = False

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seq: Mapped[int] = mapped_column(BigInteger)
    at: Mapped[datetime]
    hash: Mapped[str] = mapped_column(String(64))
