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
