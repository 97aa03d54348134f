"""Proving what services are described by: entities, shared records, taxonomies and the lexicon."""

import hashlib
from collections.abc import Iterator, Mapping
from typing import Any

import orjson
from sqlalchemy import Select, Text, cast, select
from sqlalchemy.orm import Session

from app.catalogue.models import Channel, EvidenceType, LegalResource, SharedRecord
from app.catalogue.queries.proving import digest_of_json
from app.core.journal import JournalEntry
from app.entities.models import Entity, EntityRevision
from app.taxonomy.lexicon.models import LexiconVersion
from app.taxonomy.models import ConceptInVersion, SchemeVersion

_REGISTRIES: Mapping[str, type[Entity] | type[SharedRecord]] = {
    "entity": Entity,
    "evidence-type": EvidenceType,
    "channel": Channel,
    "legal-resource": LegalResource,
}
Said = Mapping[str, Mapping[int, str]]
"""The digests that the journal has of subjects, by their versions."""


def find_altered_records(session: Session) -> Iterator[str]:
    """Name every entity, shared record and version that the journal does not vouch for."""
    for kind, table in _REGISTRIES.items():
        content = cast(table.content, Text)
        rows = session.execute(select(table.id, content).order_by(table.id))
        found = {key: digest_of_json(text) for key, text in rows}
        last = {key: digests[max(digests)] for key, digests in _said(session, kind).items()}
        yield from (f"The {kind} '{one}'" for one in _differing(found, last))
    yield from _entity_revisions(session)
    yield from _lexicon(session)
    yield from _taxonomies(session)


def _entity_revisions(session: Session) -> Iterator[str]:
    said = _said(session, "entity")
    content = cast(EntityRevision.content, Text)
    rows = session.execute(
        select(EntityRevision.entity_id, EntityRevision.version, content).order_by(
            EntityRevision.entity_id, EntityRevision.version
        )
    )
    found = {(key, version): digest_of_json(text) for key, version, text in rows}
    wanted = {
        (key, version): digest for key, all_of in said.items() for version, digest in all_of.items()
    }
    for key, version in _differing(found, wanted):
        yield f"The version {version} of the entity '{key}'"


def _lexicon(session: Session) -> Iterator[str]:
    chosen = select(LexiconVersion.number, LexiconVersion.sha256, LexiconVersion.snapshot)
    said = _said(session, "lexicon-version")
    for number in _altered_versions(session, chosen, said):
        yield f"The version {number} of the lexicon"


def _taxonomies(session: Session) -> Iterator[str]:
    name = (SchemeVersion.scheme_id + "/" + SchemeVersion.number).label("name")
    said = _said(session, "taxonomy-version")
    chosen = select(name, SchemeVersion.sha256, SchemeVersion.snapshot)
    altered = set(_altered_versions(session, chosen, said))
    yield from (f"The taxonomy version '{one}'" for one in sorted(altered))
    for version_id, one in session.execute(select(SchemeVersion.id, name).order_by(name)).all():
        if one not in altered and _has_other_concepts(session, version_id):
            yield f"What is read of the taxonomy version '{one}'"


def _altered_versions(session: Session, chosen: Select[str, str, str], said: Said) -> Iterator[str]:
    """Name versions by their digests; chosen are names, SHA-256 and canonical JSON."""
    found: dict[str, str | None] = {}
    for name, sha256, snapshot in session.execute(chosen, execution_options={"yield_per": 1}):
        computed = hashlib.sha256(snapshot.encode()).hexdigest()
        found[name] = computed if computed == sha256 else None
    yield from _differing(found, {key: digests[max(digests)] for key, digests in said.items()})


def _has_other_concepts(session: Session, version_id: int) -> bool:
    """Tell whether the rows that are read of a version say other than its canonical JSON."""
    snapshot = session.scalars(
        select(SchemeVersion.snapshot).where(SchemeVersion.id == version_id)
    ).one()
    rows = session.execute(
        select(
            ConceptInVersion.concept_id,
            ConceptInVersion.notation,
            ConceptInVersion.status,
            ConceptInVersion.is_assignable,
            cast(ConceptInVersion.content, Text),
        ).where(ConceptInVersion.version_id == version_id)
    )
    wanted = {
        one["id"]: (one["notation"], one["status"], one["isAssignable"], one)
        for one in orjson.loads(snapshot)["concepts"]
    }
    return {key: (*columns, _json(text)) for key, *columns, text in rows} != wanted


def _said(session: Session, kind: str) -> Said:
    rows = session.execute(
        select(JournalEntry.subject_id, JournalEntry.version, JournalEntry.digest)
        .where(JournalEntry.subject_type == kind)
        .order_by(JournalEntry.seq)
    )
    said: dict[str, dict[int, str]] = {}
    last: dict[str, str] = {}
    for key, version, digest in rows:
        # Whoever is no more still says what was said before.
        if kept := digest or last.get(key):
            last[key] = said.setdefault(key, {})[version] = kept
    return said


def _differing(found: Mapping[Any, str | None], said: Mapping[Any, str]) -> list[Any]:
    # Any: keys of one kind, which sort
    return sorted(key for key in found.keys() | said.keys() if found.get(key) != said.get(key))


def _json(text: str) -> Any:  # Any: JSON
    try:
        return orjson.loads(text)
    except ValueError:
        return None
