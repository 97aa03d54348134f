"""What cannot be meant is refused in words, and changes nothing."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest

from app.core.paging import write_cursor
from tests.workshops.changes.conftest import ADD, DECREE, PATH, PROPOSAL, RENAME, Table

Json = Mapping[str, Any]
LONG = "ا" * 50_000
BIDI = "\u202eكلمة\u202c"
WRONG_TEXTS = (LONG, BIDI, "\u0000", "a\u0000b", "\u200b", " ", "", "\ud800", "\n")
DEEP: Any = json.loads("[" * 400 + "]" * 400)


def named(notation: str) -> dict[str, str]:
    return {"notation": notation}


def added(**changed: Any) -> dict[str, Any]:
    return {**ADD, **changed}


WRONG_OPERATIONS: dict[str, list[Any]] = {
    "an unknown kind": [{"op": "explode", "concept": named("02")}],
    "no kind": [{"concept": named("02")}],
    "a kind that is a number": [{"op": 7}],
    "a kind that is a list": [{"op": ["merge"]}],
    "no object": ["merge"],
    "nothing": [None],
    "none": [],
    "a list within": [[ADD]],
    "5,000 operations": [ADD] * 5_000,
    "an unknown field": [added(price=1)],
    "a number for a label": [added(prefLabel={"ar": 1, "en": 2})],
    "a list for labels": [added(prefLabel=["a", "b"])],
    "a label in another language": [added(prefLabel={"ar": "أ", "en": "A", "fr": "B"})],
    "one language only": [added(prefLabel={"en": "Only English here"})],
    "a number for a code": [added(notation=2.99)],
    "a long code": [added(notation="9" * 65)],
    "a code with spaces": [added(notation="02 .9")],
    "a code that is taken": [added(notation="02.1")],
    "a code twice": [ADD, added(prefLabel={"ar": "اسم ثان", "en": "A second name"})],
    "a name twice": [ADD, added(notation="02.98")],
    "a name of another": [added(prefLabel={"ar": "شيء آخر", "en": "Work residence"})],
    "an unknown parent": [added(parents=[named("99.9")])],
    "no name for a parent": [added(parents=[{}])],
    "many parents": [added(parents=[named("02")] * 21)],
    "two parents": [added(parents=[named("02"), named("03")])],
    "a parent twice": [added(parents=[named("02"), named("02")])],
    "deep nesting": [added(parents=DEEP)],
    "a deep label": [added(prefLabel={"ar": DEEP, "en": "A"})],
    "its own parent": [added(ref="x", parents=[{"ref": "x"}])],
    "a parent that comes later": [added(ref="y", parents=[{"ref": "x"}]), added(ref="x")],
    "an id used again": [
        added(ref="x"),
        added(ref="x", notation="02.98", prefLabel={"ar": "اسم ثان", "en": "A second name"}),
    ],
    "an unknown ref": [added(parents=[{"ref": "nobody"}])],
    "a ref as a number": [added(ref=5)],
    "a cycle": [
        {"op": "move", "concept": named("02"), "from": None, "to": named("02.1.1")},
    ],
    "a cycle of two": [
        {"op": "move", "concept": named("02"), "from": None, "to": named("03")},
        {"op": "move", "concept": named("03"), "from": None, "to": named("02")},
    ],
    "below itself": [{"op": "move", "concept": named("02"), "from": None, "to": named("02")}],
    "merged into itself": [{"op": "merge", "sources": [named("02")], "target": named("02")}],
    "merged into what is below": [
        {"op": "merge", "sources": [named("02")], "target": named("02.1.1")}
    ],
    "a source twice": [
        {"op": "merge", "sources": [named("02.4"), named("02.4")], "target": named("02.3")}
    ],
    "no sources": [{"op": "merge", "sources": [], "target": named("02.3")}],
    "many sources": [{"op": "merge", "sources": [named("02.4")] * 2_000, "target": named("02.3")}],
    "a split into itself": [
        {
            "op": "split",
            "source": named("02.4"),
            "targets": [named("02.4"), named("02.3")],
            "default": named("02.3"),
        }
    ],
    "a split with a strange default": [
        {
            "op": "split",
            "source": named("02.4"),
            "targets": [named("02.5"), named("02.3")],
            "default": named("03"),
        }
    ],
    "a time before": [
        {
            "op": "split",
            "source": named("02.4"),
            "targets": [named("02.5"), named("02.3")],
            "default": named("02.3"),
            "deadlineDays": -1,
        }
    ],
    "a time beyond all": [
        {
            "op": "split",
            "source": named("02.4"),
            "targets": [named("02.5"), named("02.3")],
            "default": named("02.3"),
            "deadlineDays": 10**30,
        }
    ],
    "retired for itself": [
        {"op": "deprecate", "concept": named("02.4"), "replacedBy": named("02.4")}
    ],
    "retired twice": [
        {"op": "deprecate", "concept": named("02.4"), "replacedBy": named("02.3")},
        {"op": "deprecate", "concept": named("02.4"), "replacedBy": named("02.5")},
    ],
    "retired in a circle": [
        {"op": "deprecate", "concept": named("02.4"), "replacedBy": named("02.3")},
        {"op": "deprecate", "concept": named("02.3"), "replacedBy": named("02.4")},
    ],
    "restored while it is there": [
        {"op": "restore", "concept": named("02.4"), "parents": [named("02")]}
    ],
    "another old name": [{**RENAME, "old": "Something else"}],
    "another language": [{**RENAME, "lang": "xx"}],
    "related to itself": [{"op": "relate", "a": named("02.4"), "b": named("02.4")}],
    "related to what is above": [{"op": "relate", "a": named("02.4"), "b": named("02")}],
    "an address that is none": [
        {
            "op": "add_mapping",
            "concept": named("02.4"),
            "predicate": "exactMatch",
            "target": "javascript:alert(1)",
        }
    ],
    "an order of others": [
        {"op": "reorder", "parent": named("02"), "new": [named("03"), named("04")]}
    ],
    "words of the lexicon": [{"op": "drop_term_group", "group": "g"}],
    **{f"the label {ascii(text)[:20]}": [added(prefLabel={"ar": text, "en": text})]
       for text in WRONG_TEXTS if text != "\ud800"},
    **{f"the synonym {ascii(text)[:20]}": [
        {"op": "add_label", "concept": named("02.4"), "kind": "alt", "lang": "ar", "text": text}
    ] for text in WRONG_TEXTS[:7]},
    **{f"the code {ascii(text)[:20]}": [added(notation=text)] for text in WRONG_TEXTS[:7]},
}  # fmt: skip


def test_operations_that_cannot_be_meant_are_refused_in_words(table: Table) -> None:
    before = drafts(table)
    wrong = {}
    for name, operations in WRONG_OPERATIONS.items():
        answer = table.ask("moi", "POST", PATH, {**PROPOSAL, "operations": operations})
        said = answer.json()
        if not (400 <= answer.status_code < 500 and {"title", "code", "status"} <= said.keys()):
            wrong[name] = (answer.status_code, answer.text[:300])

    assert list(wrong) == []
    assert drafts(table) == before


def drafts(table: Table) -> int:
    return int(table.read(PATH, "moi")["total"])


def at_once(table: Table, calls: list[tuple[str, str, str, Any, str]]) -> list[int]:
    """Send requests together; gives their answers' status, in order of size."""
    start = Barrier(len(calls))

    def send(call: tuple[str, str, str, Any, str]) -> int:
        who, method, path, body, etag = call
        start.wait()
        answer = table.ask(who, method, path, body, **({"If-Match": etag} if etag else {}))
        assert answer.status_code < 500, answer.text
        return int(answer.status_code)

    with ThreadPoolExecutor(len(calls)) as pool:
        return sorted(pool.map(send, calls))


