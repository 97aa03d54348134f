"""Search by meaning from the database to the answer, on both databases."""

import pytest

pytest.importorskip("numpy", reason="the extra semantic is not installed")

from app.catalogue.rules.filtering import ServiceFilters
from app.core.db import Database
from app.search.finding import Wanted, find_services
from app.search.indexing import MemoryIndex
from app.search.queries import Search, search
from app.search.schemas import SearchOut
from app.search.semantic.building import Builder
from app.search.semantic.opening import open_semantic
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource
from tests.search.semantic.twin import WordBag

TEXT = "رضيع"


@pytest.fixture
def served(seeded: Database) -> ServedSearch:
    opened = ServedSearch(
        seeded, MemoryIndex(CatalogueSource(seeded)), open_semantic(seeded, WordBag())
    )
    opened.name()
    return opened


def answer(database: Database, served: ServedSearch, **asked: object) -> SearchOut:
    with database.read() as session:
        return search(
            session,
            served.engine,
            Search(**{"text": TEXT, "page_size": 100, **asked}),  # type: ignore[arg-type]
            labels=served.labels,
            lexicon=served.lexicon,
            guidance=served.guidance,
        )


def ids(found: SearchOut) -> list[str]:
    return [item.id for item in found.items]


def test_new_vectors_are_taken_over_and_change_answers(
    seeded: Database, served: ServedSearch
) -> None:
    assert served.refresh_guidance() is False

    Builder(seeded, WordBag()).build()

    assert served.refresh_guidance() is True
    assert served.refresh_guidance() is False


def test_without_vectors_words_alone_answer(seeded: Database, served: ServedSearch) -> None:
    plain = ServedSearch(seeded, MemoryIndex(CatalogueSource(seeded)))
    plain.name()

    assert answer(seeded, served) == answer(seeded, plain).model_copy(
        update={"query_id": answer(seeded, served).query_id}
    )


@pytest.fixture
def built(seeded: Database, served: ServedSearch, monkeypatch: pytest.MonkeyPatch) -> ServedSearch:
    monkeypatch.setattr("app.search.semantic.fusing.FLOOR", 0.1)  # words are further apart
    Builder(seeded, WordBag()).build()
    served.refresh_guidance()
    return served


def test_what_is_near_is_found_counted_and_paged(seeded: Database, built: ServedSearch) -> None:
    by_words = answer(seeded, built, is_as_typed=True)
    found = answer(seeded, built, facets=("entity",))

    near = set(ids(found)) - set(ids(by_words))
    assert near
    assert found.total == by_words.total + len(near) == len(found.items)
    assert sum(value.count for value in found.facets["entity"]) == found.total
    pages = [answer(seeded, built, page=n, page_size=2) for n in range(1, found.total // 2 + 2)]
    assert [name for page in pages for name in ids(page)] == ids(found)


def test_what_is_near_passes_the_filters(seeded: Database, built: ServedSearch) -> None:
    found = answer(seeded, built, facets=("entity",))
    entity = found.facets["entity"][0]

    narrow = answer(seeded, built, filters=ServiceFilters(values={"entity": (entity.value,)}))

    assert narrow.total == entity.count
    assert set(ids(narrow)) < set(ids(found))


def test_the_other_interface_finds_the_same(seeded: Database, built: ServedSearch) -> None:
    with seeded.read() as session:
        found = find_services(
            session,
            built.engine,
            Wanted(text=TEXT, limit=100),
            lexicon=built.lexicon,
            guidance=built.guidance,
        )

    assert [one.body["id"] for one in found.services] == ids(answer(seeded, built))


def test_an_explanation_tells_of_meaning(seeded: Database, built: ServedSearch) -> None:
    found = answer(seeded, built, has_explanation=True)

    assert found.explanation is not None
    sources = [{one.source for one in hit.earnings} for hit in found.explanation.hits]
    assert any("meaning" in each for each in sources)
