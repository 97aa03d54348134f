"""The whole demonstration catalogue as linked data, as the catalogue itself renders it."""

import json

import pytest
from rdflib import RDF, URIRef

from app.catalogue.queries.documents import stream_documents
from app.catalogue.queries.registries import list_entities
from app.cli.seeding import seed
from app.core.db import Database
from app.core.migrating import migrate
from app.interchange import cpsv_ap, schema_org

BASE = "https://dalil.example"
SERVICES = 538
PUBLIC_SERVICE = URIRef("http://purl.org/vocab/cpsv#PublicService")
RELATED_SERVICE = URIRef("http://data.europa.eu/m8g/relatedService")
AUTHORITY = URIRef("http://data.europa.eu/m8g/hasCompetentAuthority")


@pytest.fixture(scope="module")
def catalogue(tmp_path_factory) -> tuple[list[dict], list[dict]]:
    """Seed a catalogue and read its documents of services and entities."""
    database = Database(f"sqlite:///{tmp_path_factory.mktemp('seeded') / 'dalil.sqlite'}")
    migrate(database)
    seed(database, progress=lambda *_: None)
    with database.read() as session:
        services = [json.loads(body) for _, body in stream_documents(session)]
        entities = [one.model_dump(mode="json", by_alias=True) for one in list_entities(session)]
    database.close()
    return services, entities


def test_the_whole_catalogue_conforms_and_every_service_is_checked(
    catalogue, read_turtle, findings
):
    services, entities = catalogue

    graph = read_turtle(cpsv_ap.catalogue_to_turtle(services, entities, base_url=BASE))

    assert findings(graph) == ""
    assert len(set(graph.subjects(RDF.type, PUBLIC_SERVICE))) == len(services) == SERVICES
    for link in (RELATED_SERVICE, AUTHORITY):
        assert all((found, None, None) in graph for found in graph.objects(None, link))


def test_the_catalogue_says_the_same_in_json_ld(catalogue, read_turtle, read_json_ld):
    services, entities = catalogue

    turtle = cpsv_ap.catalogue_to_turtle(services[:60], entities, base_url=BASE)
    json_ld = cpsv_ap.catalogue_to_json_ld(services[:60], entities, base_url=BASE)

    assert set(read_turtle(turtle)) == set(read_json_ld(json_ld))


def test_a_service_on_its_own_conforms_as_one_record(catalogue, read_turtle, findings):
    services, _ = catalogue

    for document in services[::27]:
        graph = read_turtle(cpsv_ap.to_turtle(document, base_url=BASE))
        assert findings(graph) == ""
        assert len(set(graph.subjects(RDF.type, PUBLIC_SERVICE))) == 1


def test_a_service_and_its_entity_name_the_entity_alike(catalogue, read_turtle):
    services, entities = catalogue
    owner = services[0]["hasCompetentAuthority"]["id"]
    entity = next(one for one in entities if one["id"] == owner)

    alone = read_turtle(cpsv_ap.to_turtle(services[0], base_url=BASE))

    named = URIRef(f"https://dalil.example/id/entity/{entity['uuid']}")
    assert list(alone.objects(None, AUTHORITY)) == [named]


def test_all_of_it_is_in_the_vocabulary_of_schema_org(catalogue, vocabulary):
    services, entities = catalogue

    nodes = [schema_org.to_json_ld(document, base_url=BASE) for document in services]
    nodes += [schema_org.entity_json_ld(document, base_url=BASE) for document in entities]

    assert {finding for node in nodes for finding in vocabulary.findings(node)} == set()
