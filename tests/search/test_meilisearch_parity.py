"""Meilisearch answers exactly as the naive twin does, as long as all matches are ranked."""

from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.catalogue.rules.filtering import ServiceFilters
from app.search import engine_meilisearch
from app.search.documents import FACETS, search_document
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.engine_meilisearch import MeilisearchEngine
from app.search.engine_memory import MemoryEngine
from app.search.meilisearch_server import MeilisearchServer
from app.search.planning import plan_query
from app.search.steering import Steering
from tests.search.bodies import body, titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine
from tests.search.test_parity import bodies, queries, steerings

OFTEN = settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=MEILISEARCHES)
def engine(request: pytest.FixtureRequest) -> MeilisearchEngine:  # type: ignore[misc]
    with meilisearch_engine(access_of(request.param, request)) as opened:
        yield opened


def refill(engine: SearchEngine, contents: list[dict[str, object]]) -> MemoryEngine:
    """Put other documents into the engine and into a twin of it."""
    twin = MemoryEngine()
    documents = [search_document(body(f"S-{n:02d}.x", **each)) for n, each in enumerate(contents)]
    engine.delete(f"S-{number:02d}.x" for number in range(20))
    for each in (engine, twin):
        each.add(documents)
        each.commit(1 + engine.seq)
    return twin


@OFTEN
@given(
    st.lists(bodies, max_size=12),
    st.lists(queries, min_size=1, max_size=8),
    steerings("S-{:02d}.x"),
)
def test_hits_totals_facets_and_pages_are_the_twins(
    engine: MeilisearchEngine,
    contents: list[dict[str, object]],
    asked: list[tuple[str | None, ServiceFilters, Sort, int, int]],
    steering: Steering,
) -> None:
    twin = refill(engine, contents)

    for text, kept, sort, page, size in asked:
        plan = None if text is None else plan_query(text, twin.vocabulary)
        query = EngineQuery(plan, kept, FACETS, sort, page, size, steering=steering)
        assert engine.search(query) == twin.search(query)
        assert text is None or plan == plan_query(text, engine.vocabulary)
    assert engine.vocabulary.frequencies() == twin.vocabulary.frequencies()


@OFTEN
@given(st.lists(bodies, min_size=8, max_size=16), queries, steerings("S-{:02d}.x"))
def test_beyond_the_candidates_pages_still_hold_everything_once(
    engine: MeilisearchEngine,
    contents: list[dict[str, object]],
    asked: tuple[str | None, ServiceFilters, Sort, int, int],
    steering: Steering,
) -> None:
    twin = refill(engine, contents)
    text, kept, *_, size = asked
    plan = plan_query(text or "رخصة", twin.vocabulary)

    wanted = EngineQuery(plan, kept, ("audience",), steering=steering)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(engine_meilisearch, "CANDIDATES", 2)
        pages = [engine.search(replace(wanted, page=page, page_size=size)) for page in range(1, 18)]

    whole = twin.search(replace(wanted, page_size=100))
    found = [hit for page in pages for hit in page.hits]
    assert sorted(hit.id for hit in found) == sorted(hit.id for hit in whole.hits)
    assert {hit.id: hit.score for hit in found} == {hit.id: hit.score for hit in whole.hits}
    assert all(page.total == whole.total and page.facets == whole.facets for page in pages)


def test_the_best_hit_is_first_although_few_candidates_are_ranked(
    engine: MeilisearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine_meilisearch, "CANDIDATES", 2)
    many = [titled(f"a-{number:02d}", "رخصة بناء", "licence") for number in range(20)]
    wanted = titled("z", "تجديد رخصة القيادة", "Driving licence renewal")
    engine.add(search_document(each) for each in [*many, wanted])
    engine.commit(1)

    ranked = engine.search(EngineQuery(plan_query("تجديد رخصة القيادة", engine.vocabulary))).hits

    assert ranked[0].id == "z"
    assert all(one.id < other.id for one, other in pairwise(ranked[1:]))


@pytest.mark.parametrize("value", ['"] OR kind = "service', "\\", "'", "A", "citizen ", "٣", ""])
def test_no_value_can_leave_its_filter(engine: MeilisearchEngine, value: str) -> None:
    engine.add([search_document(titled("one", "رخصة", "licence", audience=["a", "citizen"]))])
    engine.commit(1)

    filters = ServiceFilters(values={"audience": (value,)})

    assert engine.search(EngineQuery(filters=filters)).total == 0


def test_what_is_typed_cannot_leave_its_filter(engine: MeilisearchEngine) -> None:
    engine.add([search_document(titled("one", "رخصة", "licence"))])
    engine.commit(1)

    for text in ('licence"] OR kind = "state', "-licence", '"licence', "NOT", "_geoRadius(1,2,3)"):
        found = engine.search(EngineQuery(plan_query(text, engine.vocabulary)))
        assert found.total == ("licence" in text)


def test_one_request_answers_a_page_with_its_total_and_facets(
    engine: MeilisearchEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.add([search_document(titled("one", "رخصة", "licence"))])
    engine.commit(1)
    asked: list[int] = []
    search = MeilisearchServer.search

    def counted(self: MeilisearchServer, index: str, asks: list[object]) -> object:
        asked.append(len(asks))
        return search(self, index, asks)  # type: ignore[arg-type]

    monkeypatch.setattr(MeilisearchServer, "search", counted)
    filters = ServiceFilters(values={"audience": ("resident",)})
    plan = plan_query("رخصة", engine.vocabulary)

    engine.search(EngineQuery(plan, filters, ("audience", "entity", "output")))

    assert asked == [3]
