"""Search answers as well as is promised, and the sets it is judged on are read rightly."""

import json
from pathlib import Path

import pytest

from app.core.db import Database
from app.search.engine import EngineQuery
from app.search.engine_memory import MemoryEngine
from app.search.engine_tantivy import TantivyEngine
from app.search.judged import measure
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.planning import plan_query
from app.taxonomy.lexicon.queries import get_lexicon_state
from bench.quality import sets
from bench.quality.rankers import as_written, filled, fts5, normalised, planned
from bench.quality.tables import ablation, by_kind, parity, ways

SERVICES = [
    {"name": "تجديد  رخصة السير", "desc": "للمركبات", "type": "الخدمات", "keywords": "استمارة"},
    {"name": "إصدار الإقامة", "desc": "", "type": "الخدمات", "keywords": "إقامات"},
    {"name": "خبر", "desc": "", "type": "المحتويات", "keywords": "رخصة"},
]
PAIRS = (
    "query,expected_titles,n_expected,in_title\n"
    "رخص,تجديد رخصة السير,1,0\nالإقامه,إصدار الإقامة,1,1\n"
)
PAGES = "query,link\nPay your tax,/pay\nTax account,/account\n"
TYPED = "query,link\ntax,/pay\ntax,/account\naccounts,/account\n"


def test_the_judged_queries_are_answered_as_well_as_promised(
    seeded: Database, tmp_path: Path
) -> None:
    judged = sets.demonstration(seeded)
    with seeded.read() as session:
        lexicon = Lexicon(get_lexicon_state(session))
    engine = filled(TantivyEngine(tmp_path), judged.bodies)

    found = measure(judged.queries, planned(engine, lexicon))

    assert found["all"].ndcg >= 0.95
    assert found["all"].zero_share <= 0.01
    assert min(one.ndcg for one in found.values()) >= 0.85


def test_queries_that_nobody_has_written_words_for_are_answered(
    seeded: Database, tmp_path: Path
) -> None:
    judged = sets.apart(seeded)
    with seeded.read() as session:
        lexicon = Lexicon(get_lexicon_state(session))
    engine = filled(TantivyEngine(tmp_path), judged.bodies)

    found = measure(judged.queries, planned(engine, lexicon))

    assert len(judged.queries) == 320
    assert found["all"].success_at_3 >= 0.82
    assert found["all"].zero_share <= 0.02


@pytest.fixture
def absher(tmp_path: Path) -> sets.JudgedSet:
    (tmp_path / "search_index_ar.json").write_text(json.dumps(SERVICES), "utf-8")
    (tmp_path / "query_pairs_dev.csv").write_text(PAIRS, "utf-8")
    return sets.absher(tmp_path)


def test_services_of_absher_are_read_without_their_keywords(absher: sets.JudgedSet) -> None:
    engine = filled(MemoryEngine(), absher.bodies)

    assert engine.count == 2
    assert [query.grades for query in absher.queries] == [{"absher-0": 3}, {"absher-1": 3}]
    assert [query.kind for query in absher.queries] == ["other words", "words of the title"]
    plan = plan_query("استمارة ", engine.vocabulary)
    assert engine.search(EngineQuery(plan)).total == 0


def test_pages_of_govuk_are_popular_in_their_order(tmp_path: Path) -> None:
    (tmp_path / "top_1000_pages_with_titles.csv").write_text(PAGES, "utf-8")
    (tmp_path / "self_assessment.csv").write_text(TYPED, "utf-8")

    found = sets.govuk(tmp_path)

    assert [query.grades for query in found.queries] == [
        {"/pay": 3, "/account": 3},
        {"/account": 3},
    ]
    assert found.popularity["/pay"] > found.popularity["/account"]


def test_plain_ways_of_ranking_find_what_is_written(absher: sets.JudgedSet) -> None:
    assert fts5(absher.bodies, as_written)("الإقامه") == []
    assert fts5(absher.bodies, normalised)("الإقامه") == ["absher-1"]
    assert fts5(absher.bodies, as_written)("") == []


def test_tables_hold_a_row_for_each_thing_compared(absher: sets.JudgedSet) -> None:
    engine = filled(MemoryEngine(), absher.bodies)
    whole = planned(engine, NO_LEXICON)

    assert len(ways(absher, {"twin": engine}, NO_LEXICON).rows) == 5
    assert [row[0] for row in by_kind(absher, whole).rows] == [
        "other words",
        "words of the title",
        "**all**",
    ]
    alike = parity([(absher, {"embedded": whole, "twin": whole})])
    assert alike.rows == [("Absher", "twin", "1.0000", "+0.0000", "1.000", "1.000", "1.000")]
    assert ablation([absher], [lambda _: whole]).markdown().count("\n") == 21
