"""Finding services with any conditions: their whole documents, for facades of other searches."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents
from app.search.conditions import Condition
from app.search.documents import Body
from app.search.engine import EngineQuery, SearchEngine, Sort
from app.search.highlight import Matcher, matcher_of
from app.search.lexicon import NO_LEXICON, Lexicon
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


@dataclass(frozen=True, slots=True)
class FoundService:
    """A published service that answers, and how well (0 to 1)."""

    body: Body
    score: float


@dataclass(frozen=True, slots=True)
class Found:
    """Some of the services that answer, how many there are, and the counts of the facets."""

    services: tuple[FoundService, ...]
    total: int
    facets: Mapping[str, tuple[tuple[str, int], ...]]
    matcher: Matcher | None


def find_services(
    session: Session, engine: SearchEngine, wanted: Wanted, *, lexicon: Lexicon = NO_LEXICON
) -> Found:
    """Answer a question; only what is published now is found.

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
    )
