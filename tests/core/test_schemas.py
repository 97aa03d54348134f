"""Shapes at the boundary: what is refused, and how it is kept."""

from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import TypeAdapter, ValidationError

from app.core.schemas import (
    ClockTime,
    Code,
    Day,
    Email,
    Flag,
    Line,
    LocalText,
    Moment,
    Paragraph,
    Url,
)

_KINDS = {
    "line": TypeAdapter[Any](Line),
    "paragraph": TypeAdapter[Any](Paragraph),
    "code": TypeAdapter[Any](Code),
    "url": TypeAdapter[Any](Url),
    "email": TypeAdapter[Any](Email),
    "flag": TypeAdapter[Any](Flag),
    "day": TypeAdapter[Any](Day),
    "time": TypeAdapter[Any](ClockTime),
    "moment": TypeAdapter[Any](Moment),
}
HOSTILE = ["a\ud800", "a\x00", "a\x1b[31m", "a\u202eb", "a\u2066b", "", " ", "\u200f", 7, None, []]


@pytest.mark.parametrize("kind", ["line", "paragraph", "code", "url", "email"])
@pytest.mark.parametrize("value", HOSTILE)
def test_hostile_text_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValidationError):
        _KINDS[kind].validate_python(value)


@pytest.mark.parametrize("prefix", ["https://a.kw/", "a@b"])
@pytest.mark.parametrize("value", ["\ud800", "\x00", "\u202e", " ", "\n"])
def test_hostile_addresses_are_refused(prefix: str, value: str) -> None:
    with pytest.raises(ValidationError):
        _KINDS["url" if "/" in prefix else "email"].validate_python(prefix + value + "x")


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("line", "two\nlines"),
        ("line", "two\u2028lines"),
        ("line", "a\ttab"),
        ("line", "x" * 301),
        ("line", "ﷺ" * 20),
        ("paragraph", "x" * 5001),
        ("code", "-a"),
        ("code", "a b"),
        ("code", "a\n"),
        ("code", "x" * 65),
        ("code", "ا"),
        ("url", "ftp://a.kw"),
        ("url", "javascript:alert(1)"),
        ("url", "https://"),
        ("url", 'https://a.kw/"onload'),
        ("email", "a@b@c"),
        ("flag", 1),
        ("flag", "true"),
        ("day", 0),
        ("day", 1_700_000_000),
        ("day", "1700000000"),
        ("day", "2026-02-30"),
        ("day", "٢٠٢٦-٠١-٠١"),
        ("day", float("nan")),
        ("time", 3600),
        ("time", "25:00"),
        ("time", "08:00Z"),
        ("time", "08:00+03:00"),
        ("time", True),
        ("moment", "9999-12-31T23:59:59-14:00"),
        ("moment", "0001-01-01T00:00:00+14:00"),
        ("moment", "2026-03-01"),
        ("moment", 1_700_000_000),
    ],
)
def test_what_is_not_of_the_kind_is_refused(kind: str, value: object) -> None:
    with pytest.raises(ValidationError):
        _KINDS[kind].validate_python(value)


@pytest.mark.parametrize(
    ("kind", "value", "kept"),
    [
        ("line", " a  b ", "a  b"),
        ("paragraph", "one\ntwo", "one\ntwo"),
        ("code", "e.gov.kw", "e.gov.kw"),
        ("url", "http://a.kw/تجديد?x=1", "http://a.kw/تجديد?x=1"),
        ("email", "info@moi.gov.kw", "info@moi.gov.kw"),
        ("flag", True, True),
        ("day", "2026-03-01", date(2026, 3, 1)),
        ("day", date(2026, 3, 1), date(2026, 3, 1)),
        ("time", "08:30", time(8, 30)),
        ("time", time(8, 30), time(8, 30)),
        ("moment", "2026-03-01T03:00:00+03:00", datetime(2026, 3, 1, tzinfo=UTC)),
    ],
)
def test_what_is_of_the_kind_is_kept(kind: str, value: object, kept: object) -> None:
    assert _KINDS[kind].validate_python(value) == kept


@pytest.mark.parametrize(
    "text",
    [{}, {"ar": None}, {"ar": ""}, {"ar": "\u200f"}, {"fr": "Bonjour"}, {"en": 3}, "text", None],
)
def test_a_text_needs_one_language_and_knows_two(text: object) -> None:
    with pytest.raises(ValidationError):
        LocalText.model_validate(text)


def test_a_missing_language_is_left_out() -> None:
    assert LocalText(ar="تجديد").model_dump() == {"ar": "تجديد"}


@given(st.text(max_size=400))
def test_what_was_accepted_once_is_accepted_as_it_is(text: str) -> None:
    try:
        once = _KINDS["line"].validate_python(text)
    except ValidationError:
        return

    assert 1 <= len(once) <= 300
    assert _KINDS["line"].validate_python(once) == once
