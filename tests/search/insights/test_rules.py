"""What the log may keep of a search, and what it must not."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.insights.rules import (
    LONG,
    masked,
    query_id_of,
    sayable_words,
    session_of,
    tongue_of,
)


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("رقم مدني 284010101234", "رقم مدني <number>"),
        ("٢٨٤٠١٠١٠١٢٣٤", "<number>"),
        ("۲۸۴۰۱۰۱۰۱۲۳۴ جواز", "<number> جواز"),
        ("call 9999 1234 now", "call <number> now"),
        ("+965-9999-1234", "<number>"),
        ("2 8 4 0 1 0 1", "<number>"),
        ("2\u200b8\u200b4\u200b0\u200b1\u200b0", "<number>"),
        ("①②③④⑤⑥", "<number>"),
        ("2８４０１０1", "<number>"),
        ("12/34567", "<number>"),
        ("passport A1234567", "passport <number>"),
        ("KW81CBKU0000000000001234560101", "<number>"),
        ("me.you@example.com الجواز", "<mail> الجواز"),
        ("me @ example.com", "<mail> <mail> <mail>"),
        ("me＠example.com", "<mail>"),
        ("ahmad.ali(at)gmail.com", "<mail> <mail> <mail>"),
        ("ahmad.ali [at] moi.gov.kw جواز", "<mail> <mail> <mail> جواز"),
        ("ahmad.ali gmail.com", "<mail> <mail>"),
        ("ahmad.alsabah at gmail.com", "<mail> <mail> <mail>"),
        ("جواز ahmad at company.com.kw سفر", "جواز <mail> <mail> <mail> سفر"),
        ("ahmad at gmail dot com", "<mail> <mail> <mail> <mail> <mail>"),
        ("ahmad dot ali at gmail", "<mail> <mail> <mail> <mail> <mail>"),
        ("ahmad (at) moi (dot) kw", "<mail> <mail> <mail> <mail> <mail>"),
        ("at", "at"),
        ("passport office at airport", "passport office at airport"),
        ("p12 34x5 67", "<number>"),
        ("9a9 9b9 1c2 3d4", "<number>"),
        ("s7 ma3 2026 3eed", "s7 ma3 2026 3eed"),
        ("9955 --- 0123", "<number>"),
        ("٩٩٥٥ و ٠١٢٣", "<number> و <number>"),
        ("my phone 9955 then 0123", "my phone <number> then <number>"),
        ("❶❷❸❹❺❻❼❽", "<number>"),
        ("+965 (9955) - (0123)", "<number>"),
        ("ra5sat 3amal 7adeetha 2026", "ra5sat 3amal 7adeetha 2026"),
        ("https://moi.gov.kw/x?civil=1 افتح", "<link> افتح"),
        ("www.moi.gov.kw", "<link>"),
        ("إقامة مادة ١٨", "اقامه ماده 18"),
        ("Form 12345", "form 12345"),
        ("a\x00b\nc", "a b c"),
        ("x" * 101, LONG),
        ("كلمة " * 60, LONG),
        ("y" * 5_000, LONG),
        ("", ""),
    ],
)
def test_what_may_name_a_person_is_masked(typed: str, kept: str) -> None:
    assert masked(typed) == kept


@given(st.text(max_size=400))
def test_whatever_is_typed_no_six_digits_are_kept(typed: str) -> None:
    kept = masked(typed)

    assert len(kept) <= 100
    assert kept.isprintable()
    assert "@" not in kept
    bare = [piece for piece in kept.split() if not any("a" <= letter <= "z" for letter in piece)]
    assert sum(letter.isdigit() for piece in bare for letter in piece) < 6
    assert all(sum(letter.isdigit() for letter in piece) < 6 for piece in kept.split())
    assert masked(kept) == kept or kept == LONG


@given(
    st.lists(st.sampled_from("0123456789٠١٢٣٤٥"), min_size=6, max_size=12),
    st.sampled_from(["", " ", "-", " - ", "\u200f", ".", "/"]),
)
def test_a_number_is_masked_however_its_digits_are_grouped(digits: list[str], by: str) -> None:
    assert masked(f"رقم {by.join(digits)} جواز") == "رقم <number> جواز"


@pytest.mark.measured
@pytest.mark.parametrize(
    "typed", ["@ " * 150, "a" * 299 + "@", "1 " * 150, "1_-_" * 75, "www." * 75]
)
def test_no_text_takes_long_to_mask(typed: str) -> None:
    started = time.perf_counter()
    for _ in range(20):
        masked(typed)

    assert time.perf_counter() - started < 0.5


def test_words_are_told_from_numbers_and_signs() -> None:
    found = sayable_words(masked("تجديد 18 q me@example.com 99991234 ta2sheera visa"))

    assert found == {"تجديد", "ta2sheera", "visa"}


def test_the_same_words_have_the_same_name_however_they_are_written() -> None:
    assert query_id_of(masked("تجديد الإقامة")) == query_id_of(masked(" تجديد  الاقامه "))
    assert query_id_of(masked("رقم 284010101234")) == query_id_of(masked("رقم 299999999999"))


def test_the_language_is_that_of_the_letters() -> None:
    assert tongue_of("تجديد 18") == "ar"
    assert tongue_of("renew 18") == "en"
    assert tongue_of("visa تجديد") == "mixed"
    assert tongue_of("<number>") == "other"


def test_a_session_has_another_name_every_day() -> None:
    monday, tuesday = session_of("203.0.113.7", "aa" * 32), session_of("203.0.113.7", "bb" * 32)

    assert monday != tuesday
    assert monday == session_of("203.0.113.7", "aa" * 32)
    assert "203" not in monday
    assert len(monday) == 24
