"""Searching with a body: what an address may ask for, a body may, and it is answered alike."""

import json
from typing import Any
from urllib.parse import urlencode

import pytest
from fastapi.testclient import TestClient

from tests.api.test_search_log import Heard, hearing

__all__ = ["hearing"]
SEARCH = "/v1/search"
ASKED: tuple[dict[str, Any], ...] = (
    {},
    {"q": "تجديد الاقامه"},
    {"q": "رخصة قياده", "queryUnderstanding": True, "pageSize": 3, "page": 2},
    {"q": "licence", "facets": ["entity", "category"], "audience": ["business", "citizen"]},
    {"entity": ["moi", "moe"], "isFree": True, "sort": "titleAr", "pageSize": 50},
    {"category": ["02"], "includeChildren": True, "taxonomyVersion": "1", "facets": ["category"]},
    {"q": "passport", "costMaxFils": 20_000, "updatedAfter": "2020-01-01", "purpose": ["apply"]},
    {"q": "إقامة", "asOf": "2100-01-01", "lang": "en", "sort": "popularity"},
    {"lifeEvent": ["getting-married"], "evidenceType": ["pp"], "channel": ["counter"]},
)


def as_address(asked: dict[str, Any]) -> str:
    """Write what a body asks for as an address does."""
    pairs: list[tuple[str, Any]] = []
    for name, value in asked.items():
        if name == "facets":
            pairs.append((name, ",".join(value)))
        elif isinstance(value, list):
            pairs += [(name, one) for one in value]
        else:
            pairs.append((name, str(value).lower() if isinstance(value, bool) else value))
    return f"{SEARCH}?{urlencode(pairs)}"


@pytest.mark.parametrize("asked", ASKED, ids=",".join)
def test_a_body_is_answered_as_an_address_is(client: TestClient, asked: dict[str, Any]) -> None:
    told = client.get(as_address(asked))
    answer = client.post(SEARCH, json=asked)

    assert (answer.status_code, told.status_code) == (200, 200)
    assert answer.json() == told.json()
    assert answer.headers["content-language"] == told.headers["content-language"]


def test_the_language_of_a_body_may_stand_in_a_header(client: TestClient) -> None:
    answer = client.post(SEARCH, json={"q": "passport"}, headers={"Accept-Language": "ar"})

    assert answer.headers["content-language"] == "ar"
    title = answer.json()["items"][0]["title"]
    assert title["text"] == title["ar"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"colour": "red"}, "/colour"),
        ({"Q": "x"}, "/Q"),
        ({"page_size": 3}, "/page_size"),
        ({"q": "a" * 1001}, "/q"),
        ({"q": None}, "/q"),
        ({"q": ["a"]}, "/q"),
        ({"q": "\ud800"}, "/q"),
        ({"q": "a\u0000b"}, "/q"),
        ({"q": "\u001b[2J"}, "/q"),
        ({"page": 0}, "/page"),
        ({"page": "1"}, "/page"),
        ({"page": True}, "/page"),
        ({"page": 10**400}, "/page"),
        ({"pageSize": 101}, "/pageSize"),
        ({"sort": "price"}, "/sort"),
        ({"entity": "moi"}, "/entity"),
        ({"entity": ["moi", ""]}, "/entity/1"),
        ({"entity": ["moi\u0000"]}, "/entity/0"),
        ({"entity": ["m"] * 51}, "/entity"),
        ({"digitalStage": [3]}, "/digitalStage/0"),
        ({"language": ["fr"]}, "/language/0"),
        ({"purpose": ["steal"]}, "/purpose/0"),
        ({"isFree": "true"}, "/isFree"),
        ({"costMaxFils": -1}, "/costMaxFils"),
        ({"costMaxFils": 1.5}, "/costMaxFils"),
        ({"updatedAfter": 0}, "/updatedAfter"),
        ({"updatedAfter": "yesterday"}, "/updatedAfter"),
        ({"asOf": "2026-13-01"}, "/asOf"),
        ({"lang": "fr"}, "/lang"),
        ({"facets": "entity"}, "/facets"),
        ({"facets": ["entity", "colour"]}, "/facets"),
        ({"taxonomyVersion": "99"}, "/taxonomyVersion"),
        ({"taxonomyVersion": "99", "category": ["02"]}, "/taxonomyVersion"),
    ],
)
def test_what_is_wrong_is_pointed_to(client: TestClient, wrong: Any, pointer: str) -> None:
    sent = json.dumps(wrong)  # as a client that does not look at what it writes
    answer = client.post(SEARCH, content=sent, headers={"Content-Type": "application/json"})

    assert answer.status_code == 422, answer.text
    assert [one["pointer"] for one in answer.json()["errors"]] == [pointer]


