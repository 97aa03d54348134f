"""Cursors: they come back as they were written, and nothing else is one."""

import base64
import json
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.errors import Invalid
from app.core.paging import read_cursor, read_instant, write_cursor
from app.core.text import fault_of

sound = st.text().filter(lambda text: fault_of(text) is None)
numbers = st.integers(-(2**63) + 1, 2**63 - 1)


def _packed(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@given(sound, sound, numbers)
def test_a_cursor_comes_back_as_it_was_written(name: str, text: str, number: int) -> None:
    cursor = write_cursor(name, text, number)

    assert read_cursor(cursor, name, str, int) == (text, number)
    assert set(cursor) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")


@given(st.text(st.characters()) | st.text("ABCabc012-_=", max_size=30))
def test_garbage_is_refused(cursor: str) -> None:
    with pytest.raises(Invalid) as caught:
        read_cursor(cursor, "id", str)
    assert caught.value.findings[0].rule == "QUERY-CURSOR"


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda below: st.lists(below) | st.dictionaries(st.text(), below),
    max_leaves=6,
)


@given(json_values)
def test_other_json_is_refused(value: object) -> None:
    is_sound = (
        isinstance(value, list)
        and len(value) == 2
        and value[0] == "id"
        and isinstance(value[1], str)
        and fault_of(value[1]) is None
    )

    if not is_sound:
        with pytest.raises(Invalid):
            read_cursor(_packed(value), "id", str)


@pytest.mark.parametrize(
    "value",
    [
        ["other", 5],
        ["id", "5"],
        ["id", True],
        ["id", 5.0],
        ["id", 2**63],
        ["id", -(2**63)],
        ["id", 10**400],
        ["id"],
        ["id", 5, 5],
        {"id": 5, "5": 1},
        "id",
        None,
    ],
)
def test_a_cursor_of_another_list_is_refused(value: object) -> None:
    with pytest.raises(Invalid):
        read_cursor(_packed(value), "id", int)


@pytest.mark.parametrize("value", ["\ud800", "\x00", "\u202e"])
def test_hostile_text_in_a_cursor_is_refused(value: str) -> None:
    with pytest.raises(Invalid):
        read_cursor(_packed(["id", value]), "id", str)


def test_bombs_are_refused() -> None:
    for bomb in ("[" * 100_000, "9" * 100_000, '["id",' + "9" * 5000 + "]"):
        with pytest.raises(Invalid):
            read_cursor(base64.urlsafe_b64encode(bomb.encode()).decode(), "id", int)


def test_an_instant_of_a_cursor_is_in_utc() -> None:
    assert read_instant("2026-03-01T09:30:00+03:00") == datetime(2026, 3, 1, 6, 30, tzinfo=UTC)
    assert read_instant("2026-03-01") == datetime(2026, 3, 1, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "2026-13-45", "9999-12-31T23:59:59-10:00", "0001-01-01T00:00:00+10:00"],
)
def test_what_is_no_instant_is_no_cursor(text: str) -> None:
    with pytest.raises(Invalid):
        read_instant(text)
