"""Measures of ranking over judged queries; grades are 0 (nothing) to 3 (exactly this)."""

import json
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean

DEPTH = 10
GOOD = 2
"""The grade from which a hit counts as an answer."""


@dataclass(frozen=True, slots=True)
class JudgedQuery:
    """A query people type, and how well each service answers it."""

    id: str
    text: str
    kind: str
    grades: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Measures:
    """How well one ranking, or the mean of many, answers."""

    queries: int
    ndcg: float
    mrr: float
    success_at_3: float
    zero_share: float


def read_judged(path: Path) -> list[JudgedQuery]:
    """Return the judged queries of a JSON-lines file; without the file there are none."""
    if not path.is_file():
        return []
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    return [
        JudgedQuery(
            id=row["id"],
            text=row["query"],
            kind=row["kind"],
            grades={judgement["id"]: judgement["grade"] for judgement in row["judgements"]},
        )
        for row in rows
    ]


def ndcg(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """Normalised discounted cumulative gain of the first ten, with gain 2^grade - 1."""
    ideal = _gain(sorted(grades.values(), reverse=True))
    return _gain([grades.get(hit, 0) for hit in ranking]) / ideal if ideal else 0.0


def reciprocal_rank(ranking: Sequence[str], grades: Mapping[str, int]) -> float:
    """One over the place of the first answer (grade 2 or 3) among the first ten."""
    for place, hit in enumerate(ranking[:DEPTH], 1):
        if grades.get(hit, 0) >= GOOD:
            return 1 / place
    return 0.0


def success(ranking: Sequence[str], grades: Mapping[str, int], *, depth: int) -> bool:
    """Whether an answer (grade 2 or 3) stands among the first few."""
    return any(grades.get(hit, 0) >= GOOD for hit in ranking[:depth])


def measure(
    queries: Sequence[JudgedQuery], rank: Callable[[str], Sequence[str]]
) -> dict[str, Measures]:
    """Return the mean measures by kind of query, and of all."""
    rankings = {query.id: rank(query.text) for query in queries}
    kinds = sorted({query.kind for query in queries})
    groups = {kind: [query for query in queries if query.kind == kind] for kind in kinds}
    return {name: mean(group, rankings) for name, group in {**groups, "all": queries}.items()}


def mean(queries: Sequence[JudgedQuery], rankings: Mapping[str, Sequence[str]]) -> Measures:
    """Return the mean measures of queries, given the hits of each by its id."""
    pairs = [(rankings[query.id], query.grades) for query in queries]
    return Measures(
        queries=len(pairs),
        ndcg=fmean(ndcg(*pair) for pair in pairs),
        mrr=fmean(reciprocal_rank(*pair) for pair in pairs),
        success_at_3=fmean(success(*pair, depth=3) for pair in pairs),
        zero_share=fmean(not ranking for ranking, _ in pairs),
    )


def _gain(grades: Sequence[int]) -> float:
    return sum(
        (2.0**grade - 1) / math.log2(place + 1) for place, grade in enumerate(grades[:DEPTH], 1)
    )
