"""Lists of services: the language and the link to the next page."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.core.settings import Settings
from app.main import create_app


@pytest.fixture(scope="module")
def client(seeded_url: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    folder: Path = tmp_path_factory.mktemp("lists")
    with TestClient(create_app(Settings(data_dir=folder, database_url=seeded_url))) as opened:
        yield opened


@pytest.mark.parametrize("path", ["/v1/services", "/v1/search", "/v1/entities"])
def test_a_list_adds_the_text_of_one_language(client: TestClient, path: str):
    answer = client.get(path, params={"lang": "ar"})

    assert answer.status_code == 200
    assert answer.headers["content-language"] == "ar"
    first = answer.json()["items"][0]["title"]
    assert first["text"] == first["ar"]


def test_a_list_still_refuses_a_parameter_that_does_not_exist(client: TestClient):
    answer = client.get("/v1/services", params={"entiti": "moi"})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["hint"]["en"] == "Did you mean 'entity'?"


def test_the_link_to_the_next_page_keeps_the_filters(client: TestClient):
    first = client.get("/v1/services", params={"entity": ["moi", "paci"], "limit": 50})

    second = client.get(f"/v1/services{first.links['next']['url']}")

    assert len(second.json()["items"]) == 42
    assert {one["hasCompetentAuthority"]["id"] for one in second.json()["items"]} == {"moi", "paci"}
    assert "next" not in second.links


LISTS = ["entities", "evidence-types", "channels", "legal-resources", "events"]


@pytest.mark.parametrize("name", LISTS)
def test_a_short_list_comes_whole_or_in_pages(client: TestClient, name: str):
    whole = client.get(f"/v1/{name}").json()
    assert whole["nextCursor"] is None
    assert len(whole["items"]) == whole["total"]

    paged, link = [], f"/v1/{name}?limit=7"
    while link:
        answer = client.get(link)
        assert answer.json()["total"] == whole["total"]
        assert len(answer.json()["items"]) <= 7
        paged += answer.json()["items"]
        link = f"/v1/{name}{answer.links['next']['url']}" if "next" in answer.links else ""

    assert paged == whole["items"]


@pytest.mark.parametrize("name", LISTS)
def test_a_short_list_refuses_the_cursor_of_another_list(client: TestClient, name: str):
    other = "events" if name == "entities" else "entities"
    cursor = client.get(f"/v1/{other}?limit=1").json()["nextCursor"]

    answer = client.get(f"/v1/{name}", params={"cursor": cursor})

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "QUERY-CURSOR"
