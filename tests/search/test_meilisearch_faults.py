"""Whatever goes wrong with the server is one kind of error, and nothing is lost."""

import threading
import time
from collections.abc import Iterator
from contextlib import nullcontext

import httpx2
import pytest
from meilisearch_python_sdk import Client
from meilisearch_python_sdk.errors import MeilisearchCommunicationError

from app.search.engine import EngineQuery
from app.search.engine_memory import MemoryEngine
from app.search.errors import IndexingFailed, SearchRefused, SearchUnavailable
from app.search.fallback import FallbackEngine, FallbackIndex
from app.search.indexing import MemoryIndex
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import Access, MeilisearchServer
from tests.search.bodies import titled
from tests.search.meili import contract
from tests.search.meili.server import Fault, StandIn, running
from tests.search.sources import MemorySource

LICENCE = titled("licence", "رخصة القيادة", "Driving licence")
PASSPORT = titled("passport", "جواز السفر", "Passport")
QUICK = {"search_seconds": 1, "write_seconds": 1, "task_seconds": 0.4, "rest_seconds": 0.05}


class Place:
    """A stand-in of the test's own, an index on it, and its catalogue."""

    def __init__(self, url: str, stand_in: StandIn) -> None:
        self.stand_in = stand_in
        self.server = MeilisearchServer(Access(url=url, **QUICK))
        self.source = MemorySource()
        self.source.put(LICENCE)
        self.index = MeilisearchIndex(self.server, self.source, holding=lambda: nullcontext(True))

    def ids(self) -> list[str]:
        return [hit.id for hit in self.index.engine.search(EngineQuery()).hits]

    def heal(self) -> None:
        self.stand_in.faults.clear()
        time.sleep(0.1)


@pytest.fixture
def place() -> Iterator[Place]:
    stand_in = StandIn()
    with running(stand_in) as url:
        place = Place(url, stand_in)
        place.index.catch_up()
        yield place
        place.server.close()


FAULTS = {
    "a 500": Fault(status=500),
    "a gateway's page": Fault(status=502, body=b"<html>Bad Gateway</html>"),
    "a page instead of JSON": Fault(status=200, body=b"<html>Welcome</html>"),
    "an answer cut short": Fault(status=200, body=b'{"results": ['),
    "JSON of another shape": Fault(status=200, body=b"[]"),
    "no answer in time": Fault(delay=1.2, status=500),
    "a connection that ends": Fault(resets=True),
    "a full queue": Fault(status=422, code="no_space_left_on_device"),
    "a refused key": Fault(status=403, code="invalid_api_key"),
    "too many requests": Fault(status=429, code="too_many_search_requests"),
}


@pytest.mark.parametrize("name", FAULTS)
@pytest.mark.parametrize("path", ["/multi-search", "/documents", "/tasks", ""])
def test_any_fault_is_search_unavailable_and_nothing_is_lost(
    place: Place, name: str, path: str
) -> None:
    fault = FAULTS[name]
    place.stand_in.faults.append(Fault(**{**vars(fault), "path": path}))
    place.source.put(PASSPORT)

    with pytest.raises(SearchUnavailable) as caught:
        place.index.catch_up()
    assert (caught.value.status, caught.value.code) == (503, "search-unavailable")
    assert caught.value.headers == {"Retry-After": "5"}
    assert place.index.engine.seq == 1

    place.heal()
    place.index.catch_up()
    assert place.ids() == ["licence", "passport"]
    assert place.index.engine.seq == 2


@pytest.mark.parametrize("kind", ["documentAdditionOrUpdate", "documentDeletion"])
def test_a_failed_task_is_done_again(place: Place, kind: str) -> None:
    place.source.put(PASSPORT)
    place.source.remove("licence")
    place.stand_in.store.failing.append((kind, "internal"))

    with pytest.raises(IndexingFailed, match="internal"):
        place.index.catch_up()
    assert place.index.engine.seq == 1

    place.index.catch_up()
    assert place.ids() == ["passport"]
    assert place.index.engine.seq == 3


@pytest.mark.parametrize(
    "kind", ["indexCreation", "settingsUpdate", "documentAdditionOrUpdate", "indexSwap"]
)
def test_a_build_that_fails_leaves_the_index_in_use(place: Place, kind: str) -> None:
    place.source.put(PASSPORT)
    place.stand_in.store.failing.append((kind, "internal"))

    with pytest.raises(SearchUnavailable):
        place.index.rebuild()
    assert place.ids() == ["licence"]

    place.index.rebuild()
    assert place.ids() == ["licence", "passport"]
    assert list(place.stand_in.store.indexes) == ["dalil-services"]


def test_a_task_that_does_not_end_is_not_waited_for_without_end(place: Place) -> None:
    place.source.put(PASSPORT)
    place.stand_in.store.is_paused = True

    started = time.monotonic()
    with pytest.raises(IndexingFailed, match="still enqueued"):
        place.index.catch_up()
    assert time.monotonic() - started < 5
    place.source.put(titled("passport", "جواز", "Changed since then"))

    place.stand_in.store.is_paused = False
    place.index.catch_up()
    assert place.ids() == ["licence", "passport"]
    assert "changed" in place.index.engine.vocabulary.frequencies()