def test_of_decisions_at_once_one_is_taken(table: Table) -> None:
    path = table.called()
    rejected = {**DECREE, "outcome": "rejected"}

    found = at_once(
        table, [("board", "POST", f"{path}/decision", one, "") for one in (DECREE, rejected) * 2]
    )

    assert found == [200, 409, 409, 409]
    known = table.read(path)
    assert known["state"] == "decided"
    assert known["decision"]["outcome"] == known["outcome"]


def test_what_is_enacted_at_once_is_done_once(table: Table) -> None:
    path = table.accepted()

    found = at_once(table, [("steward", "POST", f"{path}/enact", None, "")] * 4)

    assert found == [200, 409, 409, 409]
    assert len(table.read("/taxonomies/services/draft")["operations"]) == 1


def test_of_amendments_of_one_version_at_once_one_is_kept(table: Table) -> None:
    path = table.proposed()
    etag = table.etag(path, "moi")
    bodies = [{"operations": [added(notation=f"02.9{number}")]} for number in range(4)]

    found = at_once(table, [("moi", "PUT", f"{path}/operations", one, etag) for one in bodies])

    assert found == [200, 412, 412, 412]
    assert table.read(path, "moi")["revision"] == 2


def test_of_words_of_an_entity_at_once_one_counts(table: Table) -> None:
    path = table.called()
    stances = ("support", "accept", "abstain", "support")
    bodies = [{"entity": "moi", "stance": one} for one in stances]

    found = at_once(table, [("moi", "POST", f"{path}/positions", one, "") for one in bodies])

    assert found == [201] * 4
    positions = table.read(f"{path}/positions")["items"]
    assert len([one for one in positions if one["isLast"]]) == 1


