"""The body or the address of a request, as the parameters of a search."""

from collections.abc import Mapping
from typing import Any

import orjson
from fastapi import Request

from app.api.meili.faults import MeiliFault

_LISTS = frozenset(
    {
        "attributesToRetrieve",
        "attributesToHighlight",
        "attributesToCrop",
        "attributesToSearchOn",
        "sort",
        "facets",
        "locales",
    }
)
_NUMBERS = frozenset({"offset", "limit", "page", "hitsPerPage", "cropLength"})
_TRUTHS = frozenset(
    {
        "showMatchesPosition",
        "showRankingScore",
        "showRankingScoreDetails",
        "showPerformanceDetails",
        "retrieveVectors",
        "useNetwork",
    }
)
_RENAMED = {
    "hybridEmbedder": "hybrid",
    "hybridSemanticRatio": "hybrid",
    "personalizeUserContext": "personalize",
}


async def json_body(request: Request) -> Mapping[str, Any]:  # Any: JSON
    """Read a JSON object.

    Raises:
        MeiliFault: there is none, or it is too large, of another type or not JSON.

    """
    sent_as = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if not sent_as:
        raise MeiliFault("missing_content_type", "Send `Content-Type: application/json`.")
    if sent_as != "application/json":
        raise MeiliFault("invalid_content_type", "Only `application/json` is taken here.")
    body = await request.body()
    if not body.strip():
        raise MeiliFault("missing_payload", "A JSON body is missing.")
    try:
        found = orjson.loads(body)
    except orjson.JSONDecodeError as error:
        raise MeiliFault("malformed_payload", f"The body is not JSON: {error}.") from None
    if not isinstance(found, dict):
        raise MeiliFault("bad_request", "The body is a JSON object.")
    return found


def parameters_of(request: Request) -> Mapping[str, Any]:  # Any: JSON
    """Read the parameters of an address as the fields of a body: lists stand in commas."""
    found: dict[str, Any] = {}
    for name, text in request.query_params.items():
        found[_RENAMED.get(name, name)] = _value(name, text)
    return found


def _value(name: str, text: str) -> Any:  # Any: JSON
    if name in _LISTS:
        return [one.strip() for one in text.split(",")] if text else None
    if name in _NUMBERS:
        return int(text) if text.isascii() and text.isdigit() and len(text) <= 16 else text
    if name in _TRUTHS:
        return {"true": True, "false": False, "": None}.get(text, text)
    if name == "filter":
        return _filter(text)
    return text


def _filter(text: str) -> Any:  # Any: JSON
    """Read a filter that may stand as a JSON list."""
    if not text.lstrip().startswith("["):
        return text
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError:
        return text
