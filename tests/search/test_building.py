"""Building the embedded index with other processes: the same index, whatever becomes of them."""

import os
import random
import signal
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.search import building
from app.search.building import build
from app.search.documents import COUNTED
from app.search.engine import EngineQuery, EngineResult, Sort
from app.search.engine_tantivy import TantivyEngine
from app.search.following import Stopped, fill
from app.search.indexing import EmbeddedIndex
from app.search.planning import plan_query
from app.search.preparing import sharing
from app.search.preparing.process import Preparer
from app.search.source import Snapshot
from tests.search.bodies import body, classified
from tests.search.sources import MemorySource

WORDS_AR = ("تجديد", "رخصة", "القيادة", "إقامة", "العمل", "جواز", "السفر", "شهادة", "بدل", "فاقد")
WORDS_EN = ("renew", "driving", "licence", "work", "residence", "passport", "birth", "certificate")
ASKED = ("رخصة", "تجديد جواز السفر", "driving licence", "passpo", "بدل فاقد", "birth certificate")


def _catalogue(count: int) -> MemorySource:
    chosen, source = random.Random(1), MemorySource()
    for number in range(count):
        ar, en = (" ".join(chosen.sample(words, 4)) for words in (WORDS_AR, WORDS_EN))
        source.put(
            body(
                f"service-{number:05}",
                title={"ar": ar, "en": en},
                keyword={"ar": chosen.sample(WORDS_AR, 2), "en": []},
                isClassifiedBy=[classified(f"02.{chosen.randint(1, 9)}")],
                audience=chosen.sample(["citizen", "resident", "business"], 2),
                isFree=chosen.random() < 0.2,
                modified=f"2026-11-{chosen.randint(1, 28):02}T00:00:00Z",
            )
        )
    return source


def _never() -> bool:
    return False


def _answers(engine: TantivyEngine) -> list[EngineResult]:
    plans = [None, *(plan_query(text, engine.vocabulary) for text in ASKED)]
    return [
        engine.search(EngineQuery(plan=plan, facets=COUNTED, sort=sort, page_size=100, page=page))
        for plan in plans
        for sort in (Sort.RELEVANCE, Sort.TITLE_AR, Sort.TITLE_EN, Sort.UPDATED)
        for page in (1, 3)
    ]


SHARE = 300
"""Documents that each process is to have prepared."""


class _Counted(Preparer):
    """Counts what it has answered, and is of use at once."""

    def __init__(self) -> None:
        super().__init__()
        self.answered = 0
        super().take(seconds=30)

    def take(self, *, seconds: float = 0) -> list[str] | None:
        rows = super().take(seconds=seconds)
        self.answered += len(rows or ())
        return rows

    def catch_up(self) -> None:
        """Wait for an answer of a process that has not yet had its share."""
        if self.given and self.answered < SHARE:
            self._says_something(20)


