"""The shapes catch broken graphs, so that a clean report means something."""

import pytest
from rdflib import RDF, Graph, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS, SKOS, XSD

from app.interchange import cpsv_ap

BASE = "https://dalil.example"
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
SERVICE = URIRef("https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0001")
KUWAIT = URIRef("http://publications.europa.eu/resource/authority/country/KWT")
ARABIC = URIRef("http://publications.europa.eu/resource/authority/language/ARA")
DINAR = URIRef("http://publications.europa.eu/resource/authority/currency/KWD")
PASSPORT = URIRef("https://dalil.example/id/evidence-type/pp")
EVENT = URIRef("https://dalil.example/id/event/hiring-staff")
CONCEPT = URIRef("https://dalil.example/id/concept/c_a2b3c4d5e6f7")
CHANNEL = URIRef(f"{SERVICE}#channel-1")
COST = URIRef(f"{SERVICE}#cost-1")
OTHER = URIRef("https://dalil.example/id/service/elsewhere")


@pytest.fixture
def graph(renewal, read_turtle) -> Graph:
    return read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))


@pytest.mark.parametrize(
    ("subject", "predicate"),
    [
        (SERVICE, DCTERMS.identifier),
        (SERVICE, DCTERMS.title),
        (SERVICE, DCTERMS.description),
        (SERVICE, CV.hasCompetentAuthority),
        (None, SKOS.prefLabel),
        (CHANNEL, DCTERMS.identifier),
        (COST, DCTERMS.identifier),
        (PASSPORT, DCTERMS.identifier),
        (EVENT, DCTERMS.title),
    ],
)
def test_a_missing_statement_is_found(subject, predicate, graph, findings):
    graph.remove((subject, predicate, None))

    assert "MinCount" in findings(graph)


@pytest.mark.parametrize("node", [KUWAIT, ARABIC, DINAR, CONCEPT, CHANNEL, COST, EVENT])
def test_a_thing_without_its_type_is_found(node, graph, findings):
    graph.remove((node, RDF.type, None))

    assert "ClassConstraint" in findings(graph)


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (SERVICE, DCTERMS.identifier, Literal("second")),
        (SERVICE, CV.processingTime, Literal("P9D", datatype=XSD.duration)),
        (COST, CV.hasValue, Literal("1.0", datatype=XSD.double)),
    ],
)
def test_one_value_too_many_is_found(subject, predicate, value, graph, findings):
    graph.add((subject, predicate, value))

    assert "MaxCount" in findings(graph)


@pytest.mark.parametrize(
    ("subject", "predicate", "value"),
    [
        (SERVICE, DCTERMS.title, Literal("no language")),
        (SERVICE, CV.processingTime, Literal("three days")),
        (COST, CV.hasValue, Literal("20.25")),
    ],
)
def test_a_value_of_the_wrong_type_is_found(subject, predicate, value, graph, findings):
    graph.set((subject, predicate, value))

    assert "Datatype" in findings(graph)


def test_a_related_service_that_is_not_described_is_found(graph, findings):
    graph.add((SERVICE, CV.relatedService, OTHER))
    untyped = findings(graph)
    graph.add((OTHER, RDF.type, CPSV.PublicService))
    empty = findings(graph)

    assert "ClassConstraint" in untyped
    assert "MinCount" in empty


def test_an_empty_graph_conforms_and_so_proves_nothing(findings):
    assert findings(Graph()) == ""
