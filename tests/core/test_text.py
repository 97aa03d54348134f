"""What text may contain, and how it is kept."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.text import clean, fault_of

arabic = st.text(
    st.sampled_from("اأإبتثيىةه ـًَُِّْ\u0301\u200b\u200e\u200f\u061c\u2060\ufeffﻻﷲﺑ\u0653ae ")
)


@pytest.mark.parametrize("code", [0xD800, 0xDBFF, 0xDC00, 0xDFFF])
def test_half_a_surrogate_pair_is_refused(code: int) -> None:
    assert fault_of(f"a{chr(code)}b") == "contains half of a surrogate pair"


@pytest.mark.parametrize("code", [0, 7, 8, 0x0B, 0x1B, 0x1F, 0x7F, 0x80, 0x9F, 0xFFFE, 0xFFFF])
def test_control_characters_are_refused(code: int) -> None:
    assert fault_of(f"a{chr(code)}b") == "contains control characters"


@pytest.mark.parametrize("code", [*range(0x202A, 0x202F), *range(0x2066, 0x206A)])
def test_characters_that_reverse_the_reading_direction_are_refused(code: int) -> None:
    assert fault_of(f"a{chr(code)}b") == "contains characters that reverse the reading direction"


@pytest.mark.parametrize(
    "text", ["", "تجديد إقامة", "Renewal\nof residence", "tab\tbed", "😀", "مِنْ ١٢٣"]
)
def test_ordinary_text_is_accepted(text: str) -> None:
    assert fault_of(text) is None


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("  تجديد  ", "تجديد"),
        ("\u200fتجديد\u200e", "تجديد"),
        ("e\u0301", "é"),
        ("e\u200b\u0301", "é"),
        ("\u200b \ufeff", ""),
        ("ﺗﺠﺪﻳﺪ", "تجديد"),
        ("ﻻ", "لا"),
        ("a\u00ad b", "a\u00ad b"),
        ("آ", "آ"),
    ],
)
def test_text_is_normalised_for_keeping(text: str, kept: str) -> None:
    assert clean(text) == kept


@given(st.text() | arabic)
def test_what_was_cleaned_is_clean(text: str) -> None:
    once = clean(text)

    assert clean(once) == once
    assert unicodedata.is_normalized("NFC", once)


@given(st.text() | arabic)
def test_cleaning_makes_nothing_unacceptable(text: str) -> None:
    assert fault_of(text) is not None or fault_of(clean(text)) is None
