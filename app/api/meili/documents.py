"""A service as the facade's clients see it: the attributes of ``attributes``; pure."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from app.api.meili.attributes import (
    IS_FREE,
    LABEL_SUFFIX,
    MIN_COST,
    MODIFIED_AT,
    SINGLE,
)
from app.catalogue.rules.terms import terms_of
from app.core.languages import LANGUAGES
from app.search.documents import Body, min_cost_of
from app.search.queries import Labels

Document = dict[str, Any]  # Any: JSON


def document_of(body: Body, labels: Labels, base_url: str) -> Document:
    """Return the attributes of a rendered service; ``base_url`` is the portal's address."""
    return {
        "id": body["id"],
        "title": body["title"],
        "description": body.get("description") or {},
        "keyword": body.get("keyword") or {},
        **_facets(body, labels),
        IS_FREE: body["isFree"],
        MIN_COST: min_cost_of(body),
        "modified": body["modified"],
        MODIFIED_AT: int(datetime.fromisoformat(body["modified"]).timestamp()),
        "url": {each: f"{base_url}/{each}/services/{body['id']}" for each in LANGUAGES},
    }


def _facets(body: Body, labels: Labels) -> Document:
    found: Document = {}
    for facet, codes in terms_of(body).items():
        names = labels.get(facet, {})
        called = {each: _called(codes, names, each) for each in LANGUAGES}
        if facet in SINGLE:
            found[facet] = codes[0] if codes else None
            only = {each: texts[0] for each, texts in called.items() if texts}
            found[f"{facet}{LABEL_SUFFIX}"] = only
        else:
            found[facet] = codes
            found[f"{facet}{LABEL_SUFFIX}"] = called
    return found


def _called(
    codes: Iterable[str], names: Mapping[str, Mapping[str, str]], language: str
) -> list[str]:
    """Return what codes are called; those that have no name in the language are left out."""
    texts = (names.get(code, {}).get(language) for code in codes)
    return [text for text in texts if text]


def chosen(document: Document, wanted: tuple[str, ...] | None) -> Document:
    """Cut a document down to attributes, or to languages of them; None is everything."""
    if wanted is None or "*" in wanted:
        return document
    found: Document = {}
    for name, value in document.items():
        if name in wanted:
            found[name] = value
        elif isinstance(value, dict):
            inner = {key: one for key, one in value.items() if f"{name}.{key}" in wanted}
            if inner:
                found[name] = inner
    return found
