"""The searches: one, several at once, and the values of a facet."""

import time
from collections.abc import Mapping
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Path, Request
from fastapi.responses import Response

from app.api.answers import FRESH, JSON
from app.api.deps import ReadSession, base_url_of
from app.api.meili.answering import (
    Source,
    answer_search,
    distribution_of,
    milliseconds_since,
    source_of,
)
from app.api.meili.asked import UID, Asked, check_uid, read_search
from app.api.meili.attributes import COUNTED
from app.api.meili.bodies import json_body, parameters_of
from app.api.meili.faults import MeiliFault
from app.api.meili.reading import Fields
from app.api.meili.route import MeiliRoute
from app.core.languages import preferred_language
from app.search.analysis import analyse
from app.search.insights.heard import Heard

MOST_QUERIES = 20
"""Searches of one request; InstantSearch sends one, and one for each refined facet."""
MOST_HITS_TOGETHER = 400
"""Hits of all searches of one request, so that none takes longer than a few do."""
_MOST_FACET_HITS = 100
_METADATA = "Meili-Include-Metadata"

router = APIRouter(
    prefix="/meili", tags=["search"], route_class=MeiliRoute, include_in_schema=False
)
Body = Annotated[Mapping[str, Any], Depends(json_body)]  # Any: JSON
Uid = Annotated[str, Path()]


@router.post("/multi-search")
def search_several(request: Request, body: Body, session: ReadSession) -> Response:
    """Answer several searches, in their order."""
    fields, source = Fields(body), _source(request, session)
    fields.only({"queries", "federation"})
    if fields.has("federation"):
        raise fields.fault("federation", "is not offered here: send queries without it")
    queries = fields.value("queries")
    if not isinstance(queries, list):
        raise fields.fault("queries", "is an array of searches")
    if len(queries) > MOST_QUERIES:
        raise fields.fault("queries", f"has more than {MOST_QUERIES} searches")
    read = [_read_query(query, f"queries[{place}]") for place, query in enumerate(queries)]
    if sum(asked.paging.limit for asked in read) > MOST_HITS_TOGETHER:
        raise fields.fault("queries", f"asks for more than {MOST_HITS_TOGETHER} hits together")
    results = [{"indexUid": UID, **answer_search(source, asked)} for asked in read]
    return _answer({"results": results})


@router.post("/indexes/{index_uid}/search")
def search_by_body(request: Request, index_uid: Uid, body: Body, session: ReadSession) -> Response:
    """Answer a search."""
    check_uid(index_uid)
    return _answer(answer_search(_source(request, session), read_search(body)))


@router.get("/indexes/{index_uid}/search")
def search_by_address(request: Request, index_uid: Uid, session: ReadSession) -> Response:
    """Answer a search whose parameters stand in the address."""
    check_uid(index_uid)
    asked = read_search(parameters_of(request))
    return _answer(answer_search(_source(request, session), asked))


@router.post("/indexes/{index_uid}/facet-search")
def search_values(request: Request, index_uid: Uid, body: Body, session: ReadSession) -> Response:
    """Find values of a facet whose words begin with what was typed."""
    check_uid(index_uid)
    started, fields = time.perf_counter(), Fields(body)
    attribute = fields.text("facetName", "")
    if not attribute:
        raise MeiliFault("missing_facet_search_facet_name", "`facetName` is missing.")
    if attribute not in COUNTED:
        raise fields.fault("facetName", f"`{attribute}` is not filterable")
    typed = fields.text("facetQuery", "")
    asked = read_search(body, others=True)
    counts = distribution_of(
        _source(request, session), attribute, text=asked.text, expression=asked.expression
    )
    found = [(value, count) for value, count in counts.items() if _begins(value, typed)]
    return _answer(
        {
            "facetHits": [
                {"value": value, "count": count} for value, count in found[:_MOST_FACET_HITS]
            ],
            "facetQuery": typed if fields.has("facetQuery") else None,
            "processingTimeMs": milliseconds_since(started),
        }
    )


def _begins(value: str, typed: str) -> bool:
    """Tell whether each word that was typed begins a word of a value.

    Neither spelling nor an article matters, on either side.
    """
    there = [form for word in analyse(value) for form in (word.text, word.bare)]
    parts = [(word.text, word.bare) for word in analyse(typed)]
    return bool(parts or not typed.strip()) and all(
        any(form.startswith(part) for form in there) for part in parts
    )


def _read_query(query: object, where: str) -> Asked:
    if not isinstance(query, dict):
        raise MeiliFault("bad_request", f"`{where}` is an object.")
    fields = Fields(query, where)
    if not fields.has("indexUid"):
        raise MeiliFault("missing_index_uid", f"`indexUid` is missing inside `{where}`.")
    if fields.has("federationOptions"):
        raise fields.fault("federationOptions", "is not offered here")
    check_uid(fields.text("indexUid", ""))
    rest = {
        name: value
        for name, value in query.items()
        if name not in ("indexUid", "federationOptions")
    }
    return read_search(rest, where=where)


def _source(request: Request, session: ReadSession) -> Source:
    """Take what serves; of several searches the first that is one is heard.

    A page sends further ones only to count what each of its lists would leave.
    """

    def hear(heard: Heard) -> None:
        if not hasattr(request.state, "heard"):
            request.state.heard = heard

    return source_of(
        session,
        request.app.state.search,
        base_url_of(request),
        language=preferred_language(request.headers.get("accept-language")),
        hear=hear,
        has_metadata=request.headers.get(_METADATA, "").strip().lower() == "true",
    )


def _answer(found: Mapping[str, Any]) -> Response:  # Any: JSON
    headers = {
        **FRESH,
        "Vary": f"Accept-Language, {_METADATA}",
    }  # some answers are pinned for one language
    return Response(orjson.dumps(found), headers=headers, media_type=JSON)
