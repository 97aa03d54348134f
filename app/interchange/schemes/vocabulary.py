"""Terms of the SKOS files, and the JSON-LD context that travels inside every document.

Where SKOS, Dublin Core, OWL and XKOS have no word, the catalogue's own vocabulary is used:

- ``isAssignable``: whether things may be classified by the concept itself;
- ``consider``: a concept that may stand for a deprecated one, when a person agrees;
- ``place``: the rank of a concept in the order of the tree, from 1;
- ``narrowerInOrder``, ``broaderInOrder``, ``topConceptsInOrder``: an order that the places
  do not tell, as a list;
- ``sha256``: that of the version's canonical JSON.
"""

from typing import Final

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
DC: Final = "http://purl.org/dc/elements/1.1/"
OWL: Final = "http://www.w3.org/2002/07/owl#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XKOS: Final = "http://rdf-vocabulary.ddialliance.org/xkos#"
DALIL: Final = "https://dalil.example/ns#"
"""The name of the vocabulary, the same on every installation so that each reads the others'."""

PREFIXES: Final = {
    "dalil": DALIL,
    "dct": DCT,
    "owl": OWL,
    "skos": SKOS,
    "vann": "http://purl.org/vocab/vann/",
    "xkos": XKOS,
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}
MATCHES: Final = ("exactMatch", "closeMatch", "broadMatch", "narrowMatch", "relatedMatch")
"""Relations to concepts of other schemes (SKOS Reference, section 10)."""

_LINKS: Final = {
    name: {"@id": f"skos:{name}", "@type": "@id"}
    for name in (
        "inScheme", "topConceptOf", "hasTopConcept", "broader", "narrower", "related", *MATCHES
    )
}  # fmt: skip
_TEXTS: Final = {
    name: {"@id": f"skos:{name}", "@container": "@language"}
    for name in ("prefLabel", "altLabel", "hiddenLabel", "definition", "scopeNote")
}
_LISTS: Final = {
    name: {"@id": f"dalil:{name}", "@type": "@id", "@container": "@list"}
    for name in ("narrowerInOrder", "broaderInOrder", "topConceptsInOrder")
}
CONTEXT: Final[dict[str, object]] = {
    **PREFIXES,
    **_TEXTS,
    **_LINKS,
    **_LISTS,
    "title": {"@id": "dct:title", "@container": "@language"},
    "description": {"@id": "dct:description", "@container": "@language"},
    "identifier": "dct:identifier",
    "issued": {"@id": "dct:issued", "@type": "xsd:date"},
    "isReplacedBy": {"@id": "dct:isReplacedBy", "@type": "@id"},
    "notation": "skos:notation",
    "deprecated": "owl:deprecated",
    "versionInfo": "owl:versionInfo",
    "versionIRI": {"@id": "owl:versionIRI", "@type": "@id"},
    "numberOfLevels": "xkos:numberOfLevels",
    "preferredNamespaceUri": "vann:preferredNamespaceUri",
    "isAssignable": "dalil:isAssignable",
    "consider": {"@id": "dalil:consider", "@type": "@id"},
    "place": "dalil:place",
    "sha256": "dalil:sha256",
}
