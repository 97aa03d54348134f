"""Which language is answered, and what is shown when it is missing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.languages import in_language, preferred_language


@pytest.mark.parametrize(
    ("header", "language"),
    [
        (None, None),
        ("", None),
        ("fr, de;q=0.9", None),
        ("*", None),
        ("ar", "ar"),
        ("AR-KW", "ar"),
        ("en-GB,en;q=0.9,ar;q=0.8", "en"),
        ("en;q=0.2, ar;q=0.7", "ar"),
        ("en;Q=0.2, ar;q=0.7", "ar"),
        ("fr, ar;q=0.1", "ar"),
        ("ar;q=0, en;q=0.1", "en"),
        ("ar;q=0", None),
        ("ar;q=nonsense, en;q=0.1", "en"),
        ("ar;q=nan, en;q=0.1", "en"),
        ("ar, en", "ar"),
        ("en, ar", "en"),
        ("arz", None),
        ("english", None),
        ("ar ; q = 0.5 , en ; q=0.6", "en"),
    ],
)
def test_the_header_chooses_the_language(header: str | None, language: str | None) -> None:
    assert preferred_language(header) == language


@given(st.text() | st.text("ar-en;q=.01,* ", max_size=300))
def test_no_header_breaks_the_reading(header: str) -> None:
    assert preferred_language(header) in {None, "ar", "en"}


qualities = st.integers(0, 1000)


@given(qualities, qualities, st.lists(st.sampled_from(["fr", "de;q=0.9", "*;q=0.1"]), max_size=9))
def test_the_higher_quality_wins_and_zero_never_does(
    arabic: int, english: int, others: list[str]
) -> None:
    named = [f"ar;q={arabic / 1000}", f"en;q={english / 1000}"]

    found = preferred_language(", ".join([*others, *named]))

    if arabic == english == 0:
        assert found is None
    else:
        assert found == ("ar" if arabic >= english else "en")


def test_a_long_header_is_not_cut_inside_a_language() -> None:
    header = ", ".join(["fr;q=0.1"] * 21 + ["ar;q=0.05", "en;q=0.0"])

    assert preferred_language(header) == "ar"


@pytest.mark.parametrize(
    ("text", "language", "shown"),
    [
        ({"ar": "نعم", "en": "Yes"}, "en", "Yes"),
        ({"ar": "نعم", "en": "Yes"}, "ar", "نعم"),
        ({"ar": "نعم"}, "en", "نعم"),
        ({"ar": None, "en": "Yes"}, "ar", "Yes"),
        ({}, "ar", None),
        (None, "ar", None),
        ({"fr": "Oui"}, "ar", None),
    ],
)
def test_a_missing_language_gives_way_to_the_other(
    text: dict[str, str | None] | None, language: str, shown: str | None
) -> None:
    assert in_language(text, language) == shown
