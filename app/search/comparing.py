"""What another lexicon would do to the judged queries: who wins, and who loses."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from app.search.engine import EngineQuery, SearchEngine
from app.search.judged import DEPTH, JudgedQuery, Measures, mean, ndcg
from app.search.lexicon import Lexicon
from app.search.plan import Plan
from app.search.planning import plan_query

_LEAST = 0.005
"""A query has won or lost from this difference of nDCG@10 on."""


@dataclass(frozen=True, slots=True)
class Turn:
    """A judged query whose answers would change; ``before`` and ``after`` are nDCG@10."""

    query: JudgedQuery
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """The judged queries under two lexicons; those that change most come first."""

    before: Measures
    after: Measures
    winners: tuple[Turn, ...]
    losers: tuple[Turn, ...]


def compare_lexicons(
    engine: SearchEngine, judged: Sequence[JudgedQuery], before: Lexicon, after: Lexicon
) -> Comparison:
    """Answer every judged query under both lexicons, once where both plan it alike."""
    old: dict[str, list[str]] = {}
    new: dict[str, list[str]] = {}
    for query in judged:
        now = plan_query(query.text, engine.vocabulary, before)
        then = replace(plan_query(query.text, engine.vocabulary, after), lexicon=now.lexicon)
        old[query.id] = _ranking(engine, now)
        new[query.id] = old[query.id] if now == then else _ranking(engine, then)
    turns = [
        Turn(query, ndcg(old[query.id], query.grades), ndcg(new[query.id], query.grades))
        for query in judged
    ]
    turns.sort(key=lambda one: (-abs(one.after - one.before), one.query.id))
    return Comparison(
        before=mean(judged, old),
        after=mean(judged, new),
        winners=tuple(one for one in turns if one.after - one.before >= _LEAST),
        losers=tuple(one for one in turns if one.before - one.after >= _LEAST),
    )


def _ranking(engine: SearchEngine, plan: Plan) -> list[str]:
    result = engine.search(EngineQuery(plan=plan, page_size=DEPTH))
    return [hit.id for hit in result.hits]
