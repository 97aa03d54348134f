"""Damaged files of an index: found at a start, noticed by a search, and built again."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from app.search import repairs
from app.search.damage import find_damaged, is_damage
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.errors import IndexDamaged
from app.search.index_folder import IndexFolder
from app.search.indexing import EmbeddedIndex
from app.search.planning import plan_query
from tests.search.bodies import titled
from tests.search.sources import MemorySource

KINDS = ("store", "idx", "term", "fast", "pos", "fieldnorm", "del")
COUNT = 60


def _folder(path: Path) -> Path:
    found = IndexFolder(path).current()
    assert found
    return found


def _flip(path: Path, kind: str) -> None:
    """Flip bytes 10 to 39 of the largest file of a kind, in place: who has it open sees it."""
    file = max(_folder(path).glob(f"*.{kind}"), key=lambda each: each.stat().st_size)
    with file.open("r+b") as opened:
        opened.seek(10)
        spoilt = bytes(byte ^ 0xFF for byte in opened.read(30))
        opened.seek(10)
        opened.write(spoilt)


def _answers(engine: SearchEngine) -> list[list[str]]:
    plans = [plan_query(f"{word} ", engine.vocabulary) for word in ("رخصة", "licence", "driving")]
    asked = [EngineQuery(page_size=100), EngineQuery(sort=Sort.TITLE_EN, page_size=100)]
    asked += [EngineQuery(plan=plan, facets=("entity",), page_size=100) for plan in plans]
    return [[hit.id for hit in engine.search(each).hits] for each in asked]


@pytest.fixture
def source() -> MemorySource:
    source = MemorySource()
    for number in range(COUNT):
        title = f"رخصة القيادة {number}", f"Driving licence {number}"
        source.put(titled(f"s-{number:03}", *title))
    return source


@pytest.fixture
def index(tmp_path: Path, source: MemorySource) -> EmbeddedIndex:
    """An index of two segments, of which one has a deleted document."""
    index = EmbeddedIndex(tmp_path, source)
    source.put(titled("s-001", "رخصة القيادة", "Driving licence, again"))
    index.catch_up()
    return index


@pytest.mark.parametrize("kind", KINDS)
def test_flipped_bytes_are_found_and_healed_by_a_start(
    tmp_path: Path, source: MemorySource, index: EmbeddedIndex, kind: str
) -> None:
    expected = _answers(index.engine)
    index.close()
    _flip(tmp_path, kind)

    with capture_logs() as logs:
        healed = EmbeddedIndex(tmp_path, source)

    assert [entry["event"] for entry in logs][:1] == ["search_index_damaged"]
    assert logs[0]["file"].endswith(f".{kind}")
    assert _answers(healed.engine) == expected
    assert find_damaged(_folder(tmp_path)) is None
    healed.check()
    healed.close()


def _cut(file: Path) -> None:
    file.write_bytes(file.read_bytes()[:-5])


def _empty(file: Path) -> None:
    file.write_bytes(b"")


def _zero(file: Path) -> None:
    file.write_bytes(bytes(file.stat().st_size))


@pytest.mark.parametrize("spoil", [_cut, _empty, _zero, Path.unlink])
@pytest.mark.parametrize("kind", KINDS)
def test_files_that_are_cut_emptied_or_gone_are_healed_by_a_start(
    tmp_path: Path,
    source: MemorySource,
    index: EmbeddedIndex,
    kind: str,
    spoil: Callable[[Path], None],
) -> None:
    expected = _answers(index.engine)
    index.close()
    for file in _folder(tmp_path).glob(f"*.{kind}"):
        spoil(file)

    healed = EmbeddedIndex(tmp_path, source)

    assert _answers(healed.engine) == expected
    healed.close()


def test_a_sound_index_is_found_sound_beside_what_a_killed_writer_has_left(
    tmp_path: Path, source: MemorySource, index: EmbeddedIndex
) -> None:
    index.close()
    folder = _folder(tmp_path)
    used = next(folder.glob("*.del")).name.split(".")[0]
    (folder / f"{used}.99999.del").write_bytes(b"half")
    (folder / f"{'0' * 32}.store").write_bytes(b"half")

    assert find_damaged(folder) is None
    EmbeddedIndex(tmp_path, source).close()
    assert _folder(tmp_path) == folder


def test_damage_while_it_is_in_use_is_answered_as_unavailable_and_mended(
    tmp_path: Path, source: MemorySource, index: EmbeddedIndex
) -> None:
    before, other = _folder(tmp_path), EmbeddedIndex(tmp_path, source)
    _flip(tmp_path, "store")

    with capture_logs() as logs:
        for _ in range(3):
            with pytest.raises(IndexDamaged):
                other.engine.search(EngineQuery())
        with pytest.raises(IndexDamaged):
            other.check()
        assert other.is_lost()
        other.catch_up()

    events = [entry["event"] for entry in logs]
    assert events == ["search_index_failed", "search_index_damaged", "search_index_built"]
    assert not other.is_lost()
    assert _folder(tmp_path) != before
    other.check()
    assert _answers(other.engine) == _answers(index.engine)
    other.close()
    index.close()


class PanicException(BaseException):
    """What a panic of tantivy looks like."""


def _fail(*_: object, **__: object) -> None:
    raise PanicException("index out of bounds")


def test_an_index_that_fails_in_following_is_mended_the_next_time(
    tmp_path: Path, source: MemorySource, index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    source.put(titled("new", "خدمة جديدة", "A new service"))
    with monkeypatch.context() as patch:
        patch.setattr("app.search.indexing.follow", _fail)
        with pytest.raises(IndexDamaged):
            index.catch_up()
    assert index.is_lost()

    index.catch_up()

    assert index.engine.count == COUNT + 1
    assert not index.is_lost()
    index.close()


def test_sound_files_are_spared_once_and_nothing_is_mended_without_a_rest(
    tmp_path: Path, index: EmbeddedIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("app.search.engine_tantivy.in_order_of", _fail)
    folders = [_folder(tmp_path)]
    for _ in range(3):
        with pytest.raises(IndexDamaged):
            index.engine.search(EngineQuery())
        assert index.is_lost()

        index.catch_up()

        folders.append(_folder(tmp_path))
        with pytest.raises(IndexDamaged):
            index.engine.search(EngineQuery())
        assert not index.is_lost(), "it has just been mended"
        index.catch_up()
        assert _folder(tmp_path) == folders[-1]
        later = time.monotonic() + 1_000 * len(folders)
        monkeypatch.setattr(repairs.time, "monotonic", lambda at=later: at)

    first, spared, built, spared_again = folders
    assert first == spared != built == spared_again
    index.close()


def test_a_full_disk_is_no_damage() -> None:
    full = ValueError("An IO error occurred: 'No space left on device (os error 28)'")
    cut = ValueError("An IO error occurred: 'the offset is not contained in the buffer'")

    assert [is_damage(each) for each in (full, cut, OSError(28, ""), PanicException())] == [
        False,
        True,
        False,
        True,
    ]
