"""Tables of the imports."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, BigInteger, ForeignKey, Index, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base


class EntryImport(Base):
    """A file of entries that was sent in, and how far it has come."""

    __tablename__ = "entry_import"
    __table_args__ = (Index("ix_entry_import_state", "state", "id"),)

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"), index=True)
    version: Mapped[int]
    state: Mapped[str] = mapped_column(String(16))
    kind: Mapped[str] = mapped_column(String(8))
    mode: Mapped[str] = mapped_column(String(16))
    is_dry_run: Mapped[bool]
    publishes: Mapped[bool]
    file_name: Mapped[str] = mapped_column(String(200))
    size_bytes: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str] = mapped_column(String(64))
    encoding: Mapped[str | None] = mapped_column(String(20))
    mapping: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: MappingFile as JSON
    reason: Mapped[str | None] = mapped_column(String(300))
    created_at: Mapped[datetime]
    created_by: Mapped[str] = mapped_column(String(128))
    finished_at: Mapped[datetime | None]
    problem: Mapped[dict[str, Any] | None] = mapped_column(JSON)  # Any: FindingOut as JSON


class ImportProgress(Base):
    """How far an import has come; derived from its rows, and written with them."""

    __tablename__ = "import_progress"
    is_journaled: ClassVar[bool] = False

    import_id: Mapped[str] = mapped_column(ForeignKey("entry_import.id"), primary_key=True)
    worked_at: Mapped[datetime]
    total_rows: Mapped[int | None]
    done_rows: Mapped[int]
    offset: Mapped[int] = mapped_column(BigInteger)
    counts: Mapped[dict[str, Any]] = mapped_column(JSON)  # Any: numbers by outcome
    notices: Mapped[list[Any]] = mapped_column(JSON)  # Any: RowFinding as JSON


class ImportRow(Base):
    """What became of one row of an import; ``number`` is the row's in its file.

    ``findings`` are packed, see ``outcomes``.
    """

    __tablename__ = "import_row"
    __table_args__ = (
        Index("ix_import_row_outcome", "import_id", "outcome", "number"),
        Index("ix_import_row_source", "import_id", "source_id"),
    )
    is_journaled: ClassVar[bool] = False

    import_id: Mapped[str] = mapped_column(ForeignKey("entry_import.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    source_id: Mapped[str | None] = mapped_column(String(64))
    service_id: Mapped[str | None] = mapped_column(String(64))
    outcome: Mapped[str] = mapped_column(String(16))
    findings: Mapped[bytes] = mapped_column(LargeBinary)
