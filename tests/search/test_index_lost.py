"""An index that is taken away while it is in use: searches go on, and it comes back."""

import shutil
from pathlib import Path

import pytest

from app.search.engine import EngineQuery, SearchEngine
from app.search.indexing import EmbeddedIndex
from tests.search.bodies import titled
from tests.search.sources import MemorySource


def _ids(engine: SearchEngine) -> list[str]:
    return [hit.id for hit in engine.search(EngineQuery()).hits]


def _lose_folder(path: Path) -> None:
    shutil.rmtree(path)


def _lose_files(path: Path) -> None:
    for file in path.glob("index-*/*"):
        file.unlink()


def _lose_pointer(path: Path) -> None:
    (path / "CURRENT").unlink()


@pytest.mark.parametrize("lose", [_lose_folder, _lose_files, _lose_pointer])
def test_an_index_lost_while_in_use_answers_and_is_built_again(tmp_path: Path, lose) -> None:
    source = MemorySource()
    source.put(titled("licence", "رخصة القيادة", "Driving licence"))
    index = EmbeddedIndex(tmp_path / "search", source)

    lose(tmp_path / "search")
    between = _ids(index.engine)
    source.put(titled("passport", "جواز السفر", "Passport"))
    index.catch_up()

    assert between == ["licence"]
    assert _ids(index.engine) == ["licence", "passport"]
    again = EmbeddedIndex(tmp_path / "search", source)
    assert _ids(again.engine) == ["licence", "passport"]
    again.close()
    index.close()
