"""Tables of the catalogue: services, their revisions and what is published of them."""

from datetime import datetime
from typing import Any, ClassVar

from sqlalchemy import (
    BigInteger,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.core.ordering import LONGEST_KEY


class Service(Base):
    """A government service; ``published_revision`` points at what is served.

    ``document_version`` is the version of the last document, once that has been withdrawn.
    """

    __tablename__ = "service"
    __table_args__ = (UniqueConstraint("entity_id", "source_id"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    entity_id: Mapped[str] = mapped_column(ForeignKey("entity.id"))
    source_id: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    last_revision: Mapped[int]
    published_revision: Mapped[int | None]
    document_version: Mapped[int] = mapped_column(default=0)
    issued_at: Mapped[datetime | None]


class ServiceRevision(Base):
    """What an entry said at one time; never changed. ``published_at``: since when it was served."""

    __tablename__ = "service_revision"

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    content: Mapped[dict[str, Any]]  # Any: ServiceContent as JSON, concepts by id
    sha256: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
    reason: Mapped[str | None] = mapped_column(Text)
    published_at: Mapped[datetime | None]


class ServiceDocument(Base):
    """The public document of a service, rendered once and read by its key."""

    __tablename__ = "service_document"
    __table_args__ = (Index("ix_service_document_modified", "modified_at", "service_id"),)
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    version: Mapped[int]
    revision: Mapped[int]
    modified_at: Mapped[datetime]
    etag: Mapped[str] = mapped_column(String(40))
    digest: Mapped[str] = mapped_column(String(64))
    is_free: Mapped[bool | None]
    least_cost_fils: Mapped[int | None] = mapped_column(BigInteger)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class PastDocument(Base):
    """A public document that was served until ``until_at``, for reads of the past."""

    __tablename__ = "past_document"
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    modified_at: Mapped[datetime]
    until_at: Mapped[datetime] = mapped_column(index=True)
    body: Mapped[bytes] = mapped_column(LargeBinary)


class ServiceTerm(Base):
    """A value by which published services are filtered, or a record they show."""

    __tablename__ = "service_term"
    __table_args__ = (
        Index("ix_service_term_value", "facet", "value", "service_id"),
        {"sqlite_with_rowid": False},
    )
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    facet: Mapped[str] = mapped_column(String(24), primary_key=True)
    value: Mapped[str] = mapped_column(String(64), primary_key=True)


class ServiceTitle(Base):
    """What the published title of a service is put in order by, in each language."""

    __tablename__ = "service_title"
    __table_args__ = ({"sqlite_with_rowid": False},)
    is_journaled: ClassVar[bool] = False

    service_id: Mapped[str] = mapped_column(ForeignKey("service.id"), primary_key=True)
    ar: Mapped[str] = mapped_column(String(LONGEST_KEY))
    en: Mapped[str] = mapped_column(String(LONGEST_KEY))


class SharedRecord(Base):
    """A record that many services share; each registry is a table of its own."""

    __abstract__ = True

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    version: Mapped[int]
    modified_at: Mapped[datetime]
    content: Mapped[dict[str, Any]]  # Any: the registry's shape as JSON


class EvidenceType(SharedRecord):
    """A kind of document that services ask for, kept once for all entities."""

    __tablename__ = "evidence_type"


class Channel(SharedRecord):
    """A channel that many services share, such as an entity's portal."""

    __tablename__ = "channel"


class LegalResource(SharedRecord):
    """A law, decree or decision that services rest on."""

    __tablename__ = "legal_resource"


class Reclassification(Base):
    """Where a service went that carries a concept which a release has retired or split.

    The revision keeps what the entity said; this says what it means now. While
    ``task_id`` is set and ``decided_at`` is not, the owning entity may still choose
    among ``options``; ``target_id`` is where the service stands until then.
    """

    __tablename__ = "reclassification"
    __table_args__ = (
        Index("ix_reclassification_task", "task_id", unique=True),
        Index("ix_reclassification_due", "due_at"),
    )

    service_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    concept_id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scheme_id: Mapped[str] = mapped_column(String(64))
    version_id: Mapped[int]
    kind: Mapped[str] = mapped_column(String(16))
    target_id: Mapped[str] = mapped_column(String(32))
    options: Mapped[list[str]]
    proposal_id: Mapped[str | None] = mapped_column(String(32))
    task_id: Mapped[str | None] = mapped_column(String(32))
    due_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str | None] = mapped_column(String(128))


class ReclassificationStep(Base):
    """One move of one service, kept for ever: so a release can be taken back exactly."""

    __tablename__ = "reclassification_step"
    __table_args__ = (Index("ix_reclassification_step_version", "version_id", "service_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    version_id: Mapped[int]
    service_id: Mapped[str] = mapped_column(String(64))
    concept_id: Mapped[str] = mapped_column(String(32))
    before_id: Mapped[str | None] = mapped_column(String(32))
    after_id: Mapped[str | None] = mapped_column(String(32))
    cause: Mapped[str] = mapped_column(String(16))
    at: Mapped[datetime]
    actor: Mapped[str] = mapped_column(String(128))
