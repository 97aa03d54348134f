"""Enacting: what it does to the draft, to other change requests, and what a rebase mends."""

from typing import Any

from sqlalchemy import select

from app.catalogue.models import Reclassification
from app.taxonomy.queries.drafts import get_draft
from tests.workshops.changes.conftest import ADD, DECREE, PATH, RENAME, Table

RELEASES = "/taxonomies/services/releases"
OTHER = {**RENAME, "new": "Residence for work"}
CHILD = {**ADD, "notation": "02.98.1", "parents": [{"notation": "02.98"}]}
PARENT = {
    **ADD,
    "notation": "02.98",
    "prefLabel": {"ar": "فرع اختباري", "en": "A branch of the tests"},
}


def name(path: str) -> str:
    return path.rpartition("/")[2]


def renamed(table: Table, **changed: Any) -> str:
    return table.accepted(operations=[{**RENAME, **changed}])


def decide_and_enact(table: Table, path: str) -> Any:
    table.done("board", path, "decision", DECREE)
    return table.done("steward", path, "enact")


def test_enacting_changes_the_draft_that_the_next_proposal_is_written_on(table: Table) -> None:
    done = table.done("steward", renamed(table), "enact")

    late = table.ask("moi", "POST", PATH, {
        "scheme": "services", "title": {"en": "Late"}, "operations": [OTHER]
    })  # fmt: skip
    again = table.propose(operations=[{**OTHER, "old": "Permits to reside"}])

    assert (done["state"], done["actions"]) == ("enacted", [])
    assert late.json()["errors"][0]["rule"] == "OP-OLD"
    assert (again["baseVersion"], again["basePlace"]) == ("1.0.0", 1)


def test_only_those_who_release_enact(table: Table) -> None:
    path = renamed(table)

    assert table.act("moi", path, "enact").status_code == 403
    assert table.act("board", path, "enact").status_code == 403
    assert table.act("", path, "enact").status_code == 401


def test_what_no_longer_applies_needs_a_rebase_by_itself(table: Table) -> None:
    open_one, untouched = table.called("paci", operations=[OTHER]), table.called()
    draft = table.proposed("paci", operations=[OTHER])

    table.done("steward", renamed(table), "enact")

    assert table.read(open_one, "")["state"] == "needs_rebase"
    assert table.read(open_one, "")["actions"] == ["withdraw", "supersede", "rebase"]
    assert table.read(untouched, "")["state"] == "consensus_call"
    assert table.read(draft)["state"] == "draft"
    assert table.act("paci", draft, "submit").json()["code"] == "change-request-outdated"
    feed = table.read("/changes?types=change-request", "")["items"]
    [told] = [one for one in feed if one["kind"] == "change_request_outdated"]
    assert told["subject"]["id"] == name(open_one)


def test_a_rebase_shows_base_theirs_and_ours_and_keeps_ours(table: Table) -> None:
    path = table.called("paci", operations=[OTHER])
    table.done("moe", path, "positions", {"entity": "moe", "stance": "support"})
    table.done("steward", renamed(table), "enact")

    shown = table.read(f"{path}/rebase", "")
    done = table.done("paci", path, "rebase")

    [item] = shown["items"]
    assert (item["field"], item["base"], item["theirs"], item["ours"]) == (
        "prefLabel", "Work residence", "Permits to reside", "Residence for work"
    )  # fmt: skip
    assert (shown["isNeeded"], item["isMergeable"]) == (True, True)
    assert shown["merged"][0]["old"] == "Permits to reside"
    assert done["state"] == "consensus_call"
    assert done["operations"] == shown["merged"]
    assert [one["isStale"] for one in table.read(f"{path}/positions", "")["items"]] == [True]
    assert decide_and_enact(table, path)["state"] == "enacted"


