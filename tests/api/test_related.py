"""Services beside a service: those that are named first, then the nearest, each with its reason."""

import time
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.testclient import TestClient
from sqlalchemy import event

from app.catalogue.queries.neighbours import MOST_SHARERS, list_sharing
from app.core.db import Database
from app.search.engine_memory import MemoryEngine
from app.search.errors import SearchUnavailable
from app.search.related import list_related
from tests.submissions.conftest import Desk, desk

__all__ = ["desk"]
RENEWAL = "/v1/services/moi-dl-renew/related"


def told(answer: Any) -> list[tuple[str, str]]:
    """Tell the services of an answer and why they are there."""
    assert answer.status_code == 200, answer.text
    return [(one["id"], one["relation"]) for one in answer.json()["items"]]


def test_what_records_name_comes_first_both_ways_then_what_is_near(client: TestClient) -> None:
    assert told(client.get(RENEWAL, params={"limit": 50})) == [
        ("moi-fines-pay", "related"),
        ("moi-dl-new", "related"),
        ("moi-dl-test", "related"),
        ("moi-dl-lost", "related"),
        ("moi-dl-general", "namedBy"),
        ("moi-dl-intl", "namedBy"),
        ("moi-dl-moto", "namedBy"),
        ("moi-dl-swap", "namedBy"),
        ("moci-lic-renew", "sameWords"),
        ("kff-fire-renew", "sameWords"),
        ("moi-veh-renew", "sameEvidence"),
    ]


def test_reasons_are_told_in_both_languages_and_name_what_is_shared(client: TestClient) -> None:
    licence = client.get("/v1/services/moci-lic-new/related?limit=20").json()["items"]
    permit = client.get("/v1/services/moi-res18-renew/related?limit=20").json()["items"]
    reasons = {one["id"]: one["reason"] for one in [*licence, *permit]}

    assert all(one["reason"]["ar"] and one["reason"]["en"] for one in [*licence, *permit])
    assert reasons["kff-fire-lic"] == {
        "ar": "ذكرتها الجهة خدمةً ذات صلة",
        "en": "Named by the entity as related",
    }
    assert reasons["pas-gym-lic"] == {
        "ar": "من الموضوع نفسه: إصدار وتجديد الرخص",
        "en": "On the same topic: Issue and renewal of licences",
    }
    assert reasons["moci-co-ksc"]["en"] == "For the same event: Starting a business"
    assert reasons["moi-res22-new"]["ar"].startswith("تطلب المستندات نفسها: إذن العمل، ")
    assert reasons["moi-res17-renew"]["en"] == "Has a similar name"


def test_every_service_has_some_and_none_is_there_twice(client: TestClient) -> None:
    page = client.get("/v1/services?limit=200&fields=id").json()
    known = {one["id"] for one in page["items"]}
    for one in sorted(known)[::8]:
        ids = [name for name, _ in told(client.get(f"/v1/services/{one}/related?limit=50"))]
        assert one not in ids
        assert len(ids) == len(set(ids))
        assert len(ids) >= 2, one


def test_an_answer_has_no_more_than_its_limit(client: TestClient) -> None:
    everything = told(client.get(RENEWAL, params={"limit": 50}))

    assert len(told(client.get(RENEWAL))) == 10
    for limit in (1, 4, 5, 9):
        assert told(client.get(RENEWAL, params={"limit": limit})) == everything[:limit]


@pytest.mark.parametrize("query", ["limit=0", "limit=51", "limit=x", "limt=3", "asOf=2026-01-01"])
def test_wrong_parameters_are_refused(client: TestClient, query: str) -> None:
    assert client.get(f"{RENEWAL}?{query}").status_code == 422


def test_what_is_not_published_has_nothing_beside_it(client: TestClient) -> None:
    for one in ("none", "%00", "x" * 64, "moi-dl-renew%20"):
        assert client.get(f"/v1/services/{one}/related").status_code in (400, 404)


def test_an_answer_is_known_again(client: TestClient) -> None:
    first = client.get(RENEWAL)
    again = client.get(RENEWAL, headers={"If-None-Match": first.headers["etag"]})
    english = client.get(RENEWAL, params={"lang": "en"}).json()["items"][0]

    assert again.status_code == 304
    assert english["title"]["text"] == english["title"]["en"]
    assert english["reason"]["text"] == english["reason"]["en"]


