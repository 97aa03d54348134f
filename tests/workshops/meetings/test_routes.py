"""Workshops over HTTP: planned, seen by whom, changed, attended and closed."""

from typing import Any

import pytest
from sqlalchemy import select

from app.core import journal
from app.workshops.meetings_errors import WorkshopState
from app.workshops.meetings_models import Workshop
from app.workshops.meetings_queries import check_takes_positions
from tests.workshops.meetings.conftest import PLANNED, Hall


def kinds(hall: Hall) -> list[tuple[str, bool]]:
    with hall.database.read() as session:
        found = journal.entries(session, after=0, limit=10_000, subject_types=["workshop"])
        return [(one.change.kind, one.change.is_public) for one in found]


def test_a_workshop_is_planned_and_read_back(hall: Hall) -> None:
    answer = hall.ask("facilitator", "POST", "/workshops", PLANNED)
    made = answer.json()

    assert answer.status_code == 201
    assert made["id"].startswith("ws_")
    assert answer.headers["location"] == f"/v1/workshops/{made['id']}"
    assert (made["state"], made["isPublic"], made["entities"]) == (
        "planned",
        False,
        ["moi", "paci"],
    )
    assert made["title"] == PLANNED["title"]
    assert [one["state"] for one in made["invitations"]] == ["invited", "invited"]
    read = hall.ask("facilitator", "GET", f"/workshops/{made['id']}")
    assert read.json() == made
    assert read.headers["etag"] == answer.headers["etag"]
    assert kinds(hall) == [("workshop_planned", False), ("workshop_entities_invited", False)]


def test_a_repeated_post_plans_one_workshop(hall: Hall) -> None:
    header = {"Idempotency-Key": "k-1"}
    first = hall.ask("facilitator", "POST", "/workshops", PLANNED, **header)
    again = hall.ask("facilitator", "POST", "/workshops", PLANNED, **header)
    other = hall.ask("facilitator", "POST", "/workshops", {**PLANNED, "isPublic": True}, **header)

    assert again.json() == first.json()
    assert again.headers["location"] == first.headers["location"]
    assert other.status_code == 422
    assert hall.ask("facilitator", "GET", "/workshops").json()["total"] == 1


@pytest.mark.parametrize(
    ("who", "status"), [("facilitator", 200), ("board", 200), ("moi", 200), ("moc", 404),
                        ("reader", 404), ("", 404)],
)  # fmt: skip
def test_what_is_not_public_is_there_for_staff_and_the_invited_only(
    hall: Hall, who: str, status: int
) -> None:
    path = hall.planned()

    for below in ("", "/attendance"):
        assert hall.ask(who, "GET", path + below).status_code == status
    listed = hall.ask(who, "GET", "/workshops").json()["total"]
    assert listed == (1 if status == 200 else 0)


def test_a_public_workshop_is_everybodys_to_read(hall: Hall) -> None:
    path = hall.planned(isPublic=True, contacts={"moi": ["a@moi.example"]})
    answer = hall.ask("", "GET", path)

    assert answer.status_code == 200
    assert answer.headers["cache-control"] == "private, no-store"
    assert [one["contacts"] for one in answer.json()["invitations"]] == [None, None]
    own = hall.ask("moi", "GET", path).json()["invitations"]
    assert [one["contacts"] for one in own] == [["a@moi.example"], None]
    assert kinds(hall)[0] == ("workshop_planned", True)


@pytest.mark.parametrize("who", ["moi", "board", ""])
def test_only_those_who_run_workshops_plan_and_change_them(hall: Hall, who: str) -> None:
    path, status = hall.planned(isPublic=True), 403 if who else 401

    assert hall.ask(who, "POST", "/workshops", PLANNED).status_code == status
    assert hall.ask(who, "POST", f"{path}/open").status_code == status
    assert hall.ask(who, "PUT", f"{path}/agenda", {"items": []}).status_code == status
    assert hall.ask(who, "PATCH", path, {"isPublic": False}).status_code == status


@pytest.mark.parametrize(
    ("changed", "rule"),
    [
        ({"endsAt": "2026-12-06T05:00:00Z"}, "WORKSHOP-TIMES"),
        ({"entities": ["moi", "nobody"]}, "WORKSHOP-ENTITY"),
        ({"contacts": {"moc": ["a@moc.example"]}}, "WORKSHOP-CONTACT"),
        ({"agenda": [{"changeRequest": "cr_missing"}]}, "WORKSHOP-AGENDA"),
    ],
)
def test_what_cannot_be_held_is_refused(hall: Hall, changed: Any, rule: str) -> None:
    answer = hall.ask("facilitator", "POST", "/workshops", {**PLANNED, **changed})

    assert answer.status_code == 422
    assert answer.json()["code"] == "unsound-workshop"
    assert [one["rule"] for one in answer.json()["errors"]] == [rule]
    assert hall.ask("facilitator", "GET", "/workshops").json()["total"] == 0


