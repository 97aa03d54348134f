"""Searching: from what was typed to a page of hits, for the API and the portal alike."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents, find_documents_as_of
from app.catalogue.queries.old_trees import OldTree
from app.catalogue.rules.filtering import ServiceFilters
from app.core.clock import now
from app.core.languages import Language
from app.search import conditions
from app.search.conditions import Among
from app.search.documents import FACETS, Body
from app.search.engine import EngineQuery, EngineResult, Hit, SearchEngine, Sort
from app.search.errors import SearchUnavailable, TooManyHits, UnknownFacet
from app.search.explaining import explain
from app.search.guidance import NO_GUIDANCE, Guidance
from app.search.highlight import Matcher, marked_html, matcher_of, segments, snippet
from app.search.insights.heard import Heard, heard_of
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.plan import Plan
from app.search.planning import plan_as_typed, plan_query
from app.search.schemas import (
    EntityBrief,
    FacetValue,
    SearchHit,
    SearchOut,
    Suggestion,
    SuggestOut,
    Texts,
)
from app.search.suggest import Name, Suggester
from app.search.suggesting import suggest_names
from app.search.understanding import understanding_of
from app.search.vocabulary import Vocabulary

Labels = Mapping[str, Mapping[str, Texts]]
"""What the values of facets are called: facet, then value, then language."""


Hear = Callable[[Heard], None]
_EVERYTHING = ServiceFilters()
_COUNTED = {"category": "categoryPath"}
"""A category counts everything below it, as a reader who opens a branch expects."""
_CATEGORIES = frozenset(("category", "categoryPath"))
MOST_COUNTED = 10_000
"""Hits that are counted in the tree of another version at most."""


@dataclass(frozen=True, slots=True)
class Search:
    """One search as a visitor asks it; empty `text` lists everything.

    With a `tree` of another version the facet `category` is counted in it. What is
    `is_as_typed` is searched without corrections.
    """

    text: str = ""
    filters: ServiceFilters = field(default_factory=ServiceFilters)
    facets: tuple[str, ...] = ()
    sort: Sort = Sort.RELEVANCE
    page: int = 1
    page_size: int = 20
    is_explained: bool = False
    has_explanation: bool = False
    is_as_typed: bool = False
    tree: OldTree | None = None
    as_of: datetime | None = None
    language: Language | None = None


def unheard(_heard: Heard) -> None:
    """Keep nothing of a search."""


def search(
    session: Session,
    engine: SearchEngine,
    asked: Search,
    *,
    labels: Labels,
    lexicon: Lexicon = NO_LEXICON,
    guidance: Guidance = NO_GUIDANCE,
    hear: Hear = unheard,
) -> SearchOut:
    """Answer a search; ``hear`` is told what the log may keep of it.

    Raises:
        UnknownFacet: a facet or filter that does not exist was asked for.

    """
    _check_names(asked)
    plan = _plan(asked, engine.vocabulary, lexicon) if asked.text.strip() else None
    if asked.is_as_typed:
        guidance = guidance.by_words()
    steering = guidance.steering(plan, asked.language, now())
    query = EngineQuery(
        plan=plan,
        filters=asked.filters,
        facets=tuple(_COUNTED.get(facet, facet) for facet in asked.facets),
        sort=asked.sort,
        page=asked.page,
        page_size=asked.page_size,
        steering=steering,
    )
    result = engine.search(query)
    facets = {facet: _values(result, facet, labels) for facet in asked.facets}
    if asked.tree and "category" in facets:
        facets["category"] = _in_tree(engine, query, asked.tree)
    heard = _heard(asked, plan, lexicon, result.total) if plan else None
    bodies = _bodies(session, result.hits, asked)
    if heard and asked.page == 1 and asked.as_of is None:
        hear(heard)
    return SearchOut(
        query_id=heard.query_id if heard else None,
        items=_items(bodies, result.hits, plan, asked, frozenset(steering.pinned)),
        total=result.total,
        page=asked.page,
        page_size=asked.page_size,
        facets=facets,
        query_understanding=understanding_of(plan) if plan and asked.is_explained else None,
        explanation=explain(query, engine.vocabulary, list(bodies.values()))
        if asked.has_explanation
        else None,
        degraded=result.is_degraded,
    )


def _plan(asked: Search, vocabulary: Vocabulary, lexicon: Lexicon) -> Plan:
    make = plan_as_typed if asked.is_as_typed else plan_query
    return make(asked.text, vocabulary, lexicon)


def _heard(asked: Search, plan: Plan, lexicon: Lexicon, total: int) -> Heard:
    is_whole = asked.filters == _EVERYTHING
    return heard_of(plan, lexicon, hits=total if is_whole else None)


def suggest(
    suggester: Suggester,
    engine: SearchEngine,
    text: str,
    *,
    lexicon: Lexicon = NO_LEXICON,
    limit: int = 10,
) -> SuggestOut:
    """Suggest names for what was typed so far."""
    names = _present(engine, suggest_names(suggester, engine, lexicon, text, limit=limit))
    return SuggestOut(items=[Suggestion(text=n.text, kind=n.kind, id=n.id) for n in names])


def _present(engine: SearchEngine, names: Sequence[Name]) -> list[Name]:
    """Leave out services that are in the index no more: names are gathered later than it is."""
    services = tuple(name.id for name in names if name.kind == "service")
    if not services:
        return list(names)
    asked = EngineQuery(where=Among(conditions.ID, services), page_size=len(services))
    try:
        there = {hit.id for hit in engine.search(asked).hits}
    except SearchUnavailable:
        return list(names)
    return [name for name in names if name.kind != "service" or name.id in there]


def _in_tree(engine: SearchEngine, query: EngineQuery, tree: OldTree) -> list[FacetValue]:
    """Count the categories of another version, of all hits that any category would leave."""
    values = {key: one for key, one in query.filters.values.items() if key not in _CATEGORIES}
    wide = replace(
        query,
        filters=replace(query.filters, values=values),
        facets=(),
        sort=Sort.RELEVANCE,
        page=1,
        page_size=MOST_COUNTED,
    )
    found = engine.search(wide)
    if found.total > MOST_COUNTED:
        raise TooManyHits(f"More than {MOST_COUNTED} hits: narrow the search to count them.")
    names = tree.labels()
    counted = tree.count([hit.id for hit in found.hits])
    ordered = sorted(counted.items(), key=lambda one: (-one[1], one[0]))
    return [FacetValue(value=code, label=dict(names[code]), count=n) for code, n in ordered]


def _check_names(asked: Search) -> None:
    for name in (*asked.facets, *asked.filters.values):
        if name not in FACETS:
            raise UnknownFacet(f"There is no facet {name!r}; there are {', '.join(FACETS)}.")


def _bodies(session: Session, hits: Sequence[Hit], asked: Search) -> dict[str, Body]:
    """Read the documents of the hits; one archived since the last commit is left out."""
    ids, as_of = [hit.id for hit in hits], asked.as_of
    found = find_documents_as_of(session, ids, as_of) if as_of else find_documents(session, ids)
    return {one: orjson.loads(found[one]) for one in ids if one in found}


def _items(
    bodies: Mapping[str, Body],
    hits: Sequence[Hit],
    plan: Plan | None,
    asked: Search,
    pinned: Collection[str],
) -> list[SearchHit]:
    matcher = matcher_of(plan) if plan else None
    first = pinned if asked.sort is Sort.RELEVANCE else ()
    return [
        _item(bodies[hit.id], hit, matcher, is_pinned=hit.id in first)
        for hit in hits
        if hit.id in bodies
    ]


def _item(
    body: Body,
    hit: Hit,
    matcher: Matcher | None,
    *,
    is_pinned: bool,
) -> SearchHit:
    entity, summary = body["hasCompetentAuthority"], body.get("description") or {}
    return SearchHit(
        id=hit.id,
        title=body["title"],
        summary=summary,
        entity=EntityBrief(id=entity["id"], title=entity["title"]),
        score=round(hit.score, 4),
        is_pinned=is_pinned,
        highlights=_highlights(body["title"], summary, matcher) if matcher else {},
    )


def _highlights(title: Texts, summary: Texts, matcher: Matcher) -> dict[str, Texts]:
    marked = {
        "title": {lang: marked_html(segments(text, matcher)) for lang, text in title.items()},
        "summary": {lang: marked_html(snippet(text, matcher)) for lang, text in summary.items()},
    }
    return {
        name: {lang: html for lang, html in texts.items() if "<mark>" in html}
        for name, texts in marked.items()
    }


def _values(result: EngineResult, facet: str, labels: Labels) -> list[FacetValue]:
    names = labels.get(facet, {})
    return [
        FacetValue(value=value, label=names.get(value), count=count)
        for value, count in result.facets[_COUNTED.get(facet, facet)]
    ]
