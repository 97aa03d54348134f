"""``docs/use/search.md`` says what is answered."""

import re
from collections.abc import Mapping
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.settings import ROOT

PAGE = ROOT / "docs" / "use" / "search.md"
SEARCHING = ROOT / "docs" / "use" / "searching.md"
ROW = re.compile(r"^\| `(?P<typed>[^`]+)` \| [^|]+ \| (?P<hits>[^|]+) \| (?P<said>[^|]+) \|$", re.M)
ROWS = [found.groupdict() for found in ROW.finditer(PAGE.read_text("utf-8"))]


def parts(text: str) -> list[str]:
    return re.findall(r"`([^`]+)`", text)


def says(told: Mapping[str, Any], name: str, value: str) -> bool:
    """Tell whether the understanding of a query says what the page says."""
    match name:
        case "corrected" | "repaired":
            return bool(told[name] == value)
        case "dropped":
            return value in told["dropped"]
        case "expanded":
            text, _, term = value.partition(" → ")
            return any(one["text"] == text and term in one["terms"] for one in told["expanded"])
        case "words":
            word, kind = value.removesuffix(")").split(" (")
            return any((one["text"], one["kind"]) == (word, kind) for one in told["words"])
    return False


def test_the_page_has_ten_queries_of_every_kind() -> None:
    assert len(ROWS) == 10
    names = {one.partition(":")[0] for row in ROWS for one in parts(row["said"])}
    assert names == {"corrected", "repaired", "dropped", "expanded", "words"}
    kinds = set(re.findall(r"\((\w+)\)", " ".join(row["said"] for row in ROWS)))
    assert {"exact", "transliteration", "prefix"} <= kinds


@pytest.mark.parametrize("row", ROWS, ids=[row["typed"] for row in ROWS])
def test_a_query_is_answered_as_the_page_says(client: TestClient, row: Mapping[str, str]) -> None:
    asked = {"q": row["typed"], "queryUnderstanding": "true", "pageSize": 5}
    answer = client.get("/v1/search", params=asked).json()

    hits, said = parts(row["hits"]), parts(row["said"])
    assert hits
    assert [one["id"] for one in answer["items"]][: len(hits)] == hits
    for one in said:
        name, _, value = one.partition(": ")
        assert says(answer["queryUnderstanding"], name, value), (one, answer["queryUnderstanding"])


def test_the_page_owns_up_to_what_is_not_understood(client: TestClient) -> None:
    first = client.get("/v1/search", params={"q": "كرو"}).json()["items"][0]["id"]

    assert first != "moi-accident"


def test_as_many_hits_are_asked_for_as_the_page_lists_of_that_query() -> None:
    asked = re.search(r"'q=([^']+)' .* -d pageSize=(\d+)", PAGE.read_text("utf-8"))

    assert asked
    (row,) = (row for row in ROWS if row["typed"] == asked[1])
    assert len(parts(row["hits"])) == int(asked[2])


@pytest.mark.parametrize(
    ("said", "kind"), [("what people write most", "synonym"), ("by its sound", "transliteration")]
)
def test_latin_letters_are_read_as_the_guide_to_searching_says(
    client: TestClient, said: str, kind: str
) -> None:
    told = re.search(rf"{said}\s+\(([^)]+)\)", SEARCHING.read_text("utf-8"))

    assert told
    for typed in parts(told[1]):
        asked = {"q": typed, "queryUnderstanding": "true"}
        words = client.get("/v1/search", params=asked).json()["queryUnderstanding"]["words"]
        assert [word["kind"] for word in words] == [kind] * len(words), typed
