"""A text in an entity's draft is never seen by those who may not see it, wherever they look."""

import io
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import product
from typing import Any
from urllib.parse import quote

import orjson
import pytest

from app.api.access import ACCESS, PUBLIC
from app.core.access.rules import ROLES, TABLE, Role
from tests.api.gates import bearer, make_key
from tests.submissions.conftest import ENTRY, Desk
from tests.submissions.imports.conftest import Counter
from tests.webhooks.receiver import Receiver, receiving, until

CANARIES = ("kanariya7261", "كناريسري")
"""They are in what is secret and in no request of those who look for it."""
REASON = "reasonbird5518"
"""It is in a verdict's reason, which those who audit all entities read too."""
WORDS = "glimmering quokka"
"""They stand beside the canaries, so that searches could find what is secret."""
SECRET = {"ar": f"تسجيل كناريسري {WORDS}", "en": f"Kanariya7261 {WORDS} registration"}
PORTAL = (
    "", "/search?q={words}", "/suggest?q={words}", "/services/{draft}", "/services/{served}",
    "/services/{served}/history", "/entities", "/entities/moe", "/rules", "/problems", "/about",
    "/life-events", "/topics", "/search?q=boat&entity=moe",
)  # fmt: skip
VARIANTS: Mapping[str, tuple[str, ...]] = {
    "/v1/services": (
        "?entity=moe",
        "?entity=moe&format=ndjson",
        "?entity=moe&format=csv",
        "?asOf=2027-01-01&entity=moe",
    ),
    "/v1/search": ("?q={words}", "?q=boat&entity=moe&facets=entity,category", "?q=quokk"),
    "/meili/indexes/{index_uid}/search": ("?q={words}", "?q=quokk&facets=*", "?limit=100"),
    "/v1/suggest": ("?q=glimm", "?q={words}", "?q=quokka"),
    "/v1/changes": ("?limit=1000", "?types=service&limit=1000"),
    "/v1/services/{service_id}/diff": ("?from=1&to=2", "?from=2&to=1"),
    "/v1/submissions": ("?entity=moe", "?state=submitted", "?limit=200"),
    "/v1/tasks": ("?entity=moe",),
    "/v1/imports": ("?entity=moe", "?limit=200"),
    "/v1/imports/template.xlsx": ("?entity=moe&filled=true",),
    "/v1/audit": ("?limit=200", "?entity=moe", "?subjectType=submission"),
}
ACCEPTED = ("application/json", "application/ld+json", "text/turtle", "text/html")


@dataclass(frozen=True)
class Hidden:
    """What the owner keeps to itself: ids by the names that routes give them."""

    ids: Mapping[str, tuple[str, ...]]
    draft: str
    served: str


def hide(counter: Counter, owner: str) -> Hidden:
    """Let the other entity have drafts of every kind, with canaries in all that is secret."""
    desk = counter.desk
    draft = put(desk, owner, "hidden", title=SECRET, description=SECRET, follows=step())
    served = put(desk, owner, "served")
    desk.act("reviewer", served["submission"]["id"], "approve")
    waiting = put(desk, owner, "served", title=SECRET, keyword={"ar": ["كناريسري"], "en": [WORDS]})
    returned = put(desk, owner, "returned", title=SECRET)
    reason = {"reason": {"en": f"The {REASON} is wrong"}}
    assert desk.act("reviewer", returned["submission"]["id"], "return", reason).is_success
    asked = {"url": "https://hooks.example.kw/kanariya7261", "description": "Kanariya7261"}
    webhook = desk.ask(owner, "POST", "/webhooks", asked).json()
    line = orjson.dumps({"sourceId": "imported", **ENTRY, "title": SECRET})
    imported = counter.imported(line, "kanariya7261.ndjson", who=owner, entity="moe")
    assert imported["state"] == "finished", imported
    submissions = (draft, waiting, returned)
    return Hidden(
        ids={
            "entity_id": ("moe",),
            "service_id": (draft["service"]["id"], served["service"]["id"]),
            "source_id": ("hidden", "served", "imported"),
            "submission_id": tuple(one["submission"]["id"] for one in submissions),
            "webhook_id": (webhook["id"],),
            "import_id": (imported["id"],),
            "number": ("1", "2", "3"),
            "kind": ("service", "entity"),
            "identifier": (draft["service"]["id"], served["service"]["id"]),
        },
        draft=draft["service"]["id"],
        served=served["service"]["id"],
    )


def put(desk: Desk, who: str, source_id: str, **changed: Any) -> Any:
    address = f"/entities/moe/services/{source_id}"
    title = {"ar": f"خدمة {source_id}", "en": f"Boat service called {source_id}"}
    answer = desk.ask(who, "PUT", address, {**ENTRY, "title": title, **changed})
    assert answer.is_success, answer.text
    return answer.json()


def step() -> list[Any]:
    return [{"title": SECRET, "description": SECRET}]


def addresses(hidden: Hidden, *, of_everybody: bool) -> Iterator[str]:
    """Write down the addresses that need no right, or those that do, filled with what is hidden."""
    others = {
        "scheme": ("services",), "version": ("latest",), "concept_id": ("c_none",),
        "notation": ("02.1.1",), "record_id": ("pp", "purpose"), "code": ("pay",),
        "rule_id": ("DUP-01",), "workshop_id": ("ws_none",), "change_request_id": ("cr_none",),
        "group_id": ("lx_none",), "index_uid": ("services",), "best_bet_id": ("none",),
    }  # fmt: skip
    for (method, path), row in ACCESS.items():
        if method != "GET" or (row == PUBLIC) != of_everybody:
            continue
        names = re.findall(r"{(\w+)}", path)
        known = {**others, **hidden.ids}
        for values in product(*(known[name] for name in names)):
            address = path
            for name, value in zip(names, values, strict=True):
                address = address.replace(f"{{{name}}}", value)
            yield address
            for query in VARIANTS.get(path, ()):
                yield address + query.replace("{words}", quote(WORDS))
    for language, page in product(("ar", "en"), PORTAL if of_everybody else ()):
        place = page.replace("{draft}", hidden.draft).replace("{served}", hidden.served)
        yield f"/{language}{place.replace('{words}', quote(WORDS))}"


