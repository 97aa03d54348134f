"""Every identifier of ours that linked data names leads to something."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient

pytestmark = pytest.mark.any_database

BASE = "http://dalil.test"
LD_JSON = {"Accept": "application/ld+json"}
ENTITIES = ("moi", "pam", "km", "ku", "cbk", "kcb", "puc")


@pytest.fixture(scope="module")
def services(client: TestClient) -> list[str]:
    """Some services that between them use every part of a service."""
    found = [client.get(f"/v1/services/{one}").json() for one in _some(client)]
    parts = ("hasCost", "hasInputType", "hasLegalResource", "relatedService", "isGroupedBy")
    assert all(any(one[part] for one in found) for part in parts)
    return [one["id"] for one in found]


def _some(client: TestClient) -> list[str]:
    listed = client.get("/v1/services?limit=200&fields=id").json()["items"]
    return ["moi-res18-renew", "moi-dl-renew", *(one["id"] for one in listed[::9])]


def ours(value: Any) -> Iterator[str]:
    """Walk linked data for addresses of this installation, without what is inside a page."""
    if isinstance(value, dict):
        value = list(value.values())
    if isinstance(value, list):
        for one in value:
            yield from ours(one)
    elif isinstance(value, str) and value.startswith(f"{BASE}/"):
        yield value.partition("#")[0]


def test_every_address_in_linked_data_leads_somewhere(
    client: TestClient, services: list[str]
) -> None:
    paths = [f"/v1/services/{one}" for one in services]
    paths += [f"/v1/entities/{one}" for one in ENTITIES]
    found = {iri for path in paths for iri in ours(client.get(path, headers=LD_JSON).json())}

    kinds = {iri.removeprefix(BASE).split("/")[2] for iri in found}
    assert kinds >= {"service", "entity", "concept", "scheme", "event", "evidence-type"}
    assert {iri: status for iri in found if (status := client.get(iri).status_code) != 200} == {}


def test_turtle_names_the_same_addresses(client: TestClient) -> None:
    turtle = client.get("/v1/services/moi-dl-renew", headers={"Accept": "text/turtle"}).text
    graph = client.get("/v1/services/moi-dl-renew", headers=LD_JSON).json()

    named = {iri.partition("#")[0] for iri in re.findall(rf"<({BASE}/[^>]*)>", turtle)}
    assert named == set(ours(graph))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_structured_data_of_pages_leads_somewhere(
    client: TestClient, services: list[str], language: str
) -> None:
    found: set[str] = set()
    for service in services[:8]:
        page = client.get(f"/{language}/services/{service}").text
        parts = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.S)
        found |= {iri for part in parts for iri in ours(json.loads(part))}

    assert len(found) > 20
    assert {iri: status for iri in found if (status := client.get(iri).status_code) != 200} == {}


@pytest.mark.parametrize(
    ("identifier", "place"),
    [
        ("/id/concept/purpose/pay", "/v1/code-lists/purpose/pay"),
        ("/id/concept/cost-unit/per-year", "/v1/code-lists/cost-unit/per-year"),
        ("/id/concept/service-status/published", "/v1/code-lists/service-status/published"),
        ("/id/concept/provenance/demonstration", "/v1/code-lists/provenance/demonstration"),
        ("/id/concept/audience/citizen", "/v1/taxonomies/audience/notations/citizen"),
        ("/id/event/moving-address", "/v1/events/moving-address"),
    ],
)
def test_an_identifier_leads_to_what_it_names(
    client: TestClient, identifier: str, place: str
) -> None:
    answer = client.get(identifier, follow_redirects=False)

    assert (answer.status_code, answer.headers["location"]) == (303, place)
    assert client.get(place).status_code == 200


def test_code_lists_are_read(client: TestClient) -> None:
    listed = client.get("/v1/code-lists").json()
    units = client.get("/v1/code-lists/cost-unit?lang=en").json()

    assert listed["total"] == 6
    assert units["codes"][0] == {
        "code": "per-request",
        "label": {"ar": "لكل طلب", "en": "Per request", "text": "Per request"},
    }
    assert client.get("/v1/code-lists/nothing").json()["code"] == "record-not-found"
