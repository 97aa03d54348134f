"""What the OpenAPI document says of the whole interface."""

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from app.api.problems import Problem

VERSION = "1.0.0"
DESCRIPTION = """
Dalil (دليل) is a government's catalogue of services and the taxonomy that classifies them.

Reading needs no key. Texts for people are objects keyed by language (`ar`, `en`);
`lang=ar` adds a `text` in one language. Every error is a problem document (RFC 9457).
Follow `/v1/changes` to keep a copy that is never behind.
"""
TAGS = [
    {"name": "services", "description": "Government services, as they are and as they were."},
    {"name": "search", "description": "Search and suggestions, in Arabic and English."},
    {"name": "entities", "description": "The bodies that offer services."},
    {"name": "taxonomies", "description": "Schemes, versions and concepts."},
    {"name": "changes", "description": "The feed of every change."},
    {"name": "registries", "description": "What services share."},
    {"name": "system", "description": "The interface itself."},
]


def described(app: FastAPI) -> FastAPI:
    """Give the application its description, written once and then kept."""
    app.title, app.version, app.description = "Dalil", VERSION, DESCRIPTION
    app.openapi = lambda: _document(app)  # type: ignore[method-assign]  # as FastAPI documents
    return app


def _document(app: FastAPI) -> dict[str, Any]:  # Any: JSON
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=VERSION,
            summary="A government's catalogue of services",
            description=DESCRIPTION,
            routes=app.routes,
            tags=TAGS,
            servers=[{"url": "/", "description": "This server"}],
            contact={
                "name": "Dalil maintainers",
                "url": "https://github.com/dalil-catalogue/dalil",
                "email": "maintainers@dalil.example",
            },
            terms_of_service="/about",
            license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
        )
        shape = Problem.model_json_schema(
            by_alias=True, ref_template="#/components/schemas/{model}", mode="serialization"
        )
        shapes = document.setdefault("components", {}).setdefault("schemas", {})
        shapes.update(shape.pop("$defs", {}))
        shapes["Problem"] = shape
        _drop_default_faults(document)
        app.openapi_schema = document
    return app.openapi_schema


def _drop_default_faults(document: dict[str, Any]) -> None:  # Any: JSON
    """Take out FastAPI's own shape of errors, which is never answered."""
    for name in ("HTTPValidationError", "ValidationError"):
        document["components"]["schemas"].pop(name, None)
