"""Answers to searches in Meilisearch's shape, from whichever engine serves."""

import time
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil
from typing import Any
from uuid import uuid4

from sqlalchemy.orm import Session

from app.api.meili.asked import UID, Asked, Paging
from app.api.meili.attributes import LABELLED, MIN_COST, SORTS
from app.api.meili.documents import chosen, document_of
from app.api.meili.faults import MeiliFault
from app.api.meili.filtering import Filtering
from app.api.meili.formatting import formatted, positions
from app.api.meili.grammar import Expression, FilterFault
from app.core.languages import Language
from app.search.conditions import Condition
from app.search.engine import LAST_RESULT, SearchEngine, Sort
from app.search.finding import Found, FoundService, Wanted, find_services
from app.search.guidance import Guidance
from app.search.lexicon import Lexicon
from app.search.queries import Hear, Labels
from app.search.serving import ServedSearch

MOST_VALUES = 1_000
"""Values of one facet in an answer, the most frequent."""
Answer = dict[str, Any]  # Any: JSON
Distribution = Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Source:
    """What answers are made of; one state of it serves all searches of a request."""

    session: Session
    engine: SearchEngine
    labels: Labels
    lexicon: Lexicon
    guidance: Guidance
    filtering: Filtering
    base_url: str
    language: Language | None
    hear: Hear
    has_metadata: bool = False


def source_of(
    session: Session,
    served: ServedSearch,
    base_url: str,
    *,
    language: Language | None,
    hear: Hear,
    has_metadata: bool,
) -> Source:
    """Take what serves at this moment, for readers of a language."""
    labels = served.labels
    return Source(
        session=session,
        engine=served.engine,
        labels=labels,
        lexicon=served.lexicon,
        guidance=served.guidance,
        filtering=Filtering(labels),
        base_url=base_url,
        language=language,
        hear=hear,
        has_metadata=has_metadata,
    )


def answer_search(source: Source, asked: Asked) -> Answer:
    """Answer a search.

    Raises:
        MeiliFault: the filter cannot be carried out.
        SearchUnavailable: the search engine does not answer.

    """
    started = time.perf_counter()
    found = _found(source, asked)
    if found.heard:
        source.hear(found.heard)
    answer: Answer = {
        "hits": [_hit(source, asked, one, found) for one in found.services],
        "query": asked.text,
        "processingTimeMs": 0,
        **_totals(asked.paging, found.total),
    }
    if asked.facets is not None:
        counts = {name: _distribution(found, name, source.labels) for name in asked.facets}
        answer["facetDistribution"] = counts
        answer["facetStats"] = _stats(counts)
    if source.has_metadata:
        answer["metadata"] = _metadata(found)
    answer["processingTimeMs"] = milliseconds_since(started)
    return answer


def _metadata(found: Found) -> Answer:
    """Name a query as Meilisearch does, and as the log knows it, if it does."""
    named = {"queryUid": str(uuid4()), "indexUid": UID, "primaryKey": "id"}
    return {**named, "queryId": found.heard.query_id} if found.heard else named


def distribution_of(
    source: Source, attribute: str, *, text: str, expression: Expression | None
) -> Distribution:
    """Count the values of one attribute among the services that answer.

    Raises:
        MeiliFault: the filter cannot be carried out.
        SearchUnavailable: the search engine does not answer.

    """
    wanted = Wanted(
        text=text,
        where=_condition(source.filtering, expression),
        facets=(_facet_of(attribute),),
        limit=0,
        language=source.language,
    )
    found = _services(source, wanted)
    return _distribution(found, attribute, source.labels)


def milliseconds_since(started: float) -> int:
    """Tell how long an answer took, in whole milliseconds."""
    return int((time.perf_counter() - started) * 1000)


def _found(source: Source, asked: Asked) -> Found:
    sort, is_reversed = _order(asked.sort)
    wanted = Wanted(
        text=asked.text,
        where=_condition(source.filtering, asked.expression),
        facets=tuple(dict.fromkeys(map(_facet_of, asked.facets or ()))),
        sort=sort,
        is_reversed=is_reversed,
        offset=asked.paging.offset,
        limit=0 if asked.paging.page == 0 else asked.paging.limit,
        language=source.language,
    )
    return _services(source, wanted)


def _services(source: Source, wanted: Wanted) -> Found:
    return find_services(
        source.session,
        source.engine,
        wanted,
        lexicon=source.lexicon,
        guidance=source.guidance,
    )


def _condition(filtering: Filtering, expression: Expression | None) -> Condition | None:
    if expression is None:
        return None
    try:
        return filtering.condition_of(expression)
    except FilterFault as fault:
        raise MeiliFault("invalid_search_filter", f"`filter` cannot be used: {fault}.") from None


def _order(wanted: str | None) -> tuple[Sort, bool]:
    if wanted is None:
        return Sort.RELEVANCE, False
    attribute, _, direction = wanted.rpartition(":")
    sort, is_descending = SORTS[attribute]
    return sort, is_descending is (direction == "asc")


def _hit(source: Source, asked: Asked, service: FoundService, found: Found) -> Answer:
    document = document_of(service.body, source.labels, source.base_url)
    hit = dict(chosen(document, asked.shown.retrieved))
    written = formatted(document, asked.shown, found.matcher)
    if written is not None:
        hit["_formatted"] = written
    if asked.shown.has_positions:
        hit["_matchesPosition"] = positions(document, found.matcher)
    if asked.shown.has_score:
        hit["_rankingScore"] = _score(asked, service, found)
    return hit


def _score(asked: Asked, service: FoundService, found: Found) -> float | None:
    """Tell how well a service answers; without words all do, and in an order none is judged."""
    if found.matcher is None:
        return 1.0
    return round(service.score, 4) if asked.sort is None else None


def _totals(paging: Paging, total: int) -> Answer:
    """Say how many hits there are: as many as can be reached."""
    reached = min(total, LAST_RESULT)
    if paging.page is None:
        return {"limit": paging.limit, "offset": paging.offset, "estimatedTotalHits": reached}
    return {
        "hitsPerPage": paging.limit,
        "page": paging.page,
        "totalPages": ceil(reached / paging.limit) if paging.limit else 0,
        "totalHits": reached,
    }


def _facet_of(attribute: str) -> str:
    return LABELLED[attribute][0] if attribute in LABELLED else attribute


def _distribution(found: Found, attribute: str, labels: Labels) -> Distribution:
    """Return the counts of an attribute's values, the most frequent first."""
    counts = found.facets[_facet_of(attribute)]
    if attribute not in LABELLED:
        return dict(counts[:MOST_VALUES])
    facet, language = LABELLED[attribute]
    names, called = labels.get(facet, {}), Counter[str]()
    for code, count in counts:
        if name := names.get(code, {}).get(language):
            called[name] += count
    return dict(called.most_common(MOST_VALUES))


def _stats(counts: Mapping[str, Distribution]) -> Answer:
    """Return the bounds of what is a number."""
    fees = [int(value) for value in counts.get(MIN_COST, ())]
    return {MIN_COST: {"min": min(fees), "max": max(fees)}} if fees else {}
