"""What stands in a draft is read by nobody but its entity and the staff, wherever they look."""

import re

from app.api.access import ACCESS
from tests.api.gates import make_key
from tests.workshops.changes.conftest import ADD, PATH, RENAME, Table

CANARY = "kanariya8342"
SECRET = {"ar": "كناريسري", "en": f"A {CANARY} that sings"}
OTHERS = {
    "scheme": "services", "version": "latest", "concept_id": "c_none", "notation": "02.97",
    "record_id": "pp", "code": "pay", "rule_id": "DUP-01", "entity_id": "moi", "kind": "entity",
    "service_id": "moi-res18-renew", "number": "1", "identifier": "moi", "source_id": "x",
    "workshop_id": "ws_none",
}  # fmt: skip
QUERIES = {
    PATH: "?entity=moi&limit=200",
    "/changes": "?types=change-request&limit=500",
    "/audit": "?subjectType=change-request&limit=200",
    "/search": f"?q={CANARY}",
    "/suggest": f"?q={CANARY[:5]}",
}


def addresses(change_request: str) -> list[str]:
    known = {**OTHERS, "change_request_id": change_request}
    found = []
    for method, path in ACCESS:
        names = re.findall(r"{(\w+)}", path)
        if method == "GET" and path.startswith("/v1/") and set(names) <= set(known):
            place = path.format(**known).removeprefix("/v1")
            found.append(place + QUERIES.get(place, ""))
    return found


def test_the_canary_in_a_draft_is_seen_nowhere(table: Table) -> None:
    secret = {**ADD, "notation": "02.97", "prefLabel": SECRET}
    path = table.proposed(title=SECRET, rationale=SECRET, operations=[secret])
    table.done("moi", path, "comments", {"text": SECRET})
    public = table.submitted("paci", operations=[RENAME, {**secret, "prefLabel": ADD["prefLabel"]}])
    stranger = make_key(table.database, "entity_approver", "moe")
    table = Table(table.client, table.database, {**table.keys, "stranger": stranger})
    places = [*addresses(path.rpartition("/")[2]), *addresses(public.rpartition("/")[2])]

    seen = {
        who: {place for place in places if CANARY in table.ask(who, "GET", place).text.lower()}
        for who in ("", "reader", "paci", "stranger", "moi")
    }

    assert len(places) > 60
    assert len(seen.pop("moi")) > 5
    assert seen == {"": set(), "reader": set(), "paci": set(), "stranger": set()}