@pytest.mark.parametrize(
    "changed",
    [
        {"startsAt": "2026-12-06T06:00:00"},
        {"startsAt": 1},
        {"title": {}},
        {"isPublic": "yes"},
        {"onlineUrl": "javascript:alert(1)"},
        {"contacts": {"moi": ["a@b\r\nBcc: c@d"]}},
        {"contacts": {"moi": ["\u202ea@moi.example"]}},
        {"agenda": [{}]},
        {"unknown": 1},
    ],
)
def test_bad_input_is_refused(hall: Hall, changed: Any) -> None:
    answer = hall.ask("facilitator", "POST", "/workshops", {**PLANNED, **changed})

    assert answer.status_code == 422


def test_a_change_names_the_version_that_it_changes(hall: Hall) -> None:
    path = hall.planned()
    etag = hall.ask("facilitator", "GET", path).headers["etag"]
    body = {"place": {"ar": "قاعة الاجتماعات", "en": "Meeting hall"}, "endsAt": None}

    assert hall.ask("facilitator", "PATCH", path, body).status_code == 428
    first = hall.ask("facilitator", "PATCH", path, body, **{"If-Match": etag})
    again = hall.ask("facilitator", "PATCH", path, body, **{"If-Match": etag})
    assert (first.status_code, again.status_code) == (200, 412)
    assert (first.json()["place"], first.json()["endsAt"]) == (body["place"], None)
    assert first.json()["version"] == 2
    now = {"If-Match": first.headers["etag"]}
    same = hall.ask("facilitator", "PATCH", path, body, **now)
    assert (same.status_code, same.json()["version"]) == (200, 2)
    null = hall.ask("facilitator", "PATCH", path, {"startsAt": None}, **now)
    assert null.status_code == 422


def test_entities_are_invited_and_their_invitations_taken_back(hall: Hall) -> None:
    path = hall.planned()
    etag = hall.ask("facilitator", "GET", path).headers["etag"]
    body = {"entities": ["moc", "moi"], "contacts": {"moc": ["a@moc.example"]}}
    changed = hall.ask("facilitator", "PATCH", path, body, **{"If-Match": etag}).json()

    assert changed["entities"] == ["moc", "moi"]
    assert hall.ask("moc", "GET", path).status_code == 200
    assert ("workshop_invitations_withdrawn", False) in kinds(hall)


def test_an_entity_replies_for_itself_and_nobody_else(hall: Hall) -> None:
    path = f"{hall.planned()}/invitations"
    yes = {"entity": "moi", "reply": "accepted", "contacts": ["b@moi.example"]}

    answer = hall.ask("moi", "POST", path, yes)
    assert answer.status_code == 200
    assert answer.json()["invitations"][0]["state"] == "accepted"
    assert answer.json()["invitations"][0]["contacts"] == ["b@moi.example"]
    other = {"entity": "paci", "reply": "declined"}
    assert hall.ask("moi", "POST", path, other).status_code == 403
    assert hall.ask("facilitator", "POST", path, other).status_code == 200
    outsider = {"entity": "moc", "reply": "accepted"}
    assert hall.ask("moc", "POST", path, outsider).status_code == 404
    assert hall.ask("facilitator", "POST", path, outsider).json()["code"] == "invitation-not-found"


def test_attendance_is_taken_while_a_workshop_is_open(hall: Hall) -> None:
    path = hall.planned()
    came = {"entity": "moi", "name": "سارة المطيري", "role": "مديرة إدارة"}

    early = hall.ask("facilitator", "POST", f"{path}/attendance", came)
    hall.ask("facilitator", "POST", f"{path}/open")
    in_time = hall.ask("facilitator", "POST", f"{path}/attendance", came)
    silent = hall.ask("facilitator", "POST", f"{path}/attendance", {"entity": "moc"})
    hall.ask("facilitator", "POST", f"{path}/close")
    late = hall.ask("facilitator", "POST", f"{path}/attendance", came)
    assert [one.status_code for one in (early, in_time, silent, late)] == [409, 201, 201, 409]
    assert late.json()["code"] == "workshop-state"
    listed = hall.ask("moi", "GET", f"{path}/attendance").json()
    assert [(one["entity"], one["name"]) for one in listed["items"]] == [
        ("moi", "سارة المطيري"),
        ("moc", None),
    ]


