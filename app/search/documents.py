"""What search keeps of a service: the terms of its texts and the values it is filtered by."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from itertools import chain
from typing import Any, get_args

from app.catalogue.rules.terms import Facet, terms_of
from app.core.ordering import order_key
from app.search.analysis import TextTerms, analyse, text_terms
from app.search.conditions import ID, IS_FREE, MIN_COST, UPDATED, Values
from app.search.naming import (
    Name,
    edges_in,
    pair_terms,
    skeletons_in,
    stems_in,
    surfaces_in,
    telling_stems,
    whole_term,
)

Body = Mapping[str, Any]  # Any: JSON
"""A rendered service document, as parsed from JSON."""


class Field(StrEnum):
    """Where a term stands in a document; a title counts more the shorter it is.

    A name is a title or a keyword; `name` holds the terms of both again, so that the words
    of a phrase are looked for together. `text` is what describes a service, `body` are the
    papers and conditions it asks for.
    """

    TITLE_SHORT = "title_short"
    TITLE_MEDIUM = "title_medium"
    TITLE_LONG = "title_long"
    KEYWORD = "keyword"
    LABEL = "label"
    ENTITY = "entity"
    TEXT = "text"
    BODY = "body"
    SKELETON = "skeleton"
    EDGE = "edge"
    PAIR = "pair"
    WHOLE = "whole"
    NAME = "name"


FACETS: tuple[str, ...] = get_args(Facet)
"""The names a search can be filtered by and counted over."""
COUNTED = (*FACETS, IS_FREE, MIN_COST)
"""Everything that engines count: beside the facets, whether it is free and the least fee."""

LANGUAGES = ("ar", "en")
_NONE: frozenset[str] = frozenset()
_SHORT_TITLE = 3
_MEDIUM_TITLE = 5
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_TITLE_FIELDS = (Field.TITLE_SHORT, Field.TITLE_MEDIUM, Field.TITLE_LONG)
NAME_FIELDS = frozenset({*_TITLE_FIELDS, Field.KEYWORD})
"""The fields whose terms stand together in `Field.NAME`."""


@dataclass(frozen=True, slots=True)
class SearchDocument:
    """One service as the engines see it."""

    id: str
    terms: Mapping[Field, frozenset[str]]
    surfaces: frozenset[str]
    facets: Mapping[str, tuple[str, ...]]
    is_free: bool | None
    min_cost_fils: int | None
    updated_at: datetime
    title_keys: Mapping[str, str]


def search_document(body: Body) -> SearchDocument:
    """Return what search keeps of a rendered service document."""
    titles = list(map(analyse, _texts(body["title"])))
    keywords = [analyse(word) for words in body["keyword"].values() for word in words]
    labels, entity = _found_by(_labels(body)), _found_by(_entity_names(body))
    texts, papers = _found_by(_texts(body["description"])), _found_by(_papers(body))
    said = {
        **_title_terms(titles),
        Field.KEYWORD: stems_in(keywords),
        Field.LABEL: _stems(labels),
        Field.ENTITY: _stems(entity),
        Field.TEXT: _stems(texts),
        Field.BODY: _stems(papers),
    }
    names = [*titles, *keywords]
    surfaces = _NONE.union(*[one.surfaces for one in (*labels, *entity, *texts, *papers)])
    return SearchDocument(
        id=body["id"],
        terms={**said, **_derived_terms(names)},
        surfaces=surfaces.union(surfaces_in(names)),
        facets={name: tuple(values) for name, values in terms_of(body).items()},
        is_free=body["isFree"],
        min_cost_fils=min_cost_of(body),
        updated_at=datetime.fromisoformat(body["modified"]),
        title_keys={language: order_key(body["title"], language) for language in LANGUAGES},
    )


def values_of(document: SearchDocument) -> Values:
    """Return what conditions judge a document by."""
    free = () if document.is_free is None else (str(document.is_free).lower(),)
    numbers = {UPDATED: microseconds(document.updated_at)}
    if document.min_cost_fils is not None:
        numbers[MIN_COST] = document.min_cost_fils
    return Values({**document.facets, IS_FREE: free, ID: (document.id,)}, numbers)


def counted_values(document: SearchDocument, name: str) -> tuple[str, ...]:
    """Return the values that a document adds to the counts of a name of ``COUNTED``."""
    if name == MIN_COST:
        return () if document.min_cost_fils is None else (str(document.min_cost_fils),)
    return values_of(document).texts.get(name, ())


def _title_terms(titles: Iterable[Name]) -> dict[Field, frozenset[str]]:
    found: dict[Field, frozenset[str]] = dict.fromkeys(_TITLE_FIELDS, _NONE)
    for title in titles:
        found[_title_field(len(telling_stems(title)))] |= stems_in([title])
    return found


def _title_field(length: int) -> Field:
    if length <= _SHORT_TITLE:
        return Field.TITLE_SHORT
    return Field.TITLE_MEDIUM if length <= _MEDIUM_TITLE else Field.TITLE_LONG


def _derived_terms(names: Sequence[Name]) -> dict[Field, frozenset[str]]:
    """Return all terms, skeletons, word beginnings, neighbouring pairs and whole names."""
    telling = list(map(telling_stems, names))
    return {
        Field.NAME: stems_in(names),
        Field.SKELETON: skeletons_in(names),
        Field.EDGE: edges_in(names),
        Field.PAIR: frozenset(chain.from_iterable(map(pair_terms, telling))),
        Field.WHOLE: frozenset(map(whole_term, filter(None, telling))),
    }


def _found_by(texts: Iterable[str]) -> list[TextTerms]:
    return list(map(text_terms, texts))


def _stems(texts: Iterable[TextTerms]) -> frozenset[str]:
    return _NONE.union(*[text.stems for text in texts])


def _texts(value: Mapping[str, str] | None) -> list[str]:
    """Return the texts of a value keyed by language, Arabic first."""
    return [value[language] for language in LANGUAGES if language in value] if value else []


def _labels(body: Body) -> Iterator[str]:
    for classification in body["isClassifiedBy"]:
        yield from _texts(classification["prefLabel"])
    for scheme in ("lifeEvent", "businessEvent", "output"):
        for label in body["label"].get(scheme, {}).values():
            yield from _texts(label)


def _entity_names(body: Body) -> Iterator[str]:
    entity = body["hasCompetentAuthority"]
    yield entity["id"]
    yield from _texts(entity["title"])


def _papers(body: Body) -> Iterator[str]:
    for item in (*body["holdsRequirement"], *body["hasInputType"]):
        yield from _texts(item["title"])


def min_cost_of(body: Body) -> int | None:
    """Return the lowest fee in fils; a service known to be free costs nothing."""
    if body["isFree"]:
        return 0
    amounts = (cost["amountFils"] for cost in body["hasCost"] if cost["unit"] != "percent")
    return min(amounts, default=None)


def microseconds(instant: datetime) -> int:
    """Return an instant as whole microseconds since 1970, without a float in between."""
    since = instant - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds
