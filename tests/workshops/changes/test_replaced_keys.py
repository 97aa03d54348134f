"""A key that was replaced and the one in its place are in the same hands."""

from tests.api.gates import replace_key
from tests.workshops.changes.conftest import DECREE, Table


def test_a_new_key_does_not_make_another_person(table: Table) -> None:
    path = table.called("steward")
    table.keys = {**table.keys, "steward": replace_key(table.database, table.keys["steward"])}

    answer = table.act("steward", path, "decision", DECREE)

    assert (answer.status_code, answer.json()["code"]) == (403, "own-change-request")
    assert table.act("other-steward", path, "decision", DECREE).status_code == 200
