"""Tables of the search log and of what is made of it; nobody follows them.

A ``day`` is a date of UTC as ISO 8601 writes it; nothing finer is kept of the time.
"""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class AskedQuery(Base):
    """A masked text that was searched on a day, and what was found for it last."""

    __tablename__ = "asked_query"
    is_journaled: ClassVar[bool] = False

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    id: Mapped[str] = mapped_column(String(20), primary_key=True)
    text: Mapped[str] = mapped_column(String(100))
    tongue: Mapped[str] = mapped_column(String(8))
    hits: Mapped[int | None]
    is_repaired: Mapped[bool]
    is_expanded: Mapped[bool]
    is_corrected: Mapped[bool]


class AskedWord(Base):
    """A word of such a text that neither catalogue nor lexicon knows."""

    __tablename__ = "asked_word"
    __table_args__ = (Index("ix_asked_word_word", "word", "day"),)
    is_journaled: ClassVar[bool] = False

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    query_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    word: Mapped[str] = mapped_column(String(64), primary_key=True)


class AskedBy(Base):
    """How often one session has asked it on that day."""

    __tablename__ = "asked_by"
    is_journaled: ClassVar[bool] = False

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    query_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    session: Mapped[str] = mapped_column(String(24), primary_key=True)
    times: Mapped[int]


class SearchClick(Base):
    """A hit that a session has opened on a day, and its place among the hits, from 1."""

    __tablename__ = "search_click"
    is_journaled: ClassVar[bool] = False

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    query_id: Mapped[str] = mapped_column(String(20), primary_key=True)
    session: Mapped[str] = mapped_column(String(24), primary_key=True)
    service_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    position: Mapped[int]


class DaySalt(Base):
    """What sessions of a day are hashed with; it is deleted when the day is over."""

    __tablename__ = "search_day_salt"
    is_journaled: ClassVar[bool] = False

    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    salt: Mapped[str] = mapped_column(String(64))


class ServicePopularity(Base):
    """How much a service is chosen among hits: 1 to 1000, the most chosen one has 1000."""

    __tablename__ = "service_popularity"
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    points: Mapped[int]
    counted_at: Mapped[datetime]
