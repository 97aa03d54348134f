"""The explanation of a page of hits: its points are those that ranked, in every engine."""

from itertools import pairwise
from pathlib import Path

import pytest

from app.core.db import Database
from app.core.settings import ROOT
from app.search.accounting import Account, Earning, Rule, Source, lead_of
from app.search.documents import search_document
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.engine_memory import MemoryEngine
from app.search.explaining import explain
from app.search.explanation_schemas import ExplanationOut
from app.search.indexing import EmbeddedIndex
from app.search.judged import read_judged
from app.search.planning import plan_query
from app.search.queries import Search, search
from app.search.scoring import MATCHED
from app.search.serving import ServedSearch
from app.search.source import CatalogueSource
from app.search.steering import Steering
from tests.search.test_steering import CATALOGUE, ask, engine

__all__ = ["engine"]
BODIES = {body["id"]: body for body in CATALOGUE}


def explained(engine: SearchEngine, text: str, **options: object) -> ExplanationOut:
    plan = plan_query(text, engine.vocabulary)
    query = EngineQuery(plan=plan, **options)  # type: ignore[arg-type]
    found = engine.search(query)
    told = explain(query, engine.vocabulary, [BODIES[hit.id] for hit in found.hits])
    if query.sort is Sort.RELEVANCE:
        assert [(one.id, one.score) for one in told.hits] == [
            (hit.id, round(hit.score, 4)) for hit in found.hits
        ]
    return told


def test_points_add_up_to_the_score_that_ranked(engine: SearchEngine) -> None:
    steering = Steering(pinned=("passport",), popularity={"licence-3": 1000, "licence-5": 10})
    for text in ("رخصة", "تجديد رخصه القياده", "licence renewal", "licnce", "passport رخصة"):
        told = explained(engine, text, steering=steering)

        assert told.hits
        for hit in told.hits:
            assert hit.points == sum(one.points for one in hit.earnings)
            assert hit.score == round(min(1.0, hit.points / told.best_points), 4)


def test_it_tells_why_each_hit_stands_above_the_next(engine: SearchEngine) -> None:
    steering = Steering(pinned=("passport",), popularity={"licence-3": 1000})
    told = explained(engine, "تجديد رخصة ", steering=steering)

    order = [(hit.id, hit.words, hit.lead.rule if hit.lead else None) for hit in told.hits]
    assert order == [
        ("passport", 0, "pin"),
        ("renewal", 2, "fit"),
        ("licence-3", 1, "popularity"),
        ("licence-0", 1, "id"),
        ("licence-1", 1, "id"),
        ("licence-2", 1, "id"),
        ("licence-4", 1, "id"),
        ("licence-5", 1, None),
    ]
    assert told.hits[1].lead
    assert told.hits[1].lead.message.en == (
        "Words of the query 2, points 1,993; of the next, words 1, points 732."
    )
    assert told.hits[1].lead.more[0].word == "تجديد"
    assert told.hits[2].lead
    assert told.hits[2].lead.points == 10
    assert [one.place for one in told.hits] == list(range(1, 9))


def test_places_go_on_over_pages(engine: SearchEngine) -> None:
    second = explained(engine, "رخصة ", page=2, page_size=3)

    assert [(one.place, one.lead is None) for one in second.hits] == [
        (4, False), (5, False), (6, True),
    ]  # fmt: skip


def test_another_order_ranks_nothing(engine: SearchEngine) -> None:
    told = explained(engine, "رخصة ", sort=Sort.TITLE_AR)

    assert told.hits == []
    assert told.plan
    assert [word.text for word in told.plan.words] == ["رخصه"]


def test_the_plan_is_told_with_every_alternative(engine: SearchEngine) -> None:
    told = explained(engine, "drivng")

    assert told.plan
    [word] = told.plan.words
    assert (word.text, word.kind, word.is_minor) == ("drivng", "typo", False)
    typos = [one for one in word.alternatives if one.kind == "typo"]
    assert [(one.surface, one.stream) for one in typos] == [("driving", "stem")]
    assert [one.weight for one in word.alternatives] == sorted(
        (one.weight for one in word.alternatives), reverse=True
    )


def test_without_words_there_is_nothing_to_tell() -> None:
    engine = MemoryEngine()
    engine.add(search_document(body) for body in CATALOGUE)
    engine.commit(1)

    told = explain(EngineQuery(), engine.vocabulary, CATALOGUE)
    assert (told.plan, told.hits, told.best_points) == (None, [], 0)
    assert ask(engine, None).total == len(CATALOGUE)


@pytest.mark.parametrize(
    ("one", "other", "rule", "points"),
    [
        (((Source.PIN, 5 * MATCHED),), ((Source.WORD, MATCHED),), Rule.PIN, 4 * MATCHED),
        (((Source.WORD, 9),), ((Source.WORD, MATCHED),), Rule.UNRANKED, 9 - MATCHED),
        (((Source.WORD, 900),), ((Source.WORD, MATCHED),), Rule.FIT, 900 - MATCHED),
        (((Source.WORD, MATCHED + 9),), ((Source.WORD, MATCHED + 8),), Rule.FIT, 1),
        (
            ((Source.WORD, MATCHED + 8), (Source.POPULARITY, 9)),
            ((Source.WORD, MATCHED + 9),),
            Rule.POPULARITY,
            8,
        ),
        (
            ((Source.WORD, MATCHED + 8), (Source.POPULARITY, 1)),
            ((Source.WORD, MATCHED + 9),),
            Rule.ID,
            0,
        ),
    ],
)
def test_what_decides_between_two_is_named(
    one: tuple[tuple[Source, int], ...],
    other: tuple[tuple[Source, int], ...],
    rule: Rule,
    points: int,
) -> None:
    found = lead_of(account("a", one), account("b", other))

    assert (found.rule, found.points) == (rule, points)


def account(name: str, earned: tuple[tuple[Source, int], ...]) -> Account:
    return Account(name, tuple(Earning(source, points) for source, points in earned))


def test_every_judged_query_is_explained_as_it_is_ranked(seeded: Database, tmp_path: Path) -> None:
    index = EmbeddedIndex(tmp_path / "search", CatalogueSource(seeded))
    served = ServedSearch(seeded, index)
    served.name()
    texts = [one.text for one in read_judged(ROOT / "seeds" / "queries.jsonl")][::7]
    assert len(texts) > 20
    told = 0
    with seeded.read() as session:
        for text in texts:
            asked = Search(text, page_size=10, has_explanation=True)
            found = search(
                session, index.engine, asked, labels=served.labels, lexicon=served.lexicon
            )
            assert found.explanation
            hits = found.explanation.hits
            assert [(one.id, one.score) for one in hits] == [
                (one.id, one.score) for one in found.items
            ], text
            for one, other in pairwise(hits):
                assert (one.points, other.id) > (other.points, one.id)
            told += len(hits)
    index.close()
    assert told > 200
