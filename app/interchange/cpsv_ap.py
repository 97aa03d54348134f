"""CPSV-AP 3.2 export: services and entities as JSON-LD and Turtle.

JSON-LD is written once; Turtle is the same graph in other letters, so the two cannot differ.
The shapes check every cpsv:PublicService of a graph and want related services to be such. A
service that the graph does not describe therefore stays untyped and is linked by dct:relation,
or, when it comes first, by dct:isRequiredBy, the inverse of dct:requires.
"""

from collections.abc import Iterable

from app.catalogue.rules.code_lists import PROVENANCES, SERVICE_STATUSES
from app.interchange import cpsv_parts as parts
from app.interchange.cpsv_values import concept, location, webpage
from app.interchange.graphs import turtle_of
from app.interchange.iris import Addresses
from app.interchange.rendered import (
    Document,
    Node,
    Scope,
    compact,
    duration,
    keywords,
    texts,
)
from app.interchange.vocabulary import CONTEXT, PREFIXES

# The states in which a service can be read in public.


def to_json_ld(document: Document, *, base_url: str) -> Node:
    """Write a service as JSON-LD, with its context inside."""
    return {"@context": CONTEXT} | _service(document, _alone(base_url))


def to_turtle(document: Document, *, base_url: str) -> str:
    """Write a service as Turtle."""
    return turtle_of(to_json_ld(document, base_url=base_url), PREFIXES)


def entity_to_json_ld(document: Document, *, base_url: str) -> Node:
    """Write an entity as JSON-LD, with its context inside."""
    return {"@context": CONTEXT} | _entity(document, _alone(base_url))


def entity_to_turtle(document: Document, *, base_url: str) -> str:
    """Write an entity as Turtle."""
    return turtle_of(entity_to_json_ld(document, base_url=base_url), PREFIXES)


def catalogue_to_json_ld(
    services: Iterable[Document], entities: Iterable[Document] = (), *, base_url: str
) -> Node:
    """Write many services and entities as one graph, in which they link to each other."""
    services, entities = list(services), list(entities)
    scope = Scope(
        Addresses.under(base_url),
        services={document["id"]: document["uuid"] for document in services},
        entities={document["id"]: document["uuid"] for document in entities},
    )
    nodes = [_service(document, scope) for document in services]
    nodes += [_entity(document, scope) for document in entities]
    return {"@context": CONTEXT, "@graph": nodes}


def catalogue_to_turtle(
    services: Iterable[Document], entities: Iterable[Document] = (), *, base_url: str
) -> str:
    """Write many services and entities as one Turtle document."""
    return turtle_of(catalogue_to_json_ld(services, entities, base_url=base_url), PREFIXES)


def _alone(base_url: str) -> Scope:
    return Scope(Addresses.under(base_url))


def _service(document: Document, scope: Scope) -> Node:
    address = scope.addresses.of("service", document["uuid"])
    return compact(
        {"@id": address, "@type": "cpsv:PublicService"}
        | _description(document, scope)
        | _classification(document, scope)
        | _use(document, scope, address)
        | _links(document, scope)
        | _record(document, scope, address)
    )


def _description(document: Document, scope: Scope) -> Node:
    title = texts(document.get("title"), otherwise=document["id"])
    return {
        "identifier": document["id"],
        "title": title,
        # Mandatory in the profile: a service that says no more repeats its title.
        "description": texts(document.get("description")) or title,
        "keyword": keywords(document.get("keyword")),
        "hasCompetentAuthority": _authority(document, scope),
        "spatial": location(scope, document.get("spatial")),
        "language": [
            {"@id": scope.addresses.language(code), "@type": "dct:LinguisticSystem"}
            for code in document.get("language") or ()
        ],
    }


def _authority(document: Document, scope: Scope) -> Node:
    entity = document["hasCompetentAuthority"]
    return {
        "@id": scope.entity(entity["id"]),
        "@type": "cv:PublicOrganisation",
        "prefLabel": texts(entity.get("title"), otherwise=entity["id"]),
        "spatial": location(scope, entity.get("spatial")),
    }


