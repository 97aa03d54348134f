"""The Meilisearch index carries vectors where they are wanted, and nothing of them elsewhere."""

from contextlib import nullcontext
from typing import Any

import pytest

from app.search.engine import EngineQuery
from app.search.fallback import FallbackIndex
from app.search.indexing import MemoryIndex
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from app.search.meilisearch_settings import PINNED
from app.search.meilisearch_vectors import wanted_settings
from app.search.planning import plan_query
from tests.search.bodies import titled
from tests.search.conftest import meilisearch_server
from tests.search.meili.server import Fault, StandIn, running
from tests.search.sources import MemorySource
from tests.search.vectors.twin import (
    EAST,
    NORTH,
    UP,
    WANTED,
    Memory,
    ask,
    carried,
    embedders,
    opened,
    send,
)


def test_without_the_extra_nothing_of_vectors_is_sent(source: MemorySource) -> None:
    stand_in = StandIn()
    with running(stand_in) as url, meilisearch_server(Access(url=url)) as server:
        index = opened(server, source)
        index.catch_up()
        stored = stand_in.store.indexes[server.index]
        documents, settings = dict(stored.documents), dict(stored.settings)
        assert index.carry_vectors() is True

    assert wanted_settings(None) is PINNED
    assert ("embedders" in PINNED, settings["embedders"]) == (False, {})
    assert [key for key, each in documents.items() if "_vectors" in each] == []
    assert set(documents["state"]) == {"key", "kind", "seq", "layout", "settings"}
    assert "PUT" not in {method for method, _, _ in stand_in.requests}


def test_documents_carry_their_vectors_and_one_without_says_so(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    opened(meili, source, vectors).catch_up()

    assert embedders(meili) == {"dalil": WANTED}
    found = carried(access)
    assert found["licence"] == [list(NORTH)]
    assert found["passport"] == [pytest.approx(EAST), list(UP)]
    assert found["visa"] == []
    assert [hit for hit in ask(access) if "_vectors" in hit] == []


def test_a_portal_finds_the_nearest_first(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    opened(meili, source, vectors).catch_up()
    hybrid = {"embedder": "dalil", "semanticRatio": 1}

    found = [
        [hit["id"] for hit in ask(access, vector=list(one), hybrid=hybrid)] for one in (UP, NORTH)
    ]

    assert found == [["passport", "licence", "visa"], ["licence", "passport", "visa"]]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({"vector": list(UP)}, "missing_search_hybrid"),
        (
            {"vector": [0.0], "hybrid": {"embedder": "dalil", "semanticRatio": 1}},
            "invalid_vector_dimensions",
        ),
        ({"vector": list(UP), "hybrid": {"embedder": "other"}}, "invalid_search_embedder"),
    ],
)
def test_a_portal_that_asks_wrongly_is_told(
    meili: MeilisearchServer,
    source: MemorySource,
    access: Access,
    *,
    asked: dict[str, Any],
    code: str,
) -> None:
    opened(meili, source, Memory()).catch_up()

    answer = send(access, "POST", "search", asked)

    assert (answer.status_code, answer.json()["code"]) == (400, code)


def test_what_has_no_vectors_any_longer_loses_them(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    index = opened(meili, source, vectors)
    index.catch_up()
    del vectors.vectors["licence"]
    source.put(titled("licence", "رخصة القيادة", "Driving licence"))

    index.catch_up()

    assert carried(access)["licence"] == []


def test_late_vectors_arrive_and_bring_nothing_back(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    index = opened(meili, source, vectors)
    index.catch_up()
    seq = index.engine.seq
    vectors.put("visa", UP)
    vectors.put("licence", EAST)
    vectors.put("gone", NORTH)

    assert index.carry_vectors() is True

    found = carried(access)
    assert set(found) == {"licence", "passport", "visa"}
    assert len(ask(access, filter=None)) == 4  # with what the index says of itself
    assert found["visa"] == [list(UP)]
    assert found["licence"] == [pytest.approx(EAST)]
    assert (index.engine.seq, index.engine.count) == (seq, 3)
    plan = plan_query("visa ", index.engine.vocabulary)
    assert [hit.id for hit in index.engine.search(EngineQuery(plan=plan)).hits] == ["visa"]


def test_vectors_that_cannot_be_are_left_out(
    meili: MeilisearchServer, source: MemorySource, access: Access
) -> None:
    vectors = Memory()
    vectors.put("licence", (1.0, 0.0), UP)
    vectors.put("visa", (float("nan"), 0.0, 0.0))

    opened(meili, source, vectors).catch_up()

    assert carried(access) == {"licence": [list(UP)], "passport": [], "visa": []}


def test_what_does_not_arrive_is_sent_again(source: MemorySource, vectors: Memory) -> None:
    stand_in = StandIn()
    with running(stand_in) as url:
        access = Access(url=url, rest_seconds=0)
        with meilisearch_server(access) as server:
            index = opened(server, source, vectors)
            assert index.carry_vectors() is False
            assert stand_in.store.indexes == {}
            index.catch_up()
            vectors.put("visa", UP)
            stand_in.store.failing.append(("documentAdditionOrUpdate", "internal"))
            assert index.carry_vectors() is False
            stand_in.faults.append(Fault(path="/documents$", status=500, times=1))
            assert index.carry_vectors() is False
            assert carried(access)["visa"] == []

            assert index.carry_vectors() is True
            assert carried(access)["visa"] == [list(UP)]


def test_while_another_process_writes_vectors_wait(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    opened(meili, source, vectors).catch_up()
    vectors.put("visa", UP)

    waiting = MeilisearchIndex(meili, source, holding=lambda: nullcontext(False), vectors=vectors)
    assert waiting.carry_vectors() is False
    assert carried(access)["visa"] == []


def test_with_an_index_beside_it_the_vectors_go_to_meilisearch(
    meili: MeilisearchServer, source: MemorySource, vectors: Memory, access: Access
) -> None:
    index = FallbackIndex(opened(meili, source, vectors), MemoryIndex(source))
    index.catch_up()
    vectors.put("visa", UP)

    assert index.carry_vectors() is True
    assert carried(access)["visa"] == [list(UP)]


def test_our_own_searches_ask_for_no_vectors(
    meili: MeilisearchServer,
    source: MemorySource,
    vectors: Memory,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    index = opened(meili, source, vectors)
    index.catch_up()
    reader, asked = meili._readers._current, list[Any]()
    assert reader
    search = reader.multi_search
    monkeypatch.setattr(reader, "multi_search", lambda asks: (asked.extend(asks), search(asks))[1])

    found = index.engine.search(EngineQuery(plan=plan_query("visa ", index.engine.vocabulary)))

    assert [hit.id for hit in found.hits] == ["visa"]
    assert asked
    assert [one for one in asked if one.hybrid or one.vector or one.retrieve_vectors] == []
