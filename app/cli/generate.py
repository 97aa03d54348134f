"""Generated services for measuring: realistic, in both languages, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import prod
from random import Random
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue.queries.registries import (
    list_channels,
    list_entities,
    list_evidence_types,
    list_legal_resources,
)
from app.catalogue.schemas.content import ServiceEntry
from app.cli import phrases
from app.cli.phrases import Phrase
from app.taxonomy.queries import list_concepts

Json = dict[str, Any]  # Any: JSON
PARTS = (phrases.ACTIONS, phrases.OBJECTS, phrases.QUALIFIERS, phrases.AREAS, phrases.MANNERS)
TITLES = prod(len(part) for part in PARTS)
MOST_SERVICES = 1_000_000
"""As many as the digits of an id can count; there are more titles than that."""
_UNITS = ("per-request", "per-year", "per-month", "per-item", "per-person")
_STRIDE = 1_000_003
"""A step through all titles that shares no factor with their number: none comes twice."""


@dataclass(frozen=True)
class Vocabulary:
    """What the catalogue offers for services to refer to; shared channels by owner."""

    entities: Sequence[Phrase]
    entity_ids: Sequence[str]
    channels: dict[str, Sequence[tuple[str, str]]]
    codes: dict[str, Sequence[str]]
    evidence: Sequence[str]
    laws: Sequence[str]


@dataclass(frozen=True)
class Subject:
    """What one generated service is about."""

    action: Phrase
    object: Phrase
    qualifier: Phrase
    area: Phrase
    manner: Phrase


def load_vocabulary(session: Session) -> Vocabulary:
    """Read what generated services may refer to."""
    entities = list_entities(session)
    schemes = ("services", "audience", "life-event", "output-type", "digital-stage")
    return Vocabulary(
        entities=[Phrase(one.title.ar or one.id, one.title.en or one.id) for one in entities],
        entity_ids=[one.id for one in entities],
        channels=_channels(session),
        codes={scheme: _codes(session, scheme) for scheme in schemes},
        evidence=[one.id for one in list_evidence_types(session)],
        laws=[one.id for one in list_legal_resources(session)],
    )


def generate_services(known: Vocabulary, *, services: int, seed: int) -> Iterator[ServiceEntry]:
    """Make this many services with titles of their own, in the order of their ids."""
    for number in range(services):
        yield ServiceEntry.model_validate(_entry(known, number, seed))


def service_id(number: int, seed: int) -> str:
    """Write the id of a generated service."""
    return f"gen{seed}-{number:06d}"


def subject_of(number: int, seed: int) -> Subject:
    """Choose what a service is about; no two numbers lead to the same title."""
    place = (number * _STRIDE + seed) % TITLES
    chosen = []
    for part in PARTS:
        place, index = divmod(place, len(part))
        chosen.append(part[index])
    return Subject(*chosen)


def _entry(known: Vocabulary, number: int, seed: int) -> Json:
    chance = Random(f"{seed}-{number}")  # noqa: S311  # no secret is made of it
    which = chance.randrange(len(known.entities))
    entity = known.entity_ids[which]
    subject = subject_of(number, seed)
    return {
        "id": service_id(number, seed),
        "entity": entity,
        "sourceId": service_id(number, seed),
        "content": {
            **_texts(subject, known.entities[which], chance),
            **_classification(known, chance),
            **_terms(known, entity, chance),
            "relatedService": [service_id(one, seed) for one in _before(number, chance)],
            "provenance": {"isDemonstration": True, "basis": "generated for measurements"},
        },
    }


def _texts(subject: Subject, entity: Phrase, chance: Random) -> Json:
    opening = chance.choice(phrases.OPENINGS)
    details = chance.sample(phrases.DETAILS, chance.randrange(3))
    filled = {"number": chance.randrange(10, 2500), "year": chance.randrange(1985, 2026)}
    description = {
        language: " ".join(
            getattr(phrase, language).format(**_named(subject, entity, language), **filled)
            for phrase in (opening, *details)
        )
        for language in ("ar", "en")
    }
    return {"title": _title(subject), "description": description, "keyword": _keywords(subject)}


def _title(subject: Subject) -> Json:
    ar, en = (_named(subject, subject.object, language) for language in ("ar", "en"))
    return {
        "ar": "{action} {object} {qualifier} في منطقة {area} {manner}".format(**ar),
        "en": "{action} {object} {qualifier} in {area}, {manner}".format(**en),
    }


def _keywords(subject: Subject) -> Json:
    return {
        "ar": [subject.object.ar, f"{subject.object.ar} {subject.area.ar}"],
        "en": [subject.object.en, f"{subject.object.en} {subject.area.en}"],
    }


def _named(subject: Subject, entity: Phrase, language: str) -> dict[str, str]:
    parts = {**vars(subject), "entity": entity}
    return {name: getattr(phrase, language) for name, phrase in parts.items()}


def _classification(known: Vocabulary, chance: Random) -> Json:
    codes = known.codes
    return {
        "isClassifiedBy": [{"notation": chance.choice(codes["services"])}],
        "audience": chance.sample(codes["audience"], chance.randint(1, 2)),
        "isGroupedBy": chance.sample(codes["life-event"], chance.randrange(3)),
        "digitalStage": int(chance.choice(codes["digital-stage"])),
        "produces": [{"type": chance.choice(codes["output-type"])}],
    }


def _terms(known: Vocabulary, entity: str, chance: Random) -> Json:
    requirements = chance.sample(phrases.REQUIREMENTS, chance.randrange(2))
    evidence = chance.sample(known.evidence, chance.randint(2, 5))
    return {
        "hasChannel": _channel_entries(known, entity, chance),
        "hasCost": _costs(chance),
        "hasInputType": [{"evidenceType": one} for one in evidence],
        "holdsRequirement": [{"title": one._asdict()} for one in requirements],
        "hasLegalResource": [chance.choice(known.laws)] if chance.random() < 0.05 else [],
        "processingTime": f"P{chance.randint(1, 60)}D" if chance.random() < 0.5 else None,
    }


def _channel_entries(known: Vocabulary, entity: str, chance: Random) -> list[Json]:
    own = known.channels.get(entity) or known.channels[""]
    kind, channel = chance.choice(own)
    counter = [{"type": "counter"}] if chance.random() < 0.5 else []
    return [{"type": kind, "channel": channel}, *counter]


def _costs(chance: Random) -> list[Json]:
    if chance.random() < 0.2:
        return []
    return [{"amountFils": 250 * chance.randrange(401), "unit": chance.choice(_UNITS)}]


def _before(number: int, chance: Random) -> list[int]:
    """Choose related services among those made shortly before, which are there already."""
    near = range(max(0, number - 40), number)
    return sorted(chance.sample(near, min(len(near), chance.randrange(3))))


def _channels(session: Session) -> dict[str, Sequence[tuple[str, str]]]:
    found = sorted((one.owned_by or "", one.type, one.id) for one in list_channels(session))
    by_owner = groupby(found, key=lambda one: one[0])
    return {owner: [(kind, key) for _, kind, key in ones] for owner, ones in by_owner}


def _codes(session: Session, scheme: str) -> list[str]:
    found = list_concepts(session, scheme)
    return [one.notation for one in found if one.is_active and one.is_assignable]
