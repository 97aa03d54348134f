"""Services are read in the tree of any version, as they stood there."""

from collections import Counter
from collections.abc import Mapping
from typing import Any

import orjson
import pytest

from tests.webhooks.receiver import until
from tests.workshops.changes.conftest import ADD, Table

SPLIT = {
    "op": "split",
    "source": {"notation": "02.6"},
    "targets": [{"ref": "private"}, {"ref": "public"}],
    "default": {"ref": "private"},
}


def added(ref: str, notation: str, english: str) -> dict[str, Any]:
    label = {"ar": f"مفهوم {ref}", "en": english}
    place = {"parents": [{"notation": "02"}], "notation": notation, "prefLabel": label}
    return {"op": "add_concept", "ref": ref, **place}


OPERATIONS = [
    added("private", "02.97", "Private sector tests"),
    added("public", "02.98", "Public sector tests"),
    SPLIT,
    {"op": "merge", "sources": [{"notation": "02.4"}], "target": {"notation": "02.3"}},
    {
        "op": "set_pref_label",
        "concept": {"notation": "02.3"},
        "lang": "en",
        "new": "Renamed for the tests",
        "old": None,
    },
]


def places(table: Table, query: str = "") -> Mapping[str, Any]:
    address = f"/v1/services?format=ndjson&fields=id,isClassifiedBy{query}"
    lines = table.client.get(address).text.splitlines()
    return {one["id"]: one["isClassifiedBy"] for one in map(orjson.loads, lines)}


@pytest.fixture
def moved(table: Table) -> tuple[Table, Mapping[str, Any]]:
    """Services before a split, a merge and a renaming were released."""
    before = places(table)
    label = table.read("/taxonomies/services/notations/02.3")["concept"]["prefLabel"]["en"]
    operations = [*OPERATIONS[:-1], {**OPERATIONS[-1], "old": label}]
    path = table.accepted(operations=operations)
    table.done("steward", path, "enact")
    answer = table.ask("steward", "POST", "/taxonomies/services/releases", {})
    assert answer.json()["version"] == "2.0.0", answer.text
    return table, before


def test_every_service_is_where_it_was(moved: tuple[Table, Mapping[str, Any]]) -> None:
    table, before = moved
    now = places(table)

    assert {one["taxonomyVersion"] for each in now.values() for one in each} == {"2.0.0"}
    assert sum(now[key] != before[key] for key in before) == len(before)
    assert places(table, "&taxonomyVersion=1.0.0") == before
    assert places(table, "&taxonomyVersion=1") == before
    assert places(table, "&taxonomyVersion=2.0.0") == now


def test_one_service_and_a_page_are_read_alike(moved: tuple[Table, Mapping[str, Any]]) -> None:
    table, before = moved
    gone = {"02.6", "02.4"}
    some = [key for key, each in before.items() if gone & {one["notation"] for one in each}]
    assert len(some) > 1

    for key in some:
        one = table.ask("", "GET", f"/services/{key}?taxonomyVersion=1.0.0")
        assert one.json()["isClassifiedBy"] == before[key]
        assert one.json()["taxonomyVersion"] == "1.0.0"
        assert one.headers["etag"] != table.ask("", "GET", f"/services/{key}").headers["etag"]
    page = table.read("/services?taxonomyVersion=1.0.0&limit=200")
    assert all(one["isClassifiedBy"] == before[one["id"]] for one in page["items"])


def test_a_category_of_an_old_version_finds_its_services(
    moved: tuple[Table, Mapping[str, Any]],
) -> None:
    table, before = moved
    stood = {key for key, each in before.items() if "02.6" in {one["notation"] for one in each}}
    below = {
        key for key, each in before.items() if "02" in {c for one in each for c in one["path"]}
    }

    found = table.read("/services?category=02.6&taxonomyVersion=1.0.0&limit=200")
    deep = "category=02&includeChildren=true&taxonomyVersion=1.0.0"

    assert stood
    assert {one["id"] for one in found["items"]} == stood
    assert table.read(f"/services?{deep}")["total"] == len(below)
    until(lambda: table.read(f"/search?{deep}")["total"] == len(below))
    assert table.read("/services?category=99.9&taxonomyVersion=1.0.0")["total"] == 0


def test_a_search_counts_in_the_old_tree(moved: tuple[Table, Mapping[str, Any]]) -> None:
    table, before = moved
    words = "/search?q=إقامة&facets=category,entity&pageSize=100"
    until(lambda: "02.97" in {one["value"] for one in table.read(words)["facets"]["category"]})

    hits = {one["id"] for one in table.read(words)["items"]}
    old = table.read(f"{words}&taxonomyVersion=1.0.0&category=02.3")
    counted = {one["value"]: one["count"] for one in old["facets"]["category"]}

    expected = Counter(
        code for key in hits for code in {c for one in before[key] for c in one["path"]}
    )
    assert 0 < len(hits) < 100
    assert counted == expected
    assert [one["label"]["en"] for one in old["facets"]["category"] if one["value"] == "02"]
    assert old["facets"]["entity"]


def test_what_came_later_is_shown_where_it_would_have_been(table: Table) -> None:
    path = table.accepted(operations=[ADD])
    table.done("steward", path, "enact")
    table.ask("steward", "POST", "/taxonomies/services/releases", {})

    assert places(table, "&taxonomyVersion=1.0.0") != {}
    answer = table.ask("", "GET", "/services?taxonomyVersion=7.0.0")
    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "QUERY-VERSION")
    one = table.ask("", "GET", "/services/moi-res18-renew?taxonomyVersion=0")
    assert one.status_code == 422