def test_nothing_that_people_agreed_on_is_left_out_in_silence(table: Table) -> None:
    path = table.called("paci", operations=[CHILD | {"parents": [{"notation": "02.1.2"}]}])
    retire = {
        "op": "deprecate",
        "concept": {"notation": "02.1.2"},
        "replacedBy": {"notation": "02.1.1"},
    }
    table.done("steward", table.accepted(operations=[retire]), "enact")

    unsaid = table.act("paci", path, "rebase")
    nothing = table.act("paci", path, "rebase", {"choices": [{"index": 0, "choice": "theirs"}]})
    anew = table.done("paci", path, "rebase", {"operations": [ADD]})

    assert [one["rule"] for one in unsaid.json()["errors"]] == ["CONS-CHOICE"]
    assert [one["rule"] for one in nothing.json()["errors"]] == ["CONS-NOTHING"]
    assert (anew["state"], anew["revision"]) == ("consensus_call", 2)


def test_what_was_decided_is_called_anew_when_a_rebase_changes_it(table: Table) -> None:
    first, second = renamed(table), renamed(table, new="Residence for work")
    table.done("steward", first, "enact")

    outdated = table.read(second, "")
    table.done("moi", second, "rebase")
    rebased = table.read(second, "")

    assert (outdated["state"], outdated["outcome"]) == ("needs_rebase", "accepted")
    assert (rebased["state"], rebased["outcome"]) == ("consensus_call", None)
    assert table.act("steward", second, "enact").status_code == 409


def test_the_same_change_twice_is_done_once_and_both_are_enacted(table: Table) -> None:
    first, second = renamed(table), renamed(table)

    table.done("steward", first, "enact")
    shown = table.read(f"{second}/rebase", "")
    done = table.done("steward", second, "enact")

    assert (shown["isNeeded"], shown["converged"], shown["merged"]) == (False, [0], [])
    assert done["state"] == "enacted"
    with table.database.read() as session:
        assert len(get_draft(session, "services").operations) == 1


def test_what_was_undone_can_be_done_again(table: Table) -> None:
    back = {**RENAME, "old": RENAME["new"], "new": RENAME["old"]}
    for operation in (RENAME, back, RENAME):
        table.done("steward", table.accepted(operations=[operation]), "enact")

    path = table.proposed(operations=[{**back, "new": "Permits for working"}])

    tree = table.read(f"{path}/preview/tree", "moi")
    [residence] = [one for one in tree["topConcepts"] if one["notation"] == "02"]
    assert residence["children"][0]["prefLabel"]["en"] == "Permits for working"


def test_conflicts_are_found_by_trying_both_orders(table: Table) -> None:
    path = table.submitted(operations=[RENAME])
    rival = table.submitted("paci", operations=[OTHER])
    table.submitted("paci", operations=[ADD])
    table.proposed("paci", operations=[OTHER])

    found = table.read(f"{path}/conflicts", "")

    [conflict] = found["items"]
    assert (conflict["changeRequest"], conflict["kind"], conflict["entity"]) == (
        name(rival), "exclusive", "paci"
    )  # fmt: skip
    assert {one["rule"] for one in conflict["reasons"]} == {"OP-OLD"}
    assert (found["compared"], found["order"]) == (2, None)


def test_an_order_is_offered_where_one_works(table: Table) -> None:
    merge = {
        "op": "merge", "sources": [{"notation": "02.1.2"}], "target": {"notation": "02.1.1"}
    }  # fmt: skip
    alias = {
        "op": "add_label", "concept": {"notation": "02.1.2"}, "kind": "alt", "lang": "en",
        "text": "An alias of the tests",
    }  # fmt: skip
    path = table.submitted(operations=[merge])
    other = table.submitted("paci", operations=[alias])

    found = table.read(f"{path}/conflicts", "")

    [conflict] = found["items"]
    assert (conflict["kind"], conflict["first"]) == ("ordered", name(path))
    assert found["order"] == [name(path), name(other)]
    assert table.read(f"{other}/conflicts", "")["items"][0]["first"] == name(path)


