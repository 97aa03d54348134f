"""The table of answers that were given."""

from datetime import datetime
from typing import ClassVar

from sqlalchemy import JSON, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class GivenAnswer(Base):
    """The answer to a request that carried a key; forgotten after a day."""

    __tablename__ = "given_answer"
    is_journaled: ClassVar[bool] = False

    caller: Mapped[str] = mapped_column(String(128), primary_key=True)
    key: Mapped[str] = mapped_column(String(64), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime] = mapped_column(index=True)
    status: Mapped[int]
    headers: Mapped[dict[str, str]] = mapped_column(JSON)
    body: Mapped[bytes] = mapped_column(LargeBinary)
