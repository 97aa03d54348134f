"""The Meilisearch index is built aside, kept up, and mended; nothing is lost on the way."""

import json
import threading
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from functools import partial
from pathlib import Path

import pytest
from meilisearch_python_sdk.models.settings import MeilisearchSettings

from app.core.claiming import claiming
from app.core.db import Database
from app.search import following, meilisearch_index
from app.search.engine import EngineQuery
from app.search.errors import IndexNotReady
from app.search.meilisearch_documents import state_document
from app.search.meilisearch_index import MeilisearchIndex
from app.search.meilisearch_server import MeilisearchServer
from app.search.planning import plan_query
from app.search.source import Snapshot
from tests.search.bodies import titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_server
from tests.search.sources import MemorySource

LICENCE = titled("licence", "رخصة القيادة", "Driving licence")
PASSPORT = titled("passport", "جواز السفر", "Passport")
VISA = titled("visa", "تأشيرة", "Visa")


@pytest.fixture(params=MEILISEARCHES)
def meili(request: pytest.FixtureRequest) -> Iterator[MeilisearchServer]:
    with meilisearch_server(access_of(request.param, request)) as opened:
        yield opened


@pytest.fixture
def source() -> MemorySource:
    source = MemorySource()
    source.put(LICENCE)
    return source


def opened(server: MeilisearchServer, source: MemorySource) -> MeilisearchIndex:
    return MeilisearchIndex(server, source, holding=lambda: nullcontext(True))


def ids(index: MeilisearchIndex, text: str | None = None) -> list[str]:
    plan = None if text is None else plan_query(text, index.engine.vocabulary)
    return [hit.id for hit in index.engine.search(EngineQuery(plan=plan)).hits]


def ours(server: MeilisearchServer) -> list[str]:
    return [name for name in server.indexes() if name.startswith(server.index)]


