"""Engine queries in Meilisearch's terms: filters, and which rows to ask for.

What people type never reaches a filter as it stands: words are written as in
`meilisearch_words` and the values of facets as plain values, neither of which holds a
quote or a backslash.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from app.catalogue.rules.filtering import ServiceFilters
from app.search.documents import microseconds
from app.search.engine import EngineQuery, Sort, filters_for_facet
from app.search.meilisearch_conditions import among, meant
from app.search.meilisearch_documents import (
    ID,
    IS_FREE,
    KEY,
    KIND,
    MIN_COST,
    SERVICE,
    STREAM_ATTRIBUTES,
    UPDATED,
    document_key,
    facet_attribute,
    shadow_attribute,
    title_sort_attribute,
)
from app.search.meilisearch_words import latin, plain_value
from app.search.plan import Alternative, Kind, Plan, PlannedWord, Stream
from app.search.scoring import Scoring

MOST_SEARCHED_WORDS = 10
"""Meilisearch reads no further."""

_ORDERS = {
    Sort.TITLE_AR: f"{title_sort_attribute('ar')}:asc",
    Sort.TITLE_EN: f"{title_sort_attribute('en')}:asc",
    Sort.UPDATED: f"{UPDATED}:desc",
}
_BY_KEY = f"{KEY}:asc"
_MOST_GUESSES = 3
_IN_STEMS = (Stream.STEM, Stream.SAID, Stream.NAME)


@dataclass(frozen=True, slots=True)
class Ask:
    """One question to Meilisearch; without a `limit` it is only counted.

    `words` are in Latin letters and join the rows by Meilisearch's own ranking.
    """

    filter: str
    words: str = ""
    sort: tuple[str, ...] = ()
    attributes: tuple[str, ...] = (ID,)
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Count:
    """A question for numbers only, and the facets it counts."""

    ask: Ask
    facets: tuple[str, ...]


def expression(query: EngineQuery, *, filters: ServiceFilters | None = None) -> str:
    """Return the filter of the documents that match the plan and pass the filters."""
    kept = query.filters if filters is None else filters
    clauses = [f'{KIND} = "{SERVICE}"', *_filters(kept)]
    if query.where is not None:
        clauses.append(meant(query.where))
    if query.plan is not None:
        words, named = _any_word(query.plan.words), query.steering.answering
        clauses.append(f"({words} OR {_with_ids(named)})" if named else words)
    return " AND ".join(clauses)


def counts(query: EngineQuery) -> list[Count]:
    """Return what has to be counted; the first has the total, each facet stands in one."""
    together: dict[str, list[str]] = {expression(query): []}
    for facet in query.facets:
        kept = filters_for_facet(query.filters, facet)
        together.setdefault(expression(query, filters=kept), []).append(facet)
    return [
        Count(Ask(each, facets=tuple(map(facet_attribute, facets))), tuple(facets))
        for each, facets in together.items()
    ]


def ordered_rows(query: EngineQuery, first: int, last: int) -> Ask:
    """Return the rows of a page in any order but relevance."""
    order = _ORDERS.get(query.sort)
    sort: tuple[str, ...] = (_BY_KEY,) if order is None else (order, _BY_KEY)
    if query.is_reversed and query.sort is not Sort.RELEVANCE:
        sort = tuple(map(_turned, sort))
    return Ask(expression(query), sort=sort, offset=first, limit=last - first)


def _turned(order: str) -> str:
    attribute, _, direction = order.partition(":")
    return f"{attribute}:{'asc' if direction == 'desc' else 'desc'}"


def popular_rows(query: EngineQuery) -> Ask:
    """Return the rows that are told from the rest by their popularity."""
    popular = query.steering.popularity
    return Ask(f"{expression(query)} AND {_with_ids(popular)}", limit=len(popular))


def unpopular_rows(query: EngineQuery, first: int, last: int) -> Ask:
    """Return the rows of a page of all others, in order of id."""
    others = f"{expression(query)} AND NOT {_with_ids(query.steering.popularity)}"
    order = _turned(_BY_KEY) if query.is_reversed else _BY_KEY
    return Ask(others, sort=(order,), offset=first, limit=last - first)


def all_rows(query: EngineQuery, scoring: Scoring, limit: int) -> Ask:
    """Return rows with any of the words, in order of id."""
    return Ask(expression(query), sort=(_BY_KEY,), attributes=_scored(scoring), limit=limit)


def best_rows(query: EngineQuery, plan: Plan, scoring: Scoring, limit: int) -> Iterator[Ask]:
    """Return where the best rows are: with every word, and by Meilisearch's own ranking."""
    scored, every = _scored(scoring), _every_word(plan.words)
    if named := query.steering.answering:
        given = f"{expression(query)} AND {_with_ids(named)}"
        yield Ask(given, attributes=scored, limit=len(named))
    if every:
        both = f"{expression(query)} AND {every}"
        yield Ask(both, sort=(_BY_KEY,), attributes=scored, limit=limit)
    if words := _surest_words(plan):
        yield Ask(expression(query), words=words, attributes=scored, limit=limit)


