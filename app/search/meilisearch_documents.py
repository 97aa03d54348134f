"""Search documents as Meilisearch keeps them: attributes of plain words and values.

Nothing in them is display text: what a reader sees comes from the catalogue.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from app.search.documents import FACETS, LANGUAGES, Field, SearchDocument, microseconds
from app.search.meilisearch_words import latin, plain_value
from app.search.plan import Stream
from app.search.scoring import FIELD_WEIGHTS, Clause, Group, PhraseClause, Scoring

KEY, ID, KIND = "key", "id", "kind"
SERVICE, STATE = "service", "state"
SURFACES = "surfaces"
IS_FREE, MIN_COST, UPDATED = "isFree", "minCostFils", "updatedUs"

Row = Mapping[str, Any]  # Any: JSON
"""A document, or a part of one, as Meilisearch answers it."""

STREAM_ATTRIBUTES = {stream: f"t_{stream.value}" for stream in Stream}
"""The terms of a stream wherever they stand: whether a document matches at all."""


def shadow_attribute(field: Field) -> str:
    """Return the attribute that holds the terms of a field."""
    return f"s_{field.value}"


def facet_attribute(facet: str) -> str:
    """Return the attribute that holds the values of a facet, or of what else is counted."""
    return facet if facet in (IS_FREE, MIN_COST) else f"f_{facet}"


def title_sort_attribute(language: str) -> str:
    """Return the attribute that puts the titles of a language in order."""
    return f"title_{language}"


def document_key(document_id: str) -> str:
    """Return the key of a service: Meilisearch takes no dot, and its order ignores case."""
    return document_id.encode().hex()


def meilisearch_document(document: SearchDocument) -> dict[str, Any]:  # Any: JSON
    """Return a search document in Meilisearch's terms."""
    return {
        KEY: document_key(document.id),
        ID: document.id,
        KIND: SERVICE,
        **{shadow_attribute(field): _words(terms) for field, terms in document.terms.items()},
        **{name: _stream_terms(document, stream) for stream, name in STREAM_ATTRIBUTES.items()},
        SURFACES: [latin(word) for word in sorted(document.surfaces)],
        **{facet_attribute(name): _values(document, name) for name in FACETS},
        IS_FREE: document.is_free,
        MIN_COST: document.min_cost_fils,
        UPDATED: microseconds(document.updated_at),
        # The dot keeps a service without a title sortable: nothing sorts an empty text.
        **{title_sort_attribute(each): f".{document.title_keys[each]}" for each in LANGUAGES},
    }


def state_document(*, seq: int, layout: str, settings: str) -> dict[str, Any]:  # Any: JSON
    """Return what an index says of itself: what it holds, and what it was built with."""
    return {KEY: STATE, KIND: STATE, "seq": seq, "layout": layout, "settings": settings}


def terms_of_row(row: Row) -> dict[Field, frozenset[str]]:
    """Read the terms that a row carries, still in Latin letters."""
    return {
        field: frozenset(row[name].split()) for field, name in _SHADOWS.items() if row.get(name)
    }


def in_latin(scoring: Scoring) -> Scoring:
    """Return the same points for terms in Latin letters."""

    def written(groups: Iterable[Group]) -> tuple[Group, ...]:
        return tuple(tuple(map(_clause_in_latin, group)) for group in groups)

    return replace(
        scoring,
        words=written(scoring.words),
        extras=written(scoring.extras),
        loose=written(scoring.loose),
    )


def _clause_in_latin(clause: Clause | PhraseClause) -> Clause | PhraseClause:
    if isinstance(clause, Clause):
        return clause._replace(term=latin(clause.term))
    return clause._replace(words=tuple(map(latin, clause.words)))


_SHADOWS = {field: shadow_attribute(field) for field in Field}


def _words(terms: Iterable[str]) -> str:
    return " ".join(sorted(latin(term) for term in terms))


def _stream_terms(document: SearchDocument, stream: Stream) -> list[str]:
    found = {term for field in FIELD_WEIGHTS[stream] for term in document.terms.get(field, ())}
    return sorted(latin(term) for term in found)


def _values(document: SearchDocument, facet: str) -> list[str]:
    return [plain_value(value) for value in document.facets.get(facet, ())]
