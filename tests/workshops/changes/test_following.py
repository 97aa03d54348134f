"""When entities merge, what one had proposed goes on, and what it said is asked anew."""

from typing import Any

from tests.api.gates import make_key
from tests.reorganisation.orders import asked, merge
from tests.workshops.changes.conftest import RENAME, Table

PATH = "/reorganisations"


def carry_out(table: Table, *operations: Any) -> Any:
    keys = {**table.keys, "reviewer": make_key(table.database, "catalogue_editor")}
    table = Table(table.client, table.database, keys)
    body = asked(*operations)
    plan = table.ask("reviewer", "POST", f"{PATH}/preview", body).json()
    done = table.ask("reviewer", "POST", PATH, {**body, "fingerprint": plan["fingerprint"]})
    assert done.status_code == 200, done.text
    return done.json()


def test_the_heir_goes_on_with_what_was_proposed(table: Table) -> None:
    draft, called = table.proposed("moi"), table.called("moi", operations=[RENAME])
    decided = table.called("paci")
    objection = {"entity": "moi", "stance": "object", "reason": "No."}
    table.done("moi", decided, "positions", objection)

    plan = carry_out(table, merge("moi", "moe"))

    moved = {one["id"] for one in plan["affected"] if one["kind"] == "change-request"}
    assert moved == {draft.rpartition("/")[2], called.rpartition("/")[2]}
    assert table.read(draft, "moe")["entity"] == "moe"
    assert table.done("moe", draft, "submit")["state"] == "submitted"
    assert [one["isStale"] for one in table.read(f"{decided}/positions", "")["items"]] == [True]
    assert table.act("facilitator", decided, "positions", objection).status_code == 409
    done = table.done("board", decided, "decision", {"outcome": "accepted"})
    assert done["decision"]["tally"]["stale"] == ["moi"]