def test_impact_and_previews_tell_what_services_would_feel(table: Table) -> None:
    merge = {
        "op": "merge", "sources": [{"notation": "02.1.2"}], "target": {"notation": "02.1.1"}
    }  # fmt: skip
    path = table.submitted(operations=[merge])

    impact = table.read(f"{path}/impact", "")
    services = table.read(f"{path}/preview/services", "")
    facets = table.read(f"{path}/preview/facets", "")["facets"]["category"]
    tree = table.read(f"{path}/preview/tree", "")

    assert impact["services"] == services["total"] > 0
    assert impact["kinds"] == {"replace": impact["services"]}
    assert impact["affected"] == sorted({one["entity"] for one in services["items"]})
    assert (impact["mustAct"], impact["level"]) == (0, "minor")
    for one in services["items"]:
        assert "02.1.2" in [concept["notation"] for concept in one["before"]]
        assert "02.1.2" not in [concept["notation"] for concept in one["after"]]
        assert "02.1.1" in [concept["notation"] for concept in one["after"]]
    counts = {one["value"]: (one["before"], one["count"]) for one in facets}
    assert counts["02.1.2"] == (impact["services"], 0)
    assert [one["notation"] for one in tree["retired"]] == ["02.1.2"]
    own = table.read(f"{path}/preview/services?entity=moe", "")
    assert all(one["entity"] == "moe" for one in own["items"])


def test_a_split_shows_what_entities_must_choose_from(table: Table) -> None:
    split = {
        "op": "split",
        "source": {"notation": "02.1.2"},
        "targets": [{"notation": "02.1.1"}, {"notation": "02.2"}],
        "default": {"notation": "02.2"},
        "deadlineDays": 30,
    }
    path = table.submitted(operations=[split])

    impact = table.read(f"{path}/impact", "")
    [first, *_] = table.read(f"{path}/preview/services", "")["items"]

    assert (impact["level"], impact["mustAct"]) == ("major", impact["services"])
    assert [one["notation"] for one in first["choices"]] == ["02.1.1", "02.2"]
    assert "02.2" in [one["notation"] for one in first["after"]]


def test_a_preview_shows_what_the_rules_of_a_split_propose(table: Table) -> None:
    split = {
        "op": "split",
        "source": {"notation": "02.1.2"},
        "targets": [{"notation": "02.1.1"}, {"notation": "02.2"}],
        "default": {"notation": "02.2"},
        "rules": [
            {"when": {"keyword": "أسرة"}, "target": {"notation": "02.1.1"}},
            {"when": {"scheme": "audience", "notation": "citizen"}, "target": {"notation": "02.2"}},
            {"when": {"entity": "moi"}, "target": {"notation": "02.1.1"}},
        ],
        "deadlineDays": 30,
    }
    path = table.accepted(operations=[split])
    shown = table.read(f"{path}/preview/services?limit=100", "")["items"]
    table.done("steward", path, "enact")
    assert table.ask("steward", "POST", RELEASES).status_code == 201

    with table.database.read() as session:
        rows = session.execute(select(Reclassification.service_id, Reclassification.proposal_id))
        kept = {row.service_id: row.proposal_id for row in rows}
    assert len(shown) >= 3
    assert all("02.2" in [one["notation"] for one in item["after"]] for item in shown)
    assert {item["id"]: (item["proposal"] or {}).get("id") for item in shown} == kept
    assert "02.1.1" in {(item["proposal"] or {}).get("notation") for item in shown}


def test_a_release_says_in_which_version_a_change_came(table: Table) -> None:
    path, open_one = renamed(table), table.called()
    table.done("steward", path, "enact")
    candidate = table.ask("steward", "POST", RELEASES, {"candidate": True})
    still = table.read(path, "")["state"]

    released = table.ask("steward", "POST", RELEASES)

    assert (candidate.status_code, released.status_code) == (201, 201), released.text
    assert still == "enacted"
    assert released.json()["version"] == "1.0.1"
    done = table.read(path, "")
    assert (done["state"], done["releasedIn"], done["actions"]) == ("released", "1.0.1", [])
    assert table.read(open_one, "")["state"] == "consensus_call"
    assert decide_and_enact(table, open_one)["baseVersion"] == "1.0.0"


def test_what_came_with_a_release_is_not_done_again_after_it(table: Table) -> None:
    second, rival = renamed(table), table.called("paci", operations=[OTHER])
    table.done("steward", renamed(table), "enact")
    assert table.ask("steward", "POST", RELEASES).status_code == 201

    done = table.done("steward", second, "enact")

    assert done["state"] == "enacted"
    assert table.read(rival, "")["state"] == "needs_rebase"
    assert table.read(f"{rival}/rebase", "")["items"][0]["theirs"] == "Permits to reside"
    with table.database.read() as session:
        assert get_draft(session, "services").operations == ()
