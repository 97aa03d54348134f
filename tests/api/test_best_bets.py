"""Best bets over HTTP: pinned by editors, shown to everybody, gone when they are over."""

import time
from collections.abc import Callable, Mapping
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import text

from app.core.clock import now, to_text
from tests.submissions.conftest import Desk, desk

__all__ = ["desk"]
BET = {
    "phrases": ["تجديد الجواز", "passport renewal"],
    "services": ["moi-dl-renew", "moi-res18-renew"],
}


def put(desk: Desk, body: Mapping[str, Any] = BET, name: str = "passport", **headers: str) -> Any:
    return desk.ask("reviewer", "PUT", f"/best-bets/{name}", body, **headers)


def search(desk: Desk, q: str = "تجديد الجواز", **asked: Any) -> Any:
    answer = desk.client.get("/v1/search", params={"q": q, **asked})
    assert answer.status_code == 200, answer.text
    return answer.json()


def pinned(found: Any) -> list[str]:
    return [one["id"] for one in found["items"] if one["isPinned"]]


def wait_until(is_so: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 60
    while not is_so() and time.monotonic() < deadline:
        time.sleep(0.05)
    assert is_so()


def test_pinned_services_come_first_and_are_marked(desk: Desk) -> None:
    before = search(desk, facets="entity", pageSize=100)
    assert pinned(before) == []

    made = put(desk)

    assert made.status_code == 201, made.text
    assert made.headers["location"] == "/v1/best-bets/passport"
    wait_until(lambda: pinned(search(desk)) == BET["services"])
    found = search(desk, facets="entity", pageSize=100)
    ids = [one["id"] for one in found["items"]]
    assert ids[:2] == BET["services"]
    assert len(ids) == len(set(ids))
    others = [one["id"] for one in before["items"] if one["id"] not in BET["services"]]
    assert ids[2:] == others
    added = set(BET["services"]) - {one["id"] for one in before["items"]}
    assert found["total"] == before["total"] + len(added)
    entities = [
        {one["value"]: one["count"] for one in each["facets"]["entity"]} for each in (before, found)
    ]
    assert entities[1]["moi"] == entities[0]["moi"] + len(added)
    assert sum(entities[1].values()) == found["total"]


def test_pages_orders_filters_and_the_past_go_on_as_they_are(desk: Desk) -> None:
    put(desk)
    wait_until(lambda: pinned(search(desk)) == BET["services"])

    whole = search(desk, pageSize=100)
    pages = [search(desk, page=page, pageSize=3) for page in range(1, 5)]
    assert [one["id"] for page in pages for one in page["items"]] == [
        one["id"] for one in whole["items"][:12]
    ]
    assert [pinned(page) for page in pages] == [BET["services"], [], [], []]
    assert pinned(search(desk, sort="titleAr")) == []
    assert search(desk, sort="titleAr")["total"] == whole["total"]
    assert pinned(search(desk, entity="moe")) == []
    assert pinned(search(desk, "تجديد")) == []
    assert pinned(search(desk, asOf=to_text(now()))) == []


def test_pages_of_the_portal_show_what_is_pinned_first(desk: Desk) -> None:
    put(desk)
    wait_until(lambda: pinned(search(desk)) == BET["services"])

    page = desk.client.get("/ar/search", params={"q": "تجديد الجواز"}).text

    places = [page.index(f"/ar/services/{service}") for service in BET["services"]]
    assert places == sorted(places)
    assert places[1] < min(
        page.index(f"/ar/services/{one['id']}") for one in search(desk)["items"][2:5]
    )


def test_a_best_bet_is_read_changed_and_deleted(desk: Desk) -> None:
    made = put(desk)
    etag = made.json()["etag"]
    read = desk.ask("reviewer", "GET", "/best-bets/passport")
    assert read.headers["etag"] == etag
    assert read.headers["cache-control"] == "private, no-store"
    shown = read.json()
    assert shown == made.json()["document"]
    assert shown["analysed"][1] == ["passport", "renew"]
    assert (shown["version"], shown["isStanding"], shown["languages"]) == (1, True, [])

    assert put(desk).json()["outcome"] == "unchanged"
    assert (
        put(desk, {**BET, "services": ["moi-dl-renew"]}, **{"If-Match": '"other"'}).status_code
        == 412
    )
    changed = put(desk, {**BET, "services": ["moi-dl-renew"]}, **{"If-Match": etag})
    assert (changed.status_code, changed.json()["document"]["version"]) == (200, 2)
    assert put(desk, **{"If-None-Match": "*"}).status_code == 412
    assert [one["id"] for one in desk.ask("reviewer", "GET", "/best-bets").json()["items"]] == [
        "passport"
    ]
    wait_until(lambda: pinned(search(desk)) == ["moi-dl-renew"])

    assert desk.ask("reviewer", "DELETE", "/best-bets/passport").status_code == 204
    wait_until(lambda: pinned(search(desk)) == [])
    again = [desk.ask("reviewer", method, "/best-bets/passport") for method in ("GET", "DELETE")]
    assert [one.json()["code"] for one in again] == ["best-bet-not-found"] * 2


def test_every_change_stands_in_the_journal_and_not_in_the_feed(desk: Desk) -> None:
    put(desk)
    put(desk)
    put(desk, {**BET, "languages": ["ar"]})
    desk.ask("reviewer", "DELETE", "/best-bets/passport")

    with desk.database.read() as session:
        rows = session.execute(
            text(
                "SELECT kind, op, is_public, actor FROM journal_entry "
                "WHERE subject_type = 'best-bet' ORDER BY seq"
            )
        ).all()
    assert [(row.kind, row.op) for row in rows] == [
        ("best_bet_created", "upsert"),
        ("best_bet_changed", "upsert"),
        ("best_bet_deleted", "delete"),
    ]  # fmt: skip
    assert not any(row.is_public for row in rows)
    assert all(row.actor.startswith("key:") for row in rows)
    audit = desk.ask("reviewer", "GET", "/audit?subjectType=best-bet")
    assert len(audit.json()["items"]) == 3
    assert "best-bet" not in desk.client.get("/v1/changes?limit=500").text


def test_it_begins_with_time(desk: Desk) -> None:
    soon = now() + timedelta(seconds=5)
    put(desk, {**BET, "validFrom": to_text(soon)})
    assert pinned(search(desk)) == [] or now() >= soon

    wait_until(lambda: pinned(search(desk)) == BET["services"])

    assert now() >= soon


def test_it_ends_with_time(desk: Desk) -> None:
    later = now() + timedelta(seconds=5)
    put(desk, {**BET, "validUntil": to_text(later)})

    wait_until(lambda: now() >= later and pinned(search(desk)) == [])


def test_it_is_for_the_readers_of_its_languages(desk: Desk) -> None:
    put(desk, {**BET, "languages": ["en"]})

    wait_until(lambda: pinned(search(desk, lang="en")) == BET["services"])
    assert pinned(search(desk, lang="ar")) == []
    assert pinned(search(desk)) == BET["services"]


def test_a_service_that_is_archived_is_not_shown_any_more(desk: Desk) -> None:
    put(desk)
    wait_until(lambda: pinned(search(desk)) == BET["services"])

    gone = desk.ask("reviewer", "POST", "/services/moi-dl-renew/archive", {"reason": "It ends"})

    assert gone.status_code == 200, gone.text
    wait_until(lambda: pinned(search(desk)) == ["moi-res18-renew"])


def test_two_cannot_answer_the_same_search(desk: Desk) -> None:
    put(desk)
    same = {**BET, "phrases": ["renewal of passport"]}

    refused = put(desk, same, "other")
    assert (refused.status_code, refused.json()["code"]) == (409, "best-bet-overlaps")
    assert put(desk, {**same, "phrases": ["passport"]}, "other").status_code == 201
    assert put(desk, same, "other").status_code == 409
    assert put(desk, {**BET, "languages": ["ar"]}).status_code == 200
    assert put(desk, {**same, "languages": ["en"]}, "other").status_code == 200


@pytest.mark.parametrize(
    "wrong",
    [
        {"phrases": []},
        {"phrases": ["؟!"]},
        {"phrases": ["كيف"]},
        {"phrases": ["x" * 101]},
        {"phrases": ["a\x00b"]},
        {"phrases": ["\u202eاب"]},
        {"phrases": "تجديد"},
        {"phrases": ["جواز"] * 21},
        {"phrases": [" ".join(f"كلمة{letter}" for letter in "ابتثجحخدذ")]},
        {"services": []},
        {"services": ["no-such-service"]},
        {"services": ["'; DROP TABLE service"]},
        {"services": ["moi-dl-renew"] * 11},
        {"languages": ["fr"]},
        {"validFrom": "2026-01-02T00:00:00Z", "validUntil": "2026-01-01T00:00:00Z"},
        {"validFrom": "yesterday"},
        {"validFrom": 1},
        {"validUntil": "2026-01-01"},
        {"pinned": True},
        {"id": "other"},
    ],
)
def test_what_cannot_be_pinned_is_refused(desk: Desk, wrong: Mapping[str, Any]) -> None:
    answer = put(desk, {**BET, **wrong})

    assert answer.status_code == 422, answer.text
    assert answer.json()["errors"]
    assert desk.ask("reviewer", "GET", "/best-bets").json()["total"] == 0


def test_findings_name_the_place(desk: Desk) -> None:
    answer = put(desk, {"phrases": ["جواز", "كيف"], "services": ["moi-dl-renew", "none"]})

    found = answer.json()
    assert found["code"] == "unsound-best-bet"
    assert [(one["pointer"], one["rule"]) for one in found["errors"]] == [
        ("/phrases/1", "PIN-PHRASE"), ("/services/1", "PIN-SERVICE"),
    ]  # fmt: skip


@pytest.mark.parametrize("who", ["", "editor", "approver", "steward", "facilitator", "board"])
def test_only_editors_of_the_catalogue_pin(desk: Desk, who: str) -> None:
    status = 403 if who else 401

    assert desk.ask(who, "PUT", "/best-bets/passport", BET).status_code == status
    for method, path in (("GET", ""), ("GET", "/passport"), ("DELETE", "/passport")):
        assert desk.ask(who, method, f"/best-bets{path}").status_code == status


def test_an_id_is_an_id(desk: Desk) -> None:
    for name in ("%20", "a%2Fb", "..%2f", "a" * 65, "%00", "ا"):
        answer = desk.ask("reviewer", "PUT", f"/best-bets/{name}", BET)
        assert answer.status_code in (400, 404, 405, 422), name
