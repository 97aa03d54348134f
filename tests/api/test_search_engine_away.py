"""With the search server away everything else goes on, and search says so."""

import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.catalogue import commands
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.search.meili.server import Fault, StandIn, running

AWAY = Fault(status=503)


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    stand_in = StandIn()
    with running(stand_in) as url:
        stand_in.url = url  # type: ignore[attr-defined]
        yield stand_in
    assert not stand_in.contract or stand_in.contract.breaches == []


@pytest.fixture
def serve(stand_in: StandIn, seeded: Database, tmp_path: Path) -> Callable[..., TestClient]:
    def serve(**options: object) -> TestClient:
        settings = Settings(
            database_url=seeded.url.render_as_string(hide_password=False),
            data_dir=tmp_path,
            search="meilisearch",
            meilisearch_url=stand_in.url,  # type: ignore[attr-defined]
            **options,  # type: ignore[arg-type]
        )
        return TestClient(create_app(settings), base_url="http://dalil.test")

    return serve


def until(condition: Callable[[], bool], seconds: float = 30) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def is_indexed(client: TestClient) -> bool:
    start = client.get("/v1").json()
    return bool(start["indexSeq"] >= start["journalSeq"])


def found(client: TestClient, words: str) -> list[str]:
    return [one["id"] for one in client.get("/v1/search", params={"q": words}).json()["items"]]


def test_search_over_meilisearch_answers_as_the_embedded_engine_does(
    serve: Callable[..., TestClient], client: TestClient
) -> None:
    asked = {"q": "تجديد الاقامه", "facets": "entity,category", "audience": "resident"}
    with serve() as remote:
        until(lambda: is_indexed(remote))

        answer = remote.get("/v1/search", params=asked).json()

    assert answer == client.get("/v1/search", params=asked).json()
    assert answer["total"] > 20
    assert answer["degraded"] is False


def test_the_catalogue_starts_and_is_read_while_the_search_server_is_away(
    serve: Callable[..., TestClient], stand_in: StandIn
) -> None:
    stand_in.faults.append(AWAY)
    with serve() as client:
        for path in ("/v1", "/v1/services", "/v1/services/moi-res18-renew", "/v1/suggest?q=تج"):
            assert client.get(path).status_code == 200
        for path in ("/health/ready", "/metrics", "/v1/changes"):
            assert client.get(path).status_code == 200
        assert client.get("/v1/suggest?q=تج").json()["items"]

        refused = client.get("/v1/search", params={"q": "إقامة"})
        assert refused.status_code == 503
        assert refused.headers["Content-Type"] == "application/problem+json"
        assert refused.headers["Retry-After"] == "5"
        assert refused.json()["code"] == "search-unavailable"

        stand_in.faults.clear()
        until(lambda: is_indexed(client))
        assert found(client, "تجديد إقامة مادة 18")[0] == "moi-res18-renew"


def test_what_changes_while_the_search_server_is_away_is_indexed_later(
    serve: Callable[..., TestClient], stand_in: StandIn, seeded: Database
) -> None:
    with serve() as client:
        until(lambda: is_indexed(client))
        assert "moi-res18-renew" in found(client, "تجديد إقامة مادة 18")

        stand_in.faults.append(AWAY)
        with seeded.write() as session:
            commands.archive(session, "moi-res18-renew", actor="test", reason="closed")
        until(lambda: client.get("/v1/services/moi-res18-renew").status_code == 404)
        assert not is_indexed(client)
        assert client.get("/v1/search?q=licence").status_code == 503

        stand_in.faults.clear()
        until(lambda: is_indexed(client))
        assert "moi-res18-renew" not in found(client, "تجديد إقامة مادة 18")


def test_the_embedded_engine_answers_meanwhile_where_that_is_set(
    serve: Callable[..., TestClient], stand_in: StandIn, seeded: Database
) -> None:
    stand_in.faults.append(AWAY)
    with serve(search_fallback="embedded") as client:
        asked = {"q": "تجديد إقامة مادة 18"}
        answer = client.get("/v1/search", params=asked)
        assert answer.json()["degraded"] is True
        assert answer.json()["items"][0]["id"] == "moi-res18-renew"

        with seeded.write() as session:
            commands.archive(session, "moi-res18-renew", actor="test", reason="closed")
        until(lambda: "moi-res18-renew" not in found(client, asked["q"]))

        stand_in.faults.clear()
        until(lambda: is_indexed(client))
        until(lambda: client.get("/v1/search", params=asked).json()["degraded"] is False)
        assert "moi-res18-renew" not in found(client, asked["q"])


def test_an_index_that_the_server_has_lost_is_built_again_though_nothing_is_published(
    serve: Callable[..., TestClient], stand_in: StandIn
) -> None:
    with serve() as client:
        until(lambda: is_indexed(client))
        before = found(client, "جواز")

        stand_in.store.indexes.clear()
        assert client.get("/v1/search", params={"q": "جواز سفر"}).status_code == 503

        until(lambda: client.get("/v1/search", params={"q": "جواز سفر"}).status_code == 200)
        assert found(client, "جواز") == before != []
