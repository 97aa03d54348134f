"""Pinned answers and popularity, in every engine."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from app.catalogue.rules.filtering import ServiceFilters
from app.search.documents import search_document
from app.search.engine import EngineQuery, EngineResult, SearchEngine, Sort
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.planning import plan_query
from app.search.scoring import compile_plan
from app.search.steering import MOST_BOOST, Steering
from tests.search.bodies import titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine

LICENCES = [titled(f"licence-{number}", "رخصة", "licence") for number in range(6)]
CATALOGUE = [
    *LICENCES,
    titled("passport", "جواز سفر", "Passport issue", audience=["citizen"]),
    titled("renewal", "تجديد رخصة القيادة", "Driving licence renewal"),
]


@pytest.fixture(params=["memory", "tantivy", *MEILISEARCHES])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    documents = [search_document(each) for each in CATALOGUE]
    if request.param == "memory":
        opened: SearchEngine = MemoryEngine()
    elif request.param == "tantivy":
        opened = TantivyEngine(tmp_path / "index")
    else:
        with meilisearch_engine(access_of(request.param, request)) as remote:
            remote.add(documents)
            remote.commit(1)
            yield remote
            return
    opened.add(documents)
    opened.commit(1)
    yield opened
    opened.close()


def ask(engine: SearchEngine, text: str | None, **options: object) -> EngineResult:
    plan = None if text is None else plan_query(text, engine.vocabulary)
    return engine.search(EngineQuery(plan=plan, **options))  # type: ignore[arg-type]


def ids(result: EngineResult) -> list[str]:
    return [hit.id for hit in result.hits]


def test_pinned_answers_come_first_in_their_order(engine: SearchEngine) -> None:
    steering = Steering(pinned=("passport", "licence-4", "gone", "licence-2"))

    found = ask(engine, "رخصة ", steering=steering)

    assert ids(found)[:4] == ["passport", "licence-4", "licence-2", "licence-0"]
    assert [hit.score for hit in found.hits[:3]] == [1.0, 1.0, 1.0]
    assert all(0 < hit.score <= 1 for hit in found.hits)


def test_what_is_pinned_counts_in_totals_and_facets(engine: SearchEngine) -> None:
    plain = ask(engine, "رخصة ", facets=("audience",))
    found = ask(engine, "رخصة ", facets=("audience",), steering=Steering(pinned=("passport",)))

    assert (plain.total, found.total) == (7, 8)
    assert dict(found.facets) == {"audience": (("resident", 7), ("citizen", 1))}


def test_what_is_pinned_passes_the_filters_or_is_not_shown(engine: SearchEngine) -> None:
    filters = ServiceFilters(values={"audience": ("resident",)})

    found = ask(engine, "رخصة ", filters=filters, steering=Steering(pinned=("passport",)))

    assert "passport" not in ids(found)
    assert found.total == 7


def test_pages_show_what_is_pinned_once(engine: SearchEngine) -> None:
    steering = Steering(pinned=("passport", "licence-5"))

    pages = [
        ask(engine, "رخصة ", page=page, page_size=3, steering=steering) for page in range(1, 5)
    ]

    found = [name for page in pages for name in ids(page)]
    assert found[:2] == ["passport", "licence-5"]
    assert sorted(found) == sorted(one["id"] for one in CATALOGUE)
    assert {page.total for page in pages} == {8}


def test_other_orders_are_as_they_are_asked(engine: SearchEngine) -> None:
    steering = Steering(pinned=("renewal", "passport"))

    found = ask(engine, "رخصة ", sort=Sort.TITLE_EN, steering=steering)

    assert ids(found)[0] == "renewal"  # Driving licence renewal
    assert ids(found)[-1] == "passport"
    assert found.total == 8


def test_popularity_decides_between_equals(engine: SearchEngine) -> None:
    popular = {"licence-3": 1000, "licence-1": 400, "passport": 900}

    found = ask(engine, "رخصة ", steering=Steering(popularity=popular))

    assert ids(found)[:3] == ["licence-3", "licence-1", "licence-0"]
    assert "passport" not in ids(found)


def test_popularity_never_outdoes_words(engine: SearchEngine) -> None:
    popular = {f"licence-{number}": 1000 for number in range(6)}

    found = ask(engine, "تجديد رخصة ", steering=Steering(popularity=popular))

    assert ids(found)[0] == "renewal"


def test_the_order_of_popularity(engine: SearchEngine) -> None:
    popular = {"licence-3": 10, "renewal": 1000, "passport": 999, "licence-5": 10, "gone": 500}
    order = [
        "renewal", "passport", "licence-3", "licence-5",
        "licence-0", "licence-1", "licence-2", "licence-4",
    ]  # fmt: skip
    asked = {"sort": Sort.POPULARITY, "steering": Steering(popularity=popular)}

    assert ids(ask(engine, None, **asked)) == order
    paged = [ask(engine, None, page=n, page_size=3, **asked) for n in range(1, 5)]
    assert [name for page in paged for name in ids(page)] == order
    assert {page.total for page in paged} == {8}
    assert ids(ask(engine, "رخصة ", **asked)) == [name for name in order if name != "passport"]


def test_without_popularity_its_order_is_that_of_ids(engine: SearchEngine) -> None:
    found = ask(engine, None, sort=Sort.POPULARITY)

    assert ids(found) == sorted(one["id"] for one in CATALOGUE)
    assert found.total == 8


def test_the_order_by_popularity_can_be_turned_around(engine: SearchEngine) -> None:
    steering = Steering(popularity={"renewal": 7, "licence-3": 900, "gone": 5, "passport": 7})
    options = {"sort": Sort.POPULARITY, "steering": steering, "is_reversed": True}

    whole = ids(ask(engine, None, **options))
    pages = [ids(ask(engine, None, page=n, page_size=3, **options)) for n in (1, 2, 3)]

    assert whole[:5] == ["licence-5", "licence-4", "licence-2", "licence-1", "licence-0"]
    assert whole[5:] == ["renewal", "passport", "licence-3"]
    assert pages == [whole[:3], whole[3:6], whole[6:]]


def test_the_share_of_popularity_is_bounded() -> None:
    engine = MemoryEngine()
    engine.add(search_document(each) for each in CATALOGUE)
    engine.commit(1)
    plan = plan_query("تجديد رخصة القيادة", engine.vocabulary)

    plain = compile_plan(plan, engine.vocabulary)
    steered = compile_plan(plan, engine.vocabulary, Steering(popularity={"a": 1, "b": 1000}))

    assert steered.boosts == {"a": 1, "b": MOST_BOOST}
    assert steered.best - plain.best == MOST_BOOST
    assert plain.best * 0.01 > MOST_BOOST


def test_points_of_pinned_answers_stay_exact() -> None:
    engine = MemoryEngine()
    engine.add(search_document(each) for each in CATALOGUE)
    engine.commit(1)
    long = plan_query(" ".join(f"رخصة{letter}" for letter in "ابتثجحخدذرزسشصضط"), engine.vocabulary)

    scoring = compile_plan(
        long, engine.vocabulary, Steering(pinned=tuple(f"p{number}" for number in range(40)))
    )

    assert scoring.pins
    assert max(scoring.pins.values()) + scoring.best < 2**24
    assert min(scoring.pins.values()) > scoring.best


def test_what_is_near_answers_and_stands_where_its_points_put_it(engine: SearchEngine) -> None:
    plain = ask(engine, "رخصة ")
    steering = Steering(near={"passport": 1, "licence-5": 400})

    found = ask(engine, "رخصة ", steering=steering)

    assert (plain.total, found.total) == (7, 8)
    assert ids(found)[0] == "licence-5"
    assert ids(found)[-1] == "passport"
    assert all(0 < hit.score <= 1 for hit in found.hits)


def test_what_is_near_obeys_filters_and_counts_in_facets(engine: SearchEngine) -> None:
    steering = Steering(near={"passport": 5_000})
    filters = ServiceFilters(values={"audience": ("resident",)})

    found = ask(engine, "رخصة ", facets=("audience",), steering=steering)
    narrow = ask(engine, "رخصة ", filters=filters, steering=steering)

    assert ids(found)[0] == "passport"
    assert dict(found.facets) == {"audience": (("resident", 7), ("citizen", 1))}
    assert narrow.total == 7
    assert "passport" not in ids(narrow)


def test_pages_and_other_orders_hold_what_is_near_once(engine: SearchEngine) -> None:
    steering = Steering(near={"passport": 600, "licence-2": 600}, pinned=("licence-2",))

    pages = [ask(engine, "رخصة ", steering=steering, page=n, page_size=3) for n in (1, 2, 3)]
    by_title = ask(engine, "رخصة ", steering=steering, sort=Sort.TITLE_EN)

    shown = [name for page in pages for name in ids(page)]
    assert len(shown) == len(set(shown)) == 8
    assert shown[0] == "licence-2"
    assert sorted(ids(by_title)) == sorted(shown)


def test_a_query_that_no_word_answers_is_answered_by_what_is_near(engine: SearchEngine) -> None:
    found = ask(engine, "قققق ", steering=Steering(near={"renewal": 20, "passport": 30}))

    assert ids(found) == ["passport", "renewal"]
    assert found.total == 2


def test_a_pin_is_above_what_is_near(engine: SearchEngine) -> None:
    found = ask(engine, "رخصة ", steering=Steering(near={"licence-0": 9_000}, pinned=("renewal",)))

    assert ids(found)[:2] == ["renewal", "licence-0"]
