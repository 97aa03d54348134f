"""Entries from outside: what is hostile or unknown is refused, what is sound is kept."""

from copy import deepcopy
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from app.catalogue.rules.rendering import is_free, least_cost_fils
from app.catalogue.schemas.content import ServiceContent, ServiceEntry
from app.catalogue.schemas.registries import ChannelIn
from app.core.settings import ROOT
from tests.catalogue import world


def _places(value: Any, path: tuple = ()) -> list[tuple]:
    if isinstance(value, dict):
        return [found for key, below in value.items() for found in _places(below, (*path, key))]
    if isinstance(value, list):
        return [found for i, below in enumerate(value) for found in _places(below, (*path, i))]
    return [path]


def _with(path: tuple, value: Any) -> dict[str, Any]:
    content = deepcopy(world.FULL)
    parent: Any = content
    for part in path[:-1]:
        parent = parent[part]
    parent[path[-1]] = value
    return content


PLACES = _places(world.FULL)
_deep: Any = "x"
for _ in range(300):
    _deep = {"a": _deep}
HOSTILE = [
    "\ud800", "a\x00b", "\x1b[31m", "a\u202eb", "\u2066", "x" * 5001, "", " \u200f ",
    float("nan"), float("inf"), 10**400, -1, 2**63, 1.5, _deep, {}, [], [[]], object(),
]  # fmt: skip


@pytest.mark.parametrize("place", PLACES, ids=lambda path: "/".join(map(str, path)))
def test_no_hostile_value_is_kept_anywhere(place: tuple) -> None:
    for value in HOSTILE:
        with pytest.raises(ValidationError):
            ServiceContent.model_validate(_with(place, value))


@pytest.mark.parametrize(
    "changes",
    [
        {"unknown": 1},
        {"status": "published"},
        {"revision": 5},
        {"title": {"ar": "ا", "fr": "b"}},
        {"title": {}},
        {"title": None},
        {"isClassifiedBy": []},
        {"isClassifiedBy": [{"notation": "01"}] * 11},
        {"isClassifiedBy": [{"notation": "01", "taxonomyVersion": "latest"}]},
        {"isClassifiedBy": [{"conceptId": "c_1"}]},
        {"hasCost": [{"amountFils": True}]},
        {"hasCost": [{"amountFils": "5"}]},
        {"hasCost": [{"amountFils": "1_000"}]},
        {"hasCost": [{"amountFils": 10**12 + 1}]},
        {"hasCost": [{"amountFils": 5, "currency": "kwd"}]},
        {"hasCost": [{"amountFils": 5, "unit": "per-hour"}]},
        {"hasCost": [{"amountFils": 5, "validFrom": 0}]},
        {"hasChannel": [{"type": "portal", "purpose": "lobby"}]},
        {"hasChannel": [{"type": "portal", "url": "javascript:alert(1)"}]},
        {"hasChannel": [{"type": "portal"}] * 61},
        {"processingTime": "three days"},
        {"processingTime": "P"},
        {"processingTime": "PT"},
        {"processingTime": "P3D\n"},
        {"processingTime": "P٣D"},
        {"digitalStage": True},
        {"digitalStage": 10},
        {"digitalStage": "3"},
        {"isFree": 0},
        {"isFree": "no"},
        {"language": ["fr"]},
        {"spatial": "Kuwait"},
        {"keyword": {"ar": ["x"] * 101}},
        {"keyword": {"ar": ["two\nlines"]}},
        {"contactPoint": [{"email": "a\x00@b"}]},
        {"openingHours": [{"days": [], "opens": "08:00", "closes": "09:00"}]},
        {"openingHours": [{"days": ["XX"], "opens": "08:00", "closes": "09:00"}]},
        {"openingHours": [{"days": ["SU"], "opens": "08:00Z", "closes": "09:00"}]},
        {"openingHours": [{"days": ["SU"], "opens": 28800, "closes": "09:00"}]},
        {"provenance": {"estimate": ["digitalStage"]}},
    ],
)
def test_what_breaks_a_rule_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        ServiceContent.model_validate(world.PLAIN | changes)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters()),
    lambda below: st.lists(below, max_size=4) | st.dictionaries(st.text(), below, max_size=4),
    max_leaves=8,
)


@given(st.sampled_from([(key,) for key in ServiceContent.model_json_schema()["properties"]]),
       json_values)  # fmt: skip
def test_any_json_is_taken_or_refused_and_what_is_taken_can_be_kept(
    place: tuple, value: Any
) -> None:
    try:
        content = ServiceContent.model_validate(_with(place, value))
    except ValidationError:
        return

    kept = content.model_dump(mode="json", by_alias=True)
    assert ServiceContent.model_validate(orjson.loads(orjson.dumps(kept))) == content


def test_what_was_kept_is_kept_again_as_it_is() -> None:
    once = ServiceContent.model_validate(world.FULL).model_dump(mode="json", by_alias=True)

    again = ServiceContent.model_validate(once).model_dump(mode="json", by_alias=True)

    assert again == once


def test_texts_are_cleaned() -> None:
    content = ServiceContent.model_validate(
        world.PLAIN | {"title": {"ar": " \u200fﺗﺠﺪﻳﺪ ", "en": "e\u0301"}}
    )

    assert content.title.model_dump() == {"ar": "تجديد", "en": "é"}


@pytest.mark.parametrize("duration", ["P3D", "PT2H", "P1Y2M3W4DT5H6M7S", "P0D"])
def test_durations_are_those_of_iso_8601(duration: str) -> None:
    content = ServiceContent.model_validate(world.PLAIN | {"processingTime": duration})

    assert content.processing_time == duration


def test_every_entry_of_the_demonstration_is_sound_and_kept_as_it_is() -> None:
    lines = (ROOT / "seeds" / "services.jsonl").read_bytes().splitlines()

    entries = [ServiceEntry.model_validate(orjson.loads(line)) for line in lines]

    assert len({one.id for one in entries}) == 538
    for entry in entries:
        dumped = entry.model_dump(mode="json", by_alias=True)
        assert ServiceEntry.model_validate(dumped) == entry


def test_a_channel_with_a_hostile_phone_is_refused() -> None:
    with pytest.raises(ValidationError):
        ChannelIn.model_validate(
            {"id": "x", "type": "portal", "title": world.text("X"), "telephone": "1\u202e2"}
        )


@pytest.mark.parametrize(
    ("stated", "costs", "free", "least"),
    [
        (None, [], None, None),
        (True, [], True, 0),
        (False, [], False, None),
        (None, [(0, "per-request")], True, 0),
        (None, [(0, "per-request"), (5, "percent")], False, 0),
        (None, [(500, "per-year"), (200, "per-request")], False, 200),
        (None, [(5, "percent")], False, None),
        (True, [(500, "per-year")], True, 0),
    ],
)
def test_what_a_service_costs_at_least(
    stated: bool | None, costs: list[tuple[int, str]], free: bool | None, least: int | None
) -> None:
    content = {
        "isFree": stated,
        "hasCost": [{"amountFils": amount, "unit": unit} for amount, unit in costs],
    }

    assert is_free(content) is free
    assert least_cost_fils(content) == least