def _classification(document: Document, scope: Scope) -> Node:
    concepts = parts.classifications(document, scope)
    return {
        "isClassifiedBy": concepts,
        "thematicArea": {"@id": concepts[0]["@id"]} if document.get("isClassifiedBy") else None,
        "audience": [
            parts.labelled(document, scope, "audience", "audience", code)
            for code in document.get("audience") or ()
        ],
        "isGroupedBy": parts.events(document, scope),
    }


def _use(document: Document, scope: Scope, address: str) -> Node:
    return {
        "hasChannel": parts.channels(document, scope, address),
        "hasCost": parts.costs(document, scope, address),
        "hasInput": parts.evidences(document, scope, address),
        "hasInputType": parts.evidence_types(document, scope),
        "holdsRequirement": parts.requirements(document, address),
        "follows": parts.rules(document, address),
        "processingTime": duration(document.get("processingTime")),
        "comment": texts(document.get("processingNote")),
        "produces": parts.outputs(document, scope, address),
        "hasLegalResource": parts.legal_resources(document, scope),
        "contactPoint": parts.contact_points(document, address),
    }


def _links(document: Document, scope: Scope) -> Node:
    related, required = document.get("relatedService") or (), document.get("requires") or ()
    return {
        "relatedService": [_described(item, scope) for item in related if _is_in(item, scope)],
        "relation": [_elsewhere(item, scope) for item in related if not _is_in(item, scope)],
        "requires": [_described(item, scope) for item in required if _is_in(item, scope)],
        "prerequisite": [_elsewhere(item, scope) for item in required if not _is_in(item, scope)],
    }


def _is_in(item: Document, scope: Scope) -> bool:
    return item["id"] in scope.services


def _described(item: Document, scope: Scope) -> Node:
    return {"@id": scope.service(item["id"])}


def _elsewhere(item: Document, scope: Scope) -> Node:
    return compact({"@id": scope.service(item["id"]), "title": texts(item.get("title"))})


def _record(document: Document, scope: Scope, address: str) -> Node:
    status, revision = document.get("status"), document.get("revision")
    return {
        "status": concept(
            scope.addresses.notation("service-status", status), SERVICE_STATUSES.get(status), status
        )
        if status
        else None,
        "versionInfo": None if revision is None else str(revision),
        "issued": document.get("issued"),
        "modified": document.get("modified"),
        "provenance": _provenance(document.get("provenance"), scope, address),
    }


def _provenance(provenance: Document | None, scope: Scope, address: str) -> Node | None:
    if not provenance:
        return None
    estimates = ", ".join(provenance.get("estimate") or ())
    return compact(
        {
            "@id": f"{address}#provenance",
            "@type": "dct:ProvenanceStatement",
            "label": provenance.get("basis"),
            "type": concept(
                scope.addresses.notation("provenance", "demonstration"),
                PROVENANCES["demonstration"],
            )
            if provenance.get("isDemonstration")
            else None,
            "comment": {"ar": f"قيم تقديرية: {estimates}", "en": f"Estimated values: {estimates}"}
            if estimates
            else None,
            "source": [
                _source(item, f"{address}#source-{n}")
                for n, item in enumerate(provenance.get("source") or (), start=1)
            ],
        }
    )


def _source(item: Document, address: str) -> Node:
    """Write a source below what it supports: its code is known there only."""
    return compact(
        {
            "@id": address,
            "identifier": item["code"],
            "label": item.get("title"),
            "page": webpage(item.get("url")),
        }
    )


def _entity(document: Document, scope: Scope) -> Node:
    address = scope.addresses.of("entity", document["uuid"])
    kind, parent, version = (document.get(key) for key in ("type", "parent", "version"))
    return compact(
        {
            "@id": address,
            "@type": "cv:PublicOrganisation",
            "identifier": document["id"],
            "prefLabel": texts(document.get("title"), otherwise=document["id"]),
            "altLabel": document.get("identifier"),
            "description": texts(document.get("description")),
            "spatial": location(scope, document.get("spatial")),
            "type": concept(scope.addresses.notation("entity-type", kind), None, kind)
            if kind
            else None,
            "subOrganizationOf": scope.entity(parent) if parent else None,
            "isReplacedBy": [scope.entity(one) for one in document.get("replacedBy", ())],
            "homepage": webpage(document.get("homepage")),
            "modified": document.get("modified"),
            "versionInfo": None if version is None else str(version),
            "provenance": _provenance(document.get("provenance"), scope, address),
        }
    )