def test_a_decision_and_a_word_at_once_agree(table: Table) -> None:
    """A word that was taken before the decision is in its tally; one that came later is not."""
    path = table.called()
    word = {"entity": "moi", "stance": "support"}

    found = at_once(
        table,
        [
            ("board", "POST", f"{path}/decision", DECREE, ""),
            ("moi", "POST", f"{path}/positions", word, ""),
        ],
    )

    assert found in ([200, 201], [200, 409])
    tally = table.read(path)["decision"]["tally"]
    assert (len(tally["support"]) == 1) == (found == [200, 201])


RAW_LABELS = (
    r'"\ud800"',
    r'"\udfff\ud800"',
    '"' + r"\u0000" * 3 + '"',
    "NaN",
    "1e999",
    "9" * 5_000,
    "[" * 100_000,
    '{"a":' * 50_000,
    '"\xff"',
)


@pytest.mark.parametrize("raw", RAW_LABELS, ids=range(len(RAW_LABELS)))
def test_bytes_that_are_no_label_are_refused_in_words(table: Table, raw: str) -> None:
    operation = json.dumps(added(prefLabel={"ar": "HERE", "en": "A"}))
    body = json.dumps({**PROPOSAL, "operations": ["THERE"]})
    sent = body.replace('"THERE"', operation.replace('"HERE"', raw)).encode("latin-1")
    headers = {"Authorization": f"Bearer {table.keys['moi']}", "Content-Type": "application/json"}

    answer = table.client.post(f"/v1{PATH}", content=sent, headers=headers)

    assert 400 <= answer.status_code < 500, answer.text[:300]
    assert answer.json().keys() >= {"title", "code", "status"}


def test_times_at_the_ends_of_all_time_are_refused(table: Table) -> None:
    path = table.called()
    workshop = {"title": {"ar": "ورشة", "en": "Workshop"}, "entities": ["moi"]}
    for moment in ("0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00", "3000-01-01T00:00Z"):
        for who, address, body in (
            ("facilitator", "/workshops", {**workshop, "startsAt": moment}),
            ("steward", f"{path}/call", {"until": moment}),
        ):
            answer = table.ask(who, "POST", address, body)
            assert (answer.status_code, answer.json()["code"]) == (422, "validation-failed")


@pytest.mark.parametrize("instant", ["x", "0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-14:00"])
def test_cursors_of_ones_own_making_are_refused(table: Table, instant: str) -> None:
    lists = {
        "change-requests": "/change-requests",
        "submissions": "/submissions",
        "imports": "/imports",
    }
    cursor = write_cursor("workshops", instant, "a")
    assert table.ask("", "GET", f"/workshops?cursor={cursor}").status_code == 422
    for name, address in lists.items():
        cursor = write_cursor(name, instant, "a")
        answer = table.ask("moi2", "GET", f"{address}?entity=moi&cursor={cursor}")
        assert answer.status_code == 422, (name, answer.text)
        assert "QUERY-CURSOR" in answer.text, name
