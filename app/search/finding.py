"""Finding services with any conditions: their whole documents, for facades of other searches."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents
from app.core.clock import now
from app.core.languages import Language
from app.search.conditions import Condition
from app.search.documents import Body
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.guidance import NO_GUIDANCE, Guidance
from app.search.highlight import Matcher, matcher_of
from app.search.insights.heard import Heard, heard_of
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.plan import Plan
from app.search.planning import plan_query


@dataclass(frozen=True, slots=True)
class Wanted:
    """One question; empty `text` lists everything, and a `limit` of 0 only counts.

    ``facets`` are names of ``documents.COUNTED``.
    """

    text: str = ""
    where: Condition | None = None
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    is_reversed: bool = False
    offset: int = 0
    limit: int = 20
    language: Language | None = None


@dataclass(frozen=True, slots=True)
class FoundService:
    """A published service that answers, and how well (0 to 1)."""

    body: Body
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the services that answer, how many there are, and the counts of the facets.

    ``heard`` is what the log may keep of the first hits of a search.
    """

    services: tuple[FoundService, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    matcher: Matcher | None
    heard: Heard | None = None


def find_services(
    session: Session,
    engine: SearchEngine,
    wanted: Wanted,
    *,
    lexicon: Lexicon = NO_LEXICON,
    guidance: Guidance = NO_GUIDANCE,
) -> Found:
    """Answer a question; only what is published now is found.

    What is pinned and popular counts as in every search.

    Raises:
        SearchUnavailable: the search engine does not answer.

    """
    plan = plan_query(wanted.text, engine.vocabulary, lexicon) if wanted.text.strip() else None
    result = engine.search(
        EngineQuery(
            plan=plan,
            facets=wanted.facets,
            sort=wanted.sort,
            page_size=max(wanted.limit, 1),  # engines have no page without a place on it
            where=wanted.where,
            offset=wanted.offset,
            is_reversed=wanted.is_reversed,
            steering=guidance.steering(plan, wanted.language, now()),
        )
    )
    hits = result.hits[: wanted.limit]
    documents: Mapping[str, bytes] = {}
    if hits:
        documents = find_documents(session, [hit.id for hit in hits])
    return Found(
        services=tuple(
            FoundService(orjson.loads(documents[hit.id]), hit.score)
            for hit in hits
            if hit.id in documents
        ),
        total=result.total,
        facets=result.facets,
        matcher=matcher_of(plan) if plan else None,
        heard=_heard(wanted, plan, lexicon, result.total) if plan else None,
    )


def _heard(wanted: Wanted, plan: Plan, lexicon: Lexicon, total: int) -> Heard | None:
    """Take down the first hits of a search; questions for numbers and further hits are none."""
    if wanted.offset or not wanted.limit:
        return None
    return heard_of(plan, lexicon, hits=total if wanted.where is None else None)
