"""A reference model of Meilisearch's search: filter, words, ranking rules, sort, facets."""

from collections import Counter
from typing import Any

from tests.search.meili import filters, vectors
from tests.search.meili.filters import Document, Stored, normal, values_of

DEFAULTS: dict[str, Any] = {
    "displayedAttributes": ["*"],
    "searchableAttributes": ["*"],
    "filterableAttributes": [],
    "sortableAttributes": [],
    "foreignKeys": [],
    "rankingRules": [
        "words",
        "typo",
        "proximity",
        "attributeRank",
        "sort",
        "wordPosition",
        "exactness",
    ],
    "stopWords": [],
    "nonSeparatorTokens": [],
    "separatorTokens": [],
    "dictionary": [],
    "synonyms": {},
    "distinctAttribute": None,
    "proximityPrecision": "byWord",
    "typoTolerance": {
        "enabled": True,
        "minWordSizeForTypos": {"oneTypo": 5, "twoTypos": 9},
        "disableOnWords": [],
        "disableOnAttributes": [],
        "disableOnNumbers": False,
    },
    "faceting": {"maxValuesPerFacet": 100, "sortFacetValuesBy": {"*": "alpha"}},
    "pagination": {"maxTotalHits": 1000},
    "embedders": {},
    "searchCutoffMs": None,
    "localizedAttributes": None,
    "facetSearch": True,
    "prefixSearch": "indexingTime",
}


