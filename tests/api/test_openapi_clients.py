"""The OpenAPI document can be made into a client: generators refuse less than readers do."""

import re
from collections.abc import Iterator
from typing import Any

import pytest

from app.api.openapi_clients import suit_clients
from app.main import openapi_document

Json = Any  # Any: JSON
document = openapi_document()
shapes = document["components"]["schemas"]


def everything(value: Json) -> Iterator[dict[str, Json]]:
    """Yield every object of a document."""
    if isinstance(value, dict):
        yield value
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from everything(one)


def test_every_shape_has_a_plain_name_of_its_own() -> None:
    assert [name for name in shapes if not re.fullmatch("[A-Z][A-Za-z0-9]+", name)] == []
    assert [name for name, shape in shapes.items() if shape["title"] != name] == []


def test_every_pointer_leads_to_a_shape() -> None:
    pointers = {one["$ref"] for one in everything(document) if isinstance(one.get("$ref"), str)}
    told = [one["discriminator"] for one in everything(document) if "discriminator" in one]
    mapped = {each for one in told for each in one["mapping"].values()}
    assert pointers | mapped <= {f"#/components/schemas/{name}" for name in shapes}
    assert "#/components/schemas/ServiceOut" in pointers


def test_what_is_sent_otherwise_than_answered_says_so() -> None:
    assert "text" in shapes["LocalText"]["properties"]
    assert "text" not in shapes["LocalTextIn"]["properties"]


def test_every_header_is_one_text() -> None:
    headers = [
        one["schema"]
        for one in everything(document)
        if one.get("in") == "header" and one["name"] != "Authorization"
    ]
    assert {header.get("type") for header in headers} == {"string"}


def test_no_property_is_always_null() -> None:
    described = [one for one in everything(document) if isinstance(one.get("properties"), dict)]
    assert [
        name
        for one in described
        for name, shape in one["properties"].items()
        if shape.get("type") == "null"
    ] == []


def test_patterns_hold_no_quotes_which_generated_code_is_full_of() -> None:
    patterns = {one["pattern"] for one in everything(document) if "pattern" in one}
    assert [pattern for pattern in patterns if '"' in str(pattern)] == []


def test_two_shapes_of_one_name_are_refused() -> None:
    twice = {"a__Plan": {"title": "Plan"}, "b__Plan": {"title": "Plan"}}
    with pytest.raises(ValueError, match="Plan"):
        suit_clients({"components": {"schemas": twice}, "paths": {}})


def test_answers_may_gain_properties_and_what_is_sent_may_not() -> None:
    assert "additionalProperties" not in shapes["ServiceOut"]
    assert "additionalProperties" not in shapes["Provenance"]
    assert shapes["ProvenanceIn"]["additionalProperties"] is False
    assert shapes["EntryIn"]["additionalProperties"] is False
    source = shapes["ProvenanceIn"]["properties"]["source"]["items"]
    assert source == {"$ref": "#/components/schemas/SourceIn"}
