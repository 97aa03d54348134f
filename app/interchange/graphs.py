"""From JSON-LD to the other letters of RDF, so that all formats say the same.

Equal documents give equal bytes: blank nodes are named in the order in which they are met,
and prefixes, which the library writes in random order, are sorted.
"""

import re
from collections.abc import Iterable, Mapping
from io import BytesIO
from typing import Any

import orjson
from pyoxigraph import BlankNode, NamedNode, RdfFormat, Triple, parse, serialize

from app.interchange.rendered import Node

_ROOT = re.compile(r"(?<=<rdf:RDF )[^>]*")


def turtle_of(json_ld: Node, prefixes: Mapping[str, str]) -> str:
    """Write the graph of a JSON-LD document as Turtle."""
    written = _written(json_ld, RdfFormat.TURTLE, prefixes)
    lines = written.split("\n")
    return "\n".join([*sorted(lines[: len(prefixes)]), "", *lines[len(prefixes) :]])


def rdf_xml_of(json_ld: Node, prefixes: Mapping[str, str]) -> str:
    """Write the graph of a JSON-LD document as RDF/XML."""
    written = _written(json_ld, RdfFormat.RDF_XML, prefixes)
    return _ROOT.sub(lambda root: " ".join(sorted(root[0].split(" "))), written, count=1)


def _written(json_ld: Node, form: RdfFormat, prefixes: Mapping[str, str]) -> str:
    quads = parse(orjson.dumps(json_ld), RdfFormat.JSON_LD)
    statements = _by_subject(_with_plain_names(quad.triple for quad in quads))
    written = BytesIO()
    serialize(statements, written, format=form, prefixes=dict(prefixes))
    return written.getvalue().decode()


def _with_plain_names(triples: Iterable[Triple]) -> Iterable[Triple]:
    """Rename blank nodes, whose names are random, to their numbers."""
    names: dict[BlankNode, BlankNode] = {}

    def plain(node: Any) -> Any:  # Any: a node of any kind
        if not isinstance(node, BlankNode):
            return node
        return names.setdefault(node, BlankNode(f"b{len(names) + 1}"))

    for triple in triples:
        predicate: NamedNode = triple.predicate
        yield Triple(plain(triple.subject), predicate, plain(triple.object))


def _by_subject(triples: Iterable[Triple]) -> list[Triple]:
    """Bring the statements about each thing together, in the order of first mention."""
    grouped: dict[Any, dict[Triple, None]] = {}  # Any: a node of any kind; hashable
    for triple in triples:
        grouped.setdefault(triple.subject, {})[triple] = None
    return [triple for statements in grouped.values() for triple in statements]
