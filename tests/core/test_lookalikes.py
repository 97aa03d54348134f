"""Look-alikes: what people cannot tell apart has one skeleton."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import fold
from app.core.lookalikes import skeleton
from tests.entities.lookalikes import PAIRS


@pytest.mark.parametrize(("real", "false"), PAIRS)
def test_a_pair_that_looks_alike_has_one_skeleton(real: str, false: str) -> None:
    assert real != false
    assert skeleton(real) == skeleton(false)


def test_names_that_differ_have_skeletons_of_their_own() -> None:
    assert len(PAIRS) == 100
    assert len({skeleton(real) for real, _ in PAIRS}) == 100


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("وزارة العدل", "وزارة العمل"),
        ("وزارة المالية", "وزارة الداخلية"),
        ("إدارة 1", "إدارة 2"),
        ("Ministry of Health", "Ministry of Wealth"),
        ("Court of Appeal", "Court of Cassation"),
    ],
)
def test_what_people_can_tell_apart_stays_apart(one: str, other: str) -> None:
    assert skeleton(one) != skeleton(other)


@given(st.text(st.characters()))
def test_equal_folds_have_equal_skeletons_and_nothing_invisible_counts(text: str) -> None:
    found = skeleton(text)

    assert skeleton(f"\u200f{text}\u200b \u0640") == found
    assert found == "" or found.isalnum()
    if text.isascii():
        assert skeleton(fold(text)) == found


def test_a_name_of_marks_alone_has_none() -> None:
    assert skeleton("ـ \u064b – . \u200f") == ""
