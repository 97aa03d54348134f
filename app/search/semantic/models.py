"""Tables of vectors; both are derived from published documents, and nobody follows them."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class TextVector(Base):
    """The vector of a text: little-endian 32-bit floats, of length 1.

    The digest is that of the embedder's name and the text, so that a text has one vector
    whoever says it, and another embedder other vectors.
    """

    __tablename__ = "text_vector"
    is_journaled: ClassVar[bool] = False

    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    vector: Mapped[bytes] = mapped_column(LargeBinary)


class ServiceText(Base):
    """A text of a published service, which has its vector."""

    __tablename__ = "service_text"
    __table_args__ = (Index("ix_service_text_digest", "digest"),)
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(String(160), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64), primary_key=True)
    built_at: Mapped[datetime]
