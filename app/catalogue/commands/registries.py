"""Keeping what services share: entities, schemes, evidence types, channels, legal resources."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.publishing import ripple
from app.catalogue.models import Channel, EvidenceType, LegalResource, SharedRecord
from app.catalogue.schemas.registries import ChannelIn, EvidenceTypeIn, LegalResourceIn
from app.core.canonical import sha256_of
from app.core.clock import now
from app.core.journal import Change, record
from app.entities import commands as entities
from app.entities.schemas import EntityIn
from app.taxonomy import commands as taxonomy
from app.taxonomy.models import Concept
from app.taxonomy.schemas import SchemeFile

RecordIn = EvidenceTypeIn | ChannelIn | LegalResourceIn
_TABLES: dict[type, tuple[type[SharedRecord], str]] = {
    EvidenceTypeIn: (EvidenceType, "evidence-type"),
    ChannelIn: (Channel, "channel"),
    LegalResourceIn: (LegalResource, "legal-resource"),
}


def put_record(session: Session, entry: RecordIn, *, actor: str) -> bool:
    """Register a shared record or bring it up to date; tells whether it changed."""
    table, kind = _TABLES[type(entry)]
    content = entry.model_dump(mode="json", by_alias=True)
    row = session.get(table, entry.id)
    if row and row.content == content:
        return False
    changes_documents = row is not None
    if row is None:
        row = table(id=entry.id, version=0)
        session.add(row)
    row.content, row.version, row.modified_at = content, row.version + 1, now()
    record(session, _change(kind, entry.id, row.version, sha256_of(content), actor))
    if changes_documents:
        ripple(session, f"ref.{kind}", [entry.id], actor=actor)
    return True


def put_entity(session: Session, entry: EntityIn, *, actor: str) -> bool:
    """Register an entity or bring it up to date, and its services' documents with it."""
    known, is_changed = entities.put_entity(session, entry, actor=actor)
    if is_changed and known.version > 1:
        ripple(session, "ref.entity", [entry.id], actor=actor)
    return is_changed


def release_scheme(session: Session, file: SchemeFile, *, actor: str) -> bool:
    """Release a version of a scheme, and bring the documents that show its labels up to date."""
    is_first = not session.scalars(
        select(Concept.id).where(Concept.scheme_id == file.scheme.id).limit(1)
    ).all()
    is_new = taxonomy.release_file(session, file, actor=actor)
    if is_new and not is_first:
        ripple(session, "ref.concept", [one.id for one in file.concepts], actor=actor)
    return is_new


def _change(kind: str, record_id: str, version: int, digest: str, actor: str) -> Change:
    return Change(
        kind=f"{kind.replace('-', '_')}_changed",
        subject_type=kind,
        subject_id=record_id,
        op="upsert",
        actor=actor,
        version=version,
        digest=digest,
    )
