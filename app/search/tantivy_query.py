"""Engine queries in tantivy's terms, built clause by clause.

What people type never reaches tantivy's query parser, and every clause has a constant
score: the points of `scoring`, which are whole numbers and therefore add up exactly.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

import tantivy
from tantivy import FieldType, Occur, Query

from app.catalogue.rules.filtering import ServiceFilters
from app.search.conditions import Condition
from app.search.documents import NAME_FIELDS, Field, microseconds
from app.search.scoring import Clause, Group, PhraseClause, Scoring
from app.search.tantivy_conditions import EARLIEST, LATEST, meant, range_of
from app.search.tantivy_layers import LAYERS, looked_up, term_field
from app.search.tantivy_schema import (
    ID,
    IS_FREE,
    MIN_COST,
    PLACE,
    UPDATED,
    facet_field,
    place_of,
)


def build_query(
    schema: tantivy.Schema,
    scoring: Scoring | None,
    filters: ServiceFilters,
    *,
    where: Condition | None = None,
) -> Query:
    """Return the documents that match the plan and pass the filters, without points."""
    required = build_filters(schema, filters, where)
    if scoring is None:
        return all_of([Query.all_query(), *required])
    return all_of([_matching(schema, scoring), *required])


def build_scored(
    schema: tantivy.Schema,
    scoring: Scoring,
    filters: ServiceFilters,
    *,
    where: Condition | None = None,
) -> Query:
    """Return the documents that match the plan and pass the filters, with their points."""
    earned = [_group(schema, group) for group in scoring.words]
    earned += chain.from_iterable(_extra(schema, group) for group in scoring.extras)
    earned += [_beside_words(schema, scoring, group) for group in scoring.loose]
    earned += _given(schema, scoring)
    required = [
        Query.const_score_query(each, 0.0) for each in build_filters(schema, filters, where)
    ]
    return all_of([any_of(earned), *required])  # one union is read faster than one beside another


def _matching(schema: tantivy.Schema, scoring: Scoring) -> Query:
    """Return the documents that match a word, or are pinned or near."""
    clauses = (clause for group in scoring.words for clause in group)
    return any_of([*holding(schema, clauses), *named(schema, scoring)])


def _beside_words(schema: tantivy.Schema, scoring: Scoring, group: Group) -> Query:
    """Return the documents that match a group, with its points, if they match a word as well."""
    matching = Query.const_score_query(_matching(schema, scoring), 0.0)
    return all_of([_group(schema, group), matching])


def build_filters(
    schema: tantivy.Schema, filters: ServiceFilters, where: Condition | None
) -> list[Query]:
    """Return what a document must pass."""
    conditions = () if where is None else (meant(schema, where),)
    return [*_filters(schema, filters), *conditions]


def holding(schema: tantivy.Schema, clauses: Iterable[Clause | PhraseClause]) -> list[Query]:
    """Return the documents that hold one of the terms, each looked up once.

    A title of any length and a keyword are names, whose terms stand together in a field.
    """
    found = {
        (field, clause.looked_up) for clause in clauses for field in looked_up(_whole(clause.field))
    }
    return [_held(schema, field, terms) for field, terms in sorted(found)]


def named(schema: tantivy.Schema, scoring: Scoring) -> list[Query]:
    """Return the documents that are pinned or near, if there are any."""
    ids = [*scoring.pins, *scoring.near]
    return [Query.term_set_query(schema, ID, ids)] if ids else []


def split_by_id(schema: tantivy.Schema, built: Query, ids: list[str]) -> tuple[Query, Query]:
    """Split what a query finds into the documents with one of these ids, and all others."""
    with_id = Query.const_score_query(Query.term_set_query(schema, ID, ids), 0.0)
    others = [(Occur.Must, built), (Occur.MustNot, with_id)]
    return all_of([built, with_id]), Query.boolean_query(others)


def up_to(schema: tantivy.Schema, built: Query, last: str, others: Iterable[str]) -> Query:
    """Return of what a query finds the documents up to an id, and those with one of others.

    A few whose ids begin alike may come along.
    """
    until = Query.range_query(schema, PLACE, FieldType.Unsigned, 0, place_of(last))
    either = any_of([until, Query.term_set_query(schema, ID, list(others))])
    return all_of([built, Query.const_score_query(either, 0.0)])


def all_of(queries: Sequence[Query]) -> Query:
    """Return the documents that all queries find."""
    if len(queries) == 1:
        return queries[0]
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def any_of(queries: Sequence[Query]) -> Query:
    """Return the documents that one of the queries finds."""
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _given(schema: tantivy.Schema, scoring: Scoring) -> Iterator[Query]:
    for document_id, points in (*scoring.pins.items(), *scoring.near.items()):
        one = Query.term_query(schema, ID, document_id, "basic")
        yield Query.const_score_query(one, float(points))


def _group(schema: tantivy.Schema, group: Group) -> Query:
    clauses = [
        _earning(schema, field, clause) for clause in group for field in looked_up(clause.field)
    ]
    return clauses[0] if len(clauses) == 1 else Query.disjunction_max_query(clauses)


def _extra(schema: tantivy.Schema, group: Group) -> list[Query]:
    """Return what a group adds: its clauses one by one where a document matches one at most."""
    if not _is_plain_sum(group):
        return [_group(schema, group)]
    return [_earning(schema, term_field(clause.field), clause) for clause in group]


def _is_plain_sum(group: Group) -> bool:
    """Tell whether a document earns at most one of the clauses: one word in several layers."""
    words = {clause.looked_up for clause in group}
    return len(words) == 1 and all(clause.field in LAYERS for clause in group)


def _earning(schema: tantivy.Schema, field: str, clause: Clause | PhraseClause) -> Query:
    found = _held(schema, field, clause.looked_up)
    return Query.const_score_query(found, float(clause.points))


def _whole(field: Field) -> Field:
    return Field.NAME if field in NAME_FIELDS else field


def _held(schema: tantivy.Schema, field: str, terms: Sequence[str]) -> Query:
    return all_of([Query.term_query(schema, field, term, "basic") for term in terms])


def _filters(schema: tantivy.Schema, filters: ServiceFilters) -> Iterator[Query]:
    for name, values in filters.values.items():
        yield Query.term_set_query(schema, facet_field(name), list(values))
    if filters.is_free is not None:
        yield Query.term_query(schema, IS_FREE, str(filters.is_free), "basic")
    if filters.cost_max_fils is not None:
        yield range_of(schema, MIN_COST, EARLIEST, filters.cost_max_fils + 1)
    after, before = filters.updated_after, filters.updated_before
    if after or before:
        first = microseconds(after) if after else EARLIEST
        last = microseconds(before) if before else LATEST
        yield range_of(schema, UPDATED, first, last)
