"""Ids that meet are settled by one rule, and successors are followed to the end."""

import re

from hypothesis import given
from hypothesis import strategies as st

from app.entities.rules import present_successors
from app.reorganisation.rules import settle_source_ids

codes = st.from_regex(r"[a-c][a-c0-9._-]{0,2}", fullmatch=True) | st.from_regex(
    r"[a-z][a-z0-9.-]{60,63}", fullmatch=True
)


def test_an_id_that_nobody_uses_stays() -> None:
    assert settle_source_ids("moi", {"s1": "x", "s2": "y"}, {"z"}) == {"s1": "x", "s2": "y"}


def test_an_id_that_is_used_names_where_it_came_from() -> None:
    assert settle_source_ids("moi", {"s1": "x", "s2": "y"}, {"x"}) == {"s1": "moi.x", "s2": "y"}


def test_an_id_that_is_used_even_then_is_numbered() -> None:
    moving = {"s1": "x", "s2": "moi.x", "s3": "moi.x-2"}

    assert settle_source_ids("moi", moving, {"x"}) == {
        "s1": "moi.x-3", "s2": "moi.x", "s3": "moi.x-2",
    }  # fmt: skip


def test_a_long_id_is_cut() -> None:
    long = "x" * 64

    settled = settle_source_ids("moi", {"s1": long}, {long, "moi." + "x" * 60})

    assert settled == {"s1": "moi." + "x" * 58 + "-2"}


@given(moving=st.dictionaries(codes, codes, max_size=8), taken=st.frozensets(codes, max_size=8))
def test_ids_never_meet_and_are_always_ids(moving: dict[str, str], taken: frozenset[str]) -> None:
    # One entity uses an id once.
    moving = {service: source for source, service in {v: k for k, v in moving.items()}.items()}

    settled = settle_source_ids("moi", moving, taken)

    assert settled.keys() == moving.keys()
    assert len(set(settled.values())) == len(settled)
    assert not set(settled.values()) & taken
    assert all(re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,63}", one) for one in settled.values())
    assert all(settled[k] == v for k, v in moving.items() if v not in taken)


def test_successors_are_followed_to_those_that_are_there() -> None:
    known = {"a": ["b", "c"], "b": ["d"], "c": ["e", "d"], "x": ["a"]}

    assert present_successors("x", known) == ("d", "e")
    assert present_successors("c", known) == ("e", "d")
    assert present_successors("d", known) == ()
