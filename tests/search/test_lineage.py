"""An index serves only the catalogue whose journal it has followed."""

from pathlib import Path

from app.search.engine import EngineQuery
from app.search.indexing import EmbeddedIndex
from tests.search.bodies import body
from tests.search.sources import MemorySource


def _source(*titles: str) -> MemorySource:
    source = MemorySource()
    for title in titles:
        source.put(body(title))
    return source


def test_the_index_of_another_catalogue_is_built_anew(tmp_path: Path) -> None:
    EmbeddedIndex(tmp_path, _source("passport", "licence")).close()

    index = EmbeddedIndex(tmp_path, _source("visa", "permit", "card"))

    assert index.engine.count == 3
    index.close()


def test_a_catalogue_that_went_back_and_on_again_is_indexed_anew(tmp_path: Path) -> None:
    source = _source("passport", "licence")
    index = EmbeddedIndex(tmp_path, source)
    source.bodies.pop(source.journal.pop())
    source.put(body("visa"))

    index.catch_up()

    assert {hit.id for hit in index.engine.search(EngineQuery()).hits} == set(source.bodies)
    index.close()
