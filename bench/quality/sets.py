"""The catalogues and queries that search is judged on.

The demonstration catalogue with its graded queries is part of the project, and so are other
queries that are kept apart: no rule and no term of the lexicon is made of them. Two others are
not, and are only measured when their folders are named: the services of the Saudi portal
Absher with what their editors wrote as keywords (which are not indexed: they are the
queries), and pages of GOV.UK with what people type for them.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import orjson

from app.core.db import Database
from app.search.insights.popularity import points_of
from app.search.judged import JudgedQuery, read_judged
from app.search.source import CatalogueSource
from app.search.steering import MOST_POPULAR

_SEEDS = Path(__file__).parents[2] / "seeds"
QUERIES, APART = _SEEDS / "queries.jsonl", _SEEDS / "queries-apart.jsonl"
BEST = 3
_SERVICES = "الخدمات"


@dataclass(frozen=True, slots=True)
class JudgedSet:
    """Rendered service documents, and queries with the ids that answer them.

    `popularity` is that of the ids that are known to be asked for most.
    """

    name: str
    bodies: Sequence[Mapping[str, Any]]  # Any: JSON
    queries: Sequence[JudgedQuery]
    popularity: Mapping[str, int] = field(default_factory=dict)


def demonstration(database: Database, queries: Path = QUERIES) -> JudgedSet:
    """Return the published services of a database, and the judged queries over them."""
    with CatalogueSource(database).snapshot() as snapshot:
        bodies = [orjson.loads(each) for each in snapshot.documents]
    return JudgedSet("demonstration catalogue", bodies, read_judged(queries))


def apart(database: Database) -> JudgedSet:
    """Return the published services of a database, and the queries that are kept apart."""
    return replace(demonstration(database, APART), name="queries kept apart")


def absher(folder: Path) -> JudgedSet:
    """Return the services of Absher without their keywords, and those as queries."""
    rows = json.loads((folder / "search_index_ar.json").read_text("utf-8"))
    services = [row for row in rows if row["type"] == _SERVICES]
    ids = defaultdict(list)
    for number, row in enumerate(services):
        ids[_spaced(row["name"])].append(f"absher-{number}")
    queries = [
        JudgedQuery(
            id=f"absher-q{number}",
            text=row["query"],
            kind="words of the title" if row["in_title"] == "1" else "other words",
            grades={
                one: BEST
                for title in row["expected_titles"].split("|")
                for one in ids[_spaced(title)]
            },
        )
        for number, row in enumerate(_rows(folder / "query_pairs_dev.csv"))
    ]
    bodies = [
        _body(f"absher-{number}", "ar", row["name"], row["desc"])
        for number, row in enumerate(services)
    ]
    return JudgedSet("Absher", bodies, queries)


def govuk(folder: Path) -> JudgedSet:
    """Return the titles of pages of GOV.UK, and what people type for some of them.

    The pages are listed by how much they are read, which is their popularity.
    """
    titles = {row["link"]: row["query"] for row in _rows(folder / "top_1000_pages_with_titles.csv")}
    wanted: defaultdict[str, dict[str, int]] = defaultdict(dict)
    for row in _rows(folder / "self_assessment.csv"):
        wanted[row["query"]][row["link"]] = BEST
    queries = [
        JudgedQuery(id=f"govuk-q{number}", text=text, kind="tax", grades=grades)
        for number, (text, grades) in enumerate(wanted.items())
    ]
    bodies = [_body(link, "en", title, "") for link, title in titles.items()]
    worths = {link: len(titles) - place for place, link in enumerate(titles)}
    popular = dict(list(points_of(worths).items())[:MOST_POPULAR])
    return JudgedSet("GOV.UK", bodies, queries, popular)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        yield from csv.DictReader(file)


def _spaced(title: str) -> str:
    return " ".join(title.split())


def _body(name: str, language: str, title: str, description: str) -> dict[str, Any]:
    """Return a rendered service with nothing but a title and a description."""
    return {
        "id": name,
        "title": {language: title},
        "description": {language: description},
        "hasCompetentAuthority": {"id": "other", "title": {}},
        "keyword": {},
        "isClassifiedBy": [],
        "label": {"lifeEvent": {}, "businessEvent": {}, "output": {}},
        "audience": [],
        "hasChannel": [],
        "hasCost": [],
        "isFree": None,
        "hasInputType": [],
        "holdsRequirement": [],
        "produces": [],
        "language": [language],
        "digitalStage": None,
        "modified": "2026-01-01T00:00:00Z",
    }