class SearchFault(Exception):
    """The search is not one that Meilisearch takes; `code` says why."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def search(
    documents: list[Stored], settings: dict[str, Any], asked: dict[str, Any]
) -> dict[str, Any]:
    """Answer one search over the documents of an index, given in order of arrival."""
    equalled, compared = filterable(settings)
    found = documents
    if asked.get("filter"):
        try:
            passes = filters.parse(asked["filter"], equalled=equalled, compared=compared)
        except filters.FilterFault as fault:
            raise SearchFault("invalid_search_filter", str(fault)) from fault
        found = [document for document in documents if passes(document)]
    try:
        is_near = vectors.asks_vectors(asked, settings["embedders"])
    except vectors.Wrong as fault:
        raise SearchFault(fault.code, str(fault)) from fault
    found = vectors.nearest(found, asked) if is_near else _with_words(found, settings, asked)
    found = _sorted(found, settings, asked.get("sort") or [])
    answer = _page(found, settings, asked)
    for facet in asked.get("facets") or ():
        if facet not in equalled:
            raise SearchFault("invalid_search_facets", f"{facet} is not filterable")
    if asked.get("facets") is not None:
        answer["facetDistribution"] = {
            facet: _count(found, facet, settings) for facet in asked["facets"]
        }
        answer["facetStats"] = {}
    return answer


def filterable(settings: dict[str, Any]) -> tuple[set[str], set[str]]:
    """Return the attributes that may be compared with `=`, and those with `<`."""
    equalled: set[str] = set()
    compared: set[str] = set()
    for rule in settings["filterableAttributes"]:
        names = {rule} if isinstance(rule, str) else set(rule["attributePatterns"])
        allowed = {} if isinstance(rule, str) else rule["features"]["filter"]
        if allowed.get("equality", True):
            equalled |= names
        if allowed.get("comparison", isinstance(rule, str)):
            compared |= names
    return equalled, compared


def _with_words(
    found: list[Stored], settings: dict[str, Any], asked: dict[str, Any]
) -> list[Stored]:
    """Keep what holds the words; with `frequency`, the most frequent are let go first."""
    words = (asked.get("q") or "").lower().split()[:10]
    if not words:
        return found
    attributes = asked.get("attributesToSearchOn") or settings["searchableAttributes"]
    unknown = set(attributes) - set(settings["searchableAttributes"])
    if unknown:
        raise SearchFault("invalid_search_attributes_to_search_on", f"{unknown}")
    held = [_attribute_of_words(document, attributes) for document in found]
    frequency = Counter(word for each in held for word in each if word in words)
    rarest = sorted(dict.fromkeys(words), key=lambda word: frequency[word])
    strategy = asked.get("matchingStrategy", "last")
    order = rarest if strategy == "frequency" else list(dict.fromkeys(words))
    ranked: list[tuple[int, int, int, Stored]] = []
    for place, (document, each) in enumerate(zip(found, held, strict=True)):
        matched = next((n for n, word in enumerate(order) if word not in each), len(order))
        if matched and (strategy != "all" or matched == len(order)):
            rank = sum(each[word] for word in order[:matched])
            ranked.append((-matched, rank, place, document))
    return [document for *_, document in sorted(ranked, key=lambda row: row[:3])]


def _attribute_of_words(document: Document, attributes: list[str]) -> dict[str, int]:
    """Return the first attribute that holds each word of a document."""
    held: dict[str, int] = {}
    for rank, attribute in enumerate(attributes):
        for word in str(document.get(attribute, "")).lower().split():
            held.setdefault(word, rank)
    return held


def _sorted(found: list[Stored], settings: dict[str, Any], sort: list[str]) -> list[Stored]:
    if sort and "sort" not in settings["rankingRules"]:
        raise SearchFault("invalid_search_sort", "there is no ranking rule `sort`")
    for criterion in reversed(sort):
        attribute, _, direction = criterion.rpartition(":")
        if attribute not in settings["sortableAttributes"]:
            raise SearchFault("invalid_search_sort", f"{attribute} is not sortable")
        with_value = [each for each in found if _has_value(each, attribute)]
        without = [each for each in found if not _has_value(each, attribute)]
        with_value.sort(key=lambda each: _sort_value(each, attribute), reverse=direction == "desc")
        found = with_value + without
    return found


def _has_value(document: Document, attribute: str) -> bool:
    return document.get(attribute) not in (None, "")


def _sort_value(document: Document, attribute: str) -> tuple[bool, float, bytes]:
    value = document[attribute]
    if isinstance(value, int | float):
        return False, float(value), b""
    return True, 0.0, normal(value).encode()


def _page(found: list[Stored], settings: dict[str, Any], asked: dict[str, Any]) -> dict[str, Any]:
    most = settings["pagination"]["maxTotalHits"]
    total = min(len(found), most)
    answer: dict[str, Any] = {"query": asked.get("q") or "", "processingTimeMs": 0}
    if asked.get("hitsPerPage") is not None or asked.get("page") is not None:
        size, page = asked.get("hitsPerPage", 20), asked.get("page") or 1
        first, last = (page - 1) * size, page * size
        pages = -(-total // size) if size else 0
        answer |= {"hitsPerPage": size, "page": page, "totalPages": pages, "totalHits": total}
    else:
        first = asked.get("offset", 0)
        last = first + asked.get("limit", 20)
        answer |= {"limit": last - first, "offset": first, "estimatedTotalHits": total}
    wanted = asked.get("attributesToRetrieve") or ["*"]
    retrieves, embedders = bool(asked.get("retrieveVectors")), settings["embedders"]
    page = (
        vectors.shown(each, retrieves=retrieves, embedders=embedders)
        for each in found[first : min(last, most)]
    )
    answer["hits"] = [_shown(each, wanted) for each in page]
    return answer


def _shown(document: Document, wanted: list[str]) -> Document:
    if "*" in wanted:
        return document
    return {name: document[name] for name in document if name in wanted}


def _count(found: list[Stored], facet: str, settings: dict[str, Any]) -> dict[str, int]:
    first_written: dict[str, str] = {}
    counts: Counter[str] = Counter()
    for document in found:
        for value in {normal(value): value for value in values_of(document, facet)}.values():
            text = str(value).lower() if isinstance(value, bool) else str(value)
            counts[first_written.setdefault(normal(value), text)] += 1
    most = settings["faceting"]["maxValuesPerFacet"]
    return dict(sorted(counts.items())[:most])