def leaks(desk: Desk, who: str, places: Sequence[str]) -> list[str]:
    """Read every address and name those whose answer holds what this one may not see."""
    found, headers = [], bearer(desk.keys[who]) if who else {}
    secrets = CANARIES if who in AUDITORS else (*CANARIES, REASON)
    for address in places:
        for accepted in ACCEPTED if address.startswith("/v1/services/") else ("*/*",):
            answer = desk.client.get(
                address, headers={**headers, "Accept": accepted}, follow_redirects=True
            )
            assert answer.status_code < 500, address
            told = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
            if holds(secrets, answer.content) or holds(secrets, told.encode()):
                found.append(f"{address} as {accepted}")
    return found


def holds(secrets: Sequence[str], body: bytes) -> bool:
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as book:
            body = b"".join(book.read(name) for name in book.namelist())
    text = body.decode("utf-8", "replace").lower()
    escaped = [one.encode("unicode_escape").decode() for one in secrets]
    return any(one in text for one in (*secrets, *escaped))


def asked_about(desk: Desk, who: str, hidden: Hidden) -> list[str]:
    """Write where errors and findings could tell of drafts; names the answers that do."""
    like = {"ar": f"تسجيل {WORDS}", "en": f"{WORDS} registration"}
    entry = {**ENTRY, "title": like, "description": like}
    tag = {"If-Match": "*"}
    verdict = {"reason": {"en": "No"}}
    submission = hidden.ids["submission_id"][0]
    answers = [
        desk.ask(who, "POST", "/validate", {"entity": one, "sourceId": "mine", "content": entry})
        for one in ("moi", "moe")
    ]
    answers += [
        desk.ask(who, "PUT", "/entities/moe/services/hidden", entry, **tag),
        desk.ask(who, "PUT", "/entities/moi/services/hidden", {**entry, "id": hidden.draft}),
        desk.ask(who, "PATCH", f"/services/{hidden.draft}", {"digitalStage": 1}, **tag),
        desk.ask(who, "PATCH", f"/services/{hidden.served}", {"digitalStage": 1}, **tag),
        desk.ask(who, "POST", f"/services/{hidden.draft}/confirm"),
        desk.ask(who, "POST", f"/submissions/{submission}/return", verdict),
        desk.ask(who, "POST", f"/submissions/{submission}/withdraw"),
        desk.ask(who, "POST", f"/webhooks/{hidden.ids['webhook_id'][0]}/test"),
        desk.ask(who, "POST", "/reorganisations/preview", {"operations": [], "reason": "x"}),
    ]
    return [
        one.text
        for one in answers
        if holds((*CANARIES, REASON), one.content) or one.status_code >= 500
    ]


@pytest.fixture
def counter(desk: Desk) -> Counter:
    keys = {"owner": make_key(desk.database, "entity_editor", "moe"), **desk.keys}
    for role in ROLES:
        keys[f"moi {role}"] = make_key(desk.database, role, "moi" if is_of_entity(role) else None)
    keys["homeless reader"] = make_key(desk.database, "reader")
    return Counter(Desk(desk.client, desk.database, keys))


def is_of_entity(role: Role) -> bool:
    return role in ("reader", "entity_editor", "entity_approver")


OUTSIDERS = (
    "",
    "homeless reader",
    *(f"moi {role}" for role in ROLES if TABLE[role].get("entries:read") != "any"),
)
AUDITORS = frozenset(f"moi {role}" for role in ROLES if TABLE[role].get("audit:read") == "any")


@pytest.mark.parametrize(
    "walkers",
    [
        pytest.param(("", "moi entity_approver"), id="two of them"),
        pytest.param(OUTSIDERS, id="each of them", marks=pytest.mark.long),
    ],
)
def test_the_canary_of_another_entity_is_seen_nowhere(
    counter: Counter, walkers: Sequence[str]
) -> None:
    """What needs no right is answered to all alike (tests/api/test_access.py): two walk there."""
    desk = counter.desk
    with receiving() as heard:
        subscribe(desk, heard)
        hidden = hide(counter, "owner")
        public = list(addresses(hidden, of_everybody=True))
        closed = list(addresses(hidden, of_everybody=False))
        found = {who: leaks(desk, who, closed) for who in OUTSIDERS}
        found |= {f"{who}, public": leaks(desk, who, public) for who in walkers}
        told = {who: asked_about(desk, who, hidden) for who in OUTSIDERS}
        until(lambda: "Boat service called served" in bodies(heard))

        # Those who may see it do, so looking finds what is there.
        for who in ("owner", "reviewer"):
            assert len(leaks(desk, who, closed)) >= 12

    assert {who: some for who, some in found.items() if some} == {}
    assert {who: some for who, some in told.items() if some} == {}
    assert not holds((*CANARIES, REASON), bodies(heard).encode())
    assert (len(public) > 100, len(closed) > 20, len(OUTSIDERS)) == (True, True, 9)


def subscribe(desk: Desk, heard: Receiver) -> None:
    """Let another entity subscribe to everything."""
    asked = {"url": heard.url, "types": []}
    answer = desk.ask("moi entity_editor", "POST", "/webhooks", asked)
    assert answer.status_code == 201, answer.text


def bodies(heard: Receiver) -> str:
    return "\n".join(one.body.decode() for one in heard.received)
