"""schema.org 30.0 export: what search engines read in the pages of the catalogue.

schema.org has no property for keywords, required documents or steps of a service: keywords are
written as alternate names, documents and steps as a HowTo that is about the service.
"""

from collections.abc import Mapping, Sequence
from typing import Any

import orjson

from app.interchange import schema_org_parts as parts
from app.interchange.iris import Addresses, web_address
from app.interchange.rendered import Document, Node, Scope, compact, keywords
from app.interchange.schema_org_parts import tagged

_CONTEXT = "https://schema.org"
_DEMONSTRATION = {"ar": "بيانات تجريبية", "en": "Demonstration data"}
# Inside a script element only these can end it or upset an old parser; in JSON all of them
# stand in strings alone, where an escape says the same.
_ESCAPES = str.maketrans({char: f"\\u{ord(char):04x}" for char in "<>&\u2028\u2029"})


def to_json_ld(document: Document, *, base_url: str) -> Node:
    """Write a service as a GovernmentService in both languages."""
    scope = Scope(Addresses.under(base_url))
    return compact(
        {"@context": _CONTEXT, "@type": "GovernmentService"}
        | _description(document, scope)
        | _use(document, scope)
    )


def _description(document: Document, scope: Scope) -> Node:
    return {
        "@id": scope.addresses.of("service", document["uuid"]),
        "identifier": document["id"],
        "url": scope.addresses.page("services", document["id"]),
        "name": tagged(document.get("title")),
        "alternateName": _alternate_names(document),
        "description": tagged(document.get("description")),
        "disambiguatingDescription": _notice(document),
        "provider": _provider(document, scope),
        "serviceType": parts.service_types(document),
        "category": parts.categories(document, scope),
    }


def _use(document: Document, scope: Scope) -> Node:
    return {
        "audience": parts.audiences(document),
        "areaServed": parts.area(document, scope),
        "availableChannel": parts.channels(document),
        "hoursAvailable": parts.hours(document),
        "offers": parts.offers(document),
        "serviceOutput": parts.outputs(document),
        "isRelatedTo": parts.related(document, scope),
        "subjectOf": [*parts.legislation(document), *parts.how_to(document)],
    }


def entity_json_ld(document: Document, *, base_url: str) -> Node:
    """Write an entity as a GovernmentOrganization."""
    scope, parent = Scope(Addresses.under(base_url)), document.get("parent")
    return compact(
        {
            "@context": _CONTEXT,
            "@type": "GovernmentOrganization",
            "@id": scope.addresses.of("entity", document["uuid"]),
            "identifier": document["id"],
            "name": tagged(document.get("title")),
            "alternateName": document.get("identifier"),
            "description": tagged(document.get("description")),
            "disambiguatingDescription": _notice(document),
            "url": web_address(document.get("homepage")),
            "mainEntityOfPage": scope.addresses.page("entities", document["id"]),
            "areaServed": parts.area(document, scope),
            "parentOrganization": {"@type": "GovernmentOrganization", "@id": scope.entity(parent)}
            if parent
            else None,
        }
    )


def breadcrumb_json_ld(trail: Sequence[tuple[str, str]], *, base_url: str) -> Node:
    """Write the way to a page: pairs of a name and a path such as ``/entities/moi``."""
    base = base_url.rstrip("/")
    return {
        "@context": _CONTEXT,
        "@type": "BreadcrumbList",
        "itemListElement": [
            {
                "@type": "ListItem",
                "position": position,
                "name": name,
                "item": {"@type": "WebPage", "@id": base + path},
            }
            for position, (name, path) in enumerate(trail, start=1)
        ],
    }


def for_script_element(json_ld: Mapping[str, Any]) -> str:  # Any: JSON-LD nests freely
    """Write JSON-LD so that no text in it can end the script element around it."""
    return orjson.dumps(json_ld).decode().translate(_ESCAPES)


def _alternate_names(document: Document) -> list[Node]:
    return [
        {"@language": code, "@value": word}
        for code, words in keywords(document.get("keyword")).items()
        for word in words
    ]


def _notice(document: Document) -> list[Node]:
    shown = (document.get("provenance") or {}).get("isDemonstration")
    return tagged(_DEMONSTRATION) if shown else []


def _provider(document: Document, scope: Scope) -> Node:
    entity = document["hasCompetentAuthority"]
    return compact(
        {
            "@type": "GovernmentOrganization",
            "@id": scope.entity(entity["id"]),
            "identifier": entity["id"],
            "name": tagged(entity.get("title")),
            "contactPoint": [
                compact(
                    {
                        "@type": "ContactPoint",
                        "name": tagged(item.get("title")),
                        "email": item.get("email"),
                        "telephone": item.get("telephone"),
                        "url": web_address(item.get("contactPage")),
                        "hoursAvailable": parts.hours(item),
                    }
                )
                for item in document.get("contactPoint") or ()
            ],
        }
    )
