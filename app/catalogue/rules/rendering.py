"""The public document of a service, made from its revision and what it refers to. Pure."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from app.catalogue.rules.lookups import ConceptShown, Lookups, Texts
from app.catalogue.rules.references import Content
from app.core.clock import to_text

Document = dict[str, Any]  # Any: ServiceOut as JSON
Rendered = list[dict[str, Any]]  # Any: a part of ServiceOut as JSON


@dataclass(frozen=True)
class Imprint:
    """What the catalogue itself says of a published service."""

    id: str
    uuid: str
    source_id: str
    entity: str
    revision: int
    issued_at: datetime
    modified_at: datetime


def render(imprint: Imprint, content: Content, known: Lookups) -> Document:
    """Write the complete public document of a service."""
    shown = {**classification(content, known), **shown_codes(content, known)}
    return {
        "id": imprint.id,
        "uuid": imprint.uuid,
        "sourceId": imprint.source_id,
        "hasCompetentAuthority": {"id": imprint.entity, "title": known.entities[imprint.entity]},
        "title": content["title"],
        "description": content["description"],
        "keyword": content["keyword"],
        "isClassifiedBy": shown["isClassifiedBy"],
        "audience": shown["audience"],
        "isGroupedBy": shown["isGroupedBy"],
        "hasChannel": shown["hasChannel"],
        "hasCost": content["hasCost"],
        "isFree": is_free(content),
        "hasInputType": _evidence(content, known),
        "holdsRequirement": content["holdsRequirement"],
        "follows": content["follows"],
        "processingTime": content["processingTime"],
        "processingNote": content["processingNote"],
        "produces": shown["produces"],
        "hasLegalResource": _legal(content, known),
        "contactPoint": content["contactPoint"],
        "openingHours": content["openingHours"],
        "relatedService": _named(content["relatedService"], known),
        "requires": _named(content["requires"], known),
        "spatial": content["spatial"],
        "language": content["language"],
        "digitalStage": content["digitalStage"],
        "status": "published",
        "revision": imprint.revision,
        "taxonomyVersion": shown["taxonomyVersion"],
        "issued": to_text(imprint.issued_at),
        "modified": to_text(imprint.modified_at),
        "provenance": content["provenance"],
        "quality": None,
        "label": shown["label"],
    }


def classification(content: Content, known: Lookups) -> Document:
    """Write the parts of a document that say where the service stands."""
    classified = _classified(content, known)
    return {
        "isClassifiedBy": classified,
        "taxonomyVersion": classified[0]["taxonomyVersion"],
    }


def shown_codes(content: Content, known: Lookups) -> Document:
    """Write the parts of a document that show codes of other schemes, and what they mean."""
    return {
        "audience": _codes("audience", content["audience"], known),
        "isGroupedBy": [one.notation for one in _events(content, known)],
        "hasChannel": _channels(content, known),
        "produces": _outputs(content, known),
        "label": _labels(content, known),
    }


def is_free(content: Content) -> bool | None:
    """Tell whether nothing is to be paid: as stated, else by the costs, else unknown."""
    if content["isFree"] is not None:
        return bool(content["isFree"])
    if not content["hasCost"]:
        return None
    return all(cost["amountFils"] == 0 for cost in content["hasCost"])


def least_cost_fils(content: Content) -> int | None:
    """Return the smallest fee in fils, 0 for a free service, None when unknown."""
    if is_free(content):
        return 0
    amounts = [cost["amountFils"] for cost in content["hasCost"] if cost["unit"] != "percent"]
    return min(amounts, default=None)


def _classified(content: Content, known: Lookups) -> Rendered:
    found = (known.standing(one["conceptId"]) for one in content["isClassifiedBy"])
    concepts = {concept.id: concept for concept in found if concept}
    return [
        {
            "scheme": concept.scheme,
            "notation": concept.notation,
            "conceptId": concept.id,
            "taxonomyVersion": concept.version,
            "prefLabel": concept.label,
            "path": list(concept.path),
        }
        for concept in concepts.values()
    ]


def _channels(content: Content, known: Lookups) -> Rendered:
    return [_channel(one, known) for one in content["hasChannel"]]


def _channel(one: dict[str, Any], known: Lookups) -> dict[str, Any]:  # Any: JSON
    shared = known.channels.get(one["channel"] or "", {})
    kind = known.concept("channel", one["type"])
    return {
        "type": kind.notation if kind else one["type"],
        "purpose": one["purpose"],
        "channel": one["channel"],
        "url": one["url"] or shared.get("url"),
        "phone": one["phone"] or shared.get("telephone"),
        "title": one["title"] or shared.get("title") or (kind.label if kind else {}),
        "description": one["description"] or shared.get("description"),
        "processingTime": one["processingTime"],
        "openingHours": one["openingHours"] or shared.get("openingHours", []),
    }


def _evidence(content: Content, known: Lookups) -> Rendered:
    return [
        {
            "evidenceType": one["evidenceType"],
            "title": known.evidence_types[one["evidenceType"]]["title"],
            "description": one["description"],
            "isOptional": one["isOptional"],
        }
        for one in content["hasInputType"]
    ]


def _outputs(content: Content, known: Lookups) -> Rendered:
    return [
        {"type": _code("output-type", one["type"], known), "title": one["title"]}
        for one in content["produces"]
    ]


def _legal(content: Content, known: Lookups) -> Rendered:
    records = ((code, known.legal_resources[code]) for code in content["hasLegalResource"])
    return [{"id": code, "title": one["title"], "url": one["url"]} for code, one in records]


def _named(ids: Iterable[str], known: Lookups) -> Rendered:
    """Name other services; those that are not published are not shown."""
    return [{"id": one, "title": known.services[one]} for one in ids if one in known.services]


def _events(content: Content, known: Lookups) -> list[ConceptShown]:
    found = (known.event(code) for code in content["isGroupedBy"])
    return list({one.id: one for one in found if one}.values())


def _code(scheme: str, code: str, known: Lookups) -> str:
    concept = known.concept(scheme, code)
    return concept.notation if concept else code


def _codes(scheme: str, codes: Iterable[str], known: Lookups) -> list[str]:
    return list(dict.fromkeys(_code(scheme, code, known) for code in codes))


def _labels(content: Content, known: Lookups) -> dict[str, dict[str, Texts]]:
    stage = content["digitalStage"]
    events = _events(content, known)
    return {
        "audience": _label("audience", content["audience"], known),
        "lifeEvent": {one.notation: one.label for one in events if one.scheme == "life-event"},
        "businessEvent": {
            one.notation: one.label for one in events if one.scheme == "business-event"
        },
        "channel": _label("channel", [one["type"] for one in content["hasChannel"]], known),
        "output": _label("output-type", [one["type"] for one in content["produces"]], known),
        "digitalStage": _label("digital-stage", [] if stage is None else [str(stage)], known),
    }


def _label(scheme: str, codes: Iterable[str], known: Lookups) -> dict[str, Texts]:
    found = (known.concept(scheme, code) for code in codes)
    return {one.notation: one.label for one in found if one}
