"""Searching the demonstration catalogue, from what is typed to a page of hits."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue.commands import archive
from app.catalogue.rules.filtering import ServiceFilters
from app.core.db import Database
from app.search.errors import UnknownFacet
from app.search.indexing import EmbeddedIndex
from app.search.names import load_labels, load_names
from app.search.queries import Search, search, suggest
from app.search.schemas import SearchOut
from app.search.source import CatalogueSource
from app.search.suggest import Suggester

RESIDENCE_RENEWALS = {"moi-res17-renew", "moi-res18-renew", "moi-res20-renew", "moi-res22-renew"}


@pytest.fixture
def index(seeded: Database, tmp_path: Path) -> Iterator[EmbeddedIndex]:
    opened = EmbeddedIndex(tmp_path / "search", CatalogueSource(seeded))
    yield opened
    opened.close()


def ask(database: Database, index: EmbeddedIndex, asked: Search) -> SearchOut:
    with database.read() as session:
        return search(session, index.engine, asked, labels=load_labels(session))


def test_residence_renewals_come_first_however_they_are_written(
    seeded: Database, index: EmbeddedIndex
) -> None:
    for text in ("تجديد الاقامه", "تجديد الإقامة", "تجديد اقامتي", "وتجديد الاقامات"):
        found = ask(seeded, index, Search(text))

        assert {hit.id for hit in found.items[:4]} == RESIDENCE_RENEWALS


def test_a_hit_shows_title_summary_entity_and_marks(seeded: Database, index: EmbeddedIndex) -> None:
    hit = ask(seeded, index, Search("driving licence renewal")).items[0]

    assert hit.id == "moi-dl-renew"
    assert hit.entity.id == "moi"
    assert hit.entity.title["en"] == "Ministry of Interior"
    assert 0 < hit.score <= 1
    assert "<mark>" in hit.highlights["title"]["en"]
    assert set(hit.summary) == {"ar", "en"}


def test_an_empty_search_lists_everything_with_facets(
    seeded: Database, index: EmbeddedIndex
) -> None:
    found = ask(seeded, index, Search("  ", facets=("entity", "category"), is_explained=True))

    assert found.total == 538
    assert len(found.items) == 20
    assert found.query_understanding is None
    assert found.items[0].highlights == {}
    assert found.facets["entity"][0].label is not None
    assert sum(value.count for value in found.facets["entity"]) == 538
    assert {len(value.value) for value in found.facets["category"]} >= {2, 4, 6}


def test_filters_and_facets_that_do_not_exist_are_refused(
    seeded: Database, index: EmbeddedIndex
) -> None:
    with pytest.raises(UnknownFacet, match="colour"):
        ask(seeded, index, Search(facets=("colour",)))
    with pytest.raises(UnknownFacet, match="size"):
        ask(seeded, index, Search(filters=ServiceFilters({"size": ("xl",)})))


def test_a_search_can_say_how_it_understood_the_query(
    seeded: Database, index: EmbeddedIndex
) -> None:
    said = ask(seeded, index, Search("pasport renewal ", is_explained=True)).query_understanding

    assert said is not None
    assert said.corrected == "passport renewal "
    assert [word.kind for word in said.words] == ["typo", "exact"]


def test_names_of_services_concepts_and_entities_are_suggested(
    seeded: Database, index: EmbeddedIndex
) -> None:
    with seeded.read() as session:
        suggester = Suggester(load_names(session))

    found = suggest(suggester, index.engine, "وزارة الداخ", limit=3)

    assert [(name.kind, name.id) for name in found.items] == [
        ("entity", "moi"),
        ("service", "moi-service-appt"),
    ]
    assert len(suggest(suggester, index.engine, "تجد").items) == 10


def test_a_service_that_is_gone_is_suggested_no_more(
    seeded: Database, index: EmbeddedIndex
) -> None:
    with seeded.read() as session:
        suggester = Suggester(load_names(session))  # gathered before
    with seeded.write() as session:
        archive(session, "moi-service-appt", actor="test", reason="closed")
    index.catch_up()

    found = suggest(suggester, index.engine, "وزارة الداخ", limit=3)

    assert [name.id for name in found.items] == ["moi"]


def test_the_index_follows_the_journal_of_the_catalogue(
    seeded: Database, index: EmbeddedIndex
) -> None:
    source = CatalogueSource(seeded)

    assert index.engine.seq == source.head()
    assert source.changes(after=source.head(), limit=10) is None
    first = source.changes(after=0, limit=5)
    assert first is not None
    assert first.seq == 5
    every = source.changes(after=source.head() - 1, limit=5)
    assert every is not None
    assert all(every.documents.values())
