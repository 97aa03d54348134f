"""Conditions in tantivy's terms; nothing that people type reaches its query parser."""

from collections.abc import Sequence

import tantivy
from tantivy import FieldType, Occur, Query

from app.search import conditions
from app.search.conditions import Among, Between, Condition, Either, Every, Filled, Not
from app.search.tantivy_schema import MIN_COST, UPDATED, facet_field

EARLIEST, LATEST = -(2**62), 2**62
_IS_FREE = {"true": "True", "false": "False"}


def meant(schema: tantivy.Schema, where: Condition) -> Query:
    """Return the documents for which a condition holds."""
    match where:
        case Every(parts):
            return _all_of(schema, parts)
        case Either(parts):
            return _any_of([meant(schema, part) for part in parts])
        case Not():
            return _all_of(schema, (where,))
        case Among() | Filled() | Between():
            return _single(schema, where)


def _single(schema: tantivy.Schema, where: Among | Filled | Between) -> Query:
    match where:
        case Among(name, values):
            known = [_stored(name, value) for value in values]
            return Query.term_set_query(schema, facet_field(name), known)
        case Filled(name):
            return Query.exists_query(facet_field(name))
        case Between(name, first, last):
            field = MIN_COST if name == conditions.MIN_COST else UPDATED
            lowest = EARLIEST if first is None else max(first, EARLIEST)
            highest = LATEST if last is None else min(last, LATEST - 1) + 1
            return range_of(schema, field, lowest, highest)


def range_of(schema: tantivy.Schema, field: str, first: int, after_last: int) -> Query:
    """Return the documents whose number lies from the first to before the last."""
    if first >= after_last:
        return Query.empty_query()
    return Query.range_query(
        schema, field, FieldType.Integer, first, after_last, include_upper=False
    )


def _all_of(schema: tantivy.Schema, parts: Sequence[Condition]) -> Query:
    """Join parts; every document is looked at only when nothing says which are meant."""
    clauses = [
        (Occur.MustNot, meant(schema, part.part))
        if isinstance(part, Not)
        else (Occur.Must, meant(schema, part))
        for part in parts
    ]
    if all(isinstance(part, Not) for part in parts):
        clauses.append((Occur.Must, Query.all_query()))
    return Query.boolean_query(clauses)


def _any_of(queries: list[Query]) -> Query:
    if not queries:
        return Query.empty_query()
    return Query.boolean_query([(Occur.Should, query) for query in queries])


def _stored(name: str, value: str) -> str:
    """Write a value as the index has it."""
    return _IS_FREE.get(value, "") if name == conditions.IS_FREE else value
