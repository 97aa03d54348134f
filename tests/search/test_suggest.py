"""Names are suggested while somebody types."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.suggest import MOST_SUGGESTIONS, Name, Suggester

RENEWAL = Name("تجديد الإقامة", "service", "renew")
ISSUE = Name("إصدار إقامة لأول مرة", "service", "issue")
RESIDENCE = Name("الإقامة", "concept", "02.1")
MINISTRY = Name("Ministry of Interior", "entity", "moi")
SUGGESTER = Suggester([RENEWAL, ISSUE, RESIDENCE, MINISTRY, RENEWAL])


@pytest.mark.parametrize("typed", ["اق", "إقا", "الاق", "الإقامة", "اقامه"])
def test_any_word_of_a_name_is_found_with_and_without_its_article(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == [RESIDENCE, RENEWAL, ISSUE]


@pytest.mark.parametrize("typed", ["تجديد ", "تجديد ال", "تجديد الاق", "تجديد اقامة", "تجد"])
def test_several_words_are_completed(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == [RENEWAL]


def test_a_finished_word_is_not_completed() -> None:
    assert SUGGESTER.suggest("تجد ") == []
    assert SUGGESTER.suggest("INTER") == [MINISTRY]


@pytest.mark.parametrize("typed", ["", "  ", "😀", "\x00", "\ud800", "zzz", "x" * 10_000])
def test_nothing_to_suggest_is_an_empty_list(typed: str) -> None:
    assert SUGGESTER.suggest(typed) == []


def test_suggestions_are_limited() -> None:
    many = Suggester(Name(f"licence {n}", "service", str(n)) for n in range(900))

    assert len(many.suggest("lic", limit=3)) == 3
    assert len(many.suggest("lic", limit=1000)) == MOST_SUGGESTIONS
    assert many.suggest("lic", limit=0) == [Name("licence 0", "service", "0")]


@given(st.text(max_size=30))
def test_whatever_is_typed_can_be_asked(typed: str) -> None:
    SUGGESTER.suggest(typed)


def test_suggesting_is_quick_among_many_names() -> None:
    many = Suggester(
        Name(f"رخصة {n % 97} تجارية {n} licence {n}", "service", str(n)) for n in range(20_000)
    )
    typed = ["ر", "رخ", "رخصة 5", "ت", "l", "licence 1", "تجارية 77"]
    many.suggest("تجا")

    started = time.process_time()
    for text in typed * 10:
        many.suggest(text)

    assert (time.process_time() - started) / 70 < 0.01  # 0.2 ms in practice
