"""Nodes that many parts of the CPSV-AP export share; every one of them is typed."""

from collections.abc import Sequence

from app.interchange.iris import web_address
from app.interchange.opening_hours import wording
from app.interchange.rendered import Document, Node, Scope, compact, texts


def concept(address: str, label: Document | None = None, notation: object = None) -> Node:
    """Write a concept; CPSV-AP wants every concept it meets to be typed."""
    return compact(
        {
            "@id": address,
            "@type": "skos:Concept",
            "notation": None if notation is None else str(notation),
            "prefLabel": texts(label),
        }
    )


def webpage(url: object) -> Node | None:
    """Write a page on the web as a foaf:Document."""
    address = web_address(url)
    return {"@id": address, "@type": "foaf:Document"} if address else None


def location(scope: Scope, code: str | None) -> Node:
    """Write the territory; the catalogue is Kuwait's, so Kuwait is the default."""
    return {"@id": scope.addresses.place(code or "KWT"), "@type": "dct:Location"}


def opening_hours(address: str, items: Sequence[Document] | None) -> list[Node]:
    """Write opening hours in words, one time:TemporalEntity each."""
    return [
        {
            "@id": f"{address}-hours-{n}",
            "@type": "time:TemporalEntity",
            "description": wording(item),
        }
        for n, item in enumerate(items or (), start=1)
    ]
