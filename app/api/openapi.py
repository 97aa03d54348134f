"""What the OpenAPI document says of the whole interface."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic.alias_generators import to_camel

from app.api.openapi_access import state_access
from app.api.openapi_clients import suit_clients
from app.api.problems import Problem
from app.core.settings import Settings

Document = dict[str, Any]  # Any: JSON

VERSION = "1.0.0"
PREFIX = "/v1"
SUMMARY = "A government's catalogue of services"
API_ID = "3d1f0b52-64cf-4b0e-9a5e-8a0c2f0a7b11"
DESCRIPTION = """
Dalil (دليل) is a government's catalogue of services and the taxonomy that classifies them.

Reading needs no key; a key raises the quota.
Texts for people are objects keyed by language (`ar`, `en`);
`lang=ar` adds a `text` in one language. Every error is a problem document (RFC 9457).
Follow `/v1/changes` to keep a copy that is never behind.
"""
TAGS = [
    {"name": "services", "description": "Government services, as they are and as they were."},
    {"name": "search", "description": "Search and suggestions, in Arabic and English."},
    {"name": "entities", "description": "The bodies that offer services."},
    {"name": "taxonomies", "description": "Schemes, versions and concepts."},
    {"name": "changes", "description": "The feed of every change."},
    {"name": "webhooks", "description": "The feed, sent to those who subscribe."},
    {"name": "workshops", "description": "Where entities agree on changes of the taxonomy."},
    {"name": "change requests", "description": "Changes of the taxonomy that are agreed upon."},
    {"name": "audit", "description": "Who changed what, when and why."},
    {"name": "registries", "description": "What services share."},
    {"name": "system", "description": "The interface itself."},
]


def described(app: FastAPI, settings: Settings) -> FastAPI:
    """Give the application its description, written once and then kept."""
    app.title, app.version, app.description = "Dalil", VERSION, DESCRIPTION
    app.openapi = lambda: _document(app, settings)  # type: ignore[method-assign]  # as FastAPI documents
    return app


def operation_id(route: APIRoute) -> str:
    """Name an operation for generated clients, e.g. ``listServices``."""
    return to_camel(route.name)


def served_at(document: Document, base_url: str) -> Document:
    """Say where the interface is served: below ``/v1``, but for the paths of the system."""
    root = {"url": base_url, "description": "This server, outside the versioned interface."}
    paths = {}
    for path, item in document["paths"].items():
        inside = path.removeprefix(PREFIX)
        if inside != path:
            paths[inside or "/"] = item
        else:
            paths[path] = {**item, "servers": [root]}
    server: Document = {"url": f"{base_url}{PREFIX}", "description": "This server."}
    if base_url.startswith("http:"):
        server["x-sandbox"] = True
    return {**document, "servers": [server], "paths": paths}


def _document(app: FastAPI, settings: Settings) -> Document:
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=VERSION,
            summary=SUMMARY,
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
            terms_of_service=settings.terms_url,
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        contact = {
            "name": settings.contact_name,
            "url": settings.contact_url,
            "email": settings.contact_email,
        }
        document["info"] |= {"contact": contact, "x-summary": SUMMARY, "x-api-id": API_ID}
        _add_problem(document)
        _drop_default_faults(document)
        state_access(document)
        _state_formats(document)
        suit_clients(document)
        app.openapi_schema = document
    return app.openapi_schema


def _add_problem(document: Document) -> None:
    shape = Problem.model_json_schema(
        by_alias=True, ref_template="#/components/schemas/{model}", mode="serialization"
    )
    shapes = document.setdefault("components", {}).setdefault("schemas", {})
    shapes.update(shape.pop("$defs", {}))
    shapes["Problem"] = shape


def _drop_default_faults(document: Document) -> None:
    """Take out FastAPI's own shape of errors, which is never answered."""
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)


def _state_formats(value: Any) -> None:  # Any: JSON
    """State the width of every number, as government rule sets ask for."""
    if isinstance(value, list):
        for one in value:
            _state_formats(one)
    elif isinstance(value, dict):
        if value.get("type") == "integer":
            is_wide = max(value.get("maximum", 0), value.get("exclusiveMaximum", 0)) >= 2**31
            value.setdefault("format", "int64" if is_wide else "int32")
        elif value.get("type") == "number":
            value.setdefault("format", "double")
        for one in value.values():
            _state_formats(one)
