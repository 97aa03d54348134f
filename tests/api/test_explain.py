"""Explanations over HTTP: for staff alone, and kept by nobody."""

import pytest

from tests.api.gates import bearer, make_key
from tests.submissions.conftest import Desk, desk

__all__ = ["desk"]
ASKED = "/search?q=driving%20licence&explain=true&pageSize=3"
REFUSED = {"": (401, "unauthorized"), "editor": (403, "forbidden"), "approver": (403, "forbidden")}


@pytest.mark.parametrize("who", REFUSED)
def test_the_public_and_entities_are_refused(desk: Desk, who: str) -> None:
    by_address = desk.ask(who, "GET", ASKED)
    by_body = desk.ask(who, "POST", "/search", {"q": "driving licence", "explain": True})

    for answer in (by_address, by_body):
        assert (answer.status_code, answer.json()["code"]) == REFUSED[who]
        assert "explanation" not in answer.json()
    if who:
        assert "search:explain" in by_address.headers["www-authenticate"]


@pytest.mark.parametrize("who", ["reviewer", "steward", "facilitator", "board"])
def test_staff_read_what_ranked_each_hit(desk: Desk, who: str) -> None:
    answer = desk.ask(who, "GET", ASKED)
    found = answer.json()
    by_body = desk.ask(
        who, "POST", "/search", {"q": "driving licence", "explain": True, "pageSize": 3}
    )

    assert answer.headers["cache-control"] == "private, no-store"
    told = found["explanation"]
    assert [one["id"] for one in told["hits"]] == [one["id"] for one in found["items"]]
    assert [one["score"] for one in told["hits"]] == [one["score"] for one in found["items"]]
    assert told["plan"]["words"][0]["text"] == "driving"
    assert told["hits"][0]["lead"]["message"]["ar"]
    assert by_body.json()["explanation"] == told


def test_an_explanation_never_reaches_others(desk: Desk) -> None:
    plain = ASKED.replace("explain=true&", "")
    assert desk.ask("steward", "GET", ASKED).json()["explanation"]

    for path in (ASKED, f"{ASKED}&lang=en"):
        assert desk.ask("", "GET", path).status_code == 401
    assert desk.ask("", "GET", plain).json()["explanation"] is None
    assert desk.ask("", "GET", plain).headers["cache-control"].startswith("public")


def test_a_key_that_is_cut_down_needs_the_right(desk: Desk) -> None:
    reader = bearer(make_key(desk.database, "reader"))

    assert desk.client.get(f"/v1{ASKED}", headers=reader).status_code == 403
    assert desk.client.get(f"/v1{ASKED.replace('true', 'false')}", headers=reader).json()["items"]


@pytest.mark.parametrize(
    "query", ["q=", "q=%20", "q=driving&sort=updated", "q=driving&asOf=2100-01-01", "q=zzqqxxyy"]
)
def test_every_search_may_be_explained(desk: Desk, query: str) -> None:
    answer = desk.ask("steward", "GET", f"/search?{query}&explain=true")

    assert answer.status_code == 200
    told = answer.json()["explanation"]
    assert (told["plan"] is None) == (query in ("q=", "q=%20"))
    assert bool(told["hits"]) == ("asOf" in query)
