"""The change feed, registries, taxonomies and the interface itself."""

import threading
import time
from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from app.catalogue import commands
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.conftest import Server, lent_copy


def test_following_the_feed_gives_every_published_service(client: TestClient) -> None:
    copies, cursor = {}, ""
    while True:
        page = client.get(f"/v1/changes?limit=500&types=service{cursor}").json()
        for entry in page["items"]:
            copies[entry["subject"]["id"]] = entry["object"]
        cursor = f"&cursor={page['nextCursor']}"
        if not page["hasMore"]:
            break

    assert len(copies) == 538
    assert copies["moi-res18-renew"] == client.get("/v1/services/moi-res18-renew").json()


def test_the_feed_says_nothing_of_drafts(client: TestClient) -> None:
    page = client.get("/v1/changes?limit=500").json()

    assert {one["subject"]["type"] for one in page["items"]} == {
        "service", "entity", "evidence-type", "channel", "legal-resource", "taxonomy-version",
        "lexicon-version",
    }  # fmt: skip


def test_an_empty_page_hands_the_cursor_back(client: TestClient) -> None:
    last = client.get("/v1").json()["journalSeq"]

    page = client.get(f"/v1/changes?cursor={last}").json()

    assert (page["items"], page["hasMore"]) == ([], False)
    assert client.get(f"/v1/changes?cursor={page['nextCursor']}").json()["items"] == []


def test_a_cursor_of_another_journal_is_refused(client: TestClient) -> None:
    from app.core.paging import write_cursor

    for cursor in ("999999", write_cursor("changes", 5, "another")):
        answer = client.get(f"/v1/changes?cursor={cursor}")
        assert (answer.status_code, answer.json()["code"]) == (410, "feed-reset")


def test_every_public_change_carries_what_changed(client: TestClient) -> None:
    page = client.get("/v1/changes?limit=400").json()

    assert all(one["object"] for one in page["items"])


@pytest.fixture
def live(server: Server, seeded_url: str, data_folder) -> Iterator[Settings]:
    with lent_copy(server, seeded_url) as url:
        yield Settings(database_url=url, data_dir=data_folder)


def test_a_long_poll_hears_of_a_change_of_another_process(live: Settings) -> None:
    database = Database(live.resolved_database_url)
    with TestClient(create_app(live)) as client:
        last = client.get("/v1").json()["journalSeq"]
        before = client.get("/v1/services/moi-res18-renew")

        def archive() -> None:
            time.sleep(0.3)
            with database.write() as session:
                commands.archive(session, "moi-res18-renew", actor="test", reason="closed")

        writer = threading.Thread(target=archive)
        writer.start()
        page = client.get(f"/v1/changes?cursor={last}&wait=20&types=service").json()
        writer.join()

        assert before.status_code == 200
        assert page["items"][0]["op"] == "delete"
        assert page["items"][0]["object"] is None
        assert {one["kind"] for one in page["items"][1:]} == {"service_rippled"}
        _until(lambda: client.get("/v1/services/moi-res18-renew").status_code == 404)
        _until(lambda: client.get("/v1/services").json()["total"] == 537)
        found = {"q": "تجديد إقامة القطاع الأهلي (مادة 18)", "pageSize": 1}
        _until(
            lambda: (
                client.get("/v1/search", params=found).json()["items"][0]["id"] != "moi-res18-renew"
            )
        )
    database.close()


def test_a_kept_page_gives_way_when_the_journal_moves(live: Settings) -> None:
    database = Database(live.resolved_database_url)
    with TestClient(create_app(live)) as client:
        path = f"/v1/changes?cursor={client.get('/v1').json()['journalSeq'] - 1}&wait=5"
        first, again = client.get(path), client.get(path, headers={"If-None-Match": "*"})
        with database.write() as session:
            commands.archive(session, "moi-res18-renew", actor="test", reason="closed")

        assert (first.status_code, again.status_code) == (200, 200)
        assert again.content == first.content
        assert len(first.json()["items"]) == 1
        assert "etag" not in again.headers
        _until(lambda: len(client.get(path).json()["items"]) > 1)
    database.close()