def test_after_a_fault_the_server_is_left_alone_for_a_while() -> None:
    stand_in = StandIn()
    with running(stand_in) as url:
        server = MeilisearchServer(Access(url=url, rest_seconds=0.5))
        stand_in.faults.append(Fault(status=500))

        for _ in range(20):
            with pytest.raises(SearchUnavailable):
                server.indexes()
        assert len(stand_in.requests) == 1

        stand_in.faults.clear()
        time.sleep(0.6)
        assert server.indexes() == []
        assert server.indexes() == []
        server.close()


def test_a_slow_server_holds_up_few_searches(place: Place) -> None:
    server = MeilisearchServer(
        Access(url=str(place.server._writer.http_client.base_url), most_searches=2, **QUICK)
    )
    place.stand_in.faults.append(Fault(path="/multi-search", delay=0.9))
    refused: list[str] = []

    def ask() -> None:
        try:
            server.search("dalil-services", [])
        except SearchUnavailable as fault:
            refused.append(fault.detail)

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    server.close()

    assert refused.count("The search engine has too much to do.") == 4


def test_errors_raised_together_are_one_error(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(*_: object, **__: object) -> None:
        inner = ExceptionGroup("inner", [MeilisearchCommunicationError("away")])
        raise ExceptionGroup("outer", [inner, httpx2.ReadTimeout("late")])

    monkeypatch.setattr(Client, "get_raw_indexes", fail)
    server = MeilisearchServer(Access(url="http://127.0.0.1:9"))

    with pytest.raises(SearchUnavailable) as caught:
        server.indexes()

    assert isinstance(caught.value.__cause__, MeilisearchCommunicationError)
    server.close()


def test_a_refusal_says_by_its_code_what_is_wrong(place: Place) -> None:
    place.stand_in.faults.append(Fault(status=403, code="invalid_api_key"))

    with pytest.raises(SearchRefused, match="403 invalid_api_key"):
        place.ids()


def test_no_server_at_all_does_not_keep_an_index_from_opening() -> None:
    server = MeilisearchServer(Access(url="http://127.0.0.1:9", rest_seconds=0.05))
    source = MemorySource()
    source.put(LICENCE)

    index = MeilisearchIndex(server, source, holding=lambda: nullcontext(True))

    assert (index.engine.seq, index.engine.count) == (0, 0)
    with pytest.raises(SearchUnavailable):
        index.catch_up()
    index.close()


def test_a_substitute_answers_while_the_server_is_away(place: Place) -> None:
    both = FallbackIndex(place.index, MemoryIndex(place.source))
    both.catch_up()
    assert not both.engine.search(EngineQuery()).is_degraded

    place.stand_in.faults.append(Fault(status=500))
    place.source.put(PASSPORT)
    with pytest.raises(SearchUnavailable):
        both.catch_up()
    answer = both.engine.search(EngineQuery())
    assert [hit.id for hit in answer.hits] == ["licence", "passport"]
    assert answer.is_degraded

    place.heal()
    both.catch_up()
    answer = both.engine.search(EngineQuery())
    assert [hit.id for hit in answer.hits] == ["licence", "passport"]
    assert not answer.is_degraded
    assert (both.engine.seq, both.engine.count) == (2, 2)


def test_a_substitute_knows_the_words_before_the_first_index_is_built() -> None:
    server = MeilisearchServer(Access(url="http://127.0.0.1:9"))
    source = MemorySource()
    source.put(LICENCE)
    first = MeilisearchIndex(server, source, holding=lambda: nullcontext(True))
    both = FallbackIndex(first, MemoryIndex(source))

    assert "licence" in both.engine.vocabulary.frequencies()
    both.close()


def test_both_engines_of_a_pair_are_written() -> None:
    first, second = MemoryEngine(), MemoryEngine()
    pair = FallbackEngine(first, second)
    index = FallbackIndex(MemoryIndex(MemorySource()), MemoryIndex(MemorySource()))

    pair.delete(["gone"])
    pair.commit(7)
    index.rebuild()

    assert (first.seq, second.seq) == (7, 7)
    pair.close()


@pytest.mark.skipif(not contract.DOCUMENT.exists(), reason="no OpenAPI document of Meilisearch")
def test_every_request_keeps_to_the_interface_of_meilisearch(place: Place) -> None:
    place.source.put(PASSPORT)
    place.source.remove("licence")
    place.index.catch_up()
    place.index.rebuild()
    place.ids()

    checked = place.stand_in.contract
    assert checked is not None
    assert checked.breaches == []
    used = {(method, path.split("/")[-1]) for method, path, _ in place.stand_in.requests}
    assert {
        ("POST", "multi-search"),
        ("POST", "swap-indexes"),
        ("PATCH", "settings"),
        ("POST", "documents"),
        ("POST", "delete-batch"),
    } <= used


@pytest.mark.skipif(not contract.DOCUMENT.exists(), reason="no OpenAPI document of Meilisearch")
def test_the_interface_refuses_what_is_not_in_it() -> None:
    interface = contract.Contract()

    interface.check("POST", "/multi-search", "", b'{"queries":[{"indexUid":"a","limit":"5"}]}')
    interface.check("POST", "/multi-search", "", b'{"queries":[{"indexUid":"a","limits":5}]}')
    interface.check("PATCH", "/indexes/a/settings", "", b'{"rules":[]}')
    interface.check("GET", "/indexes", "size=5", b"")
    interface.check("GET", "/nowhere", "", b"")

    assert len(interface.breaches) == 5
