"""What every release promises: places, ways, total maps and a log that can be played again."""

from collections.abc import Mapping, Sequence
from itertools import pairwise, product
from typing import Any

import orjson
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.models import (
    ReclassificationStep,
    Service,
    ServiceDocument,
    ServiceRevision,
    ServiceTerm,
)
from app.catalogue.rules.terms import TAG
from app.taxonomy.models import Concept, DraftOperation, Scheme, SchemeVersion
from app.taxonomy.operations import apply_all, open_draft
from app.taxonomy.operations.stored import from_json
from app.taxonomy.operations.values import Operation
from app.taxonomy.queries.correspondence import get_correspondence, get_fates
from app.taxonomy.queries.drafts import rules_of
from app.taxonomy.state import ConceptState, digest, read_snapshot

SCHEME = "services"


def check_places(session: Session, concepts: Mapping[str, ConceptState], number: str) -> None:
    """Every published service stands at active concepts, and its document says so."""
    standing = tags(session)
    for service, body in _documents(session).items():
        assert standing.get(service), f"{service} has no place"
        assert all(concepts[one].status == "active" for one in standing[service]), service
        said = [one for one in body["isClassifiedBy"] if one["scheme"] == SCHEME]
        assert {one["conceptId"] for one in said} == standing[service]
        assert {one["taxonomyVersion"] for one in said} == {number} == {body["taxonomyVersion"]}
        assert {one["notation"] for one in said} == {
            concepts[one].notation for one in standing[service]
        }


def check_ways(session: Session, concepts: Mapping[str, ConceptState]) -> None:
    """Where a service stands follows from what its entity said and from every noted move."""
    ways = _ways(session)
    defaults = {key: fate.default for key, fate in get_fates(session, SCHEME).items()}
    standing = tags(session)
    for service, content in _contents(session).items():
        said = [one["conceptId"] for one in content["isClassifiedBy"]]
        assert said
        assert set(said) <= concepts.keys(), f"{service} lost what it carried"
        found = {_end(one, ways.get(service, {}), defaults) for one in said}
        assert found == standing[service], (service, said, ways.get(service))


def _end(concept: str, way: Mapping[str, str], defaults: Mapping[str, str | None]) -> str:
    seen = set()
    while True:
        assert concept not in seen, f"a way in a circle: {way}"
        seen.add(concept)
        heir = way.get(concept) or defaults.get(concept)
        if heir is None or heir == concept:
            return concept
        concept = heir


def check_totality(session: Session, versions: Sequence[SchemeVersion]) -> None:
    """Between any two versions every active concept leads to active ones, or to none."""
    states = {one.number: read_snapshot(one.snapshot) for one in versions}
    for old, new in product(states, repeat=2):
        table = get_correspondence(session, SCHEME, old=old, new=new)
        living = {key for key, one in states[new].concepts.items() if one.status == "active"}
        active = {key for key, one in states[old].concepts.items() if one.status == "active"}
        assert {row.source.id for row in table.rows} == active, (old, new)
        for row in table.rows:
            assert {one.id for one in row.targets} <= living, (old, new, row.source)
            assert (row.cardinality == "1:0") == (not row.targets)


def check_replay(session: Session, versions: Sequence[SchemeVersion]) -> None:
    """The log of every version leads from the one before to exactly its hash."""
    rules = rules_of(session.get_one(Scheme, SCHEME))
    holders: dict[str, str] = {}
    for before, after in pairwise(versions):
        state = read_snapshot(before.snapshot)
        draft = open_draft(state, rules, holders=holders)
        for operations in _log(session, after.id):
            draft = apply_all(draft, operations).draft
        holders = dict(draft.holders)
        assert digest(draft.state) == after.sha256 == digest(read_snapshot(after.snapshot))


def tags(session: Session) -> dict[str, set[str]]:
    """List the concepts of the scheme that published services carry."""
    rows = session.execute(
        select(ServiceTerm.service_id, ServiceTerm.value)
        .join(Concept, Concept.id == ServiceTerm.value)
        .where(ServiceTerm.facet == TAG, Concept.scheme_id == SCHEME)
    )
    found: dict[str, set[str]] = {}
    for service, concept in rows:
        found.setdefault(service, set()).add(concept)
    return found


def _log(session: Session, version: int) -> list[list[Operation]]:
    rows = session.scalars(
        select(DraftOperation)
        .where(DraftOperation.version_id == version)
        .order_by(DraftOperation.place)
    )
    requests: dict[int, list[Operation]] = {}
    for row in rows:
        requests.setdefault(row.request, []).append(from_json(row.operation))
    return list(requests.values())


def released(session: Session) -> list[SchemeVersion]:
    return list(
        session.scalars(
            select(SchemeVersion)
            .where(SchemeVersion.scheme_id == SCHEME, SchemeVersion.candidate == 0)
            .order_by(SchemeVersion.id)
        )
    )


def _ways(session: Session) -> dict[str, dict[str, str]]:
    """Follow the noted moves of every service: where it went from which concept."""
    found: dict[str, dict[str, str]] = {}
    rows = session.scalars(select(ReclassificationStep).order_by(ReclassificationStep.id))
    for row in rows:
        way = found.setdefault(row.service_id, {})
        assert way.get(row.concept_id) == _moved(row.concept_id, row.before_id), row.cause
        way.pop(row.concept_id, None)
        if moved := _moved(row.concept_id, row.after_id):
            way[row.concept_id] = moved
    return found


def _moved(concept: str, place: str | None) -> str | None:
    return None if place == concept else place


def _documents(session: Session) -> dict[str, Any]:
    rows = session.execute(select(ServiceDocument.service_id, ServiceDocument.body))
    return {service: orjson.loads(body) for service, body in rows}


def _contents(session: Session) -> dict[str, Any]:
    rows = session.execute(
        select(ServiceRevision.service_id, ServiceRevision.content)
        .join(Service, Service.id == ServiceRevision.service_id)
        .where(ServiceRevision.number == Service.published_revision)
    )
    return {row.service_id: row.content for row in rows}
