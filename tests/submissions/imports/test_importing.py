"""Files come in, rows are judged, and what is sound becomes submissions."""

import json
from datetime import timedelta

import pytest
import time_machine

from app.core import journal
from app.core.clock import now
from app.submissions.imports import limits
from tests.api.gates import bearer
from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import HEADERS, OTHER, ROW, csv_file, replaced, workbook


def test_a_workbook_becomes_submissions(counter: Counter) -> None:
    done = counter.imported(workbook(ROW, OTHER))

    assert (done["state"], done["totalRows"], done["doneRows"]) == ("finished", 2, 2)
    assert done["counts"]["created"] == 2
    entry = counter.entry("boat-1")
    assert entry["title"] == {"ar": "تسجيل قارب صيد", "en": "Fishing boat registration"}
    assert entry["audience"] == ["citizen", "resident"]
    assert entry["isFree"] is True
    queue = counter.desk.ask("reviewer", "GET", "/submissions?entity=moi").json()["items"]
    assert {one["service"] for one in queue} >= {"moi-boat-1", "moi-kiln-1"}


def test_a_csv_file_says_the_same_as_a_workbook(counter: Counter) -> None:
    counter.imported(workbook(ROW))

    done = counter.imported(csv_file(ROW), "services.csv")

    assert done["counts"]["unchanged"] == 1


def test_lines_of_json_are_entries(counter: Counter) -> None:
    counter.imported(workbook(ROW))
    line = json.dumps({"sourceId": "boat-1", "content": counter.entry("boat-1")})

    done = counter.imported(line, "services.ndjson")

    assert done["counts"]["unchanged"] == 1


def test_the_body_may_be_the_file_itself(counter: Counter) -> None:
    headers = {**bearer(counter.desk.keys["editor"]), "Content-Type": "text/csv"}

    answer = counter.desk.client.post(
        "/v1/imports?entity=moi&dryRun=true", content=csv_file(ROW).encode(), headers=headers
    )

    assert answer.status_code == 202
    assert answer.headers["location"] == f"/v1/imports/{answer.json()['id']}"
    assert counter.ended(answer.json()["id"])["state"] == "finished"


def test_a_dry_run_saves_nothing_and_says_what_would_be(counter: Counter) -> None:
    done = counter.imported(workbook(ROW, OTHER), dryRun="true")

    assert (done["state"], done["counts"]["created"]) == ("finished", 2)
    assert counter.entry("boat-1") is None


def test_all_or_nothing_refuses_the_whole_file_for_one_row(counter: Counter) -> None:
    broken = replaced(OTHER, B="")

    done = counter.imported(workbook(ROW, broken), mode="all-or-nothing")

    assert (done["state"], done["counts"]["refused"]) == ("refused", 1)
    assert counter.errors(done["id"]) == [("B3", "MAND-01")]
    assert counter.entry("boat-1") is None


def test_valid_rows_keeps_what_is_sound(counter: Counter) -> None:
    broken = replaced(OTHER, B="")

    done = counter.imported(workbook(ROW, broken), mode="valid-rows")

    assert (done["state"], done["counts"]["created"], done["counts"]["refused"]) == (
        "finished",
        1,
        1,
    )
    assert counter.entry("boat-1") is not None
    assert counter.entry("kiln-1") is None


def test_the_same_file_again_changes_nothing(counter: Counter) -> None:
    counter.imported(workbook(ROW, OTHER))

    done = counter.imported(workbook(ROW, OTHER))

    assert done["counts"]["unchanged"] == 2


def test_an_id_that_is_there_twice_names_the_first_cell(counter: Counter) -> None:
    done = counter.imported(workbook(ROW, replaced(OTHER, A="boat-1")), mode="valid-rows")

    [row] = counter.rows(done["id"], outcome="refused")
    [finding] = [one for one in row["findings"] if one["severity"] == "error"]
    assert (finding["rule"], finding["cell"]) == ("IMPORT-01", "A3")
    assert "A2" in finding["message"]["en"]


def test_a_duplicate_inside_the_file_is_found(counter: Counter) -> None:
    twin = replaced(ROW, A="boat-2")

    done = counter.imported(workbook(ROW, twin), mode="valid-rows")

    assert counter.errors(done["id"]) == [("B3", "DUP-01")]


def test_a_column_that_is_not_there_leaves_its_field_alone(counter: Counter) -> None:
    counter.imported(workbook(ROW))

    done = counter.imported(
        workbook(["boat-1", "Boat registration"], headers=["sourceId", "Title in English"])
    )

    assert done["counts"]["changed"] == 1
    entry = counter.entry("boat-1")
    assert entry["title"] == {"ar": "تسجيل قارب صيد", "en": "Boat registration"}
    assert entry["audience"] == ["citizen", "resident"]


def test_an_empty_cell_removes_what_was_there(counter: Counter) -> None:
    counter.imported(workbook(ROW))

    counter.imported(workbook(["boat-1", None], headers=["sourceId", "Audience"]))

    assert counter.entry("boat-1")["audience"] == []


def test_an_unknown_column_is_named_with_its_nearest(counter: Counter) -> None:
    headers = [*HEADERS, "Digital stagee"]

    done = counter.imported(workbook([*ROW, 1], headers=headers), dryRun="true")

    [notice] = done["notices"]
    assert (notice["rule"], notice["cell"]) == ("IMPORT-12", "M1")
    assert notice["hint"]["en"] == "Did you mean 'Digital stage'?"


