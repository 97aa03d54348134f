"""A small government for tests: two entities, a taxonomy of a few concepts, shared records."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from sqlalchemy.orm import Session

from app.catalogue import commands
from app.catalogue.schemas.content import ServiceEntry
from app.catalogue.schemas.registries import ChannelIn, EvidenceTypeIn, LegalResourceIn
from app.entities.schemas import EntityIn
from app.taxonomy.schemas import SchemeFile

ACTOR = "test"
Json = dict[str, Any]
CONCEPTS: Mapping[str, list[tuple[str, str | None]]] = {
    "services": [("01", None), ("01.1", "01"), ("01.2", "01"), ("02", None)],
    "audience": [("citizen", None), ("resident", None)],
    "life-event": [("moving", None), ("birth", None)],
    "business-event": [("starting", None)],
    "channel": [("portal", None), ("counter", None)],
    "output-type": [("permit", None), ("certificate", None)],
    "digital-stage": [("0", None), ("1", None), ("2", None), ("3", None)],
}


def concept_id(scheme: str, notation: str) -> str:
    """Return the id that a concept of this world has for ever."""
    place = [code for code, _ in CONCEPTS[scheme]].index(notation)
    letters = "".join(letter for letter in scheme if letter != "-")
    return f"c_{letters[:8]:x<10}{place:02}"


def scheme_file(scheme: str, number: str = "1.0.0") -> Json:
    """Return a scheme file of this world as JSON, to be changed at will."""
    return {
        "scheme": {"id": scheme, "title": {"ar": f"مخطط {scheme}", "en": f"Scheme {scheme}"}},
        "version": {"number": number, "title": {"ar": "إصدار", "en": "Release"},
                    "issued": "2026-01-01"},
        "concepts": [
            {
                "id": concept_id(scheme, code),
                "notation": code,
                "broader": [concept_id(scheme, parent)] if parent else [],
                "prefLabel": {"ar": f"مفهوم {scheme} {code}", "en": f"Concept {scheme} {code}"},
            }
            for code, parent in CONCEPTS[scheme]
        ],
    }  # fmt: skip


def release(session: Session, file: Json) -> bool:
    """Release a scheme file."""
    return commands.load_scheme(session, SchemeFile.model_validate(file), actor=ACTOR)


def put_entity(session: Session, entity_id: str, **changes: Any) -> bool:
    """Register an entity or change it."""
    entity = {"id": entity_id, "title": text(f"Entity {entity_id}"), "type": "ministry"}
    put = commands.put_entity(session, EntityIn.model_validate(entity | changes), actor=ACTOR)
    return put.is_changed


def put_evidence(session: Session, record_id: str, title: str = "Paper") -> bool:
    """Register a kind of document or change it."""
    entry = EvidenceTypeIn.model_validate({"id": record_id, "title": text(title)})
    return commands.put_record(session, entry, actor=ACTOR).is_changed


def put_channel(session: Session, record_id: str, **changes: Any) -> bool:
    """Register a shared channel or change it."""
    channel = {"id": record_id, "type": "portal", "title": text(f"Portal {record_id}")}
    entry = ChannelIn.model_validate(channel | changes)
    return commands.put_record(session, entry, actor=ACTOR).is_changed


def put_law(session: Session, record_id: str, title: str = "Law") -> bool:
    """Register a legal resource or change it."""
    entry = LegalResourceIn.model_validate({"id": record_id, "title": text(title)})
    return commands.put_record(session, entry, actor=ACTOR).is_changed


def build(session: Session) -> None:
    """Fill an empty catalogue with everything but services."""
    for scheme in CONCEPTS:
        release(session, scheme_file(scheme))
    for entity in ("moi", "paci"):
        put_entity(session, entity)
    for record in ("pp", "cid"):
        put_evidence(session, record, f"Paper {record}")
    put_channel(session, "moi-portal", url="https://moi.example.kw")
    put_law(session, "law-1", "Law one")


def text(english: str) -> Json:
    """Return a text in both languages."""
    return {"ar": f"عربي {english}", "en": english}


PLAIN: Json = {
    "title": text("A service"),
    "description": text("What it does"),
    "isClassifiedBy": [{"notation": "01.1"}],
}
FULL: Json = {
    "title": text("A full service"),
    "description": text("Everything that can be said"),
    "keyword": {"ar": ["كلمة"], "en": ["word"]},
    "isClassifiedBy": [{"notation": "01.1"}, {"notation": "02"}],
    "audience": ["resident", "citizen"],
    "isGroupedBy": ["moving", "starting"],
    "hasChannel": [
        {"type": "portal", "purpose": "apply", "channel": "moi-portal"},
        {"type": "counter", "purpose": "pay", "phone": "1800000",
         "openingHours": [{"days": ["SU", "MO"], "opens": "08:00", "closes": "13:30"}]},
    ],
    "hasCost": [
        {"amountFils": 5000, "unit": "per-year"},
        {"amountFils": 2000, "description": text("With a discount")},
        {"amountFils": 5, "unit": "percent"},
    ],
    "hasInputType": [{"evidenceType": "pp"}, {"evidenceType": "cid", "isOptional": True}],
    "holdsRequirement": [{"title": text("Be of age")}],
    "follows": [{"title": text("Fill in the form")}],
    "processingTime": "P3D",
    "produces": [{"type": "permit"}],
    "hasLegalResource": ["law-1"],
    "contactPoint": [{"email": "info@moi.example.kw", "telephone": "1800000"}],
    "digitalStage": 3,
    "provenance": {"isDemonstration": True, "estimate": ["/digitalStage"]},
}  # fmt: skip


def entry(
    service_id: str, base: Json = PLAIN, *, entity: str = "moi", **changes: Any
) -> ServiceEntry:
    """Return an entry of a service; keyword arguments replace its content."""
    content = deepcopy(base) | changes
    return ServiceEntry.model_validate(
        {"id": service_id, "entity": entity, "sourceId": service_id, "content": content}
    )


def publish(session: Session, *entries: ServiceEntry) -> list[str]:
    """Save entries and publish what is new; return the ids whose documents changed."""
    saved = commands.save_revisions(session, entries, actor=ACTOR)
    return commands.publish(session, {one.service_id: one.revision for one in saved}, actor=ACTOR)


def archive(session: Session, service_id: str) -> None:
    """Take a service out of the catalogue."""
    commands.archive(session, service_id, actor=ACTOR, reason="no longer offered")
