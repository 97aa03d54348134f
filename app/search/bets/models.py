"""The table of best bets."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class BestBet(Base):
    """Services that are shown first for some phrases; the analysed phrases are made of these."""

    __tablename__ = "best_bet"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    phrases: Mapped[list[str]]
    services: Mapped[list[str]]
    languages: Mapped[list[str]]
    valid_from: Mapped[datetime | None]
    valid_until: Mapped[datetime | None]
    version: Mapped[int]
    modified_at: Mapped[datetime]
