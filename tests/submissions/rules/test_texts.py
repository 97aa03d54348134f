"""Rules on text at their edges: what is refused, and what only looks like it."""

from datetime import date
from typing import Any

import pytest

from app.submissions.rules import Context, Published, find, text_dates
from app.submissions.rules.examples import completed
from app.submissions.rules.personal import is_civil_number
from app.submissions.rules.readability import lix
from tests.submissions.rules.catalogue import TODAY, entry, known


def rules_for(content: dict[str, Any], *, published: Published | None = None) -> set[str]:
    context = Context(known(), TODAY, published)
    return {one.rule for one in find(entry(completed(content)), context)}


def titled(ar: str, en: str = "Driving licence renewal") -> set[str]:
    return rules_for({"title": {"ar": ar, "en": en}})


def required(ar: str, en: str) -> set[str]:
    return rules_for({"holdsRequirement": [{"title": {"ar": ar, "en": en}}]})


def described(en: str) -> set[str]:
    return rules_for(
        {"description": {"ar": "تجديد رخصة القيادة المنتهية لمدة خمس سنوات.", "en": en}}
    )


@pytest.mark.parametrize(
    "text", ["TBD", "-", "n/a", "xxx", "ххх؟"[-1:], "Lorem ipsum dolor", "To be determined.", "..."]
)
def test_a_placeholder_is_no_text(text: str) -> None:
    assert "TEXT-01" in required("العمر 18 سنة", text)


@pytest.mark.parametrize(
    "text", ["نص تجريبي", "قيد التحديث", "الوصف قيد الإعداد", "سيتم إضافة الوصف لاحقاً"]
)
def test_an_arabic_placeholder_is_no_text(text: str) -> None:
    assert "TEXT-01" in required(text, "Aged 18")


@pytest.mark.parametrize(
    ("ar", "en"),
    [
        ("مبنى قيد الإنشاء", "Building under construction"),
        ("اختبار", "Test"),
        ("موعد يحدد لاحقاً مع المراجع", "Date to be determined with the applicant"),
        ("2026", "2026"),
        ("تجربة المستخدم", "Sample of the soil"),
    ],
)
def test_words_that_are_often_placeholders_may_be_meant(ar: str, en: str) -> None:
    assert "TEXT-01" not in required(ar, en)


@pytest.mark.parametrize("text", ["اختبار", "عنوان", "خدمة جديدة"])
def test_a_title_that_is_only_a_test_is_refused(text: str) -> None:
    assert "TEXT-01" in titled(text)


@pytest.mark.parametrize("word", ["Licenсe", "Αpply", "раyment", "Ｌicence x"])
def test_look_alikes_in_a_title_are_noticed(word: str) -> None:
    assert titled("تجديد رخصة القيادة", f"{word} renewal") & {"TEXT-05", "TEXT-06"}


@pytest.mark.parametrize("text", ["β-thalassemia test", "Less than 5 μg"])
def test_plain_greek_signs_are_allowed(text: str) -> None:
    assert not required("فحص", text) & {"TEXT-05", "TEXT-06"}


def test_letters_of_the_dialect_are_no_fault() -> None:
    assert not rules_for({"keyword": {"ar": ["سلفة الملچة", "گرض"], "en": []}}) & {"TEXT-07"}


@pytest.mark.parametrize(
    "text",
    [
        "Call 22223344 today.",
        "Call 2222 3344 today.",
        "Call +965 2222-3344 today.",
        "Call 0096522223344 now.",
        "اتصل على ٢٢٢٢٣٣٤٤ للاستفسار",
        "hotline 1800800 for help",
    ],
)
def test_a_phone_number_is_noticed(text: str) -> None:
    assert "PII-01" in described(text)


@pytest.mark.parametrize(
    "text",
    [
        "Valid in 2024-2025 and 2026.",
        "As of 20251124 the fee is due.",
        "A deposit of 20000000 KWD is due.",
        "Decision 122/2025 of the ministry.",
        "Civil number of 12 digits is asked.",
        "The file number has 123456789012345 digits.",
        "A sum of 25000000.500 in total.",
    ],
)
def test_years_dates_and_sums_are_no_phone_numbers(text: str) -> None:
    assert not described(text) & {"PII-01", "PII-02"}


@pytest.mark.parametrize(
    "text", ["288010100019", "٢٨٨٠١٠١٠٠٠١٩", "2880 1010 0019", "288-0101-00019"]
)
def test_a_civil_number_is_refused_however_it_is_written(text: str) -> None:
    assert "PII-02" in described(f"For example {text} is asked.")


@pytest.mark.parametrize(
    ("digits", "expected"),
    [
        ("288010100019", True),
        ("299010112347", True),
        ("305011500219", True),
        ("288010100018", False),
        ("288130100019", False),
        ("288023100011", False),
    ],
)
def test_a_civil_number_has_a_date_of_birth_and_a_check_digit(digits: str, expected: bool) -> None:
    assert is_civil_number(digits) is expected


