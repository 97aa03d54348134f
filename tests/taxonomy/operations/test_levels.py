"""The number of a release follows from what its operations ask of people."""

import pytest

from app.taxonomy.operations.effects import Level
from app.taxonomy.operations.levels import level_of, next_number
from tests.taxonomy.operations.small import Json, bound, code

RENAME: Json = {
    "op": "set_pref_label",
    "concept": code("01"),
    "lang": "en",
    "old": "Health",
    "new": "Care",
}
MOVE: Json = {"op": "move", "concept": code("02.2"), "from": code("02"), "to": code("01")}
RETIRE: Json = {"op": "deprecate", "concept": code("02.2")}


def note(meaning: str) -> Json:
    return {
        "op": "set_note",
        "concept": code("01"),
        "kind": "definition",
        "lang": "en",
        "new": "What keeps people well.",
        "meaning": meaning,
    }


@pytest.mark.parametrize(
    ("sent", "level", "because"),
    [
        (RENAME, "patch", "01: only wording."),
        ({"op": "relate", "a": code("01.1"), "b": code("02.1")}, "patch", "01.1: only wording."),
        (
            {"op": "reorder", "parent": code("01"), "new": [code("01.2"), code("01.1")]},
            "patch",
            "01: only wording.",
        ),
        (note("same"), "patch", "01: only wording."),
        (note("narrower"), "minor", "01: a change that a machine can follow."),
        (note("shifted"), "major", "The meaning of the code 01 has shifted."),
        (MOVE, "minor", "02.2: a change that a machine can follow."),
        (
            {"op": "merge", "sources": [code("01.1")], "target": code("01.2")},
            "minor",
            "01.1: a change that a machine can follow.",
        ),
        (
            {"op": "deprecate", "concept": code("02.2"), "replacedBy": code("02.1")},
            "minor",
            "02.2: a change that a machine can follow.",
        ),
        (RETIRE, "major", "The code 02.2 was retired without an exact successor."),
        (
            {
                "op": "split",
                "source": code("01"),
                "targets": [code("01.1"), code("01.2")],
                "keepSource": True,
            },
            "major",
            "The code 01 has several successors: people must choose.",
        ),
        (
            {"op": "set_assignable", "concept": code("01"), "old": True, "new": False},
            "major",
            "The code 01 has services and can no longer be assigned.",
        ),
    ],
)
def test_the_level_and_its_reason(sent: Json, level: Level, because: str) -> None:
    found = bound(sent)

    computed, reasons = level_of(found.applied, found.operations)

    assert computed == level
    assert [reason.en for reason in reasons] == [because]


def test_a_code_that_no_service_carries_is_closed_without_people() -> None:
    found = bound({"op": "set_assignable", "concept": code("01"), "old": True, "new": False})

    level, _ = level_of(found.applied, found.operations, is_tagged=lambda _: False)

    assert level == "minor"


def test_the_highest_operation_decides_and_is_named() -> None:
    found = bound(RENAME, RETIRE, MOVE | {"concept": code("02.1")})

    level, [reason] = level_of(found.applied, found.operations)

    assert level == "major"
    assert (reason.index, reason.op, reason.concept) == (1, "deprecate", "fines")
    assert reason.ar == "أُلغي الرمز 02.2 بلا خلف تام."


def test_nothing_is_a_patch_for_no_reason() -> None:
    assert level_of(bound(RENAME).applied, []) == ("patch", ())


@pytest.mark.parametrize(
    ("number", "level", "expected"),
    [
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("2.0.0-rc.4", "patch", "2.0.1"),
    ],
)
def test_numbers_count_up(number: str, level: Level, expected: str) -> None:
    assert next_number(number, level) == expected
