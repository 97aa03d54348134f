"""Times, identifiers, canonical JSON, errors and log lines."""

import json
import uuid
from datetime import UTC, datetime, timedelta, timezone

import pytest
import structlog
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from app.core import errors, logs
from app.core.canonical import canonical_json, etag_of, sha256_of
from app.core.clock import now, to_text
from app.core.errors import DalilError, Finding
from app.core.identity import new_concept_id, stable_uuid

instants = st.datetimes(timezones=st.just(UTC))


@pytest.mark.parametrize(
    ("instant", "text"),
    [
        (datetime(2026, 3, 1, 9, 30, tzinfo=UTC), "2026-03-01T09:30:00.000000Z"),
        (
            datetime(2026, 3, 1, 2, tzinfo=timezone(timedelta(hours=3))),
            "2026-02-28T23:00:00.000000Z",
        ),
        (datetime(999, 1, 1, 0, 0, 0, 1, tzinfo=UTC), "0999-01-01T00:00:00.000001Z"),
    ],
)
def test_an_instant_is_written_in_utc(instant: datetime, text: str) -> None:
    assert to_text(instant) == text


@given(instants, instants)
def test_texts_of_instants_sort_like_the_instants(one: datetime, other: datetime) -> None:
    assert (to_text(one) < to_text(other)) == (one < other)
    assert datetime.fromisoformat(to_text(one)) == one
    assert len(to_text(one)) == 27


def test_the_clock_is_in_utc_and_can_be_travelled() -> None:
    with time_machine.travel("2026-03-01T09:30:00Z", tick=False):
        assert now() == datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
        assert now().tzinfo is UTC


def test_concept_ids_are_opaque_and_do_not_repeat() -> None:
    ids = {new_concept_id() for _ in range(5000)}

    assert len(ids) == 5000
    assert all(len(one) == 14 and one.startswith("c_") and one[2:].isalnum() for one in ids)
    assert not set("".join(ids)) & set("lo01"), "letters that are mistaken for one another"


def test_uuids_are_the_same_on_every_installation() -> None:
    assert stable_uuid("service", "moi-res18-renew") == "2b78ee22-10cb-53b2-a364-5c6479cb9646"
    assert uuid.UUID(stable_uuid("entity", "moi")).version == 5
    assert stable_uuid("entity", "moi") != stable_uuid("service", "moi")


json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=8,
)


@given(st.dictionaries(st.text(), json_values, max_size=5), st.randoms())
def test_the_order_of_names_does_not_change_the_digest(value: dict[str, object], random) -> None:
    names = list(value)
    random.shuffle(names)

    shuffled = {name: value[name] for name in names}

    assert canonical_json(shuffled) == canonical_json(value)
    assert sha256_of(shuffled) == sha256_of(value)
    assert json.loads(canonical_json(value)) == value


def test_digests_are_those_of_the_bytes() -> None:
    assert canonical_json({"b": [1, None], "a": "ا"}) == '{"a":"ا","b":[1,null]}'.encode()
    assert sha256_of({}) == "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a"
    assert etag_of(b"{}") == '"44136fa355b3678a1146ad16f7e8649e"'


def _kinds() -> list[type[DalilError]]:
    found, waiting = [], [DalilError]
    while waiting:
        kind = waiting.pop()
        found.append(kind)
        waiting.extend(kind.__subclasses__())
    return sorted(found, key=lambda kind: (kind.code, kind.__name__))


@pytest.mark.parametrize("kind", _kinds(), ids=lambda kind: kind.__name__)
def test_an_error_has_a_status_a_code_and_a_title(kind: type[DalilError]) -> None:
    fault = kind()

    assert 400 <= fault.status < 600
    assert fault.code == fault.code.lower().replace("_", "-").replace(" ", "-")
    assert str(fault) == fault.detail == fault.title
    assert kind.__doc__
    assert fault.findings == ()


def test_an_error_carries_findings_and_says_when_to_come_back() -> None:
    finding = Finding(pointer="/title", rule="X", message={"en": "No."})

    assert errors.Invalid("Wrong", findings=[finding]).findings == (finding,)
    assert errors.Invalid().headers == {}
    assert errors.Unavailable().headers == {"Retry-After": "5"}


def test_a_log_line_is_one_json_object(capfd: pytest.CaptureFixture[str]) -> None:
    before = structlog.get_config()
    logs.configure("WARNING")
    try:
        log = structlog.get_logger("test")
        log.info("too_quiet")
        log.warning("service_published", title="سطر\n\x1b[31mجديد \u202e")
    finally:
        structlog.configure(**before)

    [line] = capfd.readouterr().err.splitlines()
    assert json.loads(line)["title"] == "سطر\n\x1b[31mجديد \u202e"
    assert "\x1b" not in line
