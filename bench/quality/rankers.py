"""The ways of ranking that are compared: a query in, ids out, the best first."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from app.search.analysis import analyse
from app.search.documents import search_document
from app.search.engine import EngineQuery, SearchEngine
from app.search.judged import DEPTH
from app.search.lexicon import Lexicon
from app.search.planning import plan_query
from app.search.steering import NO_STEERING, Steering
from app.search.steps import ALL_STEPS, Steps

Bodies = Sequence[Mapping[str, Any]]  # Any: JSON
Ranker = Callable[[str], list[str]]
Writer = Callable[[str], Iterable[str]]
"""Turns a text into the words that are looked up."""


def as_written(text: str) -> Iterable[str]:
    """Leave everything to SQLite's own tokenizer."""
    return text.split()


def normalised(text: str) -> Iterable[str]:
    """Fold letters and digits and take the article off, and nothing else."""
    return (word.bare for word in analyse(text))


def fts5(bodies: Bodies, write: Writer) -> Ranker:
    """Rank as SQLite's FTS5 does by itself: any of the words, by BM25."""
    table = sqlite3.connect(":memory:")
    table.execute("create virtual table service using fts5(id unindexed, name, text)")
    for body in bodies:
        name, text = (" ".join(write(" ".join(each))) for each in _texts(body))
        table.execute("insert into service values (?, ?, ?)", (body["id"], name, text))

    def rank(text: str) -> list[str]:
        asked = " OR ".join('"' + word.replace('"', '""') + '"' for word in write(text))
        if not asked:
            return []
        found = table.execute(
            "select id from service where service match ? order by rank, id limit ?",
            (asked, DEPTH),
        )
        return [row[0] for row in found]

    return rank


def planned(
    engine: SearchEngine,
    lexicon: Lexicon,
    steps: Steps = ALL_STEPS,
    *,
    steering: Steering = NO_STEERING,
) -> Ranker:
    """Rank as search does, taking some steps of the plan or all of them."""

    def rank(text: str) -> list[str]:
        plan = plan_query(text, engine.vocabulary, lexicon, steps=steps)
        query = EngineQuery(plan=plan, page_size=DEPTH, steering=steering)
        return [hit.id for hit in engine.search(query).hits]

    return rank


def filled(engine: SearchEngine, bodies: Bodies) -> SearchEngine:
    """Index documents into an empty engine."""
    engine.add(map(search_document, bodies))
    engine.commit(1)
    return engine


def _texts(body: Mapping[str, Any]) -> tuple[list[str], list[str]]:
    """Return the names of a document, and its other texts."""
    names = [*body["title"].values()]
    for keywords in body["keyword"].values():
        names += keywords
    texts = [*body["description"].values(), *body["hasCompetentAuthority"]["title"].values()]
    for item in (*body["holdsRequirement"], *body["hasInputType"]):
        texts += item["title"].values()
    for one in body["isClassifiedBy"]:
        texts += one["prefLabel"].values()
    return names, texts
