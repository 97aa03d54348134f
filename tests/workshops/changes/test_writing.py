"""Proposing and amending: who sees what, what may be sent again, what a fault says."""

from app.core import journal
from tests.workshops.changes.conftest import ADD, PATH, PROPOSAL, RENAME, Table


def test_a_proposal_is_a_draft_with_its_operations_in_words(table: Table) -> None:
    answer = table.ask("moi", "POST", PATH, PROPOSAL)

    made = answer.json()
    assert answer.status_code == 201
    assert answer.headers["location"] == f"/v1/change-requests/{made['id']}"
    assert (made["state"], made["entity"], made["version"], made["revision"]) == (
        "draft", "moi", 1, 1
    )  # fmt: skip
    [operation] = made["operations"]
    assert operation["ref"] == "new-1"
    assert operation["parents"][0]["notation"] == "02"
    assert operation["parents"][0]["prefLabel"]["en"] == "Residence, entry and exit"
    assert "02.99" in operation["words"]["ar"]
    assert operation["words"]["en"].startswith("Add “A new concept of the tests”")


def test_a_draft_is_there_for_its_entity_and_the_staff_alone(table: Table) -> None:
    path = table.proposed()

    for who in ("moi", "moi2", "steward", "board"):
        assert table.ask(who, "GET", path).status_code == 200
    for who in ("", "paci", "reader"):
        for below in ("", "/positions", "/comments", "/impact", "/preview/tree", "/rebase"):
            assert table.ask(who, "GET", path + below).status_code == 404
        assert table.read(PATH, who)["total"] == 0


def test_what_was_submitted_is_there_for_everybody(table: Table) -> None:
    path = table.submitted()

    assert table.read(path, "")["state"] == "submitted"
    assert [one["id"] for one in table.read(PATH, "")["items"]] == [path.rpartition("/")[2]]
    assert table.ask("", "GET", path).headers["cache-control"] == "private, no-store"


def test_a_draft_that_was_withdrawn_stays_hidden(table: Table) -> None:
    path = table.proposed()

    table.done("moi", path, "withdraw")

    assert table.ask("", "GET", path).status_code == 404


def test_nobody_touches_the_draft_of_another_entity(table: Table) -> None:
    draft, public = table.proposed(), table.submitted(operations=[RENAME])
    body = {"operations": [RENAME]}

    for path, status in ((draft, 404), (public, 403)):
        mark = {"If-Match": table.etag(path)}
        sent = table.ask("paci", "PUT", f"{path}/operations", body, **mark)
        worded = table.ask("paci", "PATCH", path, {"title": {"en": "Mine"}}, **mark)
        assert (sent.status_code, worded.status_code) == (status, status)
        assert table.act("paci", path, "withdraw").status_code == status


def test_what_was_read_can_be_sent_back(table: Table) -> None:
    made = table.propose(operations=[RENAME, ADD])
    path = f"{PATH}/{made['id']}"
    body = {"operations": table.read(path)["operations"]}

    again = table.ask("moi", "PUT", f"{path}/operations", body, **{"If-Match": table.etag(path)})

    assert again.status_code == 200, again.text
    assert again.json()["operationsDigest"] == made["operationsDigest"]
    assert again.json()["version"] == made["version"]


def test_what_was_read_can_be_proposed_anew(table: Table) -> None:
    made = table.propose(operations=[ADD, {**RENAME, "new": "Permits"}])

    another = table.propose("paci", operations=made["operations"])

    assert another["id"] != made["id"]
    assert [one["words"] for one in another["operations"]] == [
        one["words"] for one in made["operations"]
    ]


def test_a_new_concept_keeps_its_id_over_amendments(table: Table) -> None:
    label = {
        "op": "add_label", "concept": {"ref": "n"}, "kind": "alt", "lang": "en", "text": "Novelty"
    }  # fmt: skip
    path = table.proposed(operations=[{**ADD, "ref": "n"}])
    mark = {"If-Match": table.etag(path)}

    table.ask(
        "moi", "PUT", f"{path}/operations", {"operations": [{**ADD, "ref": "n"}, label]}, **mark
    )

    tree = table.read(f"{path}/preview/tree", "moi")
    [top] = [one for one in tree["topConcepts"] if one["notation"] == "02"]
    [node] = [one for one in top["children"] if one["change"] == "added"]
    assert (node["notation"], node["altLabel"]["en"]) == ("02.99", ["Novelty"])
    first, second = table.read(f"{path}/revisions", "moi")["items"]
    assert (len(first["operations"]), len(second["operations"])) == (1, 2)
    assert second["operations"][1]["concept"] == {
        "ref": "n",
        "notation": "02.99",
        "prefLabel": {"ar": "مفهوم جديد للاختبار", "en": "A new concept of the tests"},
    }