class _Beside:
    """Has an index built with so many processes; knows those that were started."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, count: int) -> None:
        self.started: list[_Counted] = []
        monkeypatch.setattr(building, "beside", lambda _: count)
        monkeypatch.setattr(sharing, "Preparer", self._start)

    def _start(self) -> Preparer:
        self.started.append(_Counted())
        return self.started[-1]

    @property
    def alive(self) -> list[int]:
        return [one.pid for one in self.started if Path(f"/proc/{one.pid}").exists()]


class _Waiting(MemorySource):
    """A catalogue that is read slowly, so that others have their share, and acts in the middle."""

    def __init__(self, source: MemorySource) -> None:
        super().__init__()
        self.bodies, self.journal = source.bodies, source.journal

    def act(self) -> None:
        """Do something in the middle."""

    def rest(self) -> None:
        """Read slowly."""
        time.sleep(0.02)

    @contextmanager
    def snapshot(self) -> Iterator[Snapshot]:
        with super().snapshot() as whole:
            yield Snapshot(whole.seq, self._slowly(whole.documents), whole.count)

    def _slowly(self, documents: Iterator[bytes]) -> Iterator[bytes]:
        for number, each in enumerate(documents):
            if number == 2_000:
                self.act()
            if number % 100 == 0:
                self.rest()
            yield each


@pytest.fixture(scope="module")
def source() -> MemorySource:
    return _catalogue(4_000)


@pytest.fixture(scope="module")
def alone(source: MemorySource, tmp_path_factory: pytest.TempPathFactory) -> TantivyEngine:
    """An index as every engine is filled, document by document and in order."""
    engine = TantivyEngine(tmp_path_factory.mktemp("alone"))
    fill(engine, source)
    return engine


def _assert_alike(built: TantivyEngine, alone: TantivyEngine) -> None:
    assert (built.count, built.seq) == (alone.count, alone.seq) == (4_000, 4_000)
    assert built.vocabulary.frequencies() == alone.vocabulary.frequencies()
    assert _answers(built) == _answers(alone)


@pytest.mark.parametrize("count", [0, 1, 2])
def test_an_index_built_by_many_is_the_index_built_by_one(
    source: MemorySource,
    alone: TantivyEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    count: int,
) -> None:
    others, built, waiting = _Beside(monkeypatch, count), TantivyEngine(tmp_path), _Waiting(source)

    def rest() -> None:
        for one in others.started:
            one.catch_up()

    monkeypatch.setattr(waiting, "rest", rest)

    build(built, waiting, is_over=_never)

    _assert_alike(built, alone)
    assert (len(others.started), others.alive) == (count, [])
    assert all(SHARE <= one.answered < 4_000 for one in others.started)


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM])
def test_nothing_is_lost_when_the_others_are_killed_in_the_middle(
    source: MemorySource,
    alone: TantivyEngine,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    number: signal.Signals,
) -> None:
    others, built, waiting = _Beside(monkeypatch, 2), TantivyEngine(tmp_path), _Waiting(source)
    busy: list[bool] = []

    def kill() -> None:
        for one in others.started:
            busy.append(one.has_room or bool(one.given))
            os.kill(one.pid, number)

    monkeypatch.setattr(waiting, "act", kill)

    with capture_logs() as logged:
        build(built, waiting, is_over=_never)

    _assert_alike(built, alone)
    assert busy == [True, True]
    told = [(one["event"], one["log_level"], one["code"]) for one in logged]
    assert told == [("preparing_process_lost", "warning", -number)] * 2


def test_where_no_process_can_be_started_this_one_builds_alone(
    source: MemorySource, alone: TantivyEngine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(building, "beside", lambda _: 1)
    monkeypatch.setattr("app.search.preparing.process.sys.executable", "/nowhere/python")
    built = TantivyEngine(tmp_path)

    with capture_logs() as logged:
        build(built, source, is_over=_never)

    _assert_alike(built, alone)
    assert [one["event"] for one in logged] == ["preparing_process_not_started"]


def test_a_body_that_cannot_be_read_is_the_fault_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, broken = _Beside(monkeypatch, 1), _Waiting(_catalogue(4_000))
    for name in list(broken.bodies)[2_000:]:
        broken.bodies[name] = b"{"

    with pytest.raises(ValueError, match="unexpected end"):
        build(TantivyEngine(tmp_path), broken, is_over=_never)

    assert others.alive == []


def test_who_is_stopped_in_the_middle_ends_the_others_too(
    source: MemorySource, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    others, waiting = _Beside(monkeypatch, 2), _Waiting(source)
    is_over = threading.Event()
    monkeypatch.setattr(waiting, "act", is_over.set)
    engine = TantivyEngine(tmp_path)

    with pytest.raises(Stopped):
        build(engine, waiting, is_over=is_over.is_set)

    assert (len(others.started), others.alive, engine.count) == (2, [], 0)


@pytest.mark.parametrize(
    ("documents", "processors", "count"),
    [(538, 8, 0), (1_999, 2, 0), (2_000, 2, 1), (100_000, 1, 0), (2_000, 4, 3), (2_000, 64, 3)],
)
def test_few_documents_or_one_processor_start_nothing(
    monkeypatch: pytest.MonkeyPatch, documents: int, processors: int, count: int
) -> None:
    monkeypatch.setattr(sharing, "processors", lambda: processors)

    assert sharing.beside(documents) == count


@pytest.mark.parametrize(("documents", "expected"), [(538, 0), (4_000, 1)])
def test_an_index_on_two_processors_starts_a_process_for_many_documents_only(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, documents: int, expected: int
) -> None:
    started: list[Sequence[str]] = []
    real = Preparer.__init__

    def init(self: Preparer) -> None:
        real(self)
        started.append([str(self.pid)])

    monkeypatch.setattr(Preparer, "__init__", init)
    monkeypatch.setattr(sharing, "processors", lambda: 2)
    index = EmbeddedIndex(tmp_path, _catalogue(documents))

    assert (index.engine.count, len(started)) == (documents, expected)
    index.close()
