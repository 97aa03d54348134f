"""Conditions mean the same to every engine, whatever they are made of."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app.search.conditions import Among, Between, Condition, Either, Every, Filled, Not, holds
from app.search.documents import COUNTED, microseconds, search_document, values_of
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.planning import plan_query
from tests.search.bodies import body
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine
from tests.search.test_parity import START, bodies, names
from tests.search.test_parity import filters as plain_filters

US = microseconds(START)
singles = st.one_of(
    st.builds(
        Among, st.just("audience"), st.lists(st.sampled_from(["citizen", "gone"])).map(tuple)
    ),
    st.builds(Among, st.just("categoryPath"), st.just(("02.1", "03"))),
    st.builds(Among, st.just("isFree"), st.sampled_from([("true",), ("false",), ("no", "true")])),
    st.builds(Among, st.just("id"), st.sampled_from([("s-01",), ("s-00", "s-03", "x")])),
    st.builds(Filled, st.sampled_from(["audience", "category", "digitalStage", "lifeEvent"])),
    st.builds(
        Between,
        st.just("minCostFils"),
        st.none() | st.sampled_from([-(2**70), 0, 500, 1000]),
        st.none() | st.sampled_from([-1, 0, 999, 1000, 2**60]),
    ),
    st.builds(
        Between,
        st.just("updated"),
        st.none() | st.sampled_from([US, US + 1, US + 2 * 86_400_000_000]),
        st.none() | st.sampled_from([US, US + 3 * 86_400_000_000]),
    ),
)
conditions = st.recursive(
    singles,
    lambda inner: st.one_of(
        st.builds(Not, inner),
        st.builds(Every, st.lists(inner, max_size=3).map(tuple)),
        st.builds(Either, st.lists(inner, max_size=3).map(tuple)),
    ),
    max_leaves=6,
)
questions = st.builds(
    lambda text, kept, where, sort, offset, size, is_reversed: (
        text,
        EngineQuery(
            None, kept, COUNTED, sort, 1, size,
            where=where, offset=offset, is_reversed=is_reversed,
        ),
    ),
    st.none() | names,
    plain_filters,
    st.none() | conditions,
    st.sampled_from(Sort),
    st.none() | st.integers(0, 8),
    st.integers(1, 5),
    st.booleans(),
)  # fmt: skip
OFTEN = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture(params=["tantivy", *MEILISEARCHES])
def engine(request: pytest.FixtureRequest) -> Iterator[SearchEngine]:
    if request.param == "tantivy":
        with tempfile.TemporaryDirectory() as folder:
            yield TantivyEngine(Path(folder))
    else:
        with meilisearch_engine(access_of(request.param, request)) as opened:
            yield opened


@OFTEN
@given(st.lists(bodies, max_size=8), st.lists(questions, min_size=1, max_size=5))
def test_every_engine_answers_as_the_naive_one_does(
    engine: SearchEngine,
    contents: list[dict[str, object]],
    asked: list[tuple[str | None, EngineQuery]],
) -> None:
    twin = MemoryEngine()
    documents = [search_document(body(f"s-{n:02d}", **each)) for n, each in enumerate(contents)]
    engine.delete(f"s-{number:02d}" for number in range(8))
    for each in (engine, twin):
        each.add(documents)
        each.commit(1 + engine.seq)

    for text, query in asked:
        plan = None if text is None else plan_query(text, twin.vocabulary)
        whole = EngineQuery(
            plan, query.filters, query.facets, query.sort, 1, query.page_size,
            query.where, query.offset, query.is_reversed,
        )  # fmt: skip
        assert engine.search(whole) == twin.search(whole)


@settings(max_examples=200)
@given(bodies, conditions)
def test_a_condition_or_its_negation_holds_and_never_both(
    content: dict[str, object], condition: Condition
) -> None:
    values = values_of(search_document(body("s-01", **content)))

    assert holds(condition, values) is not holds(Not(condition), values)
    assert holds(Every((condition, condition)), values) is holds(condition, values)
    assert holds(Either((condition, Not(condition))), values)


def test_a_condition_narrows_the_facet_it_is_about() -> None:
    engine = MemoryEngine()
    engine.add(
        search_document(body(name, audience=[audience]))
        for name, audience in (("a", "citizen"), ("b", "resident"))
    )
    engine.commit(1)

    found = engine.search(EngineQuery(facets=("audience",), where=Among("audience", ("citizen",))))

    assert dict(found.facets) == {"audience": (("citizen", 1),)}


def test_hits_are_taken_from_any_place_and_in_both_directions() -> None:
    engine = MemoryEngine()
    engine.add(search_document(body(name, title={"en": name})) for name in "abcde")
    engine.commit(1)

    def ids(**options: object) -> str:
        found = engine.search(EngineQuery(sort=Sort.TITLE_EN, **options))  # type: ignore[arg-type]
        return "".join(hit.id for hit in found.hits)

    assert ids(offset=1, page_size=3) == "bcd"
    assert ids(offset=4, page_size=3) == "e"
    assert ids(offset=9) == ""
    assert ids(is_reversed=True, offset=1, page_size=2) == "dc"


def test_the_least_fee_and_what_is_free_are_counted() -> None:
    engine = MemoryEngine()
    engine.add(
        search_document(body(name, isFree=free, hasCost=costs))
        for name, free, costs in (
            ("a", True, []),
            ("b", False, [{"amountFils": 500, "unit": "once"}]),
            ("c", None, []),
        )
    )
    engine.commit(1)

    found = engine.search(EngineQuery(facets=("isFree", "minCostFils")))

    assert dict(found.facets) == {
        "isFree": (("false", 1), ("true", 1)),
        "minCostFils": (("0", 1), ("500", 1)),
    }