def test_an_operation_that_cannot_be_applied_is_named_by_its_place(table: Table) -> None:
    wrong = {**RENAME, "old": "Something else"}

    answer = table.ask("moi", "POST", PATH, {**PROPOSAL, "operations": [ADD, wrong]})

    problem = answer.json()
    assert (answer.status_code, problem["code"]) == (422, "operation-refused")
    [finding] = problem["errors"]
    assert finding["pointer"] == "/operations/1/prefLabel"
    assert finding["rule"] == "OP-OLD"
    assert finding["hint"]["en"] == "Expected: 'Something else'; found: 'Work residence'."
    assert table.read(PATH)["total"] == 0


def test_a_fault_of_shape_is_named_by_its_place(table: Table) -> None:
    broken = {**PROPOSAL, "operations": [ADD, {"op": "rename"}]}

    answer = table.ask("moi", "POST", PATH, broken)

    assert answer.status_code == 422
    assert answer.json()["errors"][0]["pointer"].startswith("/operations/1")


def test_changes_name_the_version_that_they_change(table: Table) -> None:
    path = table.proposed()
    old = table.etag(path)

    unnamed = table.ask("moi", "PATCH", path, {"title": {"en": "Other"}})
    done = table.ask("moi", "PATCH", path, {"title": {"en": "Other"}}, **{"If-Match": old})
    late = table.ask("moi", "PATCH", path, {"title": {"en": "Third"}}, **{"If-Match": old})

    assert (unnamed.status_code, done.status_code, late.status_code) == (428, 200, 412)
    assert done.json()["title"] == {"ar": "مفهوم جديد", "en": "Other"}
    assert late.json()["code"] == "change-request-changed"
    assert done.headers["etag"] == table.etag(path, "moi")


def test_the_same_key_proposes_once(table: Table) -> None:
    once = {"Idempotency-Key": "proposal-1"}

    first = table.ask("moi", "POST", PATH, PROPOSAL, **once)
    again = table.ask("moi", "POST", PATH, PROPOSAL, **once)
    other = table.ask("moi", "POST", PATH, {**PROPOSAL, "operations": [RENAME]}, **once)

    assert again.content == first.content
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 422)
    assert table.read(PATH)["total"] == 1


def test_a_scheme_or_a_workshop_that_is_not_there_is_refused(table: Table) -> None:
    scheme = table.ask("moi", "POST", PATH, {**PROPOSAL, "scheme": "colours"})
    workshop = table.ask("moi", "POST", PATH, {**PROPOSAL, "workshop": "ws_none"})

    assert (scheme.status_code, scheme.json()["code"]) == (404, "scheme-not-found")
    assert workshop.json()["errors"][0]["pointer"] == "/workshop"


def test_lists_are_filtered_and_paged(table: Table) -> None:
    made = [table.submitted(operations=[{**ADD, "notation": f"02.9{n}"}]) for n in range(3)]
    table.submitted("paci", operations=[RENAME])

    first = table.read(f"{PATH}?entity=moi&limit=2", "")
    second = table.read(f"{PATH}?entity=moi&limit=2&cursor={first['nextCursor']}", "")

    found = [f"{PATH}/{one['id']}" for one in (*first["items"], *second["items"])]
    assert found == made[::-1]
    assert (first["total"], second["nextCursor"]) == (3, None)
    assert table.read(f"{PATH}?state=draft", "")["total"] == 0
    assert table.read(f"{PATH}?scheme=services&state=submitted", "")["total"] == 4
    assert table.ask("", "GET", f"{PATH}?state=lost").status_code == 422
    assert table.ask("", "GET", f"{PATH}?cursor=x").status_code == 422


def test_drafts_are_not_in_the_public_feed(table: Table) -> None:
    path = table.proposed()
    table.done("moi", path, "submit")

    with table.database.read() as session:
        found = [
            (one.change.kind, one.change.is_public)
            for one in journal.entries(session, after=0, limit=10_000)
            if one.subject_type == "change-request"
        ]

    assert found == [("change_request_drafted", False), ("change_request_submitted", True)]
    feed = table.read("/changes?types=change-request", "")
    assert [one["kind"] for one in feed["items"]] == ["change_request_submitted"]


def test_an_approver_audits_what_became_of_the_proposals_of_their_entity(table: Table) -> None:
    table.proposed()
    table.proposed("paci")

    found = table.read("/audit?subjectType=change-request", "moi2")

    assert [one["kind"] for one in found["items"]] == ["change_request_drafted"]