def test_the_public_reads_which_entities_came_and_no_names(hall: Hall) -> None:
    path = hall.opened(isPublic=True)
    hall.ask("facilitator", "POST", f"{path}/attendance", {"entity": "moi", "name": "Sara"})

    listed = hall.ask("", "GET", f"{path}/attendance").json()
    assert [(one["entity"], one["name"]) for one in listed["items"]] == [("moi", None)]


def test_minutes_are_appended_and_old_ones_stay(hall: Hall) -> None:
    path = f"{hall.opened()}/minutes"
    first = {"paragraphs": [{"ar": "افتتح الاجتماع.", "en": "The meeting was opened."}]}
    second = {"paragraphs": [*first["paragraphs"], {"ar": "اتفق الحاضرون.", "en": "All agreed."}]}

    assert hall.ask("moi", "GET", path).json()["code"] == "minutes-not-found"
    assert hall.ask("facilitator", "POST", path, first).json()["number"] == 1
    assert hall.ask("facilitator", "POST", path, second).json()["number"] == 2
    assert hall.ask("moi", "GET", path).json()["paragraphs"] == second["paragraphs"]
    old = hall.ask("moi", "GET", f"{path}?revision=1").json()
    assert (old["paragraphs"], old["latest"]) == (first["paragraphs"], 2)
    assert hall.ask("moi", "GET", f"{path}?revision=3").status_code == 404


def test_a_cancelled_workshop_says_why_and_takes_nothing_more(hall: Hall) -> None:
    path = hall.planned()
    reason = {"reason": {"ar": "أُجّلت الورشة.", "en": "It was postponed."}}

    assert hall.ask("facilitator", "POST", f"{path}/cancel", {}).status_code == 422
    done = hall.ask("facilitator", "POST", f"{path}/cancel", reason).json()
    assert (done["state"], done["reason"]) == ("cancelled", reason["reason"])
    assert done["cancelledAt"]
    for below, body in (("open", None), ("minutes", {"paragraphs": [{"en": "x"}]})):
        assert hall.ask("facilitator", "POST", f"{path}/{below}", body).status_code == 409


def test_an_agenda_of_topics_is_kept_in_its_order(hall: Hall) -> None:
    path = hall.planned()
    items = [{"topic": {"ar": "الافتتاح", "en": "Opening"}}, {"topic": {"en": "Next steps"}}]

    answer = hall.ask("facilitator", "PUT", f"{path}/agenda", {"items": items})
    assert [one["title"] for one in answer.json()["agenda"]] == [one["topic"] for one in items]
    hall.ask("facilitator", "PUT", f"{path}/agenda", {"items": items[1:]})
    assert hall.ask("moi", "GET", path).json()["agenda"] == [
        {"place": 1, "changeRequest": None, "state": None, "title": {"en": "Next steps"}}
    ]


def test_a_closed_workshop_takes_no_positions(hall: Hall) -> None:
    path = hall.opened()
    workshop_id = path.rpartition("/")[2]

    with hall.database.read() as session:
        check_takes_positions(session, workshop_id)
        check_takes_positions(session, None)
    hall.ask("facilitator", "POST", f"{path}/close")
    with hall.database.read() as session, pytest.raises(WorkshopState):
        check_takes_positions(session, workshop_id)


def test_pages_cover_the_list_exactly_once(hall: Hall) -> None:
    for day in range(1, 8):
        hall.plan(startsAt=f"2026-12-0{day % 3 + 1}T06:00:00Z", endsAt=None)
    seen, cursor = [], ""
    while cursor is not None:
        page = hall.ask("moi", "GET", f"/workshops?limit=3{cursor and '&cursor=' + cursor}").json()
        seen += [one["id"] for one in page["items"]]
        cursor = page["nextCursor"]

    with hall.database.read() as session:
        chosen = select(Workshop.id).order_by(Workshop.starts_at.desc(), Workshop.id.desc())
        assert seen == list(session.scalars(chosen))
    assert len(seen) == 7
    assert hall.ask("moi", "GET", "/workshops?cursor=zzz").status_code == 422
    assert hall.ask("moi", "GET", "/workshops?state=planned&entity=paci").json()["total"] == 7
