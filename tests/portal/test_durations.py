"""Reading ISO 8601 durations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.portal.durations import parse_duration


def test_units_come_largest_first() -> None:
    assert parse_duration("P1Y2M3DT4H5M6S") == [
        ("year", 1), ("month", 2), ("day", 3), ("hour", 4), ("minute", 5),
    ]  # fmt: skip


def test_weeks_are_a_unit() -> None:
    assert parse_duration("P2W") == [("week", 2)]


@pytest.mark.parametrize("value", ["", "P", "PT", "P3DT", "3 days", "P3", "p3d", "P-3D", "P٣D"])
def test_what_is_not_a_duration_is_none(value: str) -> None:
    assert parse_duration(value) is None


@given(st.text(max_size=30))
def test_any_text_is_answered(value: str) -> None:
    parse_duration(value)
