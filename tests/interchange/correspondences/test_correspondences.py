"""A correspondence between two versions, written for spreadsheets and for other programs."""

import csv
import io
from datetime import date
from pathlib import Path

import orjson
import pytest
from pyshacl import validate
from rdflib import RDF, Graph, Literal, Namespace, URIRef

from app.interchange.correspondences import tables, xkos
from app.taxonomy.correspondence import ConceptName, Correspondence, CorrespondenceTable

BASE = "https://dalil.example"
XKOS = Namespace("http://rdf-vocabulary.ddialliance.org/xkos#")
SHAPES = Path(__file__).parents[4] / "shared/standards/skos/xkos"
TRANSPORT = ConceptName("c_transport22", "03", {"ar": "النقل", "en": "Transport"})
ROADS = ConceptName("c_roadsroads2", "03.1", {"ar": "الطرق", "en": "Roads"})
PORTS = ConceptName("c_portsports2", "03.2", {"ar": "الموانئ", "en": "Ports"})
FAX = ConceptName("c_faxfaxfax22", "09", {"ar": "=فاكس", "en": "Fax"})

PAIRS = {"1:1": 1, "1:n": 2, "n:1": 0, "n:n": 0, "1:0": 1}


@pytest.fixture
def table() -> CorrespondenceTable:
    rows = (
        Correspondence(TRANSPORT, (TRANSPORT,), "1:1", "unchanged"),
        Correspondence(ROADS, (ROADS, PORTS), "1:n", "split", default=ROADS),
        Correspondence(FAX, (), "1:0", "retired"),
    )
    title = {"ar": "تصنيف الخدمات", "en": "Services"}
    return CorrespondenceTable("services", title, "1.2.0", "2.0.0", date(2026, 11, 22), rows, PAIRS)


def test_a_pair_is_a_row_of_csv(table: CorrespondenceTable) -> None:
    text = tables.to_csv(table).removeprefix("\ufeff")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    shown = [
        (r["sourceNotation"], r["targetNotation"], r["cardinality"], r["isDefault"]) for r in rows
    ]
    assert shown == [
        ("03", "03", "1:1", "false"),
        ("03.1", "03.1", "1:n", "true"),
        ("03.1", "03.2", "1:n", "false"),
        ("09", "", "1:0", ""),
    ]
    assert rows[3]["sourceLabel.ar"] == "'=فاكس"


def test_json_keeps_each_concept_with_what_it_has_become(table: CorrespondenceTable) -> None:
    written = orjson.loads(tables.to_json(table))

    assert (written["scheme"], written["from"], written["to"]) == ("services", "1.2.0", "2.0.0")
    assert written["pairs"] == PAIRS
    assert written["items"][1] == {
        "code": "03.1",
        "source": {
            "id": "c_roadsroads2",
            "notation": "03.1",
            "prefLabel": {"ar": "الطرق", "en": "Roads"},
        },
        "targets": [
            {
                "id": "c_roadsroads2",
                "notation": "03.1",
                "prefLabel": {"ar": "الطرق", "en": "Roads"},
            },
            {
                "id": "c_portsports2",
                "notation": "03.2",
                "prefLabel": {"ar": "الموانئ", "en": "Ports"},
            },
        ],
        "cardinality": "1:n",
        "kind": "split",
        "default": {
            "id": "c_roadsroads2",
            "notation": "03.1",
            "prefLabel": {"ar": "الطرق", "en": "Roads"},
        },
    }


def test_sssom_tells_its_versions_and_what_has_no_successor(table: CorrespondenceTable) -> None:
    lines = tables.to_sssom(table, base_url=BASE).splitlines()

    comments = [line for line in lines if line.startswith("# ")]
    rows = list(csv.DictReader(lines[len(comments) :], delimiter="\t"))
    assert "# subject_source_version: '1.2.0'" in comments
    assert "#   concept: https://dalil.example/id/concept/" in comments
    assert [(row["subject_id"], row["predicate_id"], row["object_id"]) for row in rows] == [
        ("concept:c_transport22", "skos:exactMatch", "concept:c_transport22"),
        ("concept:c_roadsroads2", "skos:narrowMatch", "concept:c_roadsroads2"),
        ("concept:c_roadsroads2", "skos:narrowMatch", "concept:c_portsports2"),
        ("concept:c_faxfaxfax22", "skos:exactMatch", "sssom:NoTermFound"),
    ]
    assert {row["mapping_cardinality"] for row in rows} == {"1:1", "1:n", "1:0"}


def test_xkos_holds_an_association_for_each_concept(table: CorrespondenceTable) -> None:
    graph = Graph().parse(data=xkos.to_turtle(table, base_url=BASE), format="turtle")

    whole = next(graph.subjects(RDF.type, XKOS.Correspondence))
    assert set(graph.objects(whole, XKOS.compares)) == {
        URIRef("https://dalil.example/id/scheme/services/1.2.0"),
        URIRef("https://dalil.example/id/scheme/services/2.0.0"),
    }
    associations = list(graph.objects(whole, XKOS.madeOf))
    assert len(associations) == 3
    split = next(graph.subjects(XKOS.sourceConcept, URIRef(f"{BASE}/id/concept/c_roadsroads2")))
    assert len(list(graph.objects(split, XKOS.targetConcept))) == 2
    assert (split, URIRef("https://dalil.example/ns#cardinality"), Literal("1:n")) in graph


@pytest.mark.skipif(not SHAPES.exists(), reason="the XKOS shapes are not here")
def test_xkos_conforms_to_the_best_practices(table: CorrespondenceTable) -> None:
    graph = Graph().parse(data=xkos.to_turtle(table, base_url=BASE), format="turtle")
    shapes = Graph().parse(SHAPES / "xkos-best-practices-conformance-shapes.ttl")

    conforms, _, report = validate(graph, shacl_graph=shapes)

    assert conforms, report
    assert len(list(graph.subjects(RDF.type, XKOS.Correspondence))) == 1


def test_rdf_xml_says_the_same_as_turtle(table: CorrespondenceTable) -> None:
    turtle = Graph().parse(data=xkos.to_turtle(table, base_url=BASE), format="turtle")

    assert set(Graph().parse(data=xkos.to_rdf_xml(table, base_url=BASE), format="xml")) == set(
        turtle
    )