def test_validate_and_an_import_find_the_same(counter: Counter) -> None:
    done = counter.imported(workbook(ROW), dryRun="true")
    [row] = counter.rows(done["id"])
    counter.imported(workbook(ROW))
    entry = {"entity": "moi", "sourceId": "boat-1", "content": counter.entry("boat-1")}

    judged = counter.desk.ask("editor", "POST", "/validate", entry).json()

    assert [(one["rule"], one["pointer"]) for one in row["findings"]] == [
        (one["rule"], one["pointer"]) for one in judged["findings"]
    ]


def test_a_translation_left_behind_is_found_in_a_file_as_by_validating(counter: Counter) -> None:
    changed = replaced(ROW, B="تسجيل قارب صيد كبير")
    with time_machine.travel(now() - timedelta(days=40)):
        counter.imported(workbook(ROW), who="reviewer", publish="true")
    counter.imported(workbook(changed), who="reviewer", publish="true")

    done = counter.imported(workbook(changed), dryRun="true")

    [row] = counter.rows(done["id"])
    entry = {"entity": "moi", "sourceId": "boat-1", "content": counter.entry("boat-1")}
    judged = counter.desk.ask("editor", "POST", "/validate", entry).json()
    for found in (row["findings"], judged["findings"]):
        assert ("TRANS-03", "/title/en") in [(one["rule"], one["pointer"]) for one in found]


def test_a_reviewer_may_publish_at_once(counter: Counter) -> None:
    done = counter.imported(workbook(ROW), who="reviewer", publish="true")

    assert done["counts"]["created"] == 1
    assert counter.desk.client.get("/v1/services/moi-boat-1").status_code == 200


def test_an_entity_may_not_publish_at_once(counter: Counter) -> None:
    for who in ("editor", "approver"):
        answer = counter.hand_in(workbook(ROW), who=who, publish="true")

        assert answer.status_code == 403


def test_an_entity_imports_only_its_own(counter: Counter) -> None:
    assert counter.hand_in(workbook(ROW), entity="moe").status_code == 403
    answer = counter.hand_in(workbook(ROW), dryRun="true")
    assert counter.get(f"/imports/{answer.json()['id']}", "stranger").status_code == 404


def test_rows_come_in_pages(counter: Counter) -> None:
    rows = [replaced(OTHER, A=f"kiln-{number}") for number in range(7)]
    done = counter.imported(workbook(*rows), dryRun="true")
    seen, cursor = [], ""

    while cursor is not None:
        page = counter.get(f"/imports/{done['id']}/rows?limit=3{cursor}").json()
        seen += [row["row"] for row in page["items"]]
        cursor = f"&cursor={page['nextCursor']}" if page["nextCursor"] else None

    assert seen == [2, 3, 4, 5, 6, 7, 8]
    assert page["total"] == 7


def test_imports_are_listed_newest_first(counter: Counter) -> None:
    first = counter.imported(workbook(ROW), dryRun="true")
    second = counter.imported(workbook(OTHER), dryRun="true")

    page = counter.get("/imports?limit=1").json()
    rest = counter.get(f"/imports?limit=1&cursor={page['nextCursor']}").json()

    assert [page["items"][0]["id"], rest["items"][0]["id"]] == [second["id"], first["id"]]
    assert rest["nextCursor"] is None
    assert counter.get("/imports", "stranger").json()["items"] == []


def test_each_change_of_state_is_in_the_journal(counter: Counter) -> None:
    done = counter.imported(workbook(ROW))

    with counter.desk.database.read() as session:
        kinds = [
            one.change.kind
            for one in journal.entries(session, after=0, limit=10_000)
            if one.change.subject_id == done["id"]
        ]

    assert kinds == [
        "import_queued", "import_reading", "import_checking", "import_saving", "import_finished",
    ]  # fmt: skip


def test_the_same_key_imports_once(counter: Counter) -> None:
    headers = {**bearer(counter.desk.keys["editor"]), "Idempotency-Key": "k-1"}
    files = {"file": ("services.xlsx", workbook(ROW))}
    answers = [
        counter.desk.client.post(
            "/v1/imports", files=files, data={"entity": "moi"}, headers=headers
        )
        for _ in range(2)
    ]
    other = counter.desk.client.post(
        "/v1/imports", files=files, data={"entity": "moi", "dryRun": "true"}, headers=headers
    )

    assert answers[0].json()["id"] == answers[1].json()["id"]
    assert answers[1].headers["idempotency-replayed"] == "true"
    assert other.status_code == 422
    assert counter.get("/imports").json()["total"] == 1


def test_a_parameter_may_not_stand_in_both_places(counter: Counter) -> None:
    answer = counter.desk.client.post(
        "/v1/imports?entity=moi",
        files={"file": ("services.xlsx", workbook(ROW))},
        data={"entity": "moi"},
        headers=bearer(counter.desk.keys["editor"]),
    )

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["rule"] == "QUERY-REPEATED"


def test_an_entity_cannot_fill_the_queue(counter: Counter, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MOST_WAITING_OF_ENTITY", 0)

    answer = counter.hand_in(workbook(ROW))

    assert (answer.status_code, answer.json()["code"]) == (409, "too-many-imports")


@pytest.mark.parametrize("publish", ["false", "true"])
def test_an_archived_entry_that_is_imported_again_comes_back(
    counter: Counter, publish: str
) -> None:
    desk = counter.desk
    counter.imported(workbook(ROW), who="reviewer", publish="true")
    desk.ask("approver", "POST", "/services/moi-boat-1/archive", {"reason": "It ends"})

    done = counter.imported(workbook(ROW), who="reviewer", publish=publish)

    assert done["state"] == "finished"
    queue = desk.ask("reviewer", "GET", "/submissions?state=submitted").json()
    status = desk.ask("", "GET", "/services/moi-boat-1").status_code
    expected = (0, 200) if publish == "true" else (1, 404)
    assert (queue["total"], status) == expected
