"""What a search client asks: the parameters of Meilisearch's search, read and checked; pure.

A parameter that is missing or null has its default. What cannot be honoured is refused with
Meilisearch's code for it, never ignored, but for what changes nothing here: the locales (both
languages are read at once) and the strategy of matching (ours is always the same).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.api.meili.attributes import COUNTED, SORTS
from app.api.meili.faults import MeiliFault
from app.api.meili.filtering import read_filter
from app.api.meili.grammar import Expression, FilterFault
from app.api.meili.reading import Fields

UID = "services"
MOST_HITS = 100
"""Hits of one answer; more are not refused, as Meilisearch has a bound as well."""
_DEFAULT_HITS = 20
_DEFAULT_CROP = 10
_STRATEGIES = ("last", "all", "frequency")
_NOT_OFFERED = ("distinct", "rankingScoreThreshold", "hybrid", "vector", "media", "personalize")
_MUST_BE_OFF = (
    "retrieveVectors",
    "useNetwork",
    "showRankingScoreDetails",
    "showPerformanceDetails",
)
_PARAMETERS = frozenset(
    {
        "q", "offset", "limit", "page", "hitsPerPage", "attributesToRetrieve", "attributesToCrop",
        "cropLength", "cropMarker", "attributesToHighlight", "highlightPreTag",
        "highlightPostTag", "showMatchesPosition", "filter", "sort", "facets",
        "matchingStrategy", "attributesToSearchOn", "locales", "showRankingScore",
        *_NOT_OFFERED, *_MUST_BE_OFF,
    }
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Paging:
    """Which hits: by place, or by page when `page` is there."""

    offset: int
    limit: int
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Shown:
    """How hits are written; without `retrieved` they are whole."""

    retrieved: tuple[str, ...] | None
    highlighted: tuple[str, ...] | None
    cropped: tuple[str, ...] | None
    crop_length: int
    crop_marker: str
    tags: tuple[str, str]
    has_positions: bool
    has_score: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """One search."""

    text: str
    paging: Paging
    expression: Expression | None
    sort: str | None
    facets: tuple[str, ...] | None
    shown: Shown


def read_search(sent: Mapping[str, Any], *, where: str = "", others: bool = False) -> Asked:
    """Read the parameters of a search; ``where`` they stand is told with every fault.

    With ``others`` unknown parameters are let be, as in a search for values of a facet.

    Raises:
        MeiliFault: a parameter is unknown, of another type, or cannot be honoured.

    """
    fields = Fields(sent, where)
    if not others:
        fields.only(_PARAMETERS)
    _refuse_what_is_not_offered(fields)
    return Asked(
        text=fields.text("q", "", longest=None),
        paging=_paging(fields),
        expression=_expression(fields),
        sort=_sort(fields),
        facets=_facets(fields),
        shown=Shown(
            retrieved=fields.texts("attributesToRetrieve"),
            highlighted=fields.texts("attributesToHighlight"),
            cropped=fields.texts("attributesToCrop"),
            crop_length=fields.number("cropLength", _DEFAULT_CROP),
            crop_marker=fields.text("cropMarker", "…"),
            tags=(fields.text("highlightPreTag", "<em>"), fields.text("highlightPostTag", "</em>")),
            has_positions=fields.truth("showMatchesPosition"),
            has_score=fields.truth("showRankingScore"),
        ),
    )


def _refuse_what_is_not_offered(fields: Fields) -> None:
    for name in _NOT_OFFERED:
        if fields.has(name):
            raise fields.fault(name, "is not offered here")
    for name in _MUST_BE_OFF:
        if fields.truth(name):
            raise fields.fault(name, "is not offered here")
    attributes = fields.texts("attributesToSearchOn")
    if attributes is not None and "*" not in attributes:
        raise fields.fault("attributesToSearchOn", "takes only `*` here: all texts are searched")
    if fields.text("matchingStrategy", "last") not in _STRATEGIES:
        raise fields.fault("matchingStrategy", f"is one of {', '.join(_STRATEGIES)}")
    fields.texts("locales")


def _paging(fields: Fields) -> Paging:
    page, size = fields.find_number("page"), fields.find_number("hitsPerPage")
    offset, limit = fields.number("offset", 0), fields.number("limit", _DEFAULT_HITS)
    if page is None and size is None:
        return Paging(offset, min(limit, MOST_HITS))
    page = 1 if page is None else page
    size = min(_DEFAULT_HITS if size is None else size, MOST_HITS)
    return Paging(max(page - 1, 0) * size, size, page)


def _expression(fields: Fields) -> Expression | None:
    try:
        return read_filter(fields.value("filter"))
    except FilterFault as fault:
        raise fields.fault("filter", f"cannot be read: {fault}") from None


def _sort(fields: Fields) -> str | None:
    wanted = fields.texts("sort")
    if not wanted:
        return None
    if len(wanted) > 1:
        raise fields.fault("sort", "takes one attribute here; equals follow in order of id")
    attribute, _, direction = wanted[0].rpartition(":")
    if direction not in ("asc", "desc"):
        raise fields.fault("sort", "is written `attribute:asc` or `attribute:desc`")
    if attribute not in SORTS:
        known = ", ".join(f"`{name}`" for name in SORTS)
        raise fields.fault(
            "sort",
            f"names `{attribute[:60]}`, which is not sortable. "
            f"Available sortable attributes are: {known}",
        )
    return wanted[0]


def _facets(fields: Fields) -> tuple[str, ...] | None:
    wanted = fields.texts("facets")
    if wanted is None:
        return None
    found: dict[str, None] = {}
    for one in wanted:
        matching = [name for name in COUNTED if matches(one, name)]
        if not matching and "*" not in one:
            known = ", ".join(f"`{name}`" for name in COUNTED)
            raise fields.fault(
                "facets",
                f"names `{one[:60]}`, which is not filterable. "
                f"Available filterable attributes are: {known}",
            )
        found |= dict.fromkeys(matching)
    return tuple(found)


def matches(pattern: str, name: str) -> bool:
    """Tell whether a pattern names an attribute: by name, by what it is below, or by `*`."""
    if pattern == name or name.startswith(f"{pattern}."):
        return True
    return pattern.endswith("*") and name.startswith(pattern[:-1])


def check_uid(uid: str) -> None:
    """Take no index but the one that there is.

    Raises:
        MeiliFault: there is no such index.

    """
    if uid != UID:
        raise MeiliFault("index_not_found", f"Index `{uid[:100]}` not found. There is `{UID}`.")
