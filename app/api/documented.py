"""How answers are described in the OpenAPI document."""

from collections.abc import Iterable
from typing import Any

from pydantic import BaseModel

from app.api.problem_documents import MEDIA_TYPE
from app.api.problems import Problem

Responses = dict[int | str, dict[str, Any]]  # Any: as FastAPI has it

LINKED_DATA = ("application/json", "application/ld+json", "text/turtle")
_VERSION = {
    "API-Version": {
        "description": "Version of this interface.",
        "schema": {"type": "string", "example": "1.0.0"},
    }
}
_PROBLEMS = {
    400: "The request cannot be read.",
    401: "A valid credential is missing.",
    403: "A right is missing.",
    404: "There is no such thing.",
    406: "None of the accepted media types can be answered.",
    409: "The present state forbids it.",
    410: "It was there once and is no more.",
    412: "The object has changed since it was read.",
    413: "The body is too large.",
    414: "The address is too long.",
    415: "The body's media type is not taken here.",
    422: "What was sent breaks a rule.",
    428: "The request must name the version that it changes.",
    431: "The header fields are too long.",
    500: "Something went wrong.",
    501: "This installation cannot do it.",
    503: "Something that is needed does not answer.",
}


def problems(*statuses: int) -> Responses:
    """Describe problem documents for these statuses and those that any route may give."""
    chosen = sorted({*statuses, 400, 414, 422, 431, 500, 503})
    return {
        status: {
            "description": _PROBLEMS[status],
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
        }
        for status in chosen
    }


def document(shape: type[BaseModel]) -> Responses:
    """Describe one document that may be missing."""
    return {**_found(shape), **problems(404, 406)}


def linked_document(shape: type[BaseModel]) -> Responses:
    """Describe a document that can be had as linked data too."""
    described = document(shape)
    described[200]["content"] = {
        "application/ld+json": {"schema": {"type": "object"}},
        "text/turtle": {"schema": {"type": "string"}},
    }
    return described


def in_formats(shape: type[BaseModel], media_types: Iterable[str]) -> Responses:
    """Describe a document that can be had in other formats too, as text or as a file."""
    described = document(shape)
    described[200]["content"] = {
        one: {"schema": {"type": "object" if one.endswith("json") else "string"}}
        for one in media_types
    }
    return described


def printed(shape: type[BaseModel]) -> Responses:
    """Describe a document that can be had as a page and as PDF too."""
    described: Responses = {**_found(shape), **problems(404, 406, 501)}
    described[200]["content"] = {
        "text/html": {"schema": {"type": "string"}},
        "application/pdf": {"schema": {"type": "string", "format": "binary"}},
    }
    return described


def snapshot() -> Responses:
    """Describe the canonical JSON of a version."""
    return {
        200: {
            "description": "The canonical JSON.",
            "headers": _VERSION,
            "content": {"application/json": {"schema": {"type": "object"}}},
        },
        304: {"description": "Unchanged since the ETag that was sent.", "headers": _VERSION},
        **problems(404),
    }


def described(shape: type[BaseModel]) -> Responses:
    """Describe what programs read here, and where browsers are led."""
    led = {"description": "Its page for people is there.", "headers": _VERSION}
    return {**_found(shape), 303: led, **problems(404, 406)}


def redirect() -> Responses:
    """Describe an answer that leads on."""
    led = {"description": "It is described there.", "headers": _VERSION}
    return {303: led, **problems(404)}


def text(media_type: str) -> Responses:
    """Describe an answer that is plain text."""
    return {
        200: {
            "description": "Found.",
            "headers": _VERSION,
            "content": {media_type: {"schema": {"type": "string"}}},
        },
        **problems(),
    }


def streamable_page(shape: type[BaseModel]) -> Responses:
    """Describe a list that can be streamed as lines or as a table too."""
    described = page(shape)
    described[200]["content"] = {
        "application/x-ndjson": {"schema": {"type": "string"}},
        "text/csv": {"schema": {"type": "string"}},
    }
    return described


def page(shape: type[BaseModel]) -> Responses:
    """Describe a list."""
    return {**_found(shape), **problems(404)}


def written(shape: type[BaseModel], *, created: bool = False) -> Responses:
    """Describe what a change answers."""
    found: Responses = {200: {"model": shape, "description": "Done.", "headers": _VERSION}}
    if created:
        found[201] = {"model": shape, "description": "Created.", "headers": _VERSION}
    return {**found, **problems(401, 403, 404, 409, 412, 413, 415, 428)}


def answered(shape: type[BaseModel], *statuses: int, status: int = 200) -> Responses:
    """Describe what a route answers to those who may ask, and the problems it may give."""
    described = {"model": shape, "description": "Done.", "headers": _VERSION}
    return {status: described, **problems(*statuses)}


def done(*statuses: int) -> Responses:
    """Describe an answer without a body."""
    return {204: {"description": "Done.", "headers": _VERSION}, **problems(*statuses)}


def _found(shape: type[BaseModel]) -> Responses:
    return {
        200: {"model": shape, "description": "Found.", "headers": _VERSION},
        304: {"description": "Unchanged since the ETag that was sent.", "headers": _VERSION},
    }


__all__ = ["LINKED_DATA", "Problem", "Responses", "document", "page", "problems"]
