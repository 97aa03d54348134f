"""The embedder of the Meilisearch index is the one that is wanted, and is put right."""

from typing import Any

import pytest
from meilisearch_python_sdk.models.settings import MeilisearchSettings, UserProvidedEmbedder

from app.search.engine import EngineQuery
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from tests.search.conftest import meilisearch_server
from tests.search.meili.server import StandIn, running
from tests.search.sources import MemorySource
from tests.search.vectors.twin import NORTH, WANTED, Memory, carried, embedders, opened, send


def spoil(server: MeilisearchServer, **embedder: Any) -> None:
    """Change our embedder as somebody else would."""
    with server._calling():
        changed = {"dalil": UserProvidedEmbedder(**{"dimensions": 3, **embedder})}
        settings = MeilisearchSettings(embedders=changed)
        task = server._writer.index(server.index).update_settings(settings)
    server.wait([task.task_uid])


def is_built_anew(index: MeilisearchIndex, monkeypatch: pytest.MonkeyPatch) -> bool:
    """Let an index catch up; tells whether another took its place."""
    swaps: list[str] = []
    with monkeypatch.context() as patch:
        swap = index._server.swap
        patch.setattr(
            index._server, "swap", lambda one, other: (swaps.append(other), swap(one, other))
        )
        index.catch_up()
    return bool(swaps)


def test_switching_the_extra_builds_the_index_anew(
    meili: MeilisearchServer,
    source: MemorySource,
    vectors: Memory,
    access: Access,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(meili, source).catch_up()

    switched = opened(meili, source, vectors)
    assert switched.engine.search(EngineQuery()).total == 3  # as it was, until it is built
    assert is_built_anew(switched, monkeypatch)
    assert carried(access)["licence"] == [list(NORTH)]
    assert not is_built_anew(opened(meili, source, vectors), monkeypatch)
    assert is_built_anew(opened(meili, source, Memory("twin/2")), monkeypatch)

    assert is_built_anew(opened(meili, source), monkeypatch)
    assert embedders(meili) == {}
    assert not is_built_anew(opened(meili, source), monkeypatch)


@pytest.mark.parametrize("changes", [{"dimensions": 4}, {"binary_quantized": True}, None])
def test_an_embedder_that_somebody_changed_is_put_right(
    meili: MeilisearchServer,
    source: MemorySource,
    access: Access,
    *,
    changes: dict[str, Any] | None,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(meili, source, Memory()).catch_up()
    if changes:
        spoil(meili, **changes)
    else:
        task = send(access, "PATCH", "settings", {"embedders": None}).json()["taskUid"]
        meili.wait([task])

    assert is_built_anew(opened(meili, source, Memory()), monkeypatch)
    assert embedders(meili) == {"dalil": WANTED}


def test_an_embedder_that_somebody_added_is_put_right(
    source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in = StandIn()
    with running(stand_in) as url, meilisearch_server(Access(url=url)) as server:
        opened(server, source).catch_up()
        stand_in.store.indexes[server.index].settings["embedders"] = {"dalil": WANTED}

        assert is_built_anew(opened(server, source), monkeypatch)
        assert embedders(server) == {}


def test_defaults_that_the_server_reports_are_no_drift(
    source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand_in, other = StandIn(), {"source": "ollama", "model": "theirs", "dimensions": 9}
    with running(stand_in) as url, meilisearch_server(Access(url=url)) as server:
        opened(server, source, Memory()).catch_up()
        found = stand_in.store.indexes[server.index].settings["embedders"]
        further = {"binaryQuantized": False, "distribution": None, "documentTemplateMaxBytes": 400}
        found |= {"dalil": {**found["dalil"], **further}, "theirs": other}

        assert not is_built_anew(opened(server, source, Memory()), monkeypatch)
