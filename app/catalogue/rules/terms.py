"""By which values a published service is found, and what it shows of others. Pure."""

from collections.abc import Iterable, Mapping
from functools import lru_cache
from typing import Any, Final, Literal

from app.catalogue.rules.lookups import Lookups
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

CONCEPT: Final = "ref.concept"
"""The facet of the concepts that an entry carries, and of those above them."""
_BETWEEN = "\x1f"


def term_text(facet: str, value: str) -> str:
    """Write a term as one text."""
    return f"{facet}{_BETWEEN}{value}"


@lru_cache(maxsize=16_384)  # many services carry the same
def read_term(text: str) -> Term:
    """Read a term that was written as one text."""
    facet, _, value = text.partition(_BETWEEN)
    return facet, value


def terms_of(document: Mapping[str, Any]) -> dict[str, list[str]]:  # Any: ServiceOut as JSON
    """List the values of a document by facet, each value once."""
    stage = document["digitalStage"]
    found: dict[str, Iterable[str]] = {
        "entity": [document["hasCompetentAuthority"]["id"]],
        "purpose": [one["purpose"] for one in document["hasChannel"]],
        "digitalStage": [] if stage is None else [str(stage)],
        "language": document["language"],
        "evidenceType": [one["evidenceType"] for one in document["hasInputType"]],
    }
    return {**_each_once(found), **places_of(document), **codes_of(document)}


def places_of(document: Mapping[str, Any]) -> dict[str, list[str]]:  # Any: parts of ServiceOut
    """List by facet where the service of a document stands."""
    classified = document["isClassifiedBy"]
    return _each_once(
        {
            "category": [one["notation"] for one in classified],
            "categoryPath": [code for one in classified for code in one["path"]],
        }
    )


def codes_of(document: Mapping[str, Any]) -> dict[str, list[str]]:  # Any: parts of ServiceOut
    """List by facet the codes of other schemes that a document shows."""
    return _each_once(
        {
            "lifeEvent": document["label"]["lifeEvent"],
            "businessEvent": document["label"]["businessEvent"],
            "audience": document["audience"],
            "channel": [one["type"] for one in document["hasChannel"]],
            "output": [one["type"] for one in document["produces"]],
        }
    )


def _each_once(found: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    return {facet: list(dict.fromkeys(values)) for facet, values in found.items()}


def shown_records(named: References) -> Iterable[Term]:
    """List the records whose change changes the document, as terms of their own."""
    yield from (("ref.entity", one) for one in named.entities)
    yield from (("ref.channel", one) for one in named.channels)
    yield from (("ref.evidence-type", one) for one in named.evidence_types)
    yield from (("ref.legal-resource", one) for one in named.legal_resources)
    yield from (("ref.service", one) for one in named.services)


def tags_of(named: References, known: Lookups) -> set[str]:
    """List the concepts at which a service stands that carries what its entry names."""
    coded = {known.code_ids[pair] for pair in named.codes if pair in known.code_ids}
    return {known.place_of(one) for one in named.concepts | coded}


def shown_concepts(ids: Iterable[str]) -> Iterable[Term]:
    """List the concepts whose change changes the document, as terms."""
    yield from ((CONCEPT, one) for one in ids)


def shown_tags(ids: Iterable[str]) -> Iterable[Term]:
    """List the concepts that an entry carries itself, as terms."""
    yield from ((TAG, one) for one in ids)


def concept_terms(named: References, known: Lookups) -> Iterable[Term]:
    """List the concepts that an entry carries, and those above them, as terms."""
    tags = tags_of(named, known)
    above = {key for one in tags for key in known.concepts[one].path_ids}
    yield from shown_tags(tags)
    yield from shown_concepts(tags | above)
