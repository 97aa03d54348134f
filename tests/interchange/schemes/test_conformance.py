"""Our SKOS is judged by shapes of others: the W3C's conditions, SkoHub's and XKOS's.

A graph without concepts conforms to everything, so each test counts what it has checked.
"""

from pathlib import Path

import pytest
from pyshacl import validate
from rdflib import RDF, SH, Graph, Literal, URIRef
from rdflib.namespace import OWL, SKOS

from app.core.settings import ROOT
from app.interchange.schemes.files import read_scheme
from app.interchange.schemes.json_ld import to_turtle
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import SchemeDocument
from app.taxonomy.state import SchemeState
from tests.interchange.schemes.conftest import shapes
from tests.interchange.schemes.states import BASE, document_of
from tests.interchange.schemes.world import ROADS, TRANSPORT, full_state

SCHEMES = [
    path
    for path in sorted((ROOT / "taxonomy").glob("*.json"))
    if not path.stem.startswith("lexicon-")
]
CONCEPTS = {
    "audience": 6,
    "business-event": 12,
    "channel": 10,
    "digital-stage": 5,
    "life-event": 32,
    "output-type": 17,
    "services": 149,
}


def graph_of(state: SchemeState) -> Graph:
    return Graph().parse(data=to_turtle(document_of(state), base_url=BASE), format="turtle")


def seeded(path: Path) -> Graph:
    read = read_scheme(path, "json", TableOptions(""))
    document = SchemeDocument(read.about, read.state)
    return Graph().parse(data=to_turtle(document, base_url=BASE), format="turtle")


def failures(graph: Graph, name: str, *, inference: str = "none") -> set[tuple[str, str]]:
    """List the shapes that are broken, with the messages; warnings count too."""
    _, report, _ = validate(graph, shacl_graph=shapes(name), inference=inference)
    return {
        (str(report.value(one, SH.sourceShape)), str(report.value(one, SH.resultMessage)))
        for one in report.subjects(RDF.type, SH.ValidationResult)
    }


def integrity_failures(graph: Graph) -> set[tuple[str, str]]:
    """Check the integrity conditions of the SKOS Reference, which need its definitions."""
    whole = graph + shapes("skohub-shapes/skosClassAndPropertyDefinitions.ttl")
    return failures(whole, "skohub-shapes/skos.shacl.ttl", inference="both")


def concepts_in(graph: Graph) -> int:
    return len(set(graph.subjects(RDF.type, SKOS.Concept)))


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_seeded_scheme_keeps_the_integrity_conditions_of_skos(path: Path) -> None:
    graph = seeded(path)

    assert integrity_failures(graph) == set()
    assert concepts_in(graph) == CONCEPTS[path.stem.removesuffix("-1.0.0")]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_seeded_scheme_conforms_to_skohub_but_for_the_licence(path: Path) -> None:
    graph = seeded(path)

    assert {message for _, message in failures(graph, "skohub-shapes/skohub.shacl.ttl")} == {
        "A provided license increases reusability of a vocabulary. Should be an URI."
    }
    assert concepts_in(graph) == CONCEPTS[path.stem.removesuffix("-1.0.0")]


@pytest.mark.parametrize("path", SCHEMES, ids=lambda path: path.stem)
def test_a_seeded_scheme_is_a_classification_of_xkos_but_for_notes_as_things(path: Path) -> None:
    graph = seeded(path)
    # XKOS wants notes as things with a text; SKOS and SkoHub want them as texts.
    for note in (SKOS.scopeNote, SKOS.definition):
        graph.remove((None, note, None))

    assert failures(graph, "xkos/xkos-best-practices-conformance-shapes.ttl") == set()
    assert len(set(graph.subjects(RDF.type, SKOS.ConceptScheme))) == 1


def test_a_version_that_fills_every_field_keeps_the_conditions() -> None:
    graph = graph_of(full_state())

    assert integrity_failures(graph) == set()
    assert concepts_in(graph) == 5
    assert len(list(graph.subjects(OWL.deprecated))) == 1


@pytest.mark.parametrize(
    "broken",
    [
        (SKOS.prefLabel, Literal("Lanes", lang="en")),
        (SKOS.altLabel, Literal("Roads", lang="en")),
        (SKOS.related, URIRef(f"{BASE}/id/concept/{TRANSPORT}")),
    ],
    ids=["two preferred labels", "a label twice", "related to what is broader"],
)
def test_the_conditions_find_what_is_broken(broken) -> None:
    graph = graph_of(full_state())
    graph.add((URIRef(f"{BASE}/id/concept/{ROADS}"), *broken))

    assert integrity_failures(graph) != set()


def test_every_link_leads_to_a_concept_of_the_file() -> None:
    graph = graph_of(full_state())
    links = (SKOS.broader, SKOS.narrower, SKOS.related, SKOS.hasTopConcept)

    named = {node for link in links for node in graph.objects(None, link)}
    assert {node for node in named if (node, RDF.type, SKOS.Concept) not in graph} == set()
    assert {URIRef(f"{BASE}/id/scheme/services")} == set(graph.objects(None, SKOS.inScheme))
