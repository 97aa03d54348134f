"""Literal documents and the readers of other people's software, to judge our linked data."""

import json
import warnings
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDFS, Graph, Namespace, URIRef

SCHEMA = Namespace("https://schema.org/")
VOCABULARY = (
    Path(__file__).parents[3] / "shared/standards/schema.org-30.0/schemaorg-current-https.ttl"
)
_SHAPES = Path(__file__).parent / "shapes" / "cpsv-ap-3.2.0-shacl.ttl"

_DOCUMENTS = Path(__file__).parent / "documents"


def _document(name: str) -> dict:
    return json.loads((_DOCUMENTS / f"{name}.json").read_text(encoding="utf-8"))


@pytest.fixture
def renewal() -> dict:
    """Give a service that fills every field."""
    return _document("renewal")


@pytest.fixture
def first_permit() -> dict:
    """Give a service with the least a published one has, in Arabic alone."""
    return _document("first-permit")


@pytest.fixture
def ministry() -> dict:
    """Give the entity that owns both services."""
    return _document("ministry")


@pytest.fixture(scope="session")
def read_turtle():
    """Read Turtle with rdflib, which shares no code with our writer."""
    return lambda text: Graph().parse(data=text, format="turtle")


@pytest.fixture(scope="session")
def read_json_ld():
    """Read JSON-LD with rdflib."""

    def read(document: dict) -> Graph:
        with warnings.catch_warnings():
            # rdflib's own JSON-LD reader still uses a class that rdflib deprecates.
            warnings.filterwarnings(
                "ignore", "ConjunctiveGraph is deprecated", category=DeprecationWarning
            )
            return Graph().parse(data=json.dumps(document), format="json-ld")

    return read


@pytest.fixture(scope="session")
def findings():
    """List what the shapes of CPSV-AP 3.2.0 find in a graph."""
    shapes = Graph().parse(_SHAPES, format="turtle")

    def find(graph: Graph) -> str:
        conforms, _, text = validate(graph, shacl_graph=shapes)
        return "" if conforms else text

    return find


@pytest.fixture(scope="session")
def vocabulary() -> "Vocabulary":
    """Give the vocabulary of schema.org 30.0, where it is at hand."""
    if not VOCABULARY.exists():
        pytest.skip("the vocabulary of schema.org 30.0 is not beside the project")
    return Vocabulary(Graph().parse(VOCABULARY, format="turtle"))


# Values that are written as text: data types, and Duration, which is ISO 8601.
LITERALS = {"Text", "URL", "Date", "DateTime", "Time", "Duration"}
NUMBERS = {"Number", "Integer", "Float"}


class Vocabulary:
    """What schema.org allows: types, and the domain and range of properties."""

    def __init__(self, graph: Graph) -> None:
        self.graph = graph

    @cache  # noqa: B019 - one vocabulary lives as long as the tests
    def ancestors(self, kind: str) -> set[str]:
        found = self.graph.transitive_objects(SCHEMA[kind], RDFS.subClassOf)
        return {self._name(node) for node in found}

    def is_known(self, term: str) -> bool:
        return (SCHEMA[term], None, None) in self.graph

    @cache  # noqa: B019 - as above
    def includes(self, term: str, side: str) -> set[str]:
        return {self._name(node) for node in self.graph.objects(SCHEMA[term], SCHEMA[side])}

    def is_superseded(self, term: str) -> bool:
        return (SCHEMA[term], SCHEMA.supersededBy, None) in self.graph

    @staticmethod
    def _name(node: URIRef) -> str:
        return str(node).rpartition("/")[2]

    def findings(self, node: dict) -> Iterator[str]:
        """Say what is wrong with a node and everything inside it."""
        kind = node.get("@type", "Thing")
        if not self.is_known(kind):
            yield f"unknown type {kind}"
            return
        for term, value in node.items():
            if not term.startswith("@"):
                yield from self._property(kind, term, value)

    def _property(self, kind: str, term: str, value) -> Iterator[str]:
        if not self.is_known(term):
            yield f"unknown property {term}"
            return
        if self.is_superseded(term):
            yield f"superseded property {term}"
        if not self.includes(term, "domainIncludes") & self.ancestors(kind):
            yield f"{term} is not a property of {kind}"
        for item in value if isinstance(value, list) else [value]:
            yield from self._value(term, item)

    def _value(self, term: str, item) -> Iterator[str]:
        allowed = self.includes(term, "rangeIncludes")
        if isinstance(item, dict) and "@value" not in item:
            if not self.ancestors(item.get("@type", "Thing")) & allowed:
                yield f"{term} cannot be a {item.get('@type', 'Thing')}"
            yield from self.findings(item)
        elif isinstance(item, int | float):
            if not allowed & NUMBERS:
                yield f"{term} cannot be a number"
        elif not allowed & LITERALS:
            yield f"{term} cannot be a text"
