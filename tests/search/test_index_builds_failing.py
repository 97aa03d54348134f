"""A build that fails leaves nothing behind, and what killed builds have left is swept away."""

from collections.abc import Callable
from pathlib import Path

import pytest

from app.search.engine import EngineQuery
from app.search.index_folder import IndexFolder
from app.search.indexing import EmbeddedIndex
from tests.search.bodies import titled
from tests.search.sources import MemorySource

LICENCE = titled("licence", "رخصة القيادة", "Driving licence")


def _folders(path: Path) -> list[str]:
    return [folder.name for folder in path.glob("index-*")]


def _break_document(source: MemorySource, _: pytest.MonkeyPatch) -> None:
    source.bodies["broken"] = b"{"


def _fill_disk_in_switching(_: MemorySource, patch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    patch.setattr(IndexFolder, "write_mark", full)


def _fill_disk_in_writing(_: MemorySource, patch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    patch.setattr("app.search.engine_tantivy._write_state", full)


@pytest.mark.parametrize("spoil", [_break_document, _fill_disk_in_switching, _fill_disk_in_writing])
@pytest.mark.parametrize("has_index", [False, True])
def test_a_build_that_fails_leaves_no_folder(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    spoil: Callable[[MemorySource, pytest.MonkeyPatch], None],
    has_index: bool,
) -> None:
    source = MemorySource()
    source.put(LICENCE)
    if has_index:
        EmbeddedIndex(tmp_path, source).close()
    before = _folders(tmp_path)

    with monkeypatch.context() as patch:
        spoil(source, patch)
        for _ in range(2):
            with pytest.raises((OSError, ValueError)):
                EmbeddedIndex(tmp_path, source, is_built_anew=True)

    assert _folders(tmp_path) == before
    source.bodies.pop("broken", None)
    index = EmbeddedIndex(tmp_path, source)
    assert [hit.id for hit in index.engine.search(EngineQuery()).hits] == ["licence"]
    index.close()


def test_what_killed_builds_have_left_goes_before_the_next_is_built(tmp_path: Path) -> None:
    source = MemorySource()
    source.put(LICENCE)
    EmbeddedIndex(tmp_path, source).close()
    used = _folders(tmp_path)
    (tmp_path / f"{used[0]}-killed").mkdir()
    (tmp_path / "index-older-killed").mkdir()
    source.bodies["broken"] = b"{"

    with pytest.raises(ValueError, match="unexpected end"):
        EmbeddedIndex(tmp_path, source, is_built_anew=True)

    assert _folders(tmp_path) == used
