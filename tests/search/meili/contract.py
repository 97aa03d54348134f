"""Holds requests against Meilisearch's own OpenAPI document."""

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import jsonschema_rs

DOCUMENT = (
    Path(__file__).parents[4]
    / "shared/standards/meilisearch-openapi/meilisearch-openapi.strict.json"
)


class Contract:
    """Meilisearch's interface, and what was sent that does not keep to it."""

    def __init__(self) -> None:
        self._document = json.loads(DOCUMENT.read_bytes())
        self._validators: dict[tuple[str, str], jsonschema_rs.Validator | None] = {}
        self._paths = [
            (re.compile(re.sub(r"\{[^}]+\}", "[^/]+", path) + "$"), path)
            for path in sorted(self._document["paths"], key=lambda path: path.count("{"))
        ]
        self.breaches: list[str] = []
        self.checked = 0

    def check(self, method: str, path: str, query: str, body: bytes) -> None:
        self.checked += 1
        operation, template = self._operation(method, path)
        if operation is None:
            self.breaches.append(f"{method} {path}: there is no such operation")
            return
        known = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "query"}
        for name, _ in parse_qsl(query):
            if name not in known:
                self.breaches.append(f"{method} {path}: there is no parameter {name}")
        validator = self._validator(method, template, operation)
        if validator is not None:
            for error in validator.iter_errors(json.loads(body)):
                self.breaches.append(f"{method} {path}: {error.message} at {error.instance_path}")

    def _operation(self, method: str, path: str) -> tuple[dict[str, Any] | None, str]:
        for pattern, template in self._paths:
            if pattern.match(path):
                return self._document["paths"][template].get(method.lower()), template
        return None, ""

    def _validator(
        self, method: str, template: str, operation: dict[str, Any]
    ) -> jsonschema_rs.Validator | None:
        key = (method, template)
        if key not in self._validators:
            content = operation.get("requestBody", {}).get("content", {})
            schema = content.get("application/json", {}).get("schema")
            self._validators[key] = self._compiled(schema) if schema else None
        return self._validators[key]

    def _compiled(self, schema: dict[str, Any]) -> jsonschema_rs.Validator:
        dialect = "https://json-schema.org/draft/2020-12/schema"
        components = self._document["components"]
        return jsonschema_rs.validator_for({"$schema": dialect, **schema, "components": components})
