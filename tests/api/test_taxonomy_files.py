"""A version is answered as SKOS in three notations, as CSV and as a workbook."""

import io
from pathlib import Path

import openpyxl
import pytest
from rdflib import RDF, Graph
from rdflib.namespace import SKOS
from starlette.testclient import TestClient

from app.interchange.schemes.files import FORMATS, read_scheme
from app.interchange.schemes.table_reading import TableOptions
from app.taxonomy.state import digest

pytestmark = pytest.mark.any_database

VERSION = "/v1/taxonomies/services/versions/1.0.0"
PARSERS = {"text/turtle": "turtle", "application/rdf+xml": "xml", "application/ld+json": "json-ld"}
OTHERS = [one for one in FORMATS.values() if one.name != "json"]


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph:DeprecationWarning")
@pytest.mark.parametrize("accepted", PARSERS)
def test_other_software_reads_every_concept(client: TestClient, accepted: str) -> None:
    answer = client.get(VERSION, headers={"Accept": accepted})

    assert answer.status_code == 200
    assert answer.headers["content-type"].split(";")[0] == accepted
    graph = Graph().parse(data=answer.content, format=PARSERS[accepted])
    assert len(set(graph.subjects(RDF.type, SKOS.Concept))) == 149


@pytest.mark.parametrize("one", OTHERS, ids=lambda one: one.name)
def test_what_is_read_back_is_the_version(client: TestClient, one, tmp_path: Path) -> None:
    sha256 = client.get(VERSION).json()["sha256"]
    file = tmp_path / f"version{one.suffix}"
    file.write_bytes(client.get(VERSION, params={"format": one.name}).content)

    read = read_scheme(file, one.name, TableOptions("services"))

    assert digest(read.state) == sha256


@pytest.mark.parametrize("one", OTHERS, ids=lambda one: one.name)
def test_a_whole_number_is_kept_for_ever_and_an_alias_is_not(client: TestClient, one) -> None:
    asked = {"format": one.name}

    whole = client.get(VERSION, params=asked)
    alias = client.get("/v1/taxonomies/services/versions/latest", params=asked)

    assert whole.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert alias.headers["cache-control"] == "public, max-age=0, must-revalidate"
    assert whole.content == alias.content
    known = {"If-None-Match": whole.headers["etag"]}
    assert client.get(VERSION, params=asked, headers=known).status_code == 304


def test_the_parameter_counts_more_than_the_header(client: TestClient) -> None:
    answer = client.get(f"{VERSION}?format=csv", headers={"Accept": "text/turtle"})

    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    assert answer.headers["content-disposition"] == 'attachment; filename="services-1.0.0.csv"'


def test_the_tree_is_still_answered_to_all_others(client: TestClient) -> None:
    assert "topConcepts" in client.get(VERSION).json()
    assert "topConcepts" in client.get(f"{VERSION}?format=json").json()
    assert "topConcepts" in client.get(VERSION, headers={"Accept": "*/*"}).json()


def test_what_is_not_offered_is_refused(client: TestClient) -> None:
    assert client.get(VERSION, headers={"Accept": "image/png"}).status_code == 406
    assert client.get(f"{VERSION}?format=pdf").status_code == 422
    missing = client.get("/v1/taxonomies/services/versions/9?format=turtle")
    assert (missing.status_code, missing.json()["code"]) == (404, "version-not-found")


def test_a_workbook_reads_from_right_to_left_and_holds_no_formula(client: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{VERSION}?format=xlsx").content))

    sheet = book["المفاهيم Concepts"]
    assert sheet.sheet_view.rightToLeft
    assert (sheet["B1"].value, sheet["B2"].value) == ("الرمز", "Notation")
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n"}


def test_the_identifiers_of_a_version_lead_somewhere(client: TestClient) -> None:
    graph = Graph().parse(data=client.get(f"{VERSION}?format=turtle").content, format="turtle")

    ours = {
        str(node) for node in graph.all_nodes() if str(node).startswith("http://dalil.test/id/")
    }
    known = {str(node) for node in graph.objects(None, None) if "/id/scheme/" in str(node)}
    assert known == {
        "http://dalil.test/id/scheme/services",
        "http://dalil.test/id/scheme/services/1.0.0",
    }
    checked = sorted(ours - {"http://dalil.test/id/concept/"})[::20]
    assert {one: client.get(one).status_code for one in checked} == dict.fromkeys(checked, 200)
    assert {client.get(one).status_code for one in known} == {200}
