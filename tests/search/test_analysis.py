"""Words that people mean alike are indexed alike."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.folding import fold
from app.search.analysis import ANALYSER, Word, analyse
from app.search.arabic import derived_from, feminine_forms
from app.search.tokens import MOST_TOKENS, Script, tokenize

FAMILIES = [
    "إقامة اقامه الإقامة والاقامات إقامتي بالإقامة للإقامة إقاماتهم ٱلإقامة إقـامة",
    "رخصة رخصه الرخصة ورخصة رخصتي رخصتهم بالرخصة للرخص رُخْصَة رخصتين رخصتك",
    "جواز الجواز جوازات جوازي بجواز وجواز للجوازات جوازاتهم جوازه",
    "شهادة شهادات الشهادة شهادتي بشهادة والشهادات لشهادة شهادتين",
    "بطاقة البطاقة بطاقات بطاقتي بطاقته للبطاقات والبطاقة",
    "تجديد التجديد وتجديد لتجديد بتجديد تجديدات للتجديد",
    "مخالفة مخالفات المخالفات مخالفاتي بالمخالفات مخالفتي",
    "موظف موظفين الموظفين موظفون للموظفين موظفة موظفات وموظفين موظفيها",
    "قانون القانون قوانين القوانين بقانون قانونية",
    "تأمين التأمين تأمينات التأمينات للتأمين تأميني بالتأمين",
    "شكوى شكاوى الشكاوي شكوي شكواي",
    "رسم رسوم الرسوم رسومات برسوم",
    "عقد عقود العقد العقود عقدي",
    "وثيقة وثائق الوثائق وثيقتي",
    "طفل أطفال الأطفال للأطفال اطفالي",
    "عنوان عناوين العنوان عنواني بعنوان",
    "كويتي كويتيين الكويتيين كويتية للكويتيين كويتيون",
    "إلكتروني الإلكترونية إلكترونيا إلكترونية الكترونيه",
    "license licence licences licensing licensed",
    "renew renewal renewing renewed renews",
    "certificate certificates certificate's",
]
MEASURED = [tuple(family.split()) for family in FAMILIES]
UNRELATED = ["إقامة", "رخصة", "جواز", "شهادة", "دين", "والدين", "وزارة", "زيارة", "تأمين", "تموين"]


def word(text: str) -> Word:
    (found,) = analyse(text)
    return found


def conflates(one: Word, other: Word) -> bool:
    return bool(set(one.stems) & set(other.stems) or set(one.skeletons) & set(other.skeletons))


def test_the_analyser_has_a_name() -> None:
    assert ANALYSER == "ar-en/5"


@pytest.mark.parametrize(
    "text", ["اقامة", "إقامه", "والاقامات", "الإقامة", "إقَامَة", "إقـــامة", "للإقامة", "إقامتي"]
)
def test_residence_is_one_word_however_it_is_written(text: str) -> None:
    assert word(text).stem == "اقام"


def test_nearly_all_forms_of_a_word_meet_and_unrelated_words_do_not() -> None:
    pairs = [(one, other) for family in MEASURED for one in family for other in family]
    met = sum(conflates(word(one), word(other)) for one, other in pairs) / len(pairs)
    strangers = [
        (one[0], other) for one in MEASURED for two in MEASURED if one is not two for other in two
    ]
    confused = sum(conflates(word(one), word(other)) for one, other in strangers) / len(strangers)

    assert met >= 0.97
    assert confused <= 0.001


def test_words_that_only_look_alike_stay_apart() -> None:
    stems = [word(text).stem for text in UNRELATED]

    assert len(set(stems)) == len(stems)


def test_a_first_letter_that_may_be_a_clitic_gives_a_second_reading() -> None:
    assert word("ورخصة").stems == ("ورخص", "رخص")
    assert word("وزارة").stems == ("وزار",)
    assert word("والدين").stems == ("والد",)


def test_short_words_keep_three_letters() -> None:
    assert [word(text).stem for text in ("بيتي", "نبات", "هوية", "ماء")] == [
        "بيت",
        "نبات",
        "هوي",
        "ما",
    ]


def test_broken_plurals_share_their_skeleton() -> None:
    assert word("رسوم").skeletons == word("رسم").skeletons == ("رسم",)
    assert set(word("أطفال").skeletons) >= set(word("طفل").skeletons)
    assert word("licence").skeletons == ()


def test_edges_are_the_first_letters_with_and_without_the_article() -> None:
    assert word("الرسوم").edges == ("ا", "ال", "الر", "ر", "رس", "رسو")
    assert word("id").edges == ("i", "id")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ta2sheera 5adama", [("ta2sheera", Script.MIXED), ("5adama", Script.MIXED)]),
        ("article18", [("article", Script.LATIN), ("18", Script.NUMBER)]),
        ("70000KD", [("70000", Script.NUMBER), ("kd", Script.LATIN)]),
        ("12ab34", [("12", Script.NUMBER), ("ab", Script.LATIN), ("34", Script.NUMBER)]),
        ("مادة ١٨", [("ماده", Script.ARABIC), ("18", Script.NUMBER)]),
        ("e-passport", [("e", Script.LATIN), ("passport", Script.LATIN)]),
        ("driver's", [("drivers", Script.LATIN)]),
        ("паспорт", [("паспорт", Script.OTHER)]),
        ("Café", [("cafe", Script.LATIN)]),
        ("ـ ً \u200f 😀 \ud800 \x00 _", []),
    ],
)
def test_tokens_are_runs_of_one_script(text: str, expected: list[tuple[str, Script]]) -> None:
    assert [(token.text, token.script) for token in tokenize(text)] == expected


def test_tokens_know_their_place_in_the_original() -> None:
    text = "رُخْصَةُ القِيادَة ﻻ١٨"

    places = [text[token.start : token.end] for token in tokenize(text)]

    assert places == ["رُخْصَة", "القِيادَة", "ﻻ", "١٨"]


@given(st.text(max_size=60))
def test_folding_twice_changes_nothing_more(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@given(st.text(alphabet="اأإآبتثجوقكلمني رخصةه", max_size=30), st.sampled_from("ًٌٍَُِّْـ\u200f\u200d"))
def test_signs_never_change_the_words(text: str, sign: str) -> None:
    signed = "".join(letter + sign for letter in text)

    assert [w.stems for w in analyse(signed)] == [w.stems for w in analyse(text)]


@given(st.text(max_size=80))
def test_any_text_can_be_analysed(text: str) -> None:
    for token in tokenize(text):
        assert 0 <= token.start < token.end <= len(text)
    for found in analyse(text):
        assert found.stem
        assert " " not in found.text


@pytest.mark.measured
@pytest.mark.parametrize("piece", [" ", "\u064b", "ـ", "a1", "ا", "١", "ا ", "aا", "ا\u064b", "'"])
def test_hostile_texts_are_analysed_quickly(piece: str) -> None:
    text = (piece * 50_000)[:50_000]
    tokenize(text[:100])

    started = time.process_time()
    found = tokenize(text)

    assert len(found) <= MOST_TOKENS
    assert time.process_time() - started < 0.15  # 0.02 s in practice


def test_water_is_the_same_word_with_and_without_its_article() -> None:
    stems = {analyse(text)[0].stem for text in ("ماء", "الماء", "والماء", "المياه", "بالماء")}

    assert stems == {"ما"}


def test_letters_that_only_draw_a_word_out_are_left_out() -> None:
    assert word("مرووووور").stem == word("مرور").stem
    assert word("جوااااز").stem == word("جواز").stem


def test_a_gulf_this_is_an_article() -> None:
    assert word("هالسنة").stem == word("السنة").stem
    assert word("هالات").stem == "هال"


@pytest.mark.parametrize("text", ["ونبي", "وأبي", "وكيف", "إني"])
def test_stop_words_may_stand_behind_and(text: str) -> None:
    assert word(text).is_stop


def test_a_short_feminine_noun_is_told_from_another_word_by_its_forms() -> None:
    assert feminine_forms("ورقه", "ورق")[:2] == ("ورقه", "ورقات")
    assert "اوراق" in feminine_forms("ورقه", "ورق")
    assert feminine_forms("ورق", "ورق") == feminine_forms("مدرسه", "مدرس") == ()


@pytest.mark.parametrize("text", ["ولدي", "والي", "وصية", "وثيقة"])
def test_words_that_begin_like_and_are_no_stop_words(text: str) -> None:
    assert not word(text).is_stop


@pytest.mark.parametrize(
    ("text", "base"),
    [
        ("أتملك", "ملك"),
        ("بيجدد", "جدد"),
        ("مكفول", "كفول"),
        ("متزوج", "زوج"),
        ("سرقوا", "سرق"),
        ("طلقني", "طلق"),
        ("تزوجت", "زوج"),
        ("رشحوني", "ترشيح"),
        ("يديدة", "جديد"),
        ("اييب", "اجيب"),
        ("جدام", "قدام"),
    ],
)
def test_verbs_and_participles_are_formed_from_roots(text: str, base: str) -> None:
    assert base in derived_from(fold(text))


@pytest.mark.parametrize(
    ("text", "noun"),
    [("مستعملة", "استعمال"), ("نستبدل", "استبدال"), ("بستقدم", "استقدام"), ("مستأجر", "استئجار")],
)
def test_the_tenth_form_comes_from_its_noun_and_not_from_the_root(text: str, noun: str) -> None:
    assert derived_from(fold(text)) == (fold(noun),)
