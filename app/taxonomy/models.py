"""Tables of schemes, versions and concepts.

A concept is an opaque id for ever; what it is called and where it stands is
kept per version. A released version never changes, a notation that was used
once is never given to another concept.
"""

from datetime import date, datetime
from typing import Any, ClassVar

from sqlalchemy import JSON, Date, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from app.core.db import Base
from app.taxonomy.operations.draft import UniqueLabels
from app.taxonomy.operations.effects import EffectKind


class Scheme(Base):
    """A classification or a facet: services, audience, life events and so on."""

    __tablename__ = "scheme"

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    uuid: Mapped[str] = mapped_column(String(36), unique=True)
    title: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    description: Mapped[dict[str, Any] | None]  # Any: LocalText as JSON
    is_polyhierarchical: Mapped[bool]
    notation_pattern: Mapped[str] = mapped_column(String(200))
    unique_labels: Mapped[UniqueLabels] = mapped_column(String(16), server_default="scheme")


class SchemeVersion(Base):
    """A released state of a scheme, with its canonical JSON and SHA-256.

    ``concept_count`` counts the active concepts, ``retired_count`` the deprecated ones.
    """

    __tablename__ = "scheme_version"
    __table_args__ = (UniqueConstraint("scheme_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme.id"))
    number: Mapped[str] = mapped_column(String(32))
    major: Mapped[int]
    minor: Mapped[int]
    patch: Mapped[int]
    candidate: Mapped[int] = mapped_column(default=0)
    is_latest: Mapped[bool]
    title: Mapped[dict[str, Any]]  # Any: LocalText as JSON
    note: Mapped[dict[str, Any] | None]  # Any: LocalText as JSON
    issued_on: Mapped[date] = mapped_column(Date)
    released_at: Mapped[datetime]
    level: Mapped[str | None] = mapped_column(String(8))
    because: Mapped[list[Any]] = mapped_column(JSON)  # Any: reasons for the level as JSON
    accepted_until: Mapped[date | None] = mapped_column(Date)
    concept_count: Mapped[int]
    retired_count: Mapped[int] = mapped_column(server_default="0")
    sha256: Mapped[str] = mapped_column(String(64))
    snapshot: Mapped[str] = mapped_column(Text, deferred=True)


class Concept(Base):
    """An idea with an id that is never used for anything else."""

    __tablename__ = "concept"

    id: Mapped[str] = mapped_column(String(32), primary_key=True)
    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme.id"), index=True)
    created_in: Mapped[str] = mapped_column(String(32))


class ConceptInVersion(Base):
    """What a concept is in one version; ``place`` is its rank in tree order."""

    __tablename__ = "concept_in_version"
    __table_args__ = (Index("ix_concept_in_version_notation", "version_id", "notation"),)
    is_journaled: ClassVar[bool] = False

    version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"), primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey("concept.id"), primary_key=True)
    place: Mapped[int]
    depth: Mapped[int]
    notation: Mapped[str] = mapped_column(String(64))
    status: Mapped[str] = mapped_column(String(16))
    is_assignable: Mapped[bool]
    path: Mapped[list[str]]
    content: Mapped[dict[str, Any]]  # Any: the concept's canonical JSON


class Notation(Base):
    """A code and the concept it belongs to for ever; retired when replaced."""

    __tablename__ = "notation"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme.id"), primary_key=True)
    code: Mapped[str] = mapped_column(String(64), primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey("concept.id"), index=True)
    first_version: Mapped[str] = mapped_column(String(32))
    retired_in: Mapped[str | None] = mapped_column(String(32))


class DraftOperation(Base):
    """One line of a scheme's log: an operation that was enacted, and in which version it is.

    Lines without a version make up the draft. Those of the lexicon name one of its versions.
    """

    __tablename__ = "draft_operation"

    scheme_id: Mapped[str] = mapped_column(ForeignKey("scheme.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    version_id: Mapped[int | None] = mapped_column(ForeignKey("scheme_version.id"), index=True)
    lexicon_version_id: Mapped[int | None]
    source: Mapped[str] = mapped_column(String(64))
    request: Mapped[int]
    operation: Mapped[dict[str, Any]]  # Any: an operation as JSON
    enacted_at: Mapped[datetime]
    enacted_by: Mapped[str] = mapped_column(String(128))


class ConceptSuccession(Base):
    """What a version has made of a concept of the version before; others stay what they are.

    ``kind`` says what that asks of services (see ``operations.effects``).
    """

    __tablename__ = "concept_succession"
    is_journaled: ClassVar[bool] = False

    version_id: Mapped[int] = mapped_column(ForeignKey("scheme_version.id"), primary_key=True)
    concept_id: Mapped[str] = mapped_column(ForeignKey("concept.id"), primary_key=True)
    kind: Mapped[EffectKind] = mapped_column(String(16))
    targets: Mapped[list[str]]
    default_id: Mapped[str | None] = mapped_column(String(32))
    rules: Mapped[list[Any]] = mapped_column(JSON)  # Any: rules of a split as JSON
    deadline_days: Mapped[int]
