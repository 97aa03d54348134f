"""With which keys Dalil comes to Meilisearch, and that the least of them are enough."""

import time
import uuid
from collections.abc import Iterator
from dataclasses import replace

import pytest
from meilisearch_python_sdk import Client
from meilisearch_python_sdk.models.client import KeyCreate

from app.search.errors import IndexingFailed, SearchUnavailable
from app.search.meilisearch_readers import Readers
from app.search.meilisearch_server import Access, MeilisearchServer
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_server
from tests.search.meili.server import Fault, StandIn, running
from tests.search.sources import MemorySource
from tests.search.test_meilisearch_index import LICENCE, PASSPORT, ids, opened, ours

WRITES = ["indexes.*", "documents.*", "settings.*", "tasks.get"]
"""What `docs/operate/meilisearch.md` tells people to allow."""


@pytest.fixture
def source() -> MemorySource:
    source = MemorySource()
    source.put(LICENCE)
    return source


@pytest.fixture(params=MEILISEARCHES)
def keyed(request: pytest.FixtureRequest) -> Iterator[Access]:
    """A server with a master key."""
    if request.param == "real":
        yield access_of("real", request)
        return
    with running(StandIn(master_key="m" * 16)) as url:
        yield Access(url=url, key="m" * 16, index=f"test-{uuid.uuid4().hex[:12]}")


def least(keyed: Access) -> Access:
    """Come with two keys for our indexes alone, neither of which may manage keys."""
    with Client(keyed.url, keyed.key) as client:
        writer, reader = (
            client.create_key(
                KeyCreate(
                    description=keyed.index,
                    actions=actions,
                    indexes=[f"{keyed.index}*"],
                    expires_at=None,
                )
            ).key
            for actions in (WRITES, ["search"])
        )
    return replace(keyed, key=writer, search_key=reader)


def test_keys_for_its_indexes_alone_are_enough(keyed: Access, source: MemorySource) -> None:
    with meilisearch_server(least(keyed)) as server:
        index = opened(server, source)
        index.catch_up()
        assert (ids(index), ours(server)) == (["licence"], [server.index])

        source.put(PASSPORT)
        index.rebuild()
        assert (ids(index), ours(server)) == (["licence", "passport"], [server.index])


def test_indexes_that_did_not_change_places_are_noticed_with_such_keys(
    source: MemorySource,
) -> None:
    stand_in = StandIn(master_key="m" * 16)
    with (
        running(stand_in) as url,
        meilisearch_server(least(Access(url=url, key="m" * 16))) as server,
    ):
        index = opened(server, source)
        index.catch_up()
        source.put(PASSPORT)
        stand_in.store.failing.append(("indexSwap", "internal"))

        with pytest.raises(IndexingFailed, match="did not change places"):
            index.rebuild()
        assert ids(index) == ["licence"]

        index.rebuild()
        assert (ids(index), ours(server)) == (["licence", "passport"], [server.index])


def test_searches_use_a_key_that_can_do_nothing_else(source: MemorySource) -> None:
    stand_in = StandIn(master_key="m" * 16)
    with running(stand_in) as url:
        server = MeilisearchServer(Access(url=url, key="m" * 16))
        index = opened(server, source)
        index.catch_up()
        assert ids(index) == ["licence"]
        (key,) = stand_in.store.keys
        searched = {bearer for _, path, bearer in stand_in.requests if path == "/multi-search"}
        server.close()
        again = MeilisearchServer(Access(url=url, key="m" * 16))
        opened(again, source).catch_up()
        again.close()

    assert searched == {key["key"]}
    assert (key["actions"], key["indexes"]) == (["search"], ["dalil-services*"])
    assert len(stand_in.store.keys) == 1


def test_a_withdrawn_search_key_is_replaced(source: MemorySource) -> None:
    stand_in = StandIn(master_key="m" * 16)
    with running(stand_in) as url, meilisearch_server(Access(url=url, key="m" * 16)) as server:
        index = opened(server, source)
        index.catch_up()
        stand_in.store.keys.clear()

        with pytest.raises(SearchUnavailable, match="invalid_api_key"):
            ids(index)
        assert ids(index) == ["licence"]


def test_refused_searches_leave_no_client_open_and_the_server_in_peace(
    source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[Client] = []
    new = MeilisearchServer._new_reader

    def make(server: MeilisearchServer) -> Client:
        made.append(new(server))
        return made[-1]

    monkeypatch.setattr(MeilisearchServer, "_new_reader", make)
    stand_in = StandIn(master_key="m" * 16)
    with (
        running(stand_in) as url,
        meilisearch_server(Access(url=url, key="m" * 16, rest_seconds=0.2)) as server,
    ):
        index = opened(server, source)
        index.catch_up()
        assert ids(index) == ["licence"]
        stand_in.faults.append(Fault(path="/multi-search", status=403, code="invalid_api_key"))
        stand_in.requests.clear()

        for _ in range(50):
            with pytest.raises(SearchUnavailable):
                ids(index)
        asked = [path for _, path, _ in stand_in.requests if path == "/multi-search"]
        assert all(client.http_client.is_closed for client in made)
        assert len(asked) <= 4

        stand_in.faults.clear()
        time.sleep(0.3)
        assert ids(index) == ["licence"]
        assert [client.http_client.is_closed for client in made].count(False) == 1


def test_a_retired_client_is_closed_after_the_last_search_with_it() -> None:
    readers = Readers(lambda: Client("http://127.0.0.1:9"))

    with readers.lent() as first:
        with readers.lent() as same:
            assert same is first
            assert readers.retire(first)
            assert not readers.retire(first)
        assert not first.http_client.is_closed
        with readers.lent() as other:
            assert other is not first

    assert first.http_client.is_closed
    assert not other.http_client.is_closed
    readers.retire()
    assert other.http_client.is_closed


def test_a_given_search_key_is_used_and_none_is_made(source: MemorySource) -> None:
    stand_in = StandIn(master_key="m" * 16)
    wanted = {"actions": ["search"], "indexes": ["*"], "name": "theirs", "expiresAt": None}
    given = stand_in.store.new_key(wanted)["key"]
    writes = {**wanted, "actions": ["*"], "name": "writer"}
    access = Access(url="", key=stand_in.store.new_key(writes)["key"], search_key=given)
    with running(stand_in) as url, meilisearch_server(replace(access, url=url)) as server:
        index = opened(server, source)
        index.catch_up()
        assert ids(index) == ["licence"]

    searched = {bearer for _, path, bearer in stand_in.requests if path == "/multi-search"}
    assert searched == {given}
    assert len(stand_in.store.keys) == 2
