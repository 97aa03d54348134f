"""Positions, comments, decisions: who may, what counts, what is recorded."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from tests.workshops.changes.conftest import ADD, DECREE, RENAME, Table

NEW = {"prefLabel": {"ar": "فرع اختباري", "en": "A branch of the tests"}, "notation": "02.98"}
RETIRE = {
    "op": "deprecate",
    "concept": {"notation": "02.1.2"},
    "replacedBy": {"notation": "02.1.1"},
    "reason": {"ar": "مكرر.", "en": "It is there twice."},
}
"""Touches services, so that entities are affected."""


def stand(table: Table, path: str, entity: str, stance: str, **said: object) -> str:
    """Take a position; gives its id."""
    body = {"entity": entity, "stance": stance, **said}
    return str(table.done(entity, path, "positions", body)["id"])


def refusal(answer) -> tuple[int, str, list[str]]:
    problem = answer.json()
    return answer.status_code, problem["code"], [one["rule"] for one in problem["errors"]]


def test_an_entity_speaks_for_itself_alone_and_a_facilitator_for_all(table: Table) -> None:
    path = table.called()
    body = {"entity": "paci", "stance": "support"}

    assert table.act("moe", path, "positions", body).status_code == 403
    assert table.act("", path, "positions", body).status_code == 401
    assert table.act("reader", path, "positions", body).status_code == 403
    assert table.act("facilitator", path, "positions", body).status_code == 201


def test_the_last_word_of_an_entity_counts_and_former_ones_are_kept(table: Table) -> None:
    path = table.called()
    stand(table, path, "paci", "object", reason="Not like this.", proposedChange="لا تضيفوه")
    stand(table, path, "paci", "accept")

    found = table.read(f"{path}/positions", "")["items"]

    assert [(one["stance"], one["isLast"], one["isStale"]) for one in found] == [
        ("accept", True, False),
        ("object", False, False),
    ]
    assert found[1]["reason"] == {"en": "Not like this."}
    assert found[1]["proposedChange"] == {"ar": "لا تضيفوه"}
    table.done("steward", path, "decision", {"outcome": "accepted"})


def test_an_objection_says_why(table: Table) -> None:
    path = table.called()

    answer = table.act("paci", path, "positions", {"entity": "paci", "stance": "object"})

    assert refusal(answer) == (422, "unsound-change-request", ["CONS-REASON"])


def test_only_an_entity_whose_services_are_touched_blocks(table: Table) -> None:
    path = table.called(operations=[RETIRE])
    [affected, *_] = table.read(f"{path}/impact", "")["affected"]
    stranger = {"entity": "moe", "stance": "block", "reason": "No."}
    touched = {"entity": affected, "stance": "block", "reason": "No."}

    assert refusal(table.act("moe", path, "positions", stranger))[2] == ["CONS-STAKE"]
    assert table.act("facilitator", path, "positions", touched).status_code == 201
    rough = table.act("steward", path, "decision", {"outcome": "accepted", "rule": "rough"})
    assert refusal(rough) == (409, "consensus-not-reached", ["CONS-BLOCK"])


def test_silence_is_reported_and_makes_no_quorum(table: Table) -> None:
    path = table.called(operations=[RETIRE])
    affected = table.read(f"{path}/impact", "")["affected"]

    early = table.act("steward", path, "decision", {"outcome": "accepted"})
    for entity in affected[: (len(affected) + 1) // 2]:
        body = {"entity": entity, "stance": "accept"}
        table.done("facilitator", path, "positions", body)
    decided = table.done("steward", path, "decision", {"outcome": "accepted"})

    assert refusal(early) == (409, "consensus-not-reached", ["CONS-QUORUM"])
    tally = decided["decision"]["tally"]
    assert tally["affected"] == affected
    assert tally["silent"] == affected[(len(affected) + 1) // 2 :]
    assert tally["accept"] == affected[: (len(affected) + 1) // 2]


def test_amended_operations_ask_everybody_anew(table: Table) -> None:
    path = table.called()
    stand(table, path, "paci", "object", reason="The code is wrong.")
    mark = {"If-Match": table.etag(path)}
    body = {"operations": [{**ADD, "notation": "02.97"}]}

    amended = table.ask("moi", "PUT", f"{path}/operations", body, **mark)

    assert amended.json()["state"] == "consensus_call"
    [position] = table.read(f"{path}/positions", "")["items"]
    assert (position["isLast"], position["isStale"]) == (True, True)
    decided = table.done("steward", path, "decision", {"outcome": "accepted"})
    assert decided["decision"]["tally"]["stale"] == ["paci"]
    assert decided["decision"]["objections"] == []


def test_other_words_leave_positions_as_they_are(table: Table) -> None:
    path = table.called()
    stand(table, path, "paci", "support")
    mark = {"If-Match": table.etag(path)}

    table.ask("moi", "PATCH", path, {"rationale": {"en": "In other words."}}, **mark)

    assert [one["isStale"] for one in table.read(f"{path}/positions", "")["items"]] == [False]


def test_a_position_on_operations_that_were_amended_meanwhile_is_not_taken(table: Table) -> None:
    path = table.called()
    seen, old = table.read(path)["operationsDigest"], table.etag(path)
    body = {"operations": [{**ADD, "notation": "02.97"}]}
    table.ask("moi", "PUT", f"{path}/operations", body, **{"If-Match": old})
    said = {"entity": "paci", "stance": "support"}

    by_digest = table.act("paci", path, "positions", {**said, "operationsDigest": seen})
    by_etag = table.ask("paci", "POST", f"{path}/positions", said, **{"If-Match": old})

    assert (by_digest.status_code, by_etag.status_code) == (412, 412)


@pytest.mark.parametrize("who", ["steward", "facilitator"])
def test_nobody_decides_on_what_they_have_written(table: Table, who: str) -> None:
    path = table.called(who)

    answer = table.act(who, path, "decision", DECREE)

    assert refusal(answer) == (403, "own-change-request", [])
    assert table.act("other-steward", path, "decision", DECREE).status_code == 200


def test_whoever_amends_operations_has_written_them_too(table: Table) -> None:
    path = table.called()
    body = {"operations": [{**ADD, "notation": "02.97"}]}
    table.ask("steward", "PUT", f"{path}/operations", body, **{"If-Match": table.etag(path)})

    assert table.act("steward", path, "decision", DECREE).status_code == 403
    assert table.act("board", path, "decision", DECREE).status_code == 200


def test_an_entity_decides_nothing(table: Table) -> None:
    path = table.called()

    assert table.act("moi", path, "decision", DECREE).status_code == 403
    assert table.act("paci", path, "decision", DECREE).status_code == 403
    assert table.act("", path, "decision", DECREE).status_code == 401


def test_a_decision_records_rule_tally_objections_and_the_very_operations(table: Table) -> None:
    path = table.called()
    position = stand(table, path, "paci", "object", reason="Too early.")
    stand(table, path, "moe", "support")
    answered = {"position": position, "disposition": "addressed", "reason": "It is the time."}

    decided = table.done(
        "board",
        path,
        "decision",
        {"outcome": "accepted", "rule": "rough", "dispositions": [answered]},
    )

    decision = decided["decision"]
    assert (decision["rule"], decision["outcome"]) == ("rough", "accepted")
    assert decision["operationsDigest"] == decided["operationsDigest"]
    assert decision["operations"] == decided["operations"]
    assert decision["objections"] == [
        {
            "position": position,
            "entity": "paci",
            "stance": "object",
            "reason": {"en": "Too early."},
            "disposition": "addressed",
            "dispositionReason": {"en": "It is the time."},
        }
    ]
    assert table.read(f"{path}/decision", "")["by"] is None
    assert table.read(f"{path}/decision", "board")["by"].startswith("key:")


def test_a_disposition_is_about_a_present_objection(table: Table) -> None:
    path = table.called()
    position = stand(table, path, "paci", "object", reason="No.")
    stand(table, path, "paci", "accept")
    said = {"position": position, "disposition": "addressed", "reason": "Answered."}

    answer = table.act(
        "board", path, "decision", {"outcome": "accepted", "rule": "rough", "dispositions": [said]}
    )

    assert answer.json()["errors"][0]["pointer"] == "/dispositions/0/position"
    assert refusal(answer)[2] == ["CONS-POSITION"]


def test_lazy_consensus_waits_for_the_end_of_the_notice(table: Table) -> None:
    path = table.called()
    body = {"outcome": "accepted", "rule": "lazy"}

    early = table.act("board", path, "decision", body)
    with time_machine.travel(datetime.now(UTC) + timedelta(days=8)):
        late = table.act("board", path, "decision", body)

    assert refusal(early) == (409, "consensus-not-reached", ["CONS-NOTICE"])
    assert late.status_code == 200


def test_a_supermajority_prints_what_the_minority_says(table: Table) -> None:
    path = table.called()
    stand(table, path, "paci", "object", reason="No.")
    stand(table, path, "moe", "support")
    body = {"outcome": "accepted", "rule": "supermajority"}

    alone = table.act("board", path, "decision", {**body, "minorityStatement": "We object."})
    stand(table, path, "moi", "support")
    unheard = table.act("board", path, "decision", body)
    heard = table.act("board", path, "decision", {**body, "minorityStatement": "We object."})

    assert refusal(alone)[2] == ["CONS-MAJORITY"]
    assert refusal(unheard) == (422, "unsound-change-request", ["CONS-MINORITY"])
    assert heard.json()["decision"]["minorityStatement"] == {"en": "We object."}


def test_what_was_deferred_is_taken_up_again(table: Table) -> None:
    path = table.called()

    table.done("board", path, "decision", {"outcome": "deferred"})
    assert table.act("steward", path, "enact").status_code == 409
    table.done("steward", path, "discuss")
    table.done("steward", path, "call")
    table.done("board", path, "decision", {"outcome": "rejected", "reason": "Not needed."})

    ended = table.read(path, "")
    assert (ended["state"], ended["outcome"], ended["actions"]) == ("decided", "rejected", [])
    assert table.act("steward", path, "discuss").status_code == 409


def test_after_a_decision_nothing_is_edited_and_nobody_speaks(table: Table) -> None:
    path = table.accepted()
    mark = {"If-Match": table.etag(path)}

    edited = table.ask("moi", "PUT", f"{path}/operations", {"operations": [RENAME]}, **mark)
    worded = table.ask("moi", "PATCH", path, {"title": {"en": "Other"}}, **mark)
    spoken = table.act("paci", path, "positions", {"entity": "paci", "stance": "support"})
    again = table.act("board", path, "decision", DECREE)

    for answer in (edited, worded, spoken, again):
        assert refusal(answer) == (409, "change-request-state", [])


def test_comments_make_threads_and_mention_entities(table: Table) -> None:
    path = table.submitted()
    mark = table.etag(path)

    first = table.done("paci", path, "comments", {"text": "لماذا؟", "mentions": ["moi", "moi"]})
    reply = {"text": {"en": "Because."}, "inReplyTo": first["id"]}
    table.done("steward", path, "comments", reply)
    lost = table.act("paci", path, "comments", {"text": "?", "inReplyTo": "co_none"})
    nobody = table.act("paci", path, "comments", {"text": "?", "mentions": ["atlantis"]})

    found = table.read(f"{path}/comments", "")
    assert [(one["entity"], one["inReplyTo"]) for one in found["items"]] == [
        ("paci", None),
        (None, first["id"]),
    ]
    assert found["items"][0]["mentions"] == ["moi"]
    assert found["items"][0]["text"] == {"ar": "لماذا؟"}
    assert (lost.status_code, nobody.status_code) == (404, 404)
    assert table.etag(path) == mark
    assert table.act("", path, "comments", {"text": "?"}).status_code == 401


def test_changes_that_were_asked_for_are_answered(table: Table) -> None:
    path = table.submitted()

    unsaid = table.act("steward", path, "request-changes", {})
    asked = table.done("facilitator", path, "request-changes", {"reason": "Name it better."})
    answered = table.done("moi", path, "submit")

    assert refusal(unsaid)[2] == ["CONS-REASON"]
    assert (asked["state"], asked["reason"]) == ("changes_requested", {"en": "Name it better."})
    assert answered["state"] == "under_discussion"


def test_one_takes_the_place_of_another(table: Table) -> None:
    old, new = table.submitted(), table.submitted(operations=[{**ADD, **NEW}])
    other = table.submitted(scheme="channel", operations=[{**ADD, **NEW, "parents": []}])

    itself = table.act("moi", old, "supersede", {"by": old.rpartition("/")[2]})
    foreign = table.act("moi", old, "supersede", {"by": other.rpartition("/")[2]})
    done = table.done("moi", old, "supersede", {"by": new.rpartition("/")[2]})

    assert refusal(itself)[2] == refusal(foreign)[2] == ["CONS-SUCCESSOR"]
    assert (done["state"], done["supersededBy"]) == ("superseded", new.rpartition("/")[2])
    feed = table.read("/changes?types=change-request", "")["items"]
    assert feed[-1]["replacedBy"] == [new.rpartition("/")[2]]
