"""Engine queries in tantivy's terms, built clause by clause.

What people type never reaches tantivy's query parser, and every clause has a constant
score: the points of `scoring`, which are whole numbers and therefore add up exactly.
"""

from collections.abc import Iterator

import tantivy
from tantivy import Occur, Query

from app.catalogue.rules.filtering import ServiceFilters
from app.search.conditions import Condition
from app.search.documents import Field, microseconds
from app.search.scoring import Clause, Group, PhraseClause, Scoring
from app.search.tantivy_conditions import EARLIEST, LATEST, meant, range_of
from app.search.tantivy_schema import (
    ID,
    IS_FREE,
    MIN_COST,
    UPDATED,
    facet_field,
    term_field,
)


def build_query(
    schema: tantivy.Schema,
    scoring: Scoring | None,
    filters: ServiceFilters,
    *,
    where: Condition | None = None,
    is_scored: bool = True,
) -> Query:
    """Return the documents that match the plan and pass the filters, with their points."""
    required = [Query.const_score_query(each, 0.0) for each in _filters(schema, filters)]
    if where is not None:
        required.append(Query.const_score_query(meant(schema, where), 0.0))
    if scoring is None:
        return _all_of([Query.all_query(), *required])
    if not is_scored:
        return _all_of([_any_clause(schema, scoring), *required])
    words = [*(_group(schema, group) for group in scoring.words), *_given(schema, scoring)]
    matching = Query.boolean_query([(Occur.Should, word) for word in words])
    extras = [(Occur.Should, _group(schema, group)) for group in scoring.extras]
    return Query.boolean_query([(Occur.Must, each) for each in (matching, *required)] + extras)


def _any_clause(schema: tantivy.Schema, scoring: Scoring) -> Query:
    """Return the documents that match a word, are pinned or near, looking each term up once."""
    found = {
        (clause.field, clause.looked_up): clause for group in scoring.words for clause in group
    }
    terms = [_condition(schema, clause) for clause in found.values()]
    if named := [*scoring.pins, *scoring.near]:
        terms.append(Query.term_set_query(schema, ID, named))
    return Query.boolean_query([(Occur.Should, each) for each in terms])


def split_by_id(schema: tantivy.Schema, built: Query, ids: list[str]) -> tuple[Query, Query]:
    """Split what a query finds into the documents with one of these ids, and all others."""
    named = Query.const_score_query(Query.term_set_query(schema, ID, ids), 0.0)
    others = [(Occur.Must, built), (Occur.MustNot, named)]
    return _all_of([built, named]), Query.boolean_query(others)


def _given(schema: tantivy.Schema, scoring: Scoring) -> Iterator[Query]:
    for document_id, points in (*scoring.pins.items(), *scoring.near.items()):
        named = Query.term_query(schema, ID, document_id, "basic")
        yield Query.const_score_query(named, float(points))


def _all_of(queries: list[Query]) -> Query:
    return Query.boolean_query([(Occur.Must, query) for query in queries])


def _group(schema: tantivy.Schema, group: Group) -> Query:
    return Query.disjunction_max_query([_clause(schema, clause) for clause in group])


def _clause(schema: tantivy.Schema, clause: Clause | PhraseClause) -> Query:
    return Query.const_score_query(_condition(schema, clause), float(clause.points))


def _condition(schema: tantivy.Schema, clause: Clause | PhraseClause) -> Query:
    if isinstance(clause, Clause):
        return _term(schema, clause.field, clause.term)
    return _all_of([_term(schema, clause.field, word) for word in clause.words])


def _term(schema: tantivy.Schema, field: Field, term: str) -> Query:
    return Query.term_query(schema, term_field(field), term, "basic")


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
