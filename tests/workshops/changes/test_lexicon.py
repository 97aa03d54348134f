"""The lexicon is changed like the taxonomy: proposed, agreed upon, enacted, released."""

import time
from typing import Any

import pytest

from tests.workshops.changes.conftest import Table

GROUP = {
    "op": "add_term_group",
    "ref": "camping",
    "title": {"ar": "المخيم الربيعي", "en": "Spring camp"},
    "domain": "municipality",
    "terms": [
        {"text": "تسجيل قارب", "register": "msa"},
        {"text": "طراد زغنون", "register": "gulf", "direction": "one_way"},
    ],
}
TERM = {"op": "add_term", "group": {"ref": "camping"}, "text": "zaghnoon", "register": "translit"}
ABOUT = {"scheme": "lexicon", "title": {"ar": "ألفاظ البر", "en": "Words of the desert"}}


def accepted(table: Table, *operations: Any) -> str:
    return table.accepted(**ABOUT, operations=list(operations))


def released(table: Table, **asked: Any) -> Any:
    answer = table.ask("steward", "POST", "/taxonomies/lexicon/releases", asked)
    assert answer.status_code == 201, answer.text
    return answer.json()


def test_a_group_goes_all_the_way_into_search(table: Table) -> None:
    path = accepted(table, GROUP, TERM)
    read = table.read(path)
    assert [one["op"] for one in read["operations"]] == ["add_term_group", "add_term"]
    assert read["operations"][1]["group"]["ref"] == "camping"
    assert "«المخيم الربيعي»" in read["operations"][0]["words"]["ar"]
    impact = table.read(f"{path}/impact")
    assert (impact["services"], impact["level"]) == (0, "minor")
    assert "zaghnoon" in impact["labels"]

    table.done("steward", path, "enact")
    draft = table.read("/taxonomies/lexicon/draft")
    assert (draft["version"], draft["next"]["version"]) == ("1.1.0", "1.2.0")
    out = released(table)

    assert (out["version"], out["level"], out["reclassified"]) == (
        "1.2.0",
        "minor",
        {"automatic": 0, "tasks": 0},
    )
    assert [one["message"]["ar"] for one in out["because"]] == [
        "تغيّرت مجموعة الألفاظ «المخيم الربيعي» بطريقة تتبعها الآلة."
    ] * 2
    assert table.read(path)["releasedIn"] == "1.2.0"
    found = table.read("/lexicon/groups?q=zaghnoon")["items"]
    assert [one["text"] for one in found[0]["terms"]] == ["تسجيل قارب", "طراد زغنون", "zaghnoon"]
    assert table.read("/lexicon")["latest"]["version"] == "1.2.0"
    assert is_known(table, "طراد زغنون")


def is_known(table: Table, words: str) -> bool:
    """Ask until search has taken the new lexicon over: it looks from time to time."""
    for _ in range(100):
        answer = table.read(f"/search?q={words}")
        if answer["total"]:
            return True
        time.sleep(0.05)
    return False


def test_what_was_read_can_be_sent_back(table: Table) -> None:
    path = table.proposed(**ABOUT, operations=[GROUP, TERM])
    read = table.read(path, "moi")
    tag = table.etag(path, "moi")

    again = table.ask(
        "moi", "PUT", f"{path}/operations", {"operations": read["operations"]}, **{"If-Match": tag}
    )

    assert again.status_code == 200, again.text
    assert again.json()["operationsDigest"] == read["operationsDigest"]
    assert again.json()["revision"] == read["revision"]


def test_a_release_of_the_lexicon_is_taken_back(table: Table) -> None:
    path = accepted(table, GROUP)
    table.done("steward", path, "enact")
    released(table)

    back = released(table, rollback=True)

    assert back["version"] == "1.3.0"
    found = table.read("/lexicon/groups?q=زغنون")["items"]
    assert {one["status"] for one in found[0]["terms"]} == {"retired"}


