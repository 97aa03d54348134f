"""How figures, money, times and content are said in both languages."""

from datetime import UTC, datetime

import pytest

from app.portal.wording import Wording, dinars

AR, EN = Wording("ar"), Wording("en")


@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "لا خدمات"),
        (1, "خدمة واحدة"),
        (2, "خدمتان"),
        (3, "3 خدمات"),
        (11, "11 خدمة"),
        (100, "100 خدمة"),
        (1538, "1,538 خدمة"),
    ],
)
def test_services_are_counted_in_arabic(number: int, said: str) -> None:
    assert AR.plain_count("count.service", number) == said


def test_services_are_counted_in_english() -> None:
    said = [EN.plain_count("count.service", number) for number in (0, 1, 2)]

    assert said == ["No services", "1 service", "2 services"]


def test_a_figure_in_arabic_keeps_its_direction() -> None:
    assert AR.count("count.service", 3) == '<bdi dir="ltr">3</bdi> خدمات'


def test_a_figure_without_markup_keeps_its_direction_too() -> None:
    assert AR.plain_figure("2.0.0-rc.1") == "\u20662.0.0-rc.1\u2069"
    assert EN.plain_figure("2.0.0-rc.1") == "2.0.0-rc.1"


def test_a_figure_in_english_needs_no_isolation() -> None:
    assert EN.figure("<02>") == "&lt;02&gt;"


@pytest.mark.parametrize(
    ("fils", "said"),
    [(20000, "20"), (2500, "2.500"), (250, "0.250"), (0, "0"), (5000000, "5,000"), (-1, "-0.001")],
)
def test_dinars_have_decimals_only_when_needed(fils: int, said: str) -> None:
    assert dinars(fils) == said


def test_money_names_its_currency() -> None:
    assert AR.money(20000) == '<bdi dir="ltr">20</bdi> د.ك'
    assert EN.money(20000) == "KD 20"
    assert EN.money(5000, "USD") == "USD 5"


@pytest.mark.parametrize(
    ("value", "arabic", "english"),
    [
        ("P1D", "يوم", "1 day"),
        ("P2D", "يومان", "2 days"),
        ("P3D", "3 أيام", "3 days"),
        ("P11D", "11 يوماً", "11 days"),
        ("P1M", "شهر", "1 month"),
        ("P1DT4H", "يوم و4 ساعات", "1 day and 4 hours"),
        ("P0D", "فورية", "Immediate"),
        ("soon", "soon", "soon"),
    ],
)
def test_durations_are_said(value: str, arabic: str, english: str) -> None:
    assert AR.duration(value).striptags() == arabic
    assert EN.duration(value).striptags() == english


def test_a_day_is_the_day_in_kuwait() -> None:
    assert AR.day("2026-11-22T22:30:00Z").striptags() == "23 نوفمبر 2026"
    assert EN.day(datetime(2026, 11, 22, 20, tzinfo=UTC)) == "22 November 2026"
    assert EN.day("2026-03-01") == "1 March 2026"


def test_a_day_that_cannot_be_read_is_shown_as_it_is() -> None:
    assert EN.day("yesterday") == "yesterday"


def test_opening_hours_are_said() -> None:
    hours = {"days": ["SU", "MO"], "opens": "07:30:00", "closes": "14:30:00"}

    assert EN.hours(hours).strip() == "Sunday, Monday 07:30–14:30"


def test_a_text_in_the_pages_language_is_plain() -> None:
    assert AR.words({"ar": "<خدمة>", "en": "service"}) == "&lt;خدمة&gt;"


def test_a_text_in_the_other_language_is_marked_as_such() -> None:
    assert AR.words({"en": "service"}) == '<bdi lang="en" dir="ltr">service</bdi>'
    assert EN.words({"ar": "خدمة"}) == '<bdi lang="ar" dir="rtl">خدمة</bdi>'


def test_a_missing_text_is_empty() -> None:
    assert AR.words(None) == ""
    assert AR.plain({}) == ""


def test_values_in_texts_are_escaped() -> None:
    assert EN.say("search.title", query="<b>") == "Results for “&lt;b&gt;”"


def test_a_count_is_not_a_text_and_a_text_is_not_a_count() -> None:
    with pytest.raises(TypeError, match="use count"):
        EN.say("count.service")
    with pytest.raises(TypeError, match="use say"):
        EN.count("site.name", 1)
