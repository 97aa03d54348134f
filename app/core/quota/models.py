"""Table of the windows that several processes share."""

from typing import ClassVar

from sqlalchemy import Float, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class QuotaWindow(Base):
    """What all processes together have granted to one who asks; lost in a crash, and may be."""

    __tablename__ = "quota_window"
    is_journaled: ClassVar[bool] = False

    who: Mapped[str] = mapped_column(String(100), primary_key=True)
    ends_at: Mapped[float] = mapped_column(Float(53))
    used: Mapped[int]
    granted: Mapped[int]
