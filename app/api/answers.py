"""Ways to answer: whole documents as bytes, and kept ones."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from email.utils import format_datetime
from typing import Any

import orjson
from fastapi.responses import Response
from pydantic import BaseModel

from app.core.languages import LANGUAGES, Language, in_language

JSON = "application/json"
KEEP = {"X-Dalil-Keep": "1"}
FRESH = {"Cache-Control": "public, max-age=0, must-revalidate"}
FOR_EVER = {"Cache-Control": "public, max-age=31536000, immutable"}


def bytes_answer(
    body: bytes,
    *,
    language: Language | None = None,
    headers: Mapping[str, str] | None = None,
    media_type: str = JSON,
) -> Response:
    """Answer a body that was rendered already; it is kept in memory until the journal moves."""
    if language:
        body = orjson.dumps(with_text(orjson.loads(body), language))
    said = {"Content-Language": language or ", ".join(LANGUAGES), "Vary": "Accept-Language, Accept"}
    return Response(
        body, headers={**FRESH, **KEEP, **said, **(headers or {})}, media_type=media_type
    )


def model_answer(
    model: BaseModel, *, language: Language | None = None, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a shape as JSON."""
    body = model.model_dump_json(by_alias=True).encode()
    return bytes_answer(body, language=language, headers=headers)


def private_answer(
    model: BaseModel, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Response:
    """Answer a shape to one caller alone; nobody keeps it."""
    body = model.model_dump_json(by_alias=True).encode()
    private = {"Cache-Control": "private, no-store", **(headers or {})}
    return Response(body, status, private, JSON)


def models_answer(models: Iterable[BaseModel], *, language: Language | None = None) -> Response:
    """Answer a complete list, which has one page only."""
    items = [one.model_dump_json(by_alias=True).encode() for one in models]
    return bytes_answer(page_body(items, next_cursor=None, total=len(items)), language=language)


def page_body(items: Iterable[bytes], *, next_cursor: str | None, total: int) -> bytes:
    """Join rendered items to the JSON of a page."""
    tail = orjson.dumps({"nextCursor": next_cursor, "total": total})
    return b'{"items":[' + b",".join(items) + b"]," + tail[1:]


def http_date(instant: datetime) -> str:
    """Write an instant as HTTP wants it (RFC 9110, section 5.6.7)."""
    return format_datetime(instant.replace(microsecond=0), usegmt=True)


def with_text(value: Any, language: Language) -> Any:  # Any: JSON
    """Add ``text`` in one language to every text for people."""
    if isinstance(value, list):
        return [with_text(one, language) for one in value]
    if not isinstance(value, dict):
        return value
    if value and value.keys() <= set(LANGUAGES):
        if all(isinstance(one, str) for one in value.values()):
            return {**value, "text": in_language(value, language)}
        return value
    return {key: with_text(one, language) for key, one in value.items()}


def chosen_fields(body: bytes, fields: Iterable[str]) -> bytes:
    """Cut a document down to some of its fields, in the document's order."""
    wanted = {"id", *fields}
    return orjson.dumps({key: one for key, one in orjson.loads(body).items() if key in wanted})
