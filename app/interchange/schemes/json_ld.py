"""A version as SKOS in JSON-LD; Turtle and RDF/XML are the same graph in other letters."""

from collections.abc import Mapping, Sequence

from pyoxigraph import NamedNode

from app.interchange.graphs import rdf_xml_of, turtle_of
from app.interchange.iris import Addresses
from app.interchange.rendered import Node, compact
from app.interchange.schemes.errors import UnwritableScheme
from app.interchange.schemes.ordering import Places, depth_of, in_order, is_told, places_of
from app.interchange.schemes.values import About, SchemeDocument
from app.interchange.schemes.vocabulary import CONTEXT, MATCHES, PREFIXES
from app.taxonomy.state import ConceptState, TextLists, digest


def to_json_ld(document: SchemeDocument, *, base_url: str) -> Node:
    """Write a version as JSON-LD, with its context inside.

    Raises:
        UnwritableScheme: a mapping leads to something that has no address.

    """
    addresses, state = Addresses.under(base_url), document.state
    concepts = in_order(state)
    places = places_of(concepts)
    scheme, tops = addresses.of("scheme", state.scheme), frozenset(state.top)
    within = {key: {"inScheme": scheme, "topConceptOf": scheme} for key in tops}
    nodes = [
        _concept(one, places, addresses) | within.get(one.id, {"inScheme": scheme})
        for one in concepts
    ]
    return {"@context": CONTEXT, "@graph": [_scheme(document, places, addresses), *nodes]}


def to_turtle(document: SchemeDocument, *, base_url: str) -> str:
    """Write a version as Turtle."""
    return turtle_of(to_json_ld(document, base_url=base_url), PREFIXES)


def to_rdf_xml(document: SchemeDocument, *, base_url: str) -> str:
    """Write a version as RDF/XML."""
    return rdf_xml_of(to_json_ld(document, base_url=base_url), PREFIXES)


def _scheme(document: SchemeDocument, places: Places, addresses: Addresses) -> Node:
    about, state = document.about, document.state
    return compact(
        {
            "@id": addresses.of("scheme", state.scheme),
            "@type": "skos:ConceptScheme",
            "identifier": state.scheme,
            "notation": state.scheme,
            "title": dict(about.title),
            "prefLabel": dict(about.title),
            # Readers such as SkoHub want one: a scheme that says no more repeats its title.
            "description": dict(about.description or about.title),
            "hasTopConcept": _all(addresses, state.top),
            "topConceptsInOrder": _order(addresses, state.top, places),
            "numberOfLevels": depth_of(state),
            "preferredNamespaceUri": addresses.of("concept", ""),
            "sha256": digest(state),
        }
        | _release(about, addresses)
    )


def _release(about: About, addresses: Addresses) -> Node:
    if not about.number:
        return {}
    return {
        "versionInfo": about.number,
        "versionIRI": addresses.of("scheme", about.scheme, about.number),
        "issued": about.issued.isoformat() if about.issued else None,
    }


def _concept(concept: ConceptState, places: Places, addresses: Addresses) -> Node:
    return compact(
        {
            "@id": addresses.of("concept", concept.id),
            "@type": "skos:Concept",
            "identifier": concept.id,
            "notation": concept.notation,
            "prefLabel": dict(concept.pref_label),
            "altLabel": _lists(concept.alt_label),
            "hiddenLabel": _lists(concept.hidden_label),
            "definition": dict(concept.definition),
            "scopeNote": dict(concept.scope_note),
            "isAssignable": concept.is_assignable,
            "deprecated": True if concept.status == "deprecated" else None,
            "place": places[concept.id],
        }
        | _links(concept, places, addresses)
    )


def _links(concept: ConceptState, places: Places, addresses: Addresses) -> Node:
    return {
        "broader": _all(addresses, concept.broader),
        "broaderInOrder": _order(addresses, concept.broader, places),
        "narrower": _all(addresses, concept.narrower),
        "narrowerInOrder": _order(addresses, concept.narrower, places),
        "related": _all(addresses, concept.related),
        "isReplacedBy": _all(addresses, concept.replaced_by),
        "consider": _all(addresses, concept.consider),
        **{relation: _mapped(concept, relation) for relation in MATCHES},
    }


def _all(addresses: Addresses, keys: Sequence[str]) -> list[str]:
    return [addresses.of("concept", key) for key in keys]


def _order(addresses: Addresses, keys: Sequence[str], places: Places) -> list[str] | None:
    return None if is_told(keys, places) else _all(addresses, keys)


def _lists(labels: TextLists) -> Mapping[str, list[str]]:
    return {language: list(texts) for language, texts in labels.items() if texts}


def _mapped(concept: ConceptState, relation: str) -> list[str]:
    for name, target in concept.mappings:
        if name not in MATCHES or not _is_address(target):
            raise UnwritableScheme(
                f"The mapping '{name}' of {concept.notation} leads to no address: '{target}'."
            )
    return [target for name, target in concept.mappings if name == relation]


def _is_address(target: str) -> bool:
    try:
        NamedNode(target)
    except ValueError:
        return False
    return True
