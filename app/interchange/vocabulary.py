"""Namespaces and the JSON-LD context of the CPSV-AP export.

Terms are those of CPSV-AP 3.2.0 (SEMIC, May 2024); a term marked "extension" is of the named
vocabulary but not of the profile, whose shapes are open. The context travels inside every
document: a reader fetches nothing.
"""

from typing import Final

PREFIXES: Final = {
    "adms": "http://www.w3.org/ns/adms#",
    "cpsv": "http://purl.org/vocab/cpsv#",
    "cv": "http://data.europa.eu/m8g/",
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "eli": "http://data.europa.eu/eli/ontology#",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "org": "http://www.w3.org/ns/org#",
    "owl": "http://www.w3.org/2002/07/owl#",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "time": "http://www.w3.org/2006/time#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
}

_Term = str | dict[str, str]


def _text(term: str) -> _Term:
    return {"@id": term, "@container": "@language"}


def _link(term: str) -> _Term:
    return {"@id": term, "@type": "@id"}


def _typed(term: str, datatype: str) -> _Term:
    return {"@id": term, "@type": datatype}


_TEXTS: Final = {
    "title": _text("dct:title"),
    "description": _text("dct:description"),
    "keyword": _text("dcat:keyword"),
    "prefLabel": _text("skos:prefLabel"),
    "comment": _text("rdfs:comment"),  # extension
}
_SERVICE_LINKS: Final = {
    "hasCompetentAuthority": _link("cv:hasCompetentAuthority"),
    "isClassifiedBy": _link("cv:isClassifiedBy"),
    "thematicArea": _link("cv:thematicArea"),
    "audience": _link("dct:audience"),
    "isGroupedBy": _link("cv:isGroupedBy"),
    "hasChannel": _link("cv:hasChannel"),
    "hasCost": _link("cv:hasCost"),
    "hasInput": _link("cpsv:hasInput"),
    "hasInputType": _link("cv:hasInputType"),
    "holdsRequirement": _link("cv:holdsRequirement"),
    "follows": _link("cpsv:follows"),
    "produces": _link("cpsv:produces"),
    "hasLegalResource": _link("cv:hasLegalResource"),
    "contactPoint": _link("cv:contactPoint"),
    "relatedService": _link("cv:relatedService"),
    "requires": _link("dct:requires"),
    "language": _link("dct:language"),
    "spatial": _link("dct:spatial"),
    "status": _link("adms:status"),
}
_DETAILS: Final = {
    "identifier": "dct:identifier",
    "type": _link("dct:type"),
    "processingTime": _typed("cv:processingTime", "xsd:duration"),
    "hasValue": _typed("cv:hasValue", "xsd:double"),
    "currency": _link("cv:currency"),
    "ifAccessedThrough": _link("cv:ifAccessedThrough"),
    "openingHours": _link("cv:openingHours"),
    "conformsTo": _link("dct:conformsTo"),
    "contactPage": _link("cv:contactPage"),
    "email": "cv:email",
    "telephone": "cv:telephone",
    "notation": "skos:notation",
    "inScheme": _link("skos:inScheme"),
}
_EXTENSIONS: Final = {
    "altLabel": "skos:altLabel",
    "homepage": _link("foaf:homepage"),
    "isReplacedBy": _link("dct:isReplacedBy"),
    "issued": _typed("dct:issued", "xsd:dateTime"),
    "label": "rdfs:label",
    "modified": _typed("dct:modified", "xsd:dateTime"),
    "page": _link("foaf:page"),
    "periodEnd": _typed("dcat:endDate", "xsd:date"),
    "periodStart": _typed("dcat:startDate", "xsd:date"),
    "prerequisite": {"@reverse": "dct:isRequiredBy", "@type": "@id"},
    "provenance": _link("dct:provenance"),
    "relation": _link("dct:relation"),
    "source": _link("dct:source"),
    "subOrganizationOf": _link("org:subOrganizationOf"),
    "subject": _link("dct:subject"),
    "temporal": _link("dct:temporal"),
    "versionInfo": "owl:versionInfo",
}

CONTEXT: Final[dict[str, _Term]] = {
    **PREFIXES,
    **_TEXTS,
    **_SERVICE_LINKS,
    **_DETAILS,
    **_EXTENSIONS,
}
