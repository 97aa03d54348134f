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
from app.search.judged import measure, read_judged
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.source import CatalogueSource
from app.taxonomy.lexicon.queries import get_lexicon_state
from bench.search import QUERIES
from tests.conftest import SqliteServer, prepared
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine

JUDGED = read_judged(QUERIES)


@pytest.fixture(scope="module")
def database(sqlite_server: SqliteServer) -> Iterator[Database]:
    found = Database(prepared(sqlite_server, is_seeded=True))
    yield found
    found.close()


@pytest.fixture(scope="module")
def source(database: Database) -> CatalogueSource:
    return CatalogueSource(database)


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


@pytest.fixture(scope="module")
def lexicon(database: Database) -> Lexicon:
    with database.read() as session:
        return Lexicon(get_lexicon_state(session))


def ten(engine: SearchEngine, text: str, lexicon: Lexicon) -> list[str]:
    plan = plan_query(text, engine.vocabulary, lexicon)
    return [hit.id for hit in engine.search(EngineQuery(plan, page_size=10)).hits]


def test_every_judged_query_gets_the_same_hits(
    remote: MeilisearchEngine, embedded: TantivyEngine, lexicon: Lexicon
) -> None:
    asked = [query.text for query in JUDGED]

    differing = [q for q in asked if ten(remote, q, lexicon) != ten(embedded, q, lexicon)]

    assert differing == []


def test_with_few_candidates_the_ranking_is_within_the_stated_distance(
    remote: MeilisearchEngine,
    embedded: TantivyEngine,
    lexicon: Lexicon,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(engine_meilisearch, "CANDIDATES", 60)  # most queries match more

    theirs = measure(JUDGED, lambda text: ten(remote, text, lexicon))
    ours = measure(JUDGED, lambda text: ten(embedded, text, lexicon))
    firsts = [
        ten(remote, q.text, lexicon)[:1] == ten(embedded, q.text, lexicon)[:1] for q in JUDGED
    ]

    assert ours["all"].ndcg - theirs["all"].ndcg <= 0.02
    assert all(ours[kind].ndcg - theirs[kind].ndcg <= 0.05 for kind in ours)
    assert sum(firsts) / len(firsts) >= 0.95
