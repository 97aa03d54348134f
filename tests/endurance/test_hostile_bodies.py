"""Hostile bodies on every route that writes: refused, alike on both databases, and quickly."""

import time
from typing import Any

import pytest

from tests.endurance.proofs import picture
from tests.endurance.test_refused_writes import is_clean
from tests.endurance.write import Ids, Write
from tests.endurance.writes import WITH_BODY, prepared, written
from tests.submissions.conftest import ENTRY, Desk

SHAPES: dict[str, tuple[bytes, frozenset[int]]] = {
    # Where nothing need be said, what the request is about may stand otherwise: 409.
    "nothing": (b"", frozenset((200, 201, 400, 409, 422))),
    "spaces": (b" \n ", frozenset((400, 422))),
    "half": (b'{"title": ', frozenset((400,))),
    "two values": (b"{} {}", frozenset((400,))),
    "not UTF-8": (b'{"title": "\xff\xfe"}', frozenset((400, 422))),
    "UTF-16": ('{"title": "x"}'.encode("utf-16"), frozenset((400, 422))),
    "deep lists": (b"[" * 50_000 + b"]" * 50_000, frozenset((400, 422))),
    "deep objects": (b'{"a":' * 20_000 + b"1" + b"}" * 20_000, frozenset((400, 422))),
    "300 levels": (b'{"title":' * 300 + b"1" + b"}" * 300, frozenset((400, 422))),
    "60 levels": (b'{"title":' * 60 + b"1" + b"}" * 60, frozenset((400, 422))),
    "a list": (b"[]", frozenset((422,))),
    "a text": (b'"x"', frozenset((422,))),
    "a number": (b"7", frozenset((422,))),
    "true": (b"true", frozenset((422,))),
    "2 MB": (b'{"title": "' + b"x" * 2_000_000 + b'"}', frozenset((413,))),
    "many names": (
        b"{" + b",".join(b'"n%d":1' % one for one in range(60_000)) + b"}",
        frozenset((413, 422)),
    ),
}
VALUES: dict[str, bytes] = {
    "NaN": b"NaN",
    "infinite": b"-Infinity",
    "1e999": b"1e999",
    "400 digits": b"9" * 400,
    "6,000 digits": b"9" * 6000,
    "2^63": b"9223372036854775808",
    "2^31": b"2147483648",
    "below zero": b"-1",
    "lone surrogate": b'"\\ud800"',
    "two texts with surrogates": b'{"ar": "\\udfff", "en": "\\ud83d"}',
    "NUL": b'"a\\u0000b"',
    "NUL inside": b'{"ar": "a\\u0000b", "en": "a\\u0000b"}',
    "turned around": b'{"ar": "\\u202e", "en": "a\\u202eb"}',
    "escape": b'{"en": "\\u001b[2J"}',
    "1 MB": b'"' + b"x" * 1_000_000 + b'"',
    "1 MB inside": b'{"ar": "x", "en": "' + b"y" * 1_000_000 + b'"}',
    "object": b'{"a": {"b": {}}}',
    "list of lists": b"[[[]]]",
    "list of null": b"[null, null]",
    "10,000 nulls": b"[" + b",".join([b"null"] * 10_000) + b"]",
    "true": b"true",
}
QUICK = ("PATCH /v1/services/{service_id}", "POST /v1/services/{service_id}/archive")
REFUSED = (400, 410, 413, 422)  # 410: an entry that the feed has not reached


def names_of(write: Write) -> tuple[str, ...]:
    """List the fields that a route takes, at most four of them, and one it does not."""
    chosen = {
        "PUT /v1/entities": ("title", "hasCost", "digitalStage", "keyword"),
        "/v1/validate": ("content", "entity"),
        "archive": ("reason", "at", "replacedBy"),
        "restore": ("reason",),
        "approve": ("publishAt", "fields"),
        "return": ("reason", "fields"),
        "reject": ("rejection", "reason"),
        "withdraw": ("reason",),
        "/v1/webhooks": ("url", "types", "description"),
        "replay": ("seq", "cursor"),
        "rotate-secret": ("overlapSeconds",),
    }
    if write.route == "/v1/services/{service_id}":
        return chosen["PUT /v1/entities"]
    if write.route.endswith("{webhook_id}"):
        return chosen["/v1/webhooks"]
    for key, names in chosen.items():
        if write.name.startswith(key) or write.route.endswith(key):
            return names
    return (*list(write.body or {})[:3], "reason")


def valued(write: Write, name: str, value: bytes) -> bytes:
    """Put a value in the place of a field, as text, for not all of them are JSON."""
    rest = {key: one for key, one in (write.body or {}).items() if key != name}
    return b'{"%s": %s%s' % (name.encode(), value, b"," + written(rest)[1:] if rest else b"}")


def sent(desk: Desk, write: Write, ids: Ids, body: bytes) -> tuple[int, str]:
    """Send a body; gives the status and what is wrong with the answer, if anything."""
    started = time.monotonic()
    answer: Any = write.ask_raw(desk, ids, body)
    seconds = time.monotonic() - started
    fault = ""
    if answer.status_code >= 500 or (answer.is_error and not is_clean(answer)):
        fault = answer.text[:300]
    elif seconds > 10:
        fault = f"{seconds:.1f} seconds"
    return answer.status_code, fault


EACH = [
    pytest.param(one, id=one.name, marks=() if one.name in QUICK else pytest.mark.long)
    for one in WITH_BODY
]


@pytest.mark.parametrize("write", EACH)
def test_a_hostile_body_is_refused(desk: Desk, write: Write) -> None:
    ids = prepared(desk)
    before, wrong = picture(desk.database), []

    for name, (body, allowed) in SHAPES.items():
        status, fault = sent(desk, write, ids, body)
        if fault or status not in allowed:
            wrong.append((name, status, fault))
        if status < 300:
            ids = prepared_again(desk, ids)
            before = picture(desk.database)
    for field in names_of(write):
        for name, value in VALUES.items():
            status, fault = sent(desk, write, ids, valued(write, field, value))
            is_judged = write.route == "/v1/validate" and status == 200
            is_sound = (name, status) == ("true", 409)  # a switch, of what stands otherwise
            if fault or not (is_judged or is_sound or status in REFUSED):
                wrong.append((f"{field}: {name}", status, fault))

    assert wrong == []
    assert picture(desk.database) == before


def prepared_again(desk: Desk, ids: Ids) -> Ids:
    waiting = desk.sent(processingTime="P6D", description=ENTRY["description"])
    return {**ids, "submission_id": waiting}
