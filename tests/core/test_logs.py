"""Nothing that others say ends a log line, steers a terminal or turns it around."""

import json
import logging
import logging.config
import sys

import pytest
import structlog
from hypothesis import given
from hypothesis import strategies as st

from app.core import logs
from app.core.text import escaped, harmless

HOSTILE = (
    '\n{"event": "forged"}',
    "\r",
    "\x1b[2J\x1b]0;owned\x07",
    "\x9b31m",
    "\x85next",
    "a\u2028b\u2029c",
    "\u202egnp.exe",
    "\u2066x\u2069",
    "\x00\x08\x7f",
    "\ud800",
)
UNSAFE = [
    *(chr(one) for one in (*range(0x20), *range(0x7F, 0xA0))),
    *(chr(one) for one in (0x2028, 0x2029, *range(0x202A, 0x202F), *range(0x2066, 0x206A))),
]


def is_safe(line: str) -> bool:
    return not any(one in line for one in UNSAFE)


@pytest.fixture(autouse=True)
def as_before() -> object:
    yield None
    structlog.reset_defaults()


@pytest.mark.parametrize("text", HOSTILE)
def test_what_is_logged_is_one_line_that_means_the_same(
    text: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    logs.configure("INFO")

    structlog.get_logger("dalil.tests").warning("said", found=text, **{"name" + text: text})

    [line] = capsys.readouterr().err.split("\n")[:-1]
    assert is_safe(line)
    assert json.loads(line)["found"] == text
    assert json.loads(line)["name" + text] == text


def test_arabic_is_logged_as_it_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")

    structlog.get_logger("dalil.tests").warning("said", found="تجديد رخصة القيادة")

    assert "تجديد رخصة القيادة" in capsys.readouterr().err


def test_a_trace_is_in_its_line(capsys: pytest.CaptureFixture[str]) -> None:
    logs.configure("INFO")
    try:
        raise ValueError("broken\x1b[2J\nforged")
    except ValueError:
        structlog.get_logger("dalil.tests").exception("failed")

    [line] = capsys.readouterr().err.split("\n")[:-1]
    assert is_safe(line)
    assert "ValueError: broken" in json.loads(line)["exception"]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_the_server_program_logs_is_such_a_line_too(
    text: str, capsys: pytest.CaptureFixture[str]
) -> None:
    formatter = logs.JsonFormatter()
    try:
        raise ValueError(text)
    except ValueError:
        record = logging.LogRecord(
            "uvicorn.error", logging.ERROR, "", 0, "Refused %s", (text,), sys.exc_info()
        )

    line = formatter.format(record)

    assert is_safe(line)
    said = json.loads(line)
    assert (said["logger"], said["event"], said["level"]) == (
        "uvicorn.error",
        f"Refused {text}",
        "error",
    )


def test_the_server_program_is_told_to_write_such_lines(
    capsys: pytest.CaptureFixture[str],
) -> None:
    logging.config.dictConfig(logs.of_server("INFO"))

    logging.getLogger("uvicorn.error").info("Started %s", "\x1b[31m")

    assert json.loads(capsys.readouterr().err)["event"] == "Started \x1b[31m"


@given(st.text())
def test_escaping_changes_no_meaning(text: str) -> None:
    said = escaped(json.dumps({text: [text]}, ensure_ascii=False))

    assert is_safe(said)
    assert json.loads(said) == {text: [text]}


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_what_is_harmless_keeps_its_lines_and_its_letters(text: str) -> None:
    shown = harmless(text)

    assert is_safe(shown.replace("\n", "").replace("\t", ""))
    assert harmless(shown) == shown
    assert [one for one in text if one.isalnum()] == [one for one in shown if one.isalnum()]