def test_findings_are_those_of_an_address(client: TestClient) -> None:
    for name, value in (("facets", ["colour"]), ("taxonomyVersion", "99"), ("sort", "price")):
        sent = value[0] if isinstance(value, list) else value
        [told] = client.get(SEARCH, params={name: sent}).json()["errors"]
        [found] = client.post(SEARCH, json={name: value}).json()["errors"]

        assert told["pointer"] == f"?{name}"
        assert found["pointer"] == f"/{name}"
        assert (found["rule"], found["message"]) == (told["rule"], told["message"])


def test_a_body_is_json_and_an_object(client: TestClient) -> None:
    plain = client.post(SEARCH, content=b"{}", headers={"Content-Type": "text/plain"})
    typed = {"Content-Type": "application/json"}
    codes = [
        client.post(SEARCH, content=body, headers=typed).status_code
        for body in (b"", b"{", b"[]", b"null", b'"q"', b"\xff\xfe", b"[" * 5000)
    ]

    assert plain.status_code == 415
    assert set(codes) <= {400, 422}


def test_an_address_beside_a_body_says_nothing(client: TestClient) -> None:
    assert client.post(f"{SEARCH}?q=passport", json={}).status_code == 422


def test_a_query_is_as_long_in_an_address_as_in_a_body(client: TestClient) -> None:
    assert client.get(SEARCH, params={"q": "a" * 1000}).status_code == 200
    refused = client.get(SEARCH, params={"q": "a" * 1001})

    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?q")


def test_marks_of_direction_say_nothing_and_control_characters_are_refused(
    client: TestClient,
) -> None:
    plain = client.get(SEARCH, params={"q": "passport"}).json()
    pasted = client.post(SEARCH, json={"q": "\u202bpassport\u202c"}).json()

    assert pasted == plain
    assert client.get(SEARCH, params={"q": "\u2067passport\u2069"}).json() == plain
    refused = client.get(f"{SEARCH}?q=a%00b")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "?q")


def test_what_is_too_long_for_an_address_is_answered(client: TestClient) -> None:
    asked = {
        "q": "تجديد " * 160,
        "entity": ["moi", *(f"none-{number:059}" for number in range(49))],
        "category": [f"none-{number:059}" for number in range(50)],
        "evidenceType": [f"none-{number:059}" for number in range(50)],
    }

    assert client.get(as_address(asked)).status_code == 414
    assert client.post(SEARCH, json=asked).json()["total"] == 0
    del asked["category"], asked["evidenceType"]
    assert client.post(SEARCH, json=asked).json()["total"] > 0


def test_a_body_needs_no_key_and_is_kept_by_nobody(client: TestClient) -> None:
    answer = client.post(SEARCH, json={"q": "passport"})
    bad = client.post(SEARCH, json={"q": "passport"}, headers={"Authorization": "Bearer x"})

    assert "etag" not in answer.headers
    assert "x-dalil-keep" not in answer.headers
    assert "idempotency-replayed" not in answer.headers
    assert bad.status_code == 401


def test_a_search_by_body_is_heard(hearing: Heard) -> None:
    for query in ({"q": "passport"}, {"q": "passport"}, {"q": "passport", "page": 2}, {"q": ""}):
        answer = hearing.client.post(SEARCH, json=query)
    hearing.client.post(SEARCH, json={"q": "passport", "asOf": "2026-01-01"})
    hearing.client.post(SEARCH, json={"q": "passport", "page": 0})
    told = hearing.client.get(SEARCH, params={"q": "passport"}).json()

    assert answer.json()["queryId"] is None
    assert hearing.asked() == [("passport", told["total"], 1, 3)]
    clicked = hearing.client.post(SEARCH, json={"q": "passport"}).json()
    assert clicked["queryId"] == told["queryId"]