@pytest.mark.parametrize(
    "text", ["<b>x</b>", "a &nbsp; b", "**x** y", "[x](y) z", "# Head", "* One\n* Two"]
)
def test_markup_is_noticed(text: str) -> None:
    assert "TEXT-09" in described(text)


@pytest.mark.parametrize(
    "text", ["Aged < 18 or > 60", "Q & A of the ministry", "5 * 3 metres", "- One\n- Two"]
)
def test_signs_of_mathematics_are_no_markup(text: str) -> None:
    assert "TEXT-09" not in described(text)


@pytest.mark.parametrize(
    "text", ["تجديد \ufffd رخصة", "Ø±Ø®ØµØ© x", "cafÃ© licence x", "????? رخصة"]
)
def test_damaged_text_is_refused(text: str) -> None:
    assert "TEXT-11" in titled(text)


def test_letters_that_only_look_damaged_are_kept() -> None:
    assert "TEXT-11" not in titled("رخصة", "Øresund licence renewal: Ã la carte?")


@pytest.mark.parametrize("text", ["PCR TEST", "SECURITAS", "Renewal of a GCC ID"])
def test_acronyms_are_no_shouting(text: str) -> None:
    assert "TEXT-10" not in titled("تجديد رخصة القيادة", text)


def test_an_acronym_reads_the_same_in_both_languages() -> None:
    assert "LANG-09" not in rules_for({"processingNote": {"ar": "ISO 9001", "en": "ISO 9001"}})
    assert "LANG-09" in rules_for({"processingNote": {"ar": "three days", "en": "Three days"}})


def test_one_arabic_word_in_english_is_a_warning_not_an_error() -> None:
    found = titled("تجديد رخصة القيادة", "Renewal of the licence (رخصة)")

    assert "LANG-07" in found
    assert "LANG-06" not in found


def test_blank_text_counts_as_missing() -> None:
    found = titled("  ")

    assert "MAND-01" in found


def test_an_unknown_entity_has_no_name_to_begin_with() -> None:
    context = Context(known(), TODAY)
    content = completed({"title": {"ar": "وزارة الداخلية: تجديد رخصة", "en": "Licence renewal"}})

    assert "TITLE-04" in {one.rule for one in find(entry(content), context)}
    assert "TITLE-04" not in {one.rule for one in find(entry(content, entity="no"), context)}


def test_short_and_long_words_tell_how_hard_a_text_is() -> None:
    assert lix("", "en") == 0
    assert lix("It is on the web now.", "en") == 6
    assert lix("الإلكترونية الاستثمارية", "ar") == 102


def test_a_change_of_spelling_needs_no_translation() -> None:
    before = Published(
        completed({"title": {"ar": "تجديد رخصه القياده", "en": "Renewal of licence"}})
    )
    after = {"title": {"ar": "تجديد رخصة القيادة.", "en": "Renewal of licence"}}

    assert not rules_for(after, published=before) & {"TRANS-01", "TRANS-02"}


def test_a_changed_number_needs_a_translation() -> None:
    before = Published(completed({"title": {"ar": "إقامة (مادة 17)", "en": "Residence (17)"}}))
    after = {"title": {"ar": "إقامة (مادة 18)", "en": "Residence (17)"}}

    assert "TRANS-01" in rules_for(after, published=before)


def test_lists_of_different_length_are_not_compared() -> None:
    one, two = ({"title": {"ar": word, "en": "Aged 18"}} for word in ("العمر", "الجنسية"))
    before = Published(completed({"holdsRequirement": [one, two]}))

    assert "TRANS-01" not in rules_for({"holdsRequirement": [two]}, published=before)
    assert "TRANS-01" in rules_for({"holdsRequirement": [two, two]}, published=before)


def test_revisions_tell_when_each_text_last_changed() -> None:
    revisions = [
        (date(2026, 1, 1), {"title": {"ar": "رخصة", "en": "Licence"}}),
        (date(2026, 2, 1), {"title": {"ar": "رخصة قيادة", "en": "Licence"}}),
        (date(2026, 3, 1), {"title": {"ar": "رخصه قياده", "en": "Licence"}, "isFree": True}),
    ]

    assert text_dates(revisions) == {
        ("/title", "ar"): date(2026, 2, 1),
        ("/title", "en"): date(2026, 1, 1),
    }


def test_a_text_left_behind_is_suggested_until_it_is_mended() -> None:
    now = completed({})
    dates = {("/title", "ar"): date(2026, 2, 1), ("/title", "en"): date(2026, 3, 1)}
    published = Published(now, dates)

    (finding,) = find(entry(now), Context(known(), TODAY, published))

    assert (finding.rule, finding.pointer) == ("TRANS-03", "/title/ar")
    assert finding.message["en"].startswith("The other language was changed on 2026-03-01")
    mended = {"title": {"ar": "تجديد رخص القيادة المنتهية", "en": "Driving licence renewal"}}
    assert "TRANS-03" not in rules_for(mended, published=published)
