"""The lexicon over HTTP, and in what search answers."""

import hashlib
import json

import pytest
from starlette.testclient import TestClient

from app.core.db import Database
from app.search.indexing import MemoryIndex
from app.search.queries import Search, search
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource
from app.taxonomy.lexicon.commands import release_lexicon_file
from app.taxonomy.lexicon.queries import get_lexicon_snapshot
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import group, lexicon_file, term


def test_the_lexicon_tells_its_versions_and_domains(client: TestClient) -> None:
    found = client.get("/v1/lexicon").json()

    assert found["versions"] == ["1.1.0"]
    assert found["latest"]["isLatest"] is True
    assert sum(found["domains"].values()) == found["latest"]["groupCount"]


def test_a_version_is_read_by_number_and_alias(client: TestClient) -> None:
    listed = client.get("/v1/lexicon/versions?lang=ar").json()["items"]

    assert client.get("/v1/lexicon/versions/1").json()["version"] == "1.1.0"
    assert listed[0]["title"]["text"] == listed[0]["title"]["ar"]
    missing = client.get("/v1/lexicon/versions/2.0.0")
    assert (missing.status_code, missing.json()["code"]) == (404, "lexicon-version-not-found")


def test_the_snapshot_has_the_digest_of_its_version(client: TestClient) -> None:
    answer = client.get("/v1/lexicon/versions/1.1.0/snapshot")

    sha256 = client.get("/v1/lexicon/versions/1.1.0").json()["sha256"]
    assert hashlib.sha256(answer.content).hexdigest() == sha256
    assert answer.headers["ETag"].startswith(f'"{sha256}')
    assert "immutable" in answer.headers["Cache-Control"]


def test_groups_are_found_by_words_and_read_by_id(client: TestClient) -> None:
    page = client.get("/v1/lexicon/groups", params={"q": "الليسن", "domain": "traffic"}).json()

    [found] = [one for one in page["items"] if one["title"]["en"] == "Driving licence"]
    assert client.get(f"/v1/lexicon/groups/{found['id']}").json() == found
    assert {"text", "lang", "register", "direction", "weight", "status"} == set(found["terms"][0])
    missing = client.get("/v1/lexicon/groups/g_000000000000")
    assert (missing.status_code, missing.json()["code"]) == (404, "term-group-not-found")


def test_pages_of_groups_follow_one_another(client: TestClient) -> None:
    first = client.get("/v1/lexicon/groups?limit=2").json()
    second = client.get(f"/v1/lexicon/groups?limit=2&cursor={first['nextCursor']}").json()

    ids = [one["id"] for one in (*first["items"], *second["items"])]
    assert ids == sorted(set(ids))
    assert len(ids) == 4


@pytest.mark.parametrize("query", ["domain=cars", "limit=0", "cursor=x", "words=x"])
def test_wrong_parameters_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"/v1/lexicon/groups?{query}").status_code == 422


def test_search_understands_words_of_the_lexicon(client: TestClient) -> None:
    asked = {"q": "ابي اجدد الليسن", "queryUnderstanding": "true"}

    found = client.get("/v1/search", params=asked).json()

    assert found["items"][0]["id"] == "moi-dl-renew"
    said = found["queryUnderstanding"]
    assert said["lexicon"] == "1.1.0"
    assert [one["text"] for one in said["expanded"]] == ["اجدد الليسن"]
    assert said["dropped"] == ["ابي"]


def test_the_feed_tells_of_a_release(client: TestClient) -> None:
    page = client.get("/v1/changes?types=lexicon-version").json()

    [entry] = page["items"]
    assert (entry["kind"], entry["subject"]["id"]) == ("lexicon_released", "1.1.0")
    assert entry["object"]["groupCount"] > 400


def test_search_follows_a_new_version(seeded: Database) -> None:
    served = ServedSearch(seeded, MemoryIndex(CatalogueSource(seeded)))
    served.follow(1)
    assert served.lexicon.version == "1.1.0"
    assert first_hit(seeded, served, "زقرطيشن ") is None
    with seeded.write() as session:
        text, _ = get_lexicon_snapshot(session, "latest")
        new = group("g_aaaaaaaaaaaa", term("زقرطيشن"), term("جواز سفر"), domain="documents")
        groups = [*json.loads(text)["groups"], new]
        file = LexiconFile.model_validate(lexicon_file("1.2.0", *groups))
        assert release_lexicon_file(session, file, actor="test")

    served.follow(2)

    assert served.lexicon.version == "1.2.0"
    assert first_hit(seeded, served, "زقرطيشن ") is not None


def first_hit(database: Database, served: ServedSearch, text: str) -> str | None:
    with database.read() as session:
        found = search(session, served.engine, Search(text=text), labels={}, lexicon=served.lexicon)
    return found.items[0].id if found.items else None
