"""Services and entities as CPSV-AP 3.2, read back by software that is not ours."""

import json

import pytest
from rdflib import RDF, Literal, Namespace, URIRef
from rdflib.namespace import DCTERMS

from app.interchange import cpsv_ap

BASE = "https://dalil.example"
CPSV = Namespace("http://purl.org/vocab/cpsv#")
CV = Namespace("http://data.europa.eu/m8g/")
SERVICE = URIRef("https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0001")
FIRST = URIRef("https://dalil.example/id/service/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0002")
MINISTRY = URIRef("https://dalil.example/id/entity/6f1c6f4e-52a3-5c2c-9a55-0d8a6a1f0003")


@pytest.fixture
def graph(renewal, read_turtle):
    return read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))


def _services(graph) -> int:
    return len(set(graph.subjects(RDF.type, CPSV.PublicService)))


def test_a_service_that_fills_every_field_conforms(graph, findings):
    assert findings(graph) == ""
    assert _services(graph) == 1


def test_a_service_with_the_least_content_conforms(first_permit, read_turtle, findings):
    graph = read_turtle(cpsv_ap.to_turtle(first_permit, base_url=BASE))

    assert findings(graph) == ""
    assert _services(graph) == 1


def test_an_entity_conforms(ministry, read_turtle, findings):
    graph = read_turtle(cpsv_ap.entity_to_turtle(ministry, base_url=BASE))

    assert findings(graph) == ""
    assert list(graph.subjects(RDF.type, CV.PublicOrganisation)) == [MINISTRY]


def test_a_catalogue_conforms_and_checks_every_service(
    renewal, first_permit, ministry, read_turtle, findings
):
    turtle = cpsv_ap.catalogue_to_turtle([renewal, first_permit], [ministry], base_url=BASE)

    graph = read_turtle(turtle)
    assert findings(graph) == ""
    assert _services(graph) == 2


def test_services_of_one_catalogue_link_to_each_other(renewal, first_permit, ministry, read_turtle):
    turtle = cpsv_ap.catalogue_to_turtle([renewal, first_permit], [ministry], base_url=BASE)

    graph = read_turtle(turtle)
    assert (SERVICE, CV.relatedService, FIRST) in graph
    assert (FIRST, DCTERMS.requires, SERVICE) in graph
    assert (SERVICE, CV.hasCompetentAuthority, MINISTRY) in graph
    assert (FIRST, CV.hasCompetentAuthority, MINISTRY) in graph


def test_a_service_alone_links_to_others_without_claiming_to_describe_them(graph):
    related = graph.value(SERVICE, DCTERMS.relation)
    required = graph.value(None, DCTERMS.isRequiredBy, SERVICE)

    assert set(graph.objects(related, DCTERMS.title)) == {
        Literal("إصدار إقامة", lang="ar"),
        Literal("First residence", lang="en"),
    }
    assert list(graph.objects(required, DCTERMS.title)) == [Literal("البطاقة المدنية", lang="ar")]
    assert (related, RDF.type, CPSV.PublicService) not in graph


@pytest.mark.parametrize("name", ["renewal", "first_permit"])
def test_json_ld_and_turtle_say_the_same_of_a_service(name, request, read_turtle, read_json_ld):
    document = request.getfixturevalue(name)

    from_json_ld = read_json_ld(cpsv_ap.to_json_ld(document, base_url=BASE))
    from_turtle = read_turtle(cpsv_ap.to_turtle(document, base_url=BASE))

    assert set(from_json_ld) == set(from_turtle)


def test_json_ld_and_turtle_say_the_same_of_an_entity_and_a_catalogue(
    renewal, first_permit, ministry, read_turtle, read_json_ld
):
    entity = cpsv_ap.entity_to_json_ld(ministry, base_url=BASE)
    catalogue = cpsv_ap.catalogue_to_json_ld([renewal, first_permit], [ministry], base_url=BASE)

    assert set(read_json_ld(entity)) == set(
        read_turtle(cpsv_ap.entity_to_turtle(ministry, base_url=BASE))
    )
    assert set(read_json_ld(catalogue)) == set(
        read_turtle(cpsv_ap.catalogue_to_turtle([renewal, first_permit], [ministry], base_url=BASE))
    )


def test_nothing_remote_is_needed_to_read_json_ld(renewal):
    written = cpsv_ap.to_json_ld(renewal, base_url=BASE)

    assert isinstance(written["@context"], dict)
    assert json.dumps(written).count("@context") == 1
    assert "@import" not in written["@context"]


def test_no_term_is_lost_for_want_of_a_definition(renewal, ministry):
    written = [
        cpsv_ap.to_json_ld(renewal, base_url=BASE),
        cpsv_ap.entity_to_json_ld(ministry, base_url=BASE),
    ]

    used = {key for document in written for key in _keys(document, under="@context")}
    assert {key for key in used if not key.startswith("@")} <= set(written[0]["@context"])


def _keys(value, *, under: str) -> set[str]:
    if isinstance(value, list):
        return {key for item in value for key in _keys(item, under=under)}
    if not isinstance(value, dict) or set(value) <= {"ar", "en", "und"}:
        return set()
    inner = {k for key, item in value.items() if key != under for k in _keys(item, under=under)}
    return inner | (set(value) - {under})


def test_equal_documents_give_equal_bytes(renewal):
    written = {cpsv_ap.to_turtle(renewal, base_url=BASE) for _ in range(20)}

    assert len(written) == 1
    assert next(iter(written)).startswith("@prefix adms: <http://www.w3.org/ns/adms#> .\n")


@pytest.mark.parametrize(
    "title",
    [
        'quotes " and \'\'\' and """',
        "back\\slash and \\u0041",
        "line\nbreak\r\nand\ttab",
        "bidi \u202etxet\u202c and \u2067isolate\u2069",
        "</script><script>alert(1)</script><!--",
        "separators \u2028 and \u2029",
        "@ar . <http://evil> a <http://evil> .",
        "combining e\u0301 and emoji 🇰🇼 and ﷽",
    ],
)
def test_a_hostile_title_survives(title, renewal, read_turtle, read_json_ld):
    renewal["title"] = {"ar": title}

    from_turtle = read_turtle(cpsv_ap.to_turtle(renewal, base_url=BASE))
    from_json_ld = read_json_ld(cpsv_ap.to_json_ld(renewal, base_url=BASE))

    assert graph_titles(from_turtle) == [Literal(title, lang="ar")]
    assert graph_titles(from_json_ld) == [Literal(title, lang="ar")]
    assert set(from_turtle) == set(from_json_ld)


def graph_titles(graph) -> list:
    return list(graph.objects(SERVICE, DCTERMS.title))
