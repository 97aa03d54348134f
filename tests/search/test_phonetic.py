"""Arabic in Latin letters is told by its sound."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.search.phonetic import PhoneticIndex, is_latin_arabic, strangeness
from app.search.plan import Kind
from app.search.planning import plan_query
from app.search.vocabulary import Vocabulary

WORDS = [
    "اقامه", "جواز", "اجازه", "تجديد", "رخصه", "مخالفه", "مخالفات", "بطاقه", "تاشيره", "شهاده",
    "ضمان", "اذن", "عمل", "علاج", "مرور", "طلاق", "دفع", "مستشفي", "تحويل", "تسهيل", "سكن",
]  # fmt: skip
INDEX = PhoneticIndex(WORDS)
VOCABULARY = Vocabulary(dict.fromkeys([*WORDS, "passport", "license"], 1), documents=5)


@pytest.mark.parametrize(
    ("typed", "word"),
    [
        ("iqama", "اقامه"), ("eqama", "اقامه"), ("igama", "اقامه"), ("2gama", "اقامه"),
        ("ikamah", "اقامه"), ("jawaz", "جواز"), ("ejaza", "اجازه"), ("tajdeed", "تجديد"),
        ("tajdid", "تجديد"), ("ra5sa", "رخصه"), ("rukhsat", "رخصه"), ("ro59a", "رخصه"),
        ("mokhalafat", "مخالفات"), ("mo5alafa", "مخالفه"), ("bi6aga", "بطاقه"),
        ("ta2sheera", "تاشيره"), ("tashera", "تاشيره"), ("shahadat", "شهاده"),
        ("dhaman", "ضمان"), ("daman", "ضمان"), ("izn", "اذن"), ("ithn", "اذن"),
        ("3amal", "عمل"), ("amal", "عمل"), ("3elaj", "علاج"), ("moroor", "مرور"),
        ("6alag", "طلاق"), ("daf3", "دفع"), ("mostashfa", "مستشفي"), ("ta7weel", "تحويل"),
        ("tasheel", "تسهيل"), ("aljawaz", "جواز"), ("elsakan", "سكن"),
    ],
)  # fmt: skip
def test_ways_to_write_a_word_lead_to_it(typed: str, word: str) -> None:
    assert INDEX.soundings(typed)[0].word == word


def test_other_words_lead_nowhere() -> None:
    for typed in ("zzzz", "kuwait", "xyz", "aaaa", "1234"):
        assert INDEX.soundings(typed) == []


def test_words_that_are_gone_are_not_found() -> None:
    index = PhoneticIndex(["جواز", "latin"])

    index.discard("جواز")

    assert index.soundings("jawaz") == []


def test_short_words_need_a_digit() -> None:
    assert [is_latin_arabic(w) for w in ("jaw", "5at", "jawaz", "ab", "جواز")] == [
        False, True, True, False, False,
    ]  # fmt: skip


def test_only_words_that_nobody_knows_are_read_as_arabic() -> None:
    (known,) = plan_query("license ", VOCABULARY).words
    (typed,) = plan_query("jawaz ", VOCABULARY).words

    assert {one.kind for one in known.alternatives} == {Kind.EXACT}
    assert [(one.term, one.kind) for one in typed.alternatives] == [("جواز", Kind.TRANSLITERATION)]
    assert 0.6 < typed.alternatives[0].weight < 0.7


def test_a_slip_in_english_is_likelier_than_a_word_that_sounds_so() -> None:
    known = Vocabulary({"passport": 2, "بسبورت": 1}, documents=3)

    (word,) = plan_query("pasport ", known).words

    best = max(word.alternatives, key=lambda one: one.weight)
    assert (best.term, best.kind) == ("passport", Kind.TYPO)


@given(st.text(alphabet="abcdeghijklmnoqrstuwyz2356789", max_size=12))
def test_whatever_is_typed_has_a_strangeness(typed: str) -> None:
    for word in WORDS:
        assert strangeness(typed, word) >= 0
    INDEX.soundings(typed)
