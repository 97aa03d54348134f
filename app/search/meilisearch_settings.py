"""The settings of the Meilisearch index: every one that matters is pinned here.

What Meilisearch does by itself is switched off where the plan has done it already
(spelling, word beginnings, synonyms, stop words), so that a new version of the server
with other defaults answers as before.
"""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from app.search.analysis import ANALYSER
from app.search.documents import FACETS, LANGUAGES, Field
from app.search.meilisearch_documents import (
    IS_FREE,
    KEY,
    KIND,
    MIN_COST,
    STREAM_ATTRIBUTES,
    SURFACES,
    UPDATED,
    facet_attribute,
    shadow_attribute,
    title_sort_attribute,
)
from app.search.plan import Stream
from app.search.scoring import FIELD_WEIGHTS

Settings = Mapping[str, Any]  # Any: JSON

LAYOUT = 1
"""To be raised when the meaning of an attribute changes and its name does not."""

LOCALE = "eng"
"""Everything searched is written in Latin letters; nothing is left to guessing languages."""

SEARCHED = tuple(shadow_attribute(field) for field in FIELD_WEIGHTS[Stream.STEM])
"""The attributes that words are looked up in, the weightiest first."""

_MOST = 1_000_000
"""Totals and vocabularies are cut off here: beyond any catalogue."""

EMBEDDER = "dalil"
"""The name by which a search asks Meilisearch for our vectors."""
_OF_VECTORS = ("source", "dimensions")

_COMPARED = {"equality": True, "comparison": True}
_EQUALLED = {"equality": True, "comparison": False}


def _filterable(attributes: list[str], compared: Mapping[str, bool]) -> dict[str, Any]:  # Any: JSON
    features = {"facetSearch": False, "filter": dict(compared)}
    return {"attributePatterns": attributes, "features": features}


PINNED: Settings = {
    "searchableAttributes": list(SEARCHED),
    "displayedAttributes": ["*"],
    "filterableAttributes": [
        _filterable(
            [
                *(facet_attribute(name) for name in FACETS),
                *STREAM_ATTRIBUTES.values(),
                SURFACES,
                IS_FREE,
                KEY,
                KIND,
            ],
            _EQUALLED,
        ),
        _filterable([MIN_COST, UPDATED], _COMPARED),
    ],
    "sortableAttributes": [KEY, UPDATED, *(title_sort_attribute(each) for each in LANGUAGES)],
    "rankingRules": [
        "words",
        "typo",
        "attributeRank",
        "proximity",
        "sort",
        "wordPosition",
        "exactness",
    ],
    "localizedAttributes": [{"locales": [LOCALE], "attributePatterns": ["s_*"]}],
    # The plan holds the misspelt word's corrections already, with their weights. The lengths
    # are those of the plan, one letter longer for the mark that begins an Arabic word.
    "typoTolerance": {
        "enabled": False,
        "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
        "disableOnWords": [],
        "disableOnAttributes": [shadow_attribute(Field.SKELETON)],
    },
    "pagination": {"maxTotalHits": _MOST},
    "faceting": {"maxValuesPerFacet": _MOST, "sortFacetValuesBy": {"*": "alpha"}},
    "proximityPrecision": "byAttribute",
    "prefixSearch": "disabled",
    "facetSearch": False,
    "stopWords": [],
    "synonyms": {},
    "separatorTokens": [],
    "nonSeparatorTokens": [],
    "dictionary": [],
}


def fingerprint() -> str:
    """Name what an index is built with: analyser, layout, fields and settings."""
    parts = [ANALYSER, LAYOUT, [*Field], [*FACETS], [*LANGUAGES], PINNED]
    return _mark(parts)


def settings_mark(reported: Settings) -> str:
    """Reduce the settings a server reports to a mark; another mark is another behaviour.

    The server may write a setting otherwise than it was sent, so its reports are compared
    with its own first report and never with what is pinned here. Of embedders ours counts
    alone, by what makes its vectors others: the server may report defaults for the rest.
    """
    found = {name: reported.get(name) for name in PINNED}
    ours = (reported.get("embedders") or {}).get(EMBEDDER)
    return _mark({**found, "embedders": _vectors_of(ours)} if ours else found)


def _vectors_of(embedder: Settings) -> Settings:
    is_coarse = bool(embedder.get("binaryQuantized"))
    return {"is_coarse": is_coarse, **{name: embedder.get(name) for name in _OF_VECTORS}}


def _mark(parts: object) -> str:
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()[:16]