def test_until_it_is_built_there_is_nothing_to_ask(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    index = opened(meili, source)

    with pytest.raises(IndexNotReady):
        ids(index, "licence")
    assert (index.engine.seq, index.engine.count) == (0, 0)

    index.catch_up()
    assert ids(index, "licence ") == ["licence"]


def test_an_index_is_opened_again_without_building(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    opened(meili, source).catch_up()
    source.bodies.clear()  # a build would now find nothing

    again = opened(meili, source)
    again.catch_up()

    assert ids(again, "driving ") == ["licence"]
    assert again.engine.seq == 1


def spoil_settings(server: MeilisearchServer, _patch: pytest.MonkeyPatch) -> None:
    with server._calling():  # as somebody else would
        changed = MeilisearchSettings(ranking_rules=["sort", "words"])
        task = server._writer.index(server.index).update_settings(changed)
    server.wait([task.task_uid])


def spoil_state(server: MeilisearchServer, _patch: pytest.MonkeyPatch) -> None:
    server.wait([server.remove(server.index, ["state"])])


def spoil_seq(server: MeilisearchServer, _patch: pytest.MonkeyPatch) -> None:
    state = state_document(seq=99, layout=meilisearch_index.fingerprint(), settings="")
    server.wait([server.put(server.index, [state])])


def spoil_version(_server: MeilisearchServer, patch: pytest.MonkeyPatch) -> None:
    patch.setattr(meilisearch_index, "fingerprint", lambda: "another")


def spoil_existence(server: MeilisearchServer, _patch: pytest.MonkeyPatch) -> None:
    server.delete(server.index)


@pytest.mark.parametrize(
    "spoil", [spoil_settings, spoil_state, spoil_seq, spoil_version, spoil_existence]
)
def test_an_index_that_does_not_fit_is_built_again(
    meili: MeilisearchServer,
    source: MemorySource,
    spoil: Callable[[MeilisearchServer, pytest.MonkeyPatch], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    opened(meili, source).catch_up()
    spoil(meili, monkeypatch)
    del source.bodies["licence"]
    source.bodies["visa"] = json.dumps(VISA).encode()  # not in the journal: seen by a build alone

    index = opened(meili, source)
    index.catch_up()

    assert ids(index) == ["visa"]
    assert ids(index, "visa ") == ["visa"]
    assert (index.engine.seq, index.engine.count) == (1, 1)
    assert ours(meili) == [meili.index]


class Busy(MemorySource):
    """A catalogue that is changed while its documents are read."""

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with super().snapshot() as found:
            yield found
            self.put(PASSPORT)
            self.remove("licence")


def test_what_is_published_during_a_build_is_replayed(meili: MeilisearchServer) -> None:
    source = Busy()
    source.put(LICENCE)
    index = opened(meili, source)

    index.catch_up()

    assert ids(index) == ["passport"]
    assert index.engine.seq == source.head() == 3


def test_a_server_that_has_lost_the_index_is_noticed(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    index = opened(meili, source)
    assert not index.is_lost(), "it is yet to be built"
    index.catch_up()
    assert not index.is_lost()

    meili.delete(meili.index)

    assert index.is_lost()
    index.catch_up()
    assert (index.is_lost(), ids(index)) == (False, ["licence"])


def test_searches_go_on_while_the_index_is_built_again(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    index = opened(meili, source)
    index.catch_up()
    faults: list[BaseException] = []
    stop = threading.Event()

    def ask() -> None:
        try:
            while not stop.is_set():
                assert "licence" in ids(index, "licence ")
        except BaseException as fault:
            faults.append(fault)

    threads = [threading.Thread(target=ask) for _ in range(3)]
    for thread in threads:
        thread.start()
    for name in ("one", "two", "three"):
        source.put(titled(name, "رخصة", "licence"))
        index.rebuild()
    stop.set()
    for thread in threads:
        thread.join()

    assert faults == []
    assert ids(index) == ["licence", "one", "three", "two"]
    assert ours(meili) == [meili.index]


def test_a_release_that_comes_in_parts_is_shown_whole(
    meili: MeilisearchServer, source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    index = opened(meili, source)
    index.catch_up()
    swaps: list[str] = []
    swap = meili.swap
    monkeypatch.setattr(meili, "swap", lambda one, other: (swaps.append(other), swap(one, other)))
    for module in (meilisearch_index, following):
        monkeypatch.setattr(module, "STRETCH", 2)

    for edited in (PASSPORT, VISA, LICENCE):
        source.put(edited)
    index.catch_up()
    assert (ids(index), swaps) == (["licence", "passport", "visa"], [])

    source.release()
    for name in ("licence", "passport", "visa"):
        source.put(titled(name, "خدمة", "Reclassified"))
    index.catch_up()

    assert len(swaps) == 1
    assert ids(index, "reclassified ") == ["licence", "passport", "visa"]
    assert index.engine.seq == source.head()
    assert ours(meili) == [meili.index]


def test_what_an_ended_build_left_behind_is_removed(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    meili.create(f"{meili.index}-next-left", {})
    index = opened(meili, source)

    index.catch_up()

    assert ours(meili) == [meili.index]


def test_another_process_sees_commits_and_switches(
    meili: MeilisearchServer, source: MemorySource
) -> None:
    writer = opened(meili, source)
    writer.catch_up()
    reader = MeilisearchIndex(meili, source, holding=lambda: nullcontext(False))

    source.put(PASSPORT)
    writer.catch_up()
    assert reader.catch_up() == 1
    assert ids(reader, "passport ") == ["passport"]

    source.remove("licence")
    writer.rebuild()
    reader.catch_up()
    assert ids(reader, "licence ") == []
    assert reader.engine.seq == 3


def test_only_one_process_writes_at_a_time(database: Database, tmp_path: Path) -> None:
    def hold() -> AbstractContextManager[bool]:
        return claiming(database, tmp_path, "search")

    with hold() as first, hold() as second, claiming(database, tmp_path, "other") as other:
        assert (first, second, other) == (True, False, True)
    with hold() as again:
        assert again


def test_a_rebuild_waits_for_the_other_writer(
    meili: MeilisearchServer,
    source: MemorySource,
    database: Database,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    hold = partial(claiming, database, tmp_path, "search")
    index = MeilisearchIndex(meili, source, holding=hold)

    with hold():
        thread = threading.Thread(target=index.rebuild)
        thread.start()
        monkeypatch.setattr(meilisearch_index, "_LONGEST_WAIT", 0)
        with pytest.raises(IndexNotReady, match="Another process"):
            MeilisearchIndex(meili, source, holding=hold).rebuild()
        assert ours(meili) == []
    thread.join()

    assert ids(index) == ["licence"]
