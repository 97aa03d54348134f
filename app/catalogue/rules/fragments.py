"""What a release of a scheme can change of a public document. Pure.

It follows from what an entry names of concepts, and from where its service went: services
that agree in both share one fragment. All else in their documents stays as it was.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import orjson

from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import (
    Content,
    References,
    codes_named_by,
    concepts_named_by,
)
from app.catalogue.rules.rendering import Document, classification, shown_codes
from app.catalogue.rules.terms import CONCEPT, TAG, codes_of, concept_terms, places_of, term_text

CODE_SCHEMES = frozenset(
    {"audience", "life-event", "business-event", "channel", "output-type", "digital-stage"}
)
"""The schemes that entries name codes of; those of all others only classify."""
Own = Mapping[str, str]
"""Where one service went, by concept."""


@dataclass(frozen=True)
class Fragment:
    """Fields of a document, and terms (each as one text) that follow from the same."""

    shown: Document
    terms: frozenset[str]


@dataclass(frozen=True)
class Reach:
    """How far a release reaches: the fields of entries that name concepts, and facets."""

    said: tuple[str, ...]
    facets: tuple[str, ...]
    has_codes: bool

    def part_of(self, content: Content) -> Content:
        """Return the part of an entry that a fragment follows from."""
        return {field: content[field] for field in self.said}

    def key(self, content: Content, own: Own) -> bytes:
        """Return what is equal for services that share a fragment."""
        said = self.part_of(content)
        return orjson.dumps([said, dict(own)], option=orjson.OPT_SORT_KEYS)

    def named(self, content: Content, own: Own) -> References:
        """Collect what must be known to make the fragment of a service."""
        found = codes_named_by(content) if self.has_codes else concepts_named_by(content)
        return replace(found, concepts=found.concepts.union(own, own.values()))

    def fragment(self, content: Content, seen: Lookups) -> Fragment:
        """Make the fragment that a service shares with others, by what it sees."""
        shown, values = classification(content, seen), {}
        named = concepts_named_by(content)
        if self.has_codes:
            shown.update(shown_codes(content, seen))
            values, named = codes_of(shown), codes_named_by(content)
        values.update(places_of(shown))
        pairs = ((facet, value) for facet, found in values.items() for value in found)
        terms = (*pairs, *concept_terms(named, seen))
        return Fragment(shown, frozenset(term_text(*term) for term in terms))


_PLACES = ("category", "categoryPath", TAG, CONCEPT)
_CODES = ("lifeEvent", "businessEvent", "audience", "channel", "output")
_CLASSIFYING = Reach(("isClassifiedBy",), _PLACES, has_codes=False)
_CODING = Reach(
    ("isClassifiedBy", "audience", "isGroupedBy", "hasChannel", "produces", "digitalStage"),
    (*_PLACES, *_CODES),
    has_codes=True,
)


def reach_of(scheme: str) -> Reach:
    """Say how far a release of a scheme reaches."""
    return _CODING if scheme in CODE_SCHEMES else _CLASSIFYING
