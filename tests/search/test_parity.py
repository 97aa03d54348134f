"""The embedded engine answers exactly as its naive twin does."""

import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.rules.filtering import ServiceFilters, matches
from app.search.documents import FACETS, search_document
from app.search.engine import EngineQuery, Sort
from app.search.engine_memory import MemoryEngine, fulfils
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.steering import Steering
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.search.bodies import body, classified
from tests.taxonomy.lexicon.files import group, lexicon_file, term

LEXICON = Lexicon(
    state_of(
        LexiconFile.model_validate(
            lexicon_file(
                "1.0.0",
                group("g_aaaaaaaaaaaa", term("رخصة تجديد"), term("licence"), term("رسوم")),
                group("g_bbbbbbbbbbbb", term("الجواز"), term("passport renewal"), term("إقامة")),
                group("g_cccccccccccc", term("تجديد"), term("renewal", direction="one_way")),
            )
        )
    )
)
WORDS = ["تجديد", "رخصة", "إقامة", "الجواز", "licence", "renewal", "passport", "رسوم", "خدمة"]
START = datetime(2026, 1, 1, tzinfo=UTC)
names = st.lists(st.sampled_from(WORDS), min_size=1, max_size=5).map(" ".join)
instants = st.integers(0, 5).map(lambda days: START + timedelta(days=days))
costs = st.fixed_dictionaries(
    {
        "amountFils": st.sampled_from([0, 500, 1000, 5000]),
        "unit": st.sampled_from(["once", "percent"]),
    }
)
bodies = st.fixed_dictionaries(
    {
        "title": st.fixed_dictionaries({}, optional={"ar": names, "en": names}),
        "description": st.fixed_dictionaries({"en": names}),
        "keyword": st.fixed_dictionaries({"ar": st.lists(names, max_size=2)}),
        "audience": st.lists(st.sampled_from(["citizen", "resident"]), unique=True),
        "isClassifiedBy": st.lists(
            st.sampled_from(["01", "01.1", "02.1.2"]).map(classified), max_size=2
        ),
        "isFree": st.sampled_from([True, False, None]),
        "hasCost": st.lists(costs, max_size=2),
        "digitalStage": st.sampled_from([None, 1, 2]),
        "modified": instants.map(lambda instant: instant.isoformat()),
    }
)
filters = st.builds(
    ServiceFilters,
    values=st.fixed_dictionaries(
        {},
        optional={
            "audience": st.lists(st.sampled_from(["citizen", "resident", "gone"])).map(tuple),
            "category": st.just(("01", "02.1.2")),
            "categoryPath": st.just(("02.1",)),
            "digitalStage": st.just(("1",)),
        },
    ),
    is_free=st.sampled_from([None, None, True, False]),
    cost_max_fils=st.sampled_from([None, None, 0, 1000]),
    updated_after=st.none() | instants,
    updated_before=st.none() | instants,
)
queries = st.tuples(
    st.none() | names | names.map(lambda text: text[:-2]) | names.map(lambda text: f"{text} "),
    filters,
    st.sampled_from(Sort),
    st.integers(1, 4),
    st.integers(1, 5),
)


def steerings(name: str) -> st.SearchStrategy[Steering]:
    """Steer towards some ids, among them such as are not there."""
    ids = st.integers(0, 14).map(name.format)
    return st.builds(
        Steering,
        pinned=st.lists(ids, max_size=4).map(tuple),
        popularity=st.dictionaries(ids, st.integers(1, 1000), max_size=6),
    )


@settings(max_examples=60, deadline=None)
@given(
    st.lists(bodies, max_size=12),
    st.lists(queries, min_size=1, max_size=8),
    steerings("s-{:02d}"),
)
def test_both_engines_give_the_same_hits_totals_facets_and_pages(
    contents: list[dict[str, object]],
    asked: list[tuple[str | None, ServiceFilters, Sort, int, int]],
    steering: Steering,
) -> None:
    documents = [
        search_document(body(f"s-{number:02d}", **content))
        for number, content in enumerate(contents)
    ]
    with tempfile.TemporaryDirectory() as folder:
        engine, twin = TantivyEngine(Path(folder)), MemoryEngine()
        for each in (engine, twin):
            each.add(documents)
            each.commit(1)

        for text, kept, sort, page, size in asked:
            plan = None if text is None else plan_query(text, twin.vocabulary, LEXICON)
            query = EngineQuery(plan, kept, FACETS, sort, page, size, steering=steering)
            assert engine.search(query) == twin.search(query)
            assert text is None or plan == plan_query(text, engine.vocabulary, LEXICON)


@settings(max_examples=200)
@given(bodies, filters)
def test_search_filters_as_lists_do(content: dict[str, object], kept: ServiceFilters) -> None:
    document = body("one", **content)

    assert fulfils(search_document(document), kept) is matches(document, kept)


@settings(max_examples=40, deadline=None)
@given(st.lists(bodies, max_size=10), names, filters)
def test_a_filter_gives_a_part_of_the_whole(
    contents: list[dict[str, object]], text: str, kept: ServiceFilters
) -> None:
    engine = MemoryEngine()
    engine.add(search_document(body(f"s-{n}", **content)) for n, content in enumerate(contents))
    engine.commit(1)
    plan = plan_query(text, engine.vocabulary)

    whole = [hit.id for hit in engine.search(EngineQuery(plan)).hits]
    part = [hit.id for hit in engine.search(EngineQuery(plan, kept)).hits]

    assert part == [name for name in whole if name in part]
