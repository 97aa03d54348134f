"""Filters go on understanding codes that readers have kept, whatever a release made of them."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import orjson
import pytest

from app.core.clock import now, to_text
from tests.webhooks.receiver import until
from tests.workshops.changes.conftest import Table
from tests.workshops.changes.test_old_trees import SPLIT, added, places

OPERATIONS = [
    added("private", "02.97", "Private sector tests"),
    added("public", "02.98", "Public sector tests"),
    SPLIT,
    {"op": "merge", "sources": [{"notation": "02.4"}], "target": {"notation": "02.3"}},
    {"op": "set_notation", "concept": {"notation": "02.5"}, "old": "02.5", "new": "02.96"},
    {"op": "deprecate", "concept": {"notation": "02.2"}, "consider": []},
]
MERGED_AUDIENCE = {
    "op": "merge",
    "sources": [{"notation": "visitor"}],
    "target": {"notation": "gcc-national"},
}


@dataclass
class Released:
    """Where services stood at a moment before a release, and the tables of after."""

    table: Table
    before: Mapping[str, set[str]]
    moment: str
    concept: str

    def stood(self, *codes: str) -> set[str]:
        return {key for key, at in self.before.items() if at & set(codes)}

    def listed(self, query: str) -> set[str]:
        answer = self.table.client.get(f"/v1/services?limit=200&{query}")
        assert answer.status_code == 200, answer.text
        found = {one["id"] for one in answer.json()["items"]}
        assert answer.json()["total"] == len(found)
        return found


@pytest.fixture
def released(table: Table) -> Released:
    """A release that merged, split, renumbered and retired; one entity has chosen a half."""
    before = {key: {one["notation"] for one in each} for key, each in places(table).items()}
    concept = table.read("/taxonomies/services/notations/02.4", "")["concept"]["id"]
    moment = to_text(now())
    assert table.read("/services?category=02.4")["total"] > 0
    table.done("steward", table.accepted(operations=OPERATIONS), "enact")
    table.done("steward", "/taxonomies/services", "releases", {})
    task = table.read("/tasks?entity=moi&kind=split", "moi")["items"][0]
    table.done("moi", f"/tasks/{task['id']}", "decide", {"target": {"notation": "02.98"}})
    return Released(table, before, moment, concept)


def test_old_codes_find_what_stands_for_them(released: Released) -> None:
    merged, split = released.stood("02.3", "02.4"), released.stood("02.6")

    assert released.stood("02.4") - released.stood("02.3")
    assert released.listed("category=02.4") == released.listed("category=02.3") == merged
    assert released.listed(f"category={released.concept}") == merged
    assert released.listed("category=02.4&includeChildren=true") == merged
    assert released.listed("category=02.97")
    assert released.listed("category=02.98")
    assert released.listed("category=02.6") == split
    assert released.listed("category=02.6&includeChildren=true") == split
    assert released.listed("category=02.5") == released.listed("category=02.96")
    assert released.listed("category=02.5") == released.stood("02.5")
    assert released.listed("category=02.4&category=02.3&category=02.6") == merged | split


def test_a_code_without_successor_or_never_given_finds_nothing(released: Released) -> None:
    assert released.stood("02.2")
    assert released.listed("category=02.2") == set()
    assert released.listed("category=02.999") == set()


def test_pages_and_streams_of_an_old_code_hold_each_service_once(released: Released) -> None:
    table, expected = released.table, released.stood("02.3", "02.4")
    found: list[str] = []
    address = "/v1/services?category=02.4&category=02.3&limit=2"
    while address:
        page = table.client.get(address).json()
        assert page["total"] == len(expected)
        found += [one["id"] for one in page["items"]]
        cursor = page["nextCursor"]
        address = f"/v1/services?category=02.4&limit=2&cursor={cursor}" if cursor else ""
    lines = table.client.get("/v1/services?category=02.4&format=ndjson").text.splitlines()

    assert len(found) == len(set(found))
    assert set(found) == expected
    assert {orjson.loads(one)["id"] for one in lines} == expected


def test_search_follows_old_codes_too(released: Released) -> None:
    table, merged = released.table, released.stood("02.3", "02.4")

    def searched(query: str) -> Any:
        return table.read(f"/search?pageSize=100&{query}", "")

    until(lambda: searched("category=02.4")["total"] == len(merged))
    assert {one["id"] for one in searched("category=02.4")["items"]} == merged
    assert {one["id"] for one in searched("category=02.6")["items"]} == released.stood("02.6")
    body = {"category": ["02.4"], "pageSize": 100, "facets": ["category"]}
    sent = table.ask("", "POST", "/search", body).json()
    assert sent["total"] == len(merged)
    page = table.client.get("/en/search?category=02.4").text
    title = next(one["title"]["en"] for one in searched("category=02.3")["items"])
    assert title in page


def test_a_code_means_at_a_time_what_it_meant_then(released: Released) -> None:
    then = f"asOf={released.moment}".replace("+", "%2B")

    for code in ("02.2", "02.3", "02.4", "02.5", "02.6"):
        assert released.listed(f"category={code}&{then}") == released.stood(code)
    assert released.listed(f"category=02.96&{then}") == released.stood("02.5")
    assert released.listed(f"category=02.97&{then}") == set()
    after = f"asOf={to_text(now())}".replace("+", "%2B")
    assert released.listed(f"category=02.4&{after}") == released.stood("02.3", "02.4")
    assert released.listed(f"category=02.6&{after}") == released.stood("02.6")


def test_a_code_of_a_version_means_what_it_meant_in_it(released: Released) -> None:
    then = f"asOf={released.moment}".replace("+", "%2B")

    assert released.listed("category=02.6&taxonomyVersion=1.0.0") == released.stood("02.6")
    old = released.listed(f"category=02.4&taxonomyVersion=1.0.0&{then}")
    assert old == released.stood("02.4")
    assert released.listed("category=02.4&taxonomyVersion=2.0.0") == released.stood("02.3", "02.4")


def test_old_codes_of_every_facet_are_followed(table: Table) -> None:
    visitors = table.read("/services?audience=visitor")["total"]
    table.done("steward", table.accepted(scheme="audience", operations=[MERGED_AUDIENCE]), "enact")
    table.done("steward", "/taxonomies/audience", "releases", {})

    found = table.read("/services?audience=visitor")["total"]

    assert visitors > 0
    assert found == table.read("/services?audience=gcc-national")["total"] >= visitors
    until(lambda: table.read("/search?audience=visitor")["total"] == found)


@pytest.mark.parametrize("language", ["ar", "en"])
def test_the_page_of_an_old_code_leads_to_what_became_of_it(
    released: Released, language: str
) -> None:
    client, browse = released.table.client, f"/{language}/browse"

    for old, new in (("02.4", "02.3"), ("02.5", "02.96")):
        answer = client.get(f"{browse}/{old}?page=2", follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (302, f"{browse}/{new}")
        assert client.get(f"{browse}/{old}").status_code == 200

    split = client.get(f"{browse}/02.6")
    assert split.status_code == 200
    assert f'href="{browse}/02.97"' in split.text
    assert f'href="{browse}/02.98"' in split.text
    assert {"ar": "اختر القسم", "en": "Choose the topic"}[language] in split.text

    retired = client.get(f"{browse}/02.2")
    assert retired.status_code == 410
    assert f'<a href="{browse}/02"' in retired.text
    assert {"ar": "لم يعد هذا القسم مستخدماً", "en": "no longer used"}[language] in retired.text
    past = retired.text.partition(f'href="/{language}/taxonomies/services/concepts/')[2]
    history = f"/{language}/taxonomies/services/concepts/{past[:14]}"
    assert client.get(history).status_code == 200


@pytest.mark.parametrize("code", ["99", "02.99.1", "%E2%80%AE", "x" * 65, "%F0%9F"])
def test_the_page_of_a_code_that_was_never_given_is_not_found(table: Table, code: str) -> None:
    for path in ("browse", "life-events", "business-events"):
        assert table.client.get(f"/ar/{path}/{code}").status_code == 404