def _until(is_true) -> None:
    deadline = time.monotonic() + 10
    while not is_true():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize(
    ("path", "total"),
    [
        ("/v1/entities", 74),
        ("/v1/evidence-types", 60),
        ("/v1/channels", 77),
        ("/v1/legal-resources", 3),
        ("/v1/events", 44),
        ("/v1/taxonomies", 7),
        ("/v1/taxonomies/services/versions", 1),
        ("/v1/taxonomies/services/versions/latest/concepts?q=الاقامه", 8),
        ("/v1/taxonomies/services/versions/1.0.0/concepts", 149),
    ],
)
def test_lists_are_complete(client: TestClient, path: str, total: int) -> None:
    page = client.get(path).json()

    assert (page["total"], len(page["items"]), page["nextCursor"]) == (total, total, None)


@pytest.mark.parametrize(
    "path",
    [
        "/v1/entities/moi",
        "/v1/evidence-types/pp",
        "/v1/channels/sahl",
        "/v1/legal-resources/md-2249-2025",
        "/v1/events/getting-married",
        "/v1/taxonomies/services",
    ],
)
def test_one_of_a_list_is_what_the_list_shows(client: TestClient, path: str) -> None:
    one = client.get(path).json()

    assert one in client.get(path.rpartition("/")[0]).json()["items"]


def test_an_entity_is_linked_data_too(client: TestClient) -> None:
    turtle = client.get("/v1/entities/moi", headers={"Accept": "text/turtle"})
    linked = client.get("/v1/entities/moi", headers={"Accept": "application/ld+json"})

    assert "PublicOrganisation" in turtle.text
    assert "@context" in linked.json()


def test_a_version_is_a_tree_that_counts_services(client: TestClient) -> None:
    version = client.get("/v1/taxonomies/services/versions/1.0.0").json()

    first = version["topConcepts"][0]
    snapshot = client.get("/v1/taxonomies/services/versions/1.0.0/snapshot")
    assert len(version["topConcepts"]) == 18
    assert (first["notation"], first["serviceCount"]) == ("01", 51)
    assert snapshot.headers["etag"].startswith(f'"{version["sha256"]}')
    assert "immutable" in snapshot.headers["cache-control"]
    for alias in ("latest", "1", "1.0"):
        assert client.get(f"/v1/taxonomies/services/versions/{alias}").json() == version
    assert client.get("/v1/taxonomies/services/versions/2").status_code == 404


def test_a_concept_knows_its_place(client: TestClient) -> None:
    concept_id = client.get("/v1/taxonomies/services/notations/02.1").json()["concept"]["id"]
    base = "/v1/taxonomies/services/versions/1.0.0/concepts"

    concept = client.get(f"{base}/{concept_id}").json()
    children = client.get(f"{base}/{concept_id}/children").json()["items"]

    assert [one["notation"] for one in concept["path"]] == ["02", "02.1"]
    assert [one["id"] for one in concept["narrower"]] == [one["id"] for one in children]
    assert client.get(f"/v1/concepts/{concept_id}").json() == concept
    assert client.get(f"{base}/c_nothing/children").status_code == 404
    assert client.get("/v1/concepts/c_nothing").status_code == 404


def test_the_start_page_leads_everywhere(client: TestClient) -> None:
    start = client.get("/v1").json()

    assert (start["services"], start["entities"], start["taxonomies"]["services"]) == (
        538,
        74,
        "1.0.0",
    )
    for link in start["links"].values():
        assert client.get(link).status_code == 200


def test_browsers_of_other_origins_may_read(client: TestClient) -> None:
    read = client.get("/v1/services", headers={"Origin": "https://sahl.example"})
    asked = client.options(
        "/v1/services",
        headers={"Origin": "https://sahl.example", "Access-Control-Request-Method": "GET"},
    )

    assert read.headers["access-control-allow-origin"] == "*"
    assert "ETag" in read.headers["access-control-expose-headers"]
    assert asked.status_code == 204
    assert asked.headers["access-control-allow-methods"] == (
        "GET, HEAD, OPTIONS, POST, PUT, PATCH, DELETE"
    )


def test_health_and_metrics_are_never_kept(client: TestClient) -> None:
    for path in ("/health/live", "/health/ready", "/status", "/metrics"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert answer.headers["cache-control"] == "no-store"
    assert "dalil_http_requests_total" in client.get("/metrics").text


def test_the_docs_need_nothing_from_elsewhere(client: TestClient) -> None:
    page = client.get("/docs").text

    assert "https://" not in page
    assert client.get("/docs/assets/swagger-ui-bundle.js").status_code == 200