def test_two_requests_that_turn_one_term_exclude_each_other(table: Table) -> None:
    group = table.read("/lexicon/groups?q=ليسن")["items"][0]
    term = next(one for one in group["terms"] if one["direction"] == "both")
    name = {"group": {"id": group["id"]}, "text": term["text"]}
    turn = {"op": "set_term_direction", **name, "new": "one_way"}
    remove = {"op": "remove_term", **name}
    one = table.submitted(**ABOUT, operations=[turn])
    table.submitted(**ABOUT, operations=[remove])

    items = table.read(f"{one}/conflicts")["items"]

    assert [item["kind"] for item in items] == ["exclusive"]


@pytest.mark.parametrize(
    ("operation", "rule"),
    [
        ({**TERM, "group": {"id": "g_aaaaaaaaaaaa"}}, "OP-UNKNOWN"),
        ({**TERM, "group": {"ref": "nobody"}}, "OP-UNKNOWN"),
        ({**GROUP, "terms": [GROUP["terms"][0], GROUP["terms"][0]]}, "LEX-TWICE"),
        ({"op": "add_concept", "notation": "1", "prefLabel": {"ar": "س", "en": "x"}}, "OP-SCHEME"),
    ],
)
def test_what_the_lexicon_cannot_hold_is_refused(table: Table, operation: Any, rule: str) -> None:
    body = {**ABOUT, "operations": [operation]}

    answer = table.ask("moi", "POST", "/change-requests", body)

    assert answer.status_code == 422
    assert [one["rule"] for one in answer.json()["errors"]] == [rule]


def test_terms_are_no_concepts(table: Table) -> None:
    body = {**ABOUT, "scheme": "services", "operations": [GROUP]}

    answer = table.ask("moi", "POST", "/change-requests", body)

    assert [one["rule"] for one in answer.json()["errors"]] == ["OP-SCHEME"]


def test_the_lexicon_has_no_candidates_and_is_no_scheme(table: Table) -> None:
    asked = table.ask("steward", "POST", "/taxonomies/lexicon/releases", {"candidate": True})
    nothing = table.ask("steward", "POST", "/taxonomies/lexicon/releases", {})

    assert (asked.status_code, asked.json()["code"]) == (422, "lexicon-has-no-candidates")
    assert (nothing.status_code, nothing.json()["code"]) == (409, "nothing-to-release")
    assert table.ask("", "GET", "/taxonomies/lexicon").status_code == 404
    listed = table.read("/taxonomies")["items"]
    assert "lexicon" not in {one["id"] for one in listed}


def test_winners_and_losers_are_known_before_anybody_agrees(table: Table) -> None:
    fitting = {
        "op": "add_term_group",
        "title": {"ar": "إخراج قيد", "en": "Certificate"},
        "domain": "documents",
        "terms": [
            {"text": "شهادة ميلاد", "register": "msa"},
            {"text": "بطاقة المولود الزغنون", "register": "gulf"},
        ],
    }
    harmful = [
        {"op": "remove_term", "group": {"id": group["id"]}, "text": term["text"]}
        for word in ("ليسن", "ريليس", "release")
        for group in table.read(f"/lexicon/groups?q={word}")["items"]
        for term in group["terms"]
        if word in term["text"]
    ]
    one = table.submitted(**ABOUT, operations=[fitting])
    other = table.submitted(**ABOUT, operations=harmful)

    nothing, worse = table.read(f"{one}/search-effect"), table.read(f"{other}/search-effect")

    assert nothing["queries"] > 200
    assert (nothing["winners"], nothing["losers"]) == ([], [])
    assert nothing["before"] == nothing["after"]
    assert worse["before"] == nothing["before"]
    assert worse["losers"]
    assert worse["losers"][0]["after"] < worse["losers"][0]["before"]
    assert worse["after"] != worse["before"]


def test_the_effect_on_search_is_asked_of_the_lexicon_alone(table: Table) -> None:
    path = table.submitted()

    answer = table.ask("steward", "GET", f"{path}/search-effect")

    assert (answer.status_code, answer.json()["errors"][0]["rule"]) == (422, "CONS-LEXICON")
