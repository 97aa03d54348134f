"""A correspondence as XKOS, the extension of SKOS for statistical classifications.

XKOS has no word for cardinality, kind and default: the catalogue's own vocabulary has.
"""

from typing import Final

from app.interchange.correspondences.tables import address_of
from app.interchange.graphs import rdf_xml_of, turtle_of
from app.interchange.iris import Addresses
from app.interchange.rendered import Node, compact
from app.interchange.schemes import vocabulary
from app.taxonomy.correspondence import Correspondence, CorrespondenceTable

PREFIXES: Final = {
    name: vocabulary.PREFIXES[name] for name in ("dalil", "dct", "skos", "xkos", "xsd")
}
_LINKS: Final = {
    name: {"@id": f"xkos:{name}", "@type": "@id"}
    for name in ("compares", "madeOf", "sourceConcept", "targetConcept")
}
CONTEXT: Final[dict[str, object]] = {
    **PREFIXES,
    **_LINKS,
    "prefLabel": {"@id": "skos:prefLabel", "@container": "@language"},
    "issued": {"@id": "dct:issued", "@type": "xsd:date"},
    "cardinality": "dalil:cardinality",
    "kind": "dalil:kind",
    "sourceNotation": "dalil:sourceNotation",
    "targetNotation": "dalil:targetNotation",
    "defaultTarget": {"@id": "dalil:defaultTarget", "@type": "@id"},
}


def to_json_ld(table: CorrespondenceTable, *, base_url: str) -> Node:
    """Write a correspondence as JSON-LD, with its context inside."""
    addresses = Addresses.under(base_url)
    address = address_of(table, addresses)
    node = {
        "@id": address,
        "@type": "xkos:Correspondence",
        "prefLabel": _title(table),
        "issued": table.issued.isoformat(),
        "compares": [addresses.of("scheme", table.scheme, one) for one in (table.old, table.new)],
        "madeOf": [f"{address}#{one.source.id}" for one in table.rows],
    }
    associations = [_association(one, address, addresses) for one in table.rows]
    return {"@context": CONTEXT, "@graph": [compact(node), *associations]}


def to_turtle(table: CorrespondenceTable, *, base_url: str) -> str:
    """Write a correspondence as Turtle."""
    return turtle_of(to_json_ld(table, base_url=base_url), PREFIXES)


def to_rdf_xml(table: CorrespondenceTable, *, base_url: str) -> str:
    """Write a correspondence as RDF/XML."""
    return rdf_xml_of(to_json_ld(table, base_url=base_url), PREFIXES)


def _title(table: CorrespondenceTable) -> dict[str, str]:
    """Name the correspondence; XKOS wants an English name."""
    said = {"ar": f"من {table.old} إلى {table.new}", "en": f"from {table.old} to {table.new}"}
    titles = {"en": table.scheme, **table.title}
    return {code: f"{titles[code]}: {text}" for code, text in said.items() if code in titles}


def _association(one: Correspondence, address: str, addresses: Addresses) -> Node:
    return compact(
        {
            "@id": f"{address}#{one.source.id}",
            "@type": "xkos:ConceptAssociation",
            "sourceConcept": addresses.of("concept", one.source.id),
            "targetConcept": [addresses.of("concept", target.id) for target in one.targets],
            "sourceNotation": one.source.notation,
            "targetNotation": [target.notation for target in one.targets],
            "cardinality": one.cardinality,
            "kind": one.kind,
            "defaultTarget": addresses.of("concept", one.default.id) if one.default else None,
        }
    )
