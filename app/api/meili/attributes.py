"""The attributes of a hit: what it carries, is filtered by, counted over and sorted by.

A service is one document in every language: texts are objects keyed by language, so that
``title.ar`` is an attribute. Every facet has its codes (``entity``) and what these are called
(``entityLabel.ar``); both can be filtered by and counted, so that a list to refine by shows
names without a table of its own.
"""

from collections.abc import Mapping
from typing import Final

from app.core.languages import LANGUAGES
from app.search import conditions
from app.search.documents import FACETS
from app.search.engine import Sort

ID: Final = conditions.ID
IS_FREE: Final = conditions.IS_FREE
MIN_COST: Final = conditions.MIN_COST
MODIFIED_AT: Final = "modifiedAt"
"""Seconds since 1970, as clients compare times."""

LABEL_SUFFIX: Final = "Label"
SINGLE = frozenset({"entity", "digitalStage"})
"""Facets of which a service has at most one value, so that a hit carries it without a list."""

LABELLED: Mapping[str, tuple[str, str]] = {
    f"{facet}{LABEL_SUFFIX}.{language}": (facet, language)
    for facet in FACETS
    for language in LANGUAGES
}
"""Attributes that hold what a facet's values are called: the facet, and the language."""

COUNTED = (*FACETS, *LABELLED, IS_FREE, MIN_COST)
FILTERED = (*COUNTED, MODIFIED_AT, ID)
SORTS: Mapping[str, tuple[Sort, bool]] = {
    "title.ar": (Sort.TITLE_AR, False),
    "title.en": (Sort.TITLE_EN, False),
    MODIFIED_AT: (Sort.UPDATED, True),
}
"""What hits are sorted by: the order, and whether it is the one from the last to the first."""

SEARCHED = (
    "title",
    "keyword",
    "description",
    "categoryLabel",
    "lifeEventLabel",
    "businessEventLabel",
    "outputLabel",
    "entityLabel",
)
"""Attributes whose words are searched, the weightiest first; no others are highlighted."""
