"""On the judged queries Meilisearch ranks as the embedded engine does."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.db import Database
from app.search import engine_meilisearch
from app.search.engine import EngineQuery, SearchEngine
from app.search.engine_meilisearch import MeilisearchEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.following import fill
from app.search.planning import plan_query
from app.search.source import CatalogueSource
from bench.ranking import measure, read_judged
from bench.search import QUERIES
from tests.conftest import SqliteServer, prepared
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine

JUDGED = read_judged(QUERIES)


@pytest.fixture(scope="module")
def source(sqlite_server: SqliteServer) -> Iterator[CatalogueSource]:
    database = Database(prepared(sqlite_server, is_seeded=True))
    yield CatalogueSource(database)
    database.close()


@pytest.fixture(scope="module")
def embedded(
    source: CatalogueSource, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[TantivyEngine]:
    engine = TantivyEngine(Path(tmp_path_factory.mktemp("judged")))
    fill(engine, source)
    yield engine
    engine.close()


@pytest.fixture(scope="module", params=MEILISEARCHES)
def remote(request: pytest.FixtureRequest, source: CatalogueSource) -> Iterator[MeilisearchEngine]:
    with meilisearch_engine(access_of(request.param, request)) as engine:
        fill(engine, source)
        yield engine


def ten(engine: SearchEngine, text: str) -> list[str]:
    found = engine.search(EngineQuery(plan_query(text, engine.vocabulary), page_size=10))
    return [hit.id for hit in found.hits]


def test_every_judged_query_gets_the_same_hits(
    remote: MeilisearchEngine, embedded: TantivyEngine
) -> None:
    differing = [q.text for q in JUDGED if ten(remote, q.text) != ten(embedded, q.text)]

    assert differing == []


def test_with_few_candidates_the_ranking_is_within_the_stated_distance(
    remote: MeilisearchEngine, embedded: TantivyEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_meilisearch, "CANDIDATES", 60)  # most queries match more

    theirs = measure(JUDGED, lambda text: ten(remote, text))
    ours = measure(JUDGED, lambda text: ten(embedded, text))
    firsts = [ten(remote, q.text)[:1] == ten(embedded, q.text)[:1] for q in JUDGED]

    assert ours["all"].ndcg - theirs["all"].ndcg <= 0.02
    assert all(ours[kind].ndcg - theirs[kind].ndcg <= 0.05 for kind in ours)
    assert sum(firsts) / len(firsts) >= 0.95
