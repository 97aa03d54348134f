"""Loading what a batch of entries refers to, in one query per kind."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import (
    Channel,
    EvidenceType,
    LegalResource,
    Service,
    ServiceRevision,
    SharedRecord,
)
from app.catalogue.queries.succession import load_succession
from app.catalogue.rules.lookups import ConceptShown, Lookups, Texts
from app.catalogue.rules.references import References
from app.entities.queries import find_titles
from app.taxonomy.queries import KnownConcept, find_coded_concepts, find_concepts


def load_lookups(session: Session, named: References, *, services: Collection[str] = ()) -> Lookups:
    """Load what the references stand for; what does not exist is simply absent.

    For ``services`` it is also loaded where they went when concepts were retired.
    """
    code_ids = find_coded_concepts(session, named.codes)
    carried = named.concepts | set(code_ids.values())
    after = load_succession(session, carried, services)
    return Lookups(
        entities={
            key: text.model_dump() for key, text in find_titles(session, named.entities).items()
        },
        code_ids=code_ids,
        concepts=_concepts(session, carried | after.named),
        channels=_records(session, Channel, named.channels),
        evidence_types=_records(session, EvidenceType, named.evidence_types),
        legal_resources=_records(session, LegalResource, named.legal_resources),
        services=find_service_titles(session, named.services),
        heirs=after.heirs,
        moves=after.moves,
        options=after.options,
        expired=after.expired,
    )


def find_service_titles(session: Session, ids: Collection[str]) -> dict[str, Texts]:
    """Read the titles of the published services among ``ids``."""
    if not ids:
        return {}
    rows = session.execute(
        select(Service.id, ServiceRevision.content["title"].label("title"))
        .join(
            ServiceRevision,
            (ServiceRevision.service_id == Service.id)
            & (ServiceRevision.number == Service.published_revision),
        )
        .where(Service.id.in_(ids))
    )
    return {row.id: row.title for row in rows}


def _concepts(session: Session, ids: Collection[str]) -> dict[str, ConceptShown]:
    found = find_concepts(session, ids)
    above = {key for concept in found.values() for key in concept.path} - found.keys()
    named = {**found, **find_concepts(session, above)}
    return {key: _shown(concept, named) for key, concept in found.items()}


def _shown(concept: KnownConcept, named: dict[str, KnownConcept]) -> ConceptShown:
    return ConceptShown(
        id=concept.id,
        scheme=concept.scheme,
        version=concept.version,
        notation=concept.notation,
        label=concept.pref_label,
        path=tuple(named[key].notation for key in concept.path),
        path_ids=concept.path,
        is_usable=concept.is_active and concept.is_assignable,
    )


def _records(
    session: Session,
    table: type[SharedRecord],
    ids: Collection[str],
) -> dict[str, dict[str, Any]]:  # Any: a registry record as JSON
    if not ids:
        return {}
    rows = session.execute(select(table.id, table.content).where(table.id.in_(ids)))
    return {row.id: row.content for row in rows}
