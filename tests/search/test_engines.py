"""The suite every engine passes, in Arabic and English."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app.catalogue.rules.filtering import ServiceFilters
from app.search.conditions import Among
from app.search.documents import search_document
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.search.bodies import body, classified, titled
from tests.search.conftest import MEILISEARCHES, access_of, meilisearch_engine
from tests.taxonomy.lexicon.files import group, lexicon_file, term

CATALOGUE = [
    titled("a-res-renew", "تجديد الإقامة", "Residence renewal", hasCost=[], isFree=True),
    titled("b-res-new", "إصدار إقامة لأول مرة", "First residence permit", digitalStage=1),
    titled("c-dl-renew", "تجديد رخصة القيادة", "Driving licence renewal", audience=["citizen"]),
    titled("d-passport", "استخراج جواز سفر", "Passport issue", modified="2026-01-05T10:00:00Z"),
    body("e-wp", title={"ar": "إذن عمل", "en": "Work permit"}, isClassifiedBy=[classified("03.1")]),
]


@pytest.fixture(params=["memory", "tantivy", *MEILISEARCHES])
def empty_engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SearchEngine]:
    if request.param == "memory":
        yield MemoryEngine()
    elif request.param == "tantivy":
        engine = TantivyEngine(tmp_path / "index")
        yield engine
        engine.close()
    else:
        with meilisearch_engine(access_of(request.param, request)) as remote:
            yield remote


@pytest.fixture
def engine(empty_engine: SearchEngine) -> SearchEngine:
    empty_engine.add(search_document(each) for each in CATALOGUE)
    empty_engine.commit(5)
    return empty_engine


def ask(engine: SearchEngine, text: str | None = None, **options: object) -> list[str]:
    plan = None if text is None else plan_query(text, engine.vocabulary)
    result = engine.search(EngineQuery(plan=plan, **options))  # type: ignore[arg-type]
    return [hit.id for hit in result.hits]


def within(engine: SearchEngine, **filters: object) -> list[str]:
    return ask(engine, filters=ServiceFilters(**filters))  # type: ignore[arg-type]


def test_an_empty_engine_answers_nothing(empty_engine: SearchEngine) -> None:
    result = empty_engine.search(EngineQuery(facets=("entity",)))

    assert (result.hits, result.total, dict(result.facets)) == ((), 0, {"entity": ()})
    assert (empty_engine.count, empty_engine.seq) == (0, 0)


def test_a_committed_engine_knows_its_count_and_seq(engine: SearchEngine) -> None:
    assert (engine.count, engine.seq) == (5, 5)


def test_entries_that_change_no_document_only_move_the_seq(engine: SearchEngine) -> None:
    engine.add(())
    engine.delete(())
    engine.commit(9)

    assert (engine.count, engine.seq) == (5, 9)


def test_without_a_plan_every_document_answers_in_order_of_id(engine: SearchEngine) -> None:
    assert ask(engine) == ["a-res-renew", "b-res-new", "c-dl-renew", "d-passport", "e-wp"]


@pytest.mark.parametrize(
    "text",
    ["تجديد الاقامه", "تجديد الإقامة", "تجديد إقامتي", "وتجديد الاقامات", "residence renewal"],
)
def test_a_document_with_all_words_in_its_title_comes_first(
    engine: SearchEngine, text: str
) -> None:
    assert ask(engine, text)[0] == "a-res-renew"


def test_more_of_the_words_matter_more_than_better_words(engine: SearchEngine) -> None:
    assert ask(engine, "تجديد رخصة اقامة")[0] in {"a-res-renew", "c-dl-renew"}
    assert ask(engine, "renew driving licence") == ["c-dl-renew", "a-res-renew", "e-wp"]


def test_an_unfinished_word_finds_the_title(engine: SearchEngine) -> None:
    assert ask(engine, "driv") == ["c-dl-renew"]
    assert ask(engine, "تجديد رخ")[0] == "c-dl-renew"
    assert ask(engine, "جواز س") == ["d-passport", "e-wp"]


def test_a_slip_of_the_finger_finds_the_title(engine: SearchEngine) -> None:
    assert ask(engine, "pasport ") == ["d-passport", "e-wp"]
    assert ask(engine, "استحراج ") == ["d-passport"]


def test_words_nobody_knows_find_nothing(engine: SearchEngine) -> None:
    assert ask(engine, "zzzzqqqq ") == []
    assert ask(engine, "😀") == []


def test_filters_narrow_and_values_of_one_name_widen(engine: SearchEngine) -> None:
    assert within(engine, values={"audience": ("citizen",)}) == ["c-dl-renew"]
    assert within(engine, values={"digitalStage": ("1", "2")}) == ["b-res-new"]
    assert within(engine, values={"categoryPath": ("03",)}) == ["e-wp"]
    assert within(engine, values={"category": ("03",)}) == []
    assert len(within(engine, values={"audience": ("citizen", "resident")})) == 5
    assert within(engine, values={"audience": ()}) == []


def test_cost_and_time_filter_by_range(engine: SearchEngine) -> None:
    start, end = datetime(2026, 1, 5, 10, tzinfo=UTC), datetime(2026, 11, 22, tzinfo=UTC)

    assert within(engine, is_free=True) == ["a-res-renew"]
    assert within(engine, cost_max_fils=19_999) == ["a-res-renew"]
    assert len(within(engine, cost_max_fils=20_000)) == 5
    assert within(engine, cost_max_fils=-1) == []
    assert within(engine, updated_after=start, updated_before=end) == ["d-passport"]
    assert within(engine, updated_before=start) == []
    assert within(engine, updated_after=end, updated_before=start) == []


def test_a_facet_does_not_count_its_own_filter(engine: SearchEngine) -> None:
    filters = ServiceFilters(values={"audience": ("citizen",)})
    facets = ("audience", "output")

    result = engine.search(EngineQuery(filters=filters, facets=facets))

    assert result.total == 1
    assert dict(result.facets) == {
        "audience": (("resident", 4), ("citizen", 1)),
        "output": (("permit", 1),),
    }


def test_results_can_be_put_in_order_of_title_and_time(engine: SearchEngine) -> None:
    assert ask(engine, sort=Sort.TITLE_EN)[:2] == ["c-dl-renew", "b-res-new"]
    assert ask(engine, sort=Sort.TITLE_AR)[:2] == ["e-wp", "d-passport"]
    assert ask(engine, sort=Sort.UPDATED)[-1] == "d-passport"
    assert ask(engine, "renewal", sort=Sort.TITLE_EN)[:2] == ["c-dl-renew", "a-res-renew"]


def test_pages_follow_one_another(engine: SearchEngine) -> None:
    assert ask(engine, page=2, page_size=2) == ["c-dl-renew", "d-passport"]
    assert ask(engine, page=4, page_size=2) == []
    assert ask(engine, page=10**9, page_size=100) == []
    assert ask(engine, "تجديد", page=2, page_size=1) == ["c-dl-renew"]
    assert ask(engine, "تجديد", page=10**9) == []


def test_equals_are_put_in_order_of_id_across_pages(empty_engine: SearchEngine) -> None:
    names = [f"same-{n:02d}" for n in range(30)]
    for name in [*names[15:], *names[:15]]:
        empty_engine.add([search_document(titled(name, "رخصة", "licence"))])
    empty_engine.commit(1)

    pages = [ask(empty_engine, "رخصة", page=page, page_size=4) for page in range(1, 9)]

    assert [name for page in pages for name in page] == names


def test_a_page_is_as_long_as_it_is_asked_for(empty_engine: SearchEngine) -> None:
    names = [f"s{number:03}" for number in range(150)]
    empty_engine.add(search_document(titled(name, "رخصة", "licence")) for name in names)
    empty_engine.commit(1)

    assert ask(empty_engine, page_size=10_000) == names
    assert ask(empty_engine, "licence", page_size=10_000) == names
    assert ask(empty_engine, "licence", page=3, page_size=100) == []
    assert ask(empty_engine, page=200, page_size=100) == []


def test_true_and_false_are_written_in_one_way(engine: SearchEngine) -> None:
    assert ask(engine, where=Among("isFree", ("true",))) == ["a-res-renew"]
    assert ask(engine, where=Among("isFree", ("TRUE", "True", ""))) == []


def test_a_document_added_again_replaces_the_earlier_one(engine: SearchEngine) -> None:
    engine.add([search_document(titled("a-res-renew", "شهادة ميلاد", "Birth certificate"))])
    engine.commit(6)

    assert ask(engine, "birth ") == ["a-res-renew"]
    assert "a-res-renew" not in ask(engine, "تجديد ")
    assert (engine.count, engine.seq) == (5, 6)


def test_a_deleted_document_leaves_no_words_behind(engine: SearchEngine) -> None:
    engine.delete(["d-passport", "never-there"])
    engine.commit(7)

    assert ask(engine, "استخراج ") == []
    assert engine.count == 4
    assert not engine.vocabulary.knows("استخراج")


GROUPS = [
    group("g_aaaaaaaaaaaa", term("رخصة قيادة"), term("ليسن"), term("إجازة سوق", weight=0.5)),
    group("g_bbbbbbbbbbbb", term("جواز"), term("باسبور"), domain="documents"),
    group("g_cccccccccccc", term("تصريح"), term("permit"), term("إذن")),
]
LEXICON = Lexicon(state_of(LexiconFile.model_validate(lexicon_file("1.0.0", *GROUPS))))


def look(engine: SearchEngine, text: str) -> tuple[list[str], int]:
    plan = plan_query(text, engine.vocabulary, LEXICON)
    result = engine.search(EngineQuery(plan, facets=("entity",)))
    assert dict(result.facets)["entity"] == ((("moi", result.total),) if result.total else ())
    return [hit.id for hit in result.hits], result.total


def test_a_document_that_says_it_otherwise_is_found(engine: SearchEngine) -> None:
    assert look(engine, "تجديد ليسن ")[0][0] == "c-dl-renew"
    assert look(engine, "باسبور ")[0][0] == "d-passport"


def test_the_words_of_another_phrase_must_all_stand_in_names(engine: SearchEngine) -> None:
    engine.add([search_document(titled("f-shop", "رخصة محل", "Shop licence"))])
    engine.add([search_document(titled("g-lead", "قيادة فريق", "Leading a team"))])
    engine.commit(6)

    assert look(engine, "ليسن ") == (["c-dl-renew"], 1)
    assert look(engine, "إجازة سوق ") == (["c-dl-renew"], 1)


def test_what_is_said_otherwise_counts_in_descriptions_and_not_in_papers(
    engine: SearchEngine,
) -> None:
    text = {"en": "For holders of a passport.", "ar": "لحاملي الجواز."}
    papers = [{"evidenceType": "pp", "title": {"en": "Passport", "ar": "جواز"}}]
    engine.add([search_document(titled("f-gate", "بوابة", "Gate", description=text))])
    engine.add([search_document(titled("g-room", "حجز قاعة", "Room", hasInputType=papers))])
    engine.commit(6)

    found = look(engine, "باسبور ")[0]
    assert found[0] == "d-passport"
    assert "f-gate" in found
    assert "g-room" not in found
    assert "g-room" in look(engine, "جواز ")[0]


def test_arabic_in_latin_letters_is_found(engine: SearchEngine) -> None:
    assert look(engine, "tajdeed eqama ")[0][0] == "a-res-renew"
    assert look(engine, "jawaz safar ")[0][0] == "d-passport"
    assert look(engine, "basbor ")[0][0] == "d-passport"


def test_the_other_keyboard_is_understood(engine: SearchEngine) -> None:
    assert look(engine, "[,h. stv")[0][0] == "d-passport"
    assert look(engine, "حشسسحخقف هسسعث")[0][0] == "d-passport"
