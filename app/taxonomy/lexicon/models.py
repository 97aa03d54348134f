"""The table of the lexicon's versions."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Date, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class LexiconVersion(Base):
    """A released state of the lexicon, with its canonical JSON and SHA-256."""

    __tablename__ = "lexicon_version"

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(32), unique=True)
    major: Mapped[int]
    minor: Mapped[int]
    patch: Mapped[int]
    is_latest: Mapped[bool]
    title: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    note: Mapped[dict[str, Any] | None]  # Any: LocalText as JSON
    issued_on: Mapped[date] = mapped_column(Date)
    released_at: Mapped[datetime]
    group_count: Mapped[int]
    term_count: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[str] = mapped_column(Text, deferred=True)
