"""Keeping what services share: entities, schemes, evidence types, channels, legal resources."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.publishing import ripple
from app.catalogue.errors import UnknownReference
from app.catalogue.models import Channel, EvidenceType, LegalResource, SharedRecord
from app.catalogue.rules.checking import unknown
from app.catalogue.schemas.registries import ChannelIn, EvidenceTypeIn, LegalResourceIn
from app.core.canonical import sha256_of
from app.core.clock import now
from app.core.errors import Finding
from app.core.journal import Change, record
from app.entities import commands as entities
from app.entities.queries import find_successors, find_titles
from app.entities.rules import vanished
from app.entities.schemas import EntityIn
from app.taxonomy import commands as taxonomy
from app.taxonomy.models import Concept
from app.taxonomy.queries import find_concept_ids
from app.taxonomy.schemas import SchemeFile

Outcome = Literal["created", "changed", "unchanged"]
RecordIn = EvidenceTypeIn | ChannelIn | LegalResourceIn
_TABLES: dict[type, tuple[type[SharedRecord], str]] = {
    EvidenceTypeIn: (EvidenceType, "evidence-type"),
    ChannelIn: (Channel, "channel"),
    LegalResourceIn: (LegalResource, "legal-resource"),
}


@dataclass(frozen=True)
class Put:
    """What became of a record, and how many services' documents changed with it."""

    outcome: Outcome
    rippled: int = 0

    @property
    def is_changed(self) -> bool:
        """Whether anything was written."""
        return self.outcome != "unchanged"


def put_record(session: Session, entry: RecordIn, *, actor: str) -> Put:
    """Register a shared record or bring it up to date, and the documents that show it.

    Raises:
        UnknownReference: a channel's type or owner does not exist.

    """
    findings = list(_unknown_in(session, entry))
    if findings:
        raise UnknownReference(f"The record '{entry.id}' is not sound.", findings=findings)
    return _keep(session, entry, actor)


def _keep(session: Session, entry: RecordIn, actor: str) -> Put:
    table, kind = _TABLES[type(entry)]
    content = entry.model_dump(mode="json", by_alias=True)
    row = session.get(table, entry.id)
    if row and row.content == content:
        return Put("unchanged")
    is_new = row is None
    if row is None:
        row = table(id=entry.id, version=0)
        session.add(row)
    row.content, row.version, row.modified_at = content, row.version + 1, now()
    record(session, _change(kind, entry.id, row.version, sha256_of(content), actor))
    if is_new:
        return Put("created")
    return Put("changed", ripple(session, f"ref.{kind}", [entry.id], actor=actor))


def pass_on_channels(session: Session, old: str, new: str, *, actor: str) -> list[str]:
    """Let an entity own the shared channels of another; returns their ids."""
    rows = session.execute(select(Channel.id, Channel.content).order_by(Channel.id))
    owned = [row for row in rows if row.content["ownedBy"] == old]
    for row in owned:
        entry = ChannelIn.model_validate({**row.content, "ownedBy": new})
        _keep(session, entry, actor)
    return [row.id for row in owned]


def put_entity(
    session: Session, entry: EntityIn, *, actor: str, in_place_of: str | None = None
) -> Put:
    """Register an entity or bring it up to date, and its services' documents with it.

    It may have the name of an entity that it will stand in the place of.

    Raises:
        NameTaken: another entity has a name that looks the same.
        UnknownParent: there is no such parent.
        ParentIsBelow: the parent stands below the entity itself.

    """
    known, is_changed = entities.put_entity(session, entry, actor=actor, in_place_of=in_place_of)
    if not is_changed:
        return Put("unchanged")
    if known.version == 1:
        return Put("created")
    return Put("changed", ripple(session, "ref.entity", [entry.id], actor=actor))


def load_scheme(session: Session, file: SchemeFile, *, actor: str) -> bool:
    """Release the version of a file; the documents that show its labels are brought up to date."""
    is_first = not session.scalars(
        select(Concept.id).where(Concept.scheme_id == file.scheme.id).limit(1)
    ).all()
    is_new = taxonomy.release_file(session, file, actor=actor)
    if is_new and not is_first:
        ripple(session, "ref.concept", [one.id for one in file.concepts], actor=actor)
    return is_new


def _unknown_in(session: Session, entry: RecordIn) -> Iterator[Finding]:
    if not isinstance(entry, ChannelIn):
        return
    if not find_concept_ids(session, "channel", [entry.type]):
        yield unknown("/type", entry.type)
    owner = [entry.owned_by] if entry.owned_by else []
    for one, successors in find_successors(session, owner).items():
        yield vanished("/ownedBy", one, successors)
    if not find_titles(session, owner).keys() >= set(owner):
        yield unknown("/ownedBy", owner[0])


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