def test_a_service_that_requires_another_is_what_comes_next(desk: Desk) -> None:
    before = told(desk.ask("", "GET", "/services/moi-dl-renew/related"))
    named = {"requires": ["moi-dl-renew"], "relatedService": ["moi-dl-lost", "moi-dl-renew"]}
    submission = desk.sent(**named)

    assert told(desk.ask("", "GET", "/services/moi-dl-renew/related")) == before
    assert desk.ask("", "GET", "/services/moi-boat/related").status_code == 404

    desk.act("reviewer", submission, "approve")
    own = eventually(desk, "moi-boat", lambda found: len(found) > 1)
    assert own[:2] == [("moi-dl-renew", "requires"), ("moi-dl-lost", "related")]
    others = eventually(desk, "moi-dl-renew", lambda found: found != before)
    assert others[:2] == [("moi-boat", "requiredBy"), ("moi-fines-pay", "related")]
    lost = eventually(desk, "moi-dl-lost", lambda found: ("moi-boat", "namedBy") in found)
    assert [why for _, why in lost if why == "requiredBy"] == []

    desk.ask("approver", "POST", "/services/moi-boat/archive", {"reason": "It ends"})
    assert eventually(desk, "moi-dl-renew", lambda found: found == before) == before
    assert desk.ask("", "GET", "/services/moi-boat/related").status_code == 404


def eventually(desk: Desk, service: str, is_there: Any) -> list[tuple[str, str]]:
    """Ask until the index has followed, at most 20 seconds."""
    deadline = time.monotonic() + 20
    while True:
        found = told(desk.ask("", "GET", f"/services/{service}/related"))
        if is_there(found) or time.monotonic() > deadline:
            return found
        time.sleep(0.1)


class AwayEngine(MemoryEngine):
    """An engine that does not answer."""

    def search(self, query: object) -> Any:
        raise SearchUnavailable("It is away.")


def test_without_the_engine_the_rest_is_told(seeded: Database) -> None:
    with seeded.read() as session:
        found = list_related(session, AwayEngine(), "moi-res18-renew", limit=50)

    assert found.degraded
    ids = [one.id for one in found.items]
    assert ids[:2] == ["pam-wp-renew", "moh-ins-exp"]
    assert "pam-wp-cancel" in ids
    assert "sameWords" not in {one.relation for one in found.items}


def test_what_very_many_share_is_not_listed(seeded: Database) -> None:
    with seeded.read() as session:
        common, rare = list_sharing(session, [("evidenceType", "cid"), ("evidenceType", "none")])

    assert common.is_common
    assert len(common.services) == MOST_SHARERS + 1
    assert list(common.services) == sorted(common.services)
    assert (rare.is_common, rare.services) == (False, [])


@pytest.fixture
def statements(seeded: Database) -> Iterator[list[tuple[str, Any]]]:
    """What is asked of the database, with its values."""
    asked: list[tuple[str, Any]] = []

    def note(*given: Any) -> None:
        asked.append((given[2], given[3]))

    event.listen(seeded.engine, "before_cursor_execute", note)
    yield asked
    event.remove(seeded.engine, "before_cursor_execute", note)


def test_the_catalogue_is_never_read_from_end_to_end(
    seeded: Database, statements: list[tuple[str, Any]]
) -> None:
    if not seeded.is_sqlite:
        pytest.skip("PostgreSQL reads small tables whole, whatever indexes there are")
    with seeded.read() as session:
        list_related(session, AwayEngine(), "moi-res18-renew", limit=50)
    asked = [one for one in statements if one[0].lstrip().upper().startswith("SELECT")]

    with seeded.engine.connect() as connection:
        plans = [
            str(row[3])
            for statement, values in asked
            for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", values)
        ]
    assert 5 <= len(asked) <= 8
    assert [one for one in plans if one.startswith("SCAN service")] == []
    assert any("ix_service_term_value" in one for one in plans)


def test_the_page_of_a_service_shows_what_stands_beside_it(client: TestClient) -> None:
    arabic = client.get("/ar/services/moci-lic-new").text
    english = client.get("/en/services/moci-lic-new").text
    shown = arabic[arabic.index('<h2 id="related">خدمات ذات صلة</h2>') :]

    assert '<a href="/ar/services/kff-fire-lic">رخصة إطفاء لمنشأة</a></li>' in shown
    assert '<a href="/ar/services/pas-gym-lic">' in shown
    assert "من الموضوع نفسه: إصدار وتجديد الرخص" in shown
    assert "On the same topic: Issue and renewal of licences" in english
    assert "ذكرتها الجهة" not in arabic
