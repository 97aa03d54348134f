"""Costly values are made once while they are in use, and let go of after that."""

from collections import OrderedDict
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.last_used import LastUsed


@given(st.integers(1, 5), st.lists(st.integers(0, 8)))
def test_a_value_is_made_again_only_when_it_was_the_longest_unused(
    most: int, asked: list[int]
) -> None:
    kept: LastUsed[str] = LastUsed(most)
    expected: OrderedDict[int, None] = OrderedDict()
    for key in asked:
        made: list[int] = []
        value = kept.get(key, lambda key=key, made=made: made.append(key) or str(key))
        assert value == str(key)
        assert bool(made) == (key not in expected)
        expected[key] = None
        expected.move_to_end(key)
        if len(expected) > most:
            expected.popitem(last=False)


def test_all_who_ask_at_once_share_one_value() -> None:
    kept: LastUsed[object] = LastUsed(2)
    together = Barrier(2, timeout=20)

    def make() -> object:
        together.wait()  # both are at it: neither waits for the other
        return object()

    with ThreadPoolExecutor(2) as pool:
        found = list(pool.map(lambda _: kept.get("same", make), range(2)))

    assert found[0] is found[1] is kept.get("same", object)


def test_what_fails_is_tried_again() -> None:
    kept: LastUsed[int] = LastUsed(1)
    with pytest.raises(ZeroDivisionError):
        kept.get("share", lambda: 1 // 0)

    assert kept.get("share", lambda: 1) == 1
