"""Somebody writes an entry between the judging of its row and the saving."""

from collections.abc import Callable
from typing import Any

import pytest

from app.submissions.imports import running
from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import OTHER, ROW, csv_file, workbook

_ID_AND_STAGE = "Service id,Digital stage\nboat-1,3\n"


@pytest.fixture
def meanwhile(monkeypatch: pytest.MonkeyPatch) -> Callable[[Callable[[], Any]], None]:
    """Do something once, as soon as rows have been judged."""

    def plan(work: Callable[[], Any]) -> None:
        judge, planned = running.judge_rows, [work]

        def judge_and(*args: Any, **named: Any) -> Any:
            found = judge(*args, **named)
            while planned:
                planned.pop()()
            return found

        monkeypatch.setattr(running, "judge_rows", judge_and)

    return plan


def test_a_row_keeps_what_was_written_since_it_was_judged(
    counter: Counter, meanwhile: Callable[[Callable[[], Any]], None]
) -> None:
    counter.imported(workbook(ROW))
    etag = counter.get("/entities/moi/services/boat-1").headers["etag"]
    patched: list[int] = []

    def patch() -> None:
        answer = counter.desk.ask(
            "editor",
            "PATCH",
            "/services/moi-boat-1",
            {"processingTime": "P9D"},
            **{"If-Match": etag},
        )
        patched.append(answer.status_code)

    meanwhile(patch)
    done = counter.imported(_ID_AND_STAGE, "stages.csv", mode="valid-rows")

    assert (patched, done["counts"]["changed"]) == ([200], 1)
    entry = counter.entry("boat-1")
    assert (entry["processingTime"], entry["digitalStage"]) == ("P9D", 3)


def test_a_row_is_judged_with_what_somebody_else_has_said_of_it(
    counter: Counter, meanwhile: Callable[[Callable[[], Any]], None]
) -> None:
    meanwhile(lambda: counter.desk.send(source_id="boat-1"))

    done = counter.imported(csv_file(ROW), "services.csv", mode="valid-rows")

    assert done["counts"]["refused"] == 1
    assert counter.errors(done["id"]) == [("J2", "COST-01")]
    assert counter.entry("boat-1")["hasCost"]


def test_a_whole_file_is_judged_with_what_somebody_else_has_said_meanwhile(
    counter: Counter, meanwhile: Callable[[Callable[[], Any]], None]
) -> None:
    meanwhile(lambda: counter.desk.send(source_id="boat-1"))

    done = counter.imported(csv_file(OTHER, ROW), "services.csv")

    assert (done["state"], done["counts"]["refused"]) == ("refused", 1)
    assert counter.errors(done["id"]) == [("J3", "COST-01")]
    assert counter.entry("boat-1")["hasCost"]
    assert counter.entry("kiln-1") is None


@pytest.mark.parametrize("publish", ["false", "true"])
def test_a_whole_file_that_is_still_sound_is_saved_over_what_was_written(
    counter: Counter, meanwhile: Callable[[Callable[[], Any]], None], publish: str
) -> None:
    counter.imported(workbook(ROW), who="reviewer", publish="true")
    etag = counter.get("/entities/moi/services/boat-1").headers["etag"]
    patch = {"processingTime": "P9D", "digitalStage": 3}
    patched: list[int] = []

    def change() -> None:
        answer = counter.desk.ask(
            "editor", "PATCH", "/services/moi-boat-1", patch, **{"If-Match": etag}
        )
        patched.append(answer.status_code)

    meanwhile(change)
    done = counter.imported(_ID_AND_STAGE, "stages.csv", who="reviewer", publish=publish)

    assert (patched, done["state"]) == ([200], "finished")
    assert done["counts"]["unchanged"] == 1
    assert [row["outcome"] for row in counter.rows(done["id"])] == ["unchanged"]
    entry = counter.entry("boat-1")
    assert (entry["processingTime"], entry["digitalStage"]) == ("P9D", 3)
    status = counter.desk.ask("", "GET", "/services/moi-boat-1").json()["digitalStage"]
    assert status == (3 if publish == "true" else 2)
