"""Holds requests and answers against Meilisearch's own OpenAPI document."""

import json
import re
from functools import cache
from typing import Any

import jsonschema_rs

from tests.search.meili.contract import DOCUMENT

DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MANY = "/multi-search"
"""Its answer is that of searches in one index each, which the document has as a schema."""


def breaches_of_request(method: str, path: str, body: object) -> list[str]:
    content = _operation(method, path)["requestBody"]["content"]["application/json"]
    return _breaches(json.dumps(content["schema"]), body)


def breaches_of_answer(method: str, path: str, status: int, body: object) -> list[str]:
    if path == _MANY and status == 200:
        schema = {"$ref": "#/components/schemas/SearchResults"}
    elif status >= 400:
        schema = {"$ref": "#/components/schemas/ResponseError"}
    else:
        response = _operation(method, path)["responses"][str(status)]
        schema = response["content"]["application/json"]["schema"]
    return _breaches(json.dumps(schema), body)


def _operation(method: str, path: str) -> dict[str, Any]:
    template = re.sub(r"^/indexes/[^/]+", "/indexes/{index_uid}", path.partition("?")[0])
    found: dict[str, Any] = _document()["paths"][template][method.lower()]
    return found


@cache
def _document() -> dict[str, Any]:
    document: dict[str, Any] = json.loads(DOCUMENT.read_bytes())
    return document


@cache
def _validator(schema: str) -> jsonschema_rs.Validator:
    whole = {"$schema": DIALECT, **json.loads(schema), "components": _document()["components"]}
    return jsonschema_rs.validator_for(whole)


def _breaches(schema: str, body: object) -> list[str]:
    return [f"{one.message} at {one.instance_path}" for one in _validator(schema).iter_errors(body)]
