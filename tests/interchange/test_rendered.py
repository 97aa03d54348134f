"""Values of a rendered document, fit for every export."""

import pytest

from app.interchange.opening_hours import day_addresses, wording
from app.interchange.rendered import (
    amount,
    date,
    dinar,
    duration,
    fees,
    keywords,
    texts,
)


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("P3D", "P3D"),
        ("P1Y2M3DT4H5M6.5S", "P1Y2M3DT4H5M6.5S"),
        ("PT30M", "PT30M"),
        ("P2W", "P14D"),
        ("P1Y2W3DT1H", "P1Y17DT1H"),
        ("P", None),
        ("P1DT", None),
        ("D3", None),
        ("3 days", None),
        ("P٣D", None),
        ("", None),
        (None, None),
    ],
)
def test_a_duration_is_one_that_xml_schema_knows(written, expected):
    assert duration(written) == expected


@pytest.mark.parametrize(
    ("fils", "expected"), [(0, 0.0), (1, 0.001), (250, 0.25), (20000, 20.0), (1234567, 1234.567)]
)
def test_a_thousand_fils_are_a_dinar(fils, expected):
    assert dinar(fils) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("2026-01-31", "2026-01-31"),
        ("2026-01-31T10:00:00Z", "2026-01-31"),
        ("31/1/2026", None),
        (None, None),
    ],
)
def test_a_date_is_the_day_alone(written, expected):
    assert date(written) == expected


def test_a_text_keeps_the_languages_it_is_written_in():
    assert texts({"ar": "نص", "en": ""}) == {"ar": "نص"}
    assert texts({}, otherwise="code") == {"und": "code"}
    assert texts(None) == {}


def test_keywords_keep_their_language():
    assert keywords({"ar": ["رخصة", ""], "en": []}) == {"ar": ["رخصة"]}
    assert keywords(None) == {}


def test_a_service_known_to_be_free_has_a_fee_of_nothing():
    assert fees({"isFree": True}) == [{"amountFils": 0, "currency": "KWD"}]
    assert fees({"isFree": True, "hasCost": [{"amountFils": 5}]}) == [{"amountFils": 5}]
    assert fees({"isFree": None}) == []


@pytest.mark.parametrize(
    ("cost", "expected"),
    [
        ({"amountFils": 1250, "unit": "per-request"}, 1.25),
        ({"amountFils": 5000, "unit": "percent"}, None),
        ({"amountFils": None}, None),
    ],
)
def test_a_share_is_not_a_sum(cost, expected):
    assert amount(cost) == expected


def test_opening_hours_are_said_in_both_languages():
    item = {
        "days": ["TH", "FR", "SA"],
        "opens": "16:00:00",
        "closes": "20:00:00",
        "description": {"en": "Ramadan"},
    }

    assert wording(item) == {
        "ar": "الخميس، الجمعة، السبت: 16:00–20:00",
        "en": "Thursday, Friday, Saturday: 16:00–20:00. Ramadan",
    }
    assert day_addresses(item) == [
        "https://schema.org/Thursday",
        "https://schema.org/Friday",
        "https://schema.org/Saturday",
    ]
