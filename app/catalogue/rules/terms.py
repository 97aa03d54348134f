"""By which values a published service is found, and what it shows of others. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any, Final, Literal

from app.catalogue.rules.references import References

Facet = Literal[
    "entity",
    "category",
    "categoryPath",
    "lifeEvent",
    "businessEvent",
    "audience",
    "channel",
    "purpose",
    "output",
    "digitalStage",
    "language",
    "evidenceType",
]
SCHEME_OF: Final[Mapping[str, str]] = {
    "category": "services",
    "categoryPath": "services",
    "audience": "audience",
    "lifeEvent": "life-event",
    "businessEvent": "business-event",
    "channel": "channel",
    "output": "output-type",
    "digitalStage": "digital-stage",
}
"""The schemes whose codes are the values of facets."""
Term = tuple[str, str]
TAG: Final = "ref.tag"
"""The facet of the concepts that an entry carries itself, without those above them."""


def terms_of(document: Mapping[str, Any]) -> dict[str, list[str]]:  # Any: ServiceOut as JSON
    """List the values of a document by facet, each value once."""
    stage = document["digitalStage"]
    found: dict[str, Iterable[str]] = {
        "entity": [document["hasCompetentAuthority"]["id"]],
        "category": [one["notation"] for one in document["isClassifiedBy"]],
        "categoryPath": [code for one in document["isClassifiedBy"] for code in one["path"]],
        "lifeEvent": document["label"]["lifeEvent"],
        "businessEvent": document["label"]["businessEvent"],
        "audience": document["audience"],
        "channel": [one["type"] for one in document["hasChannel"]],
        "purpose": [one["purpose"] for one in document["hasChannel"]],
        "output": [one["type"] for one in document["produces"]],
        "digitalStage": [] if stage is None else [str(stage)],
        "language": document["language"],
        "evidenceType": [one["evidenceType"] for one in document["hasInputType"]],
    }
    return {facet: list(dict.fromkeys(values)) for facet, values in found.items()}


def shown_records(named: References) -> Iterable[Term]:
    """List the records whose change changes the document, as terms of their own."""
    yield from (("ref.entity", one) for one in named.entities)
    yield from (("ref.channel", one) for one in named.channels)
    yield from (("ref.evidence-type", one) for one in named.evidence_types)
    yield from (("ref.legal-resource", one) for one in named.legal_resources)
    yield from (("ref.service", one) for one in named.services)


def shown_concepts(ids: Iterable[str]) -> Iterable[Term]:
    """List the concepts whose change changes the document, as terms."""
    yield from (("ref.concept", one) for one in ids)


def shown_tags(ids: Iterable[str]) -> Iterable[Term]:
    """List the concepts that an entry carries itself, as terms."""
    yield from ((TAG, one) for one in ids)
