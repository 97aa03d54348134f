"""Many who ask for the same thing at the same moment: one of them is heard, once."""

from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from app.core import journal
from tests.endurance.writes import BOAT, REASON, prepared
from tests.submissions.conftest import ENTRY, Desk

PLACE = "/entities/moi/services/boat"


def together(ask: Callable[[int], Any], number: int) -> list[Any]:  # Any: Responses
    """Ask from so many threads at one moment."""
    start = Barrier(number)

    def begin(place: int) -> Any:
        start.wait()
        return ask(place)

    with ThreadPoolExecutor(number) as pool:
        return list(pool.map(begin, range(number)))


def head(desk: Desk) -> int:
    with desk.database.read() as session:
        return journal.head(session)


@pytest.mark.parametrize("method", ["PUT", "PATCH"])
def test_of_fifty_writers_with_one_etag_one_wins(desk: Desk, method: str) -> None:
    desk.send()
    tag = {"If-Match": desk.ask("editor", "GET", PLACE).headers["etag"]}
    path = PLACE if method == "PUT" else BOAT

    def ask(place: int) -> Any:
        patch = {"processingTime": f"P{place + 10}D"}
        return desk.ask(
            "editor", method, path, {**ENTRY, **patch} if path == PLACE else patch, **tag
        )

    answers = together(ask, 50)

    assert Counter(one.status_code for one in answers) == {200: 1, 412: 49}
    [won] = [place for place, one in enumerate(answers) if one.status_code == 200]
    kept = desk.ask("editor", "GET", PLACE).json()
    assert (kept["revision"], kept["content"]["processingTime"]) == (2, f"P{won + 10}D")
    assert desk.ask("reviewer", "GET", "/submissions?state=submitted").json()["total"] == 1


def test_of_fifty_writers_without_an_etag_none_is_heard(desk: Desk) -> None:
    desk.send()
    before = head(desk)

    answers = together(lambda _: desk.ask("editor", "PATCH", BOAT, {"digitalStage": 1}), 50)

    assert {(one.status_code, one.json()["code"]) for one in answers} == {
        (428, "precondition-required")
    }
    assert head(desk) == before


@pytest.mark.parametrize("action", ["approve", "archive", "restore", "confirm"])
def test_what_is_asked_twenty_times_under_one_key_is_done_once(desk: Desk, action: str) -> None:
    waiting = prepared(desk)["submission_id"]
    if action == "restore":
        desk.ask("approver", "POST", f"{BOAT}/archive", REASON)
    path = f"/submissions/{waiting}/approve" if action == "approve" else f"{BOAT}/{action}"
    body = REASON if action in ("archive", "restore") else None
    before, key = head(desk), {"Idempotency-Key": "the-same"}

    answers = together(lambda _: desk.ask("approver", "POST", path, body, **key), 20)

    assert {one.status_code for one in answers} == {200}
    assert len({one.content for one in answers}) == 1
    assert sum("idempotency-replayed" in one.headers for one in answers) == 19
    entries = {"approve": 2, "archive": 2, "restore": 2, "confirm": 1}
    assert head(desk) - before == entries[action]


def test_a_key_of_one_caller_is_not_anothers(desk: Desk) -> None:
    waiting = prepared(desk)["submission_id"]
    key = {"Idempotency-Key": "the-same"}

    first = desk.ask("reviewer", "POST", f"/submissions/{waiting}/take", None, **key)
    other = desk.ask("approver", "POST", f"{BOAT}/confirm", None, **key)

    assert (first.status_code, other.status_code) == (200, 200)
    assert "idempotency-replayed" not in other.headers