def further_rows(ask: Ask, keys: Iterable[str], first: int, last: int) -> Ask:
    """Return rows in order of id, leaving out those that are known."""
    known = ", ".join(f'"{key}"' for key in keys)
    rest = f"{ask.filter} AND {KEY} NOT IN [{known}]"
    return replace(ask, filter=rest, offset=first, limit=last - first)


def _scored(scoring: Scoring) -> tuple[str, ...]:
    """Return the attributes that the clauses look at."""
    fields = {c.field for group in (*scoring.words, *scoring.further) for c in group}
    return ID, KEY, *sorted(shadow_attribute(field) for field in fields)


def _filters(filters: ServiceFilters) -> Iterator[str]:
    for name, values in filters.values.items():
        yield among(facet_attribute(name), map(plain_value, values))
    if filters.is_free is not None:
        yield f"{IS_FREE} = {str(filters.is_free).lower()}"
    if filters.cost_max_fils is not None:
        yield f"{MIN_COST} <= {filters.cost_max_fils}"
    if filters.updated_after:
        yield f"{UPDATED} >= {microseconds(filters.updated_after)}"
    if filters.updated_before:
        yield f"{UPDATED} < {microseconds(filters.updated_before)}"


def _with_ids(ids: Iterable[str]) -> str:
    return among(KEY, map(document_key, ids))


def _any_word(words: Iterable[PlannedWord]) -> str:
    return _any_of([found for word in words for found in word.alternatives])


def _every_word(words: Iterable[PlannedWord]) -> str:
    """Return a filter for all words that make a tier; nothing when there is only one."""
    tiers = [word for word in words if not word.is_minor and word.alternatives]
    return " AND ".join(_any_of(word.alternatives) for word in tiers) if len(tiers) > 1 else ""


def _any_of(alternatives: Iterable[Alternative]) -> str:
    """Return a filter for any of the terms, or all terms of a phrase."""
    terms: dict[Stream, list[str]] = {}
    phrases: list[str] = []
    for found in alternatives:
        if found.beside:
            phrases.append(_all_terms(found))
        else:
            terms.setdefault(found.stream, []).append(latin(found.term))
    singles = [among(STREAM_ATTRIBUTES[stream], each) for stream, each in terms.items()]
    clauses = [*singles, *dict.fromkeys(phrases)]
    return f"({' OR '.join(clauses)})" if clauses else among(KIND, ())


def _all_terms(phrase: Alternative) -> str:
    attribute = STREAM_ATTRIBUTES[phrase.stream]
    return f"({' AND '.join(among(attribute, [latin(term)]) for term in phrase.terms)})"


def _surest_words(plan: Plan) -> str:
    surest = dict.fromkeys(latin(term) for word in plan.words for term in _surest_terms(word))
    return " ".join(list(surest)[:MOST_SEARCHED_WORDS])


def _surest_terms(word: PlannedWord) -> Iterator[str]:
    """Yield the stem of a known word, or the likeliest stems of one that had to be guessed."""
    found = [a for a in word.alternatives if a.stream in _IN_STEMS]
    likeliest = sorted(found, key=lambda one: (-one.weight, one.terms))
    is_known = bool(likeliest) and likeliest[0].kind is Kind.EXACT
    for one in likeliest[: 1 if is_known else _MOST_GUESSES]:
        yield from one.terms
