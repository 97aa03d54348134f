"""Shapes of what search answers."""

from app.core.schemas import Schema
from app.search.explanation_schemas import ExplanationOut

Texts = dict[str, str]
"""A text by language; as it stands in the rendered document."""


class EntityBrief(Schema):
    """The entity of a hit."""

    id: str
    title: Texts


class SearchHit(Schema):
    """One service that answers.

    ``score`` lies between 0 and 1 and is 0 in any order but relevance. ``highlights``
    holds, by property and language, escaped HTML with the found words in ``<mark>``.
    ``isPinned`` tells that editors have put it first for these words.
    """

    id: str
    title: Texts
    summary: Texts
    entity: EntityBrief
    score: float
    is_pinned: bool
    highlights: dict[str, Texts]


class FacetValue(Schema):
    """A value that hits can be narrowed to, and how many there would be."""

    value: str
    label: Texts | None
    count: int


class UnderstoodWord(Schema):
    """A word of the query and the words of the catalogue it was taken for.

    ``kind`` is the surest reading: exact, clitic, synonym, transliteration, prefix, typo,
    skeleton or unknown.
    """

    text: str
    kind: str
    is_minor: bool
    readings: list[str]


class ExpandedPhrase(Schema):
    """A phrase that the lexicon knows: its groups there, and what was searched beside it."""

    text: str
    groups: list[str]
    terms: list[str]


class QueryUnderstanding(Schema):
    """What was made of the query; ``dropped`` are its stop words.

    ``repaired`` is the query as it was meant when the keyboard was set to the other
    language, and ``lexicon`` the version that ``expanded`` was taken from.
    """

    analyser: str
    lexicon: str | None
    repaired: str | None
    expanded: list[ExpandedPhrase]
    words: list[UnderstoodWord]
    dropped: list[str]
    corrected: str | None


class SearchOut(Schema):
    """One page of hits with the counts of the facets that were asked for.

    ``degraded`` tells that the search engine is away and its substitute answered.
    ``queryId`` names what was asked, for telling which hit was opened; the same words have
    the same name, whoever asks. ``explanation`` is for staff who ask for it.
    """

    query_id: str | None
    items: list[SearchHit]
    total: int
    page: int
    page_size: int
    facets: dict[str, list[FacetValue]]
    query_understanding: QueryUnderstanding | None
    explanation: ExplanationOut | None
    degraded: bool


class Suggestion(Schema):
    """A name to complete to; ``kind`` is service, concept or entity."""

    text: str
    kind: str
    id: str


class SuggestOut(Schema):
    """Suggestions, the likeliest first."""

    items: list[Suggestion]


class RelatedService(Schema):
    """A service beside another: ``relation`` says why in a word, ``reason`` in a sentence.

    The relations are requires, requiredBy, related, namedBy, sameConcept, sameEvent,
    sameEvidence and sameWords.
    """

    id: str
    title: Texts
    entity: EntityBrief
    relation: str
    reason: Texts


class RelatedOut(Schema):
    """Services beside one, those that are named first, then the nearest.

    ``degraded`` tells that the search engine is away, so that similar names are missing.
    """

    items: list[RelatedService]
    degraded: bool
