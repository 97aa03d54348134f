"""The index keeps up with the catalogue, and repairs itself."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
import textwrap
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.search.engine import EngineQuery, SearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.following import fill, follow
from app.search.index_folder import IndexFolder
from app.search.indexing import EmbeddedIndex, MemoryIndex, SearchIndex
from app.search.meilisearch_index import MeilisearchIndex
from app.search.planning import plan_query
from app.search.source import Changes
from tests.search.bodies import titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_server
from tests.search.sources import MemorySource

LICENCE = titled("licence", "رخصة القيادة", "Driving licence")
PASSPORT = titled("passport", "جواز السفر", "Passport")


def ids(engine: SearchEngine, text: str | None = None) -> list[str]:
    plan = None if text is None else plan_query(text, engine.vocabulary)
    return [hit.id for hit in engine.search(EngineQuery(plan=plan)).hits]


@pytest.fixture
def source() -> MemorySource:
    source = MemorySource()
    source.put(LICENCE)
    return source


@pytest.fixture(params=["memory", "embedded", *MEILISEARCHES])
def index(
    request: pytest.FixtureRequest, tmp_path: Path, source: MemorySource
) -> Iterator[SearchIndex]:
    if request.param == "memory":
        yield MemoryIndex(source)
    elif request.param == "embedded":
        yield EmbeddedIndex(tmp_path, source)
    else:
        with meilisearch_server(access_of(request.param, request)) as server:
            remote = MeilisearchIndex(server, source, holding=lambda: nullcontext(True))
            remote.catch_up()
            yield remote


def test_a_new_index_holds_what_is_published(index: SearchIndex) -> None:
    assert ids(index.engine) == ["licence"]
    assert index.engine.seq == 1


def test_catching_up_adds_changes_and_deletes(index: SearchIndex, source: MemorySource) -> None:
    source.put(PASSPORT)
    source.put(titled("licence", "إجازة سوق", "Permit to drive"))
    assert index.catch_up() == 2
    assert ids(index.engine, "passport ") == ["passport"]
    assert ids(index.engine, "permit ") == ["licence"]

    source.remove("passport")
    assert index.catch_up() == 1
    assert ids(index.engine, "passport ") == []
    assert index.catch_up() == 0


def test_a_rebuilt_index_answers_the_same(index: SearchIndex, source: MemorySource) -> None:
    source.put(PASSPORT)

    index.rebuild()

    assert ids(index.engine) == ["licence", "passport"]
    assert index.engine.seq == 2


def test_the_journal_is_read_in_batches(index: SearchIndex, source: MemorySource) -> None:
    for number in range(1200):
        source.put(titled(f"s-{number % 7}", "رخصة", f"licence {number}"))

    assert index.catch_up() == 1200
    assert index.engine.count == 8


class PartlyRead(MemorySource):
    """A source that says where its journal ends, and notes what searches see meanwhile."""

    def __init__(self) -> None:
        super().__init__()
        self.look: Callable[[], int] = lambda: 0
        self.seen: list[int] = []

    def changes(self, *, after: int, limit: int) -> Changes | None:
        self.seen.append(self.look())
        found = super().changes(after=after, limit=limit)
        return replace(found, is_last=found.seq == self.head()) if found else None


def test_searches_see_a_long_stretch_of_the_journal_at_once(tmp_path: Path) -> None:
    source = PartlyRead()
    source.put(LICENCE)
    index = EmbeddedIndex(tmp_path, source)
    for number in range(1200):
        source.put(titled(f"s-{number:04}", "رخصة", f"licence {number}"))
    source.look = lambda: index.engine.count
    source.seen.clear()

    assert index.catch_up() == 1200

    assert set(source.seen) == {1, 1201}
    assert source.seen == sorted(source.seen)
    assert index.engine.seq == source.head()


def test_one_that_is_stopped_leaves_the_rest_to_the_next(tmp_path: Path) -> None:
    source = PartlyRead()
    source.put(LICENCE)
    index = EmbeddedIndex(tmp_path, source)
    for number in range(4000):
        source.put(titled(f"s-{number % 5}", "رخصة", f"licence {number}"))
    source.seen.clear()
    source.look = lambda: (len(source.seen) == 2 and index.stop()) or 0

    assert index.catch_up() == 0
    index.close()

    assert len(source.seen) == 3
    source.look = lambda: 0
    following = EmbeddedIndex(tmp_path, source)
    assert following.engine.seq == 1
    assert following.catch_up() == 4000
    assert following.engine.count == 6
    following.close()


def test_one_that_is_stopped_while_it_builds_leaves_the_old_one(tmp_path: Path) -> None:
    source = PartlyRead()
    source.put(LICENCE)
    index = EmbeddedIndex(tmp_path, source)
    (tmp_path / "CURRENT").unlink()
    index.stop()

    assert index.catch_up() == 0
    index.close()

    following = EmbeddedIndex(tmp_path, source)
    assert following.engine.count == 1
    following.close()


def test_an_index_is_opened_again_without_building(tmp_path: Path, source: MemorySource) -> None:
    EmbeddedIndex(tmp_path, source).close()
    source.bodies.clear()  # a build would now find nothing

    assert ids(EmbeddedIndex(tmp_path, source).engine) == ["licence"]


def test_an_index_that_knows_more_than_the_journal_is_built_again(
    tmp_path: Path, source: MemorySource
) -> None:
    source.put(PASSPORT)
    EmbeddedIndex(tmp_path, source).close()
    restored = MemorySource()
    restored.put(LICENCE)

    assert ids(EmbeddedIndex(tmp_path, restored).engine) == ["licence"]


def test_a_journal_that_goes_back_while_running_rebuilds(
    tmp_path: Path, source: MemorySource
) -> None:
    source.put(PASSPORT)
    index = EmbeddedIndex(tmp_path, source)
    source.journal.pop()
    del source.bodies["passport"]

    index.catch_up()

    assert ids(index.engine) == ["licence"]
    assert index.engine.seq == 1


@pytest.mark.parametrize("harm", ["pointer", "garbage", "meta", "state", "segment", "folder"])
def test_a_harmed_index_is_built_again(tmp_path: Path, source: MemorySource, harm: str) -> None:
    EmbeddedIndex(tmp_path, source).close()
    current = IndexFolder(tmp_path).current()
    assert current is not None
    if harm == "pointer":
        (tmp_path / "CURRENT").unlink()
    elif harm == "garbage":
        (tmp_path / "CURRENT").write_bytes(b"\xff\xfe../../etc")
    elif harm == "meta":
        (current / "meta.json").write_text("{")
    elif harm == "state":
        (current / "dalil-state.json").write_text("nonsense")
    elif harm == "segment":
        for file in current.glob("*.term"):
            file.write_bytes(file.read_bytes()[:10])
    else:
        shutil.rmtree(current)

    index = EmbeddedIndex(tmp_path, source)

    assert ids(index.engine, "driving ") == ["licence"]
    assert len(list(tmp_path.glob("index-*"))) == 1


def test_an_index_of_another_version_is_left_aside(
    tmp_path: Path, source: MemorySource, monkeypatch: pytest.MonkeyPatch
) -> None:
    EmbeddedIndex(tmp_path, source).close()
    monkeypatch.setattr("app.search.index_folder.fingerprint", lambda: "another")

    index = EmbeddedIndex(tmp_path, source)

    assert ids(index.engine) == ["licence"]
    assert [folder.name[:13] for folder in tmp_path.glob("index-*")] == ["index-another"]


def test_a_second_process_sees_commits_and_switches_of_the_first(
    tmp_path: Path, source: MemorySource
) -> None:
    first, second = EmbeddedIndex(tmp_path, source), EmbeddedIndex(tmp_path, source)
    source.put(PASSPORT)

    first.catch_up()
    assert ids(second.engine) == ["licence", "passport"]

    source.remove("licence")
    first.rebuild()
    assert ids(second.engine) == ["passport"]

    source.put(LICENCE)
    second.catch_up()
    assert ids(first.engine, "licence ") == ["licence"]


def test_many_threads_and_writers_leave_one_right_index(
    tmp_path: Path, source: MemorySource
) -> None:
    indexes = [EmbeddedIndex(tmp_path, source) for _ in range(2)]
    faults: list[BaseException] = []

    def work(index: EmbeddedIndex, name: str) -> None:
        try:
            for number in range(5):
                source.put(titled(f"{name}-{number}", "رخصة", "licence"))
                index.catch_up()
                assert index.engine.search(EngineQuery()).total >= 1
                if number == 2:
                    index.rebuild()
        except BaseException as fault:
            faults.append(fault)

    threads = [
        threading.Thread(target=work, args=(indexes[number % 2], f"t{number}"))
        for number in range(4)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for index in indexes:
        index.catch_up()

    assert faults == []
    assert [index.engine.count for index in indexes] == [21, 21]
    assert len(list(tmp_path.glob("index-*"))) == 1


def test_a_batch_that_fails_leaves_the_index_as_it_was(
    tmp_path: Path, source: MemorySource
) -> None:
    index = EmbeddedIndex(tmp_path, source)
    source.bodies["broken"] = b"{"
    source.journal.append("broken")

    with pytest.raises(ValueError, match="unexpected end"):
        index.catch_up()

    assert ids(index.engine) == ["licence"]
    source.put(PASSPORT | {"id": "broken"})
    index.catch_up()
    assert ids(index.engine) == ["broken", "licence"]


BUILD_FOR_EVER = """
    import sys, itertools
    from pathlib import Path
    sys.path.insert(0, {root!r})
    from app.search.indexing import EmbeddedIndex
    from app.search.source import Snapshot
    from contextlib import contextmanager
    from tests.search.bodies import titled
    from tests.search.sources import MemorySource
    import json

    class Endless(MemorySource):
        @contextmanager
        def snapshot(self):
            bodies = (json.dumps(titled(f"x{{n}}", "ب", "b")).encode() for n in itertools.count())
            yield Snapshot(0, bodies, 0)

    index = EmbeddedIndex(Path({folder!r}), Endless())
"""


@pytest.mark.parametrize("had_index", [False, True])
def test_a_build_that_is_killed_leaves_a_working_index(
    tmp_path: Path, source: MemorySource, had_index: bool
) -> None:
    if had_index:
        EmbeddedIndex(tmp_path, source).close()
        (tmp_path / "CURRENT").rename(tmp_path / "kept")
    root = str(Path(__file__).parents[2])
    script = textwrap.dedent(BUILD_FOR_EVER.format(root=root, folder=str(tmp_path)))
    before = len(list(tmp_path.glob("index-*")))
    builder = subprocess.Popen([sys.executable, "-c", script])
    deadline = time.monotonic() + 30
    while len(list(tmp_path.glob("index-*"))) == before and time.monotonic() < deadline:
        time.sleep(0.02)
    time.sleep(0.3)
    os.kill(builder.pid, signal.SIGKILL)
    builder.wait()
    if had_index:
        (tmp_path / "kept").rename(tmp_path / "CURRENT")

    index = EmbeddedIndex(tmp_path, source)
    assert ids(index.engine) == ["licence"]
    index.rebuild()

    assert len(list(tmp_path.glob("index-*"))) == 1


STEPS = st.lists(
    st.tuples(
        st.sampled_from("abcd"),
        st.sampled_from([None, "رخصة قيادة", "تجديد رخصة", "driving licence", "passport"]),
        st.booleans(),
    ),
    max_size=12,
)


@settings(max_examples=40, deadline=None)
@given(STEPS)
def test_catching_up_equals_building_again(steps: list[tuple[str, str | None, bool]]) -> None:
    source = MemorySource()
    with tempfile.TemporaryDirectory() as folder:
        followed = TantivyEngine(Path(folder) / "followed")
        for name, title, is_read in steps:
            if title is None:
                source.remove(name)
            else:
                source.put(titled(name, title, title))
            if is_read:
                follow(followed, source)
        follow(followed, source)
        built, twin = TantivyEngine(Path(folder) / "built"), MemoryEngine()
        fill(built, source)
        fill(twin, source)

        for text in (None, "رخصة", "driving licence", "passpo"):
            plan = None if text is None else plan_query(text, built.vocabulary)
            query = EngineQuery(plan=plan, facets=("entity",))
            assert followed.search(query) == built.search(query) == twin.search(query)
        assert followed.vocabulary.frequencies() == built.vocabulary.frequencies()
        assert followed.seq == built.seq == source.head()


def test_what_a_killed_writer_left_behind_stands_in_nobodys_way(
    tmp_path: Path, source: MemorySource
) -> None:
    source.put(PASSPORT)
    path = tmp_path / "search"
    EmbeddedIndex(path, source).close()
    source.put(titled("licence", "رخصة", "Licence"))
    living = IndexFolder(path).current()
    assert living
    dead = shutil.copytree(living, tmp_path / "dead")
    killed = TantivyEngine(dead)
    follow(killed, source)
    killed.close()
    # The kill came after the list of deleted documents was written, and before the commit.
    shutil.copy(dead / ".managed.json", living)
    for left in dead.glob("*.del"):
        shutil.copy(left, living)

    index = EmbeddedIndex(path, source)
    index.catch_up()

    assert sorted(ids(index.engine)) == ["licence", "passport"]
    assert index.engine.seq == source.head()
    index.close()
