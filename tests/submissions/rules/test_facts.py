"""Rules on costs, times, channels, links, lists and duplicates at their edges."""

from typing import Any

import pytest

from app.core.errors import Candidate
from app.submissions.rules import Context, Neighbour, find, findings_of, neighbour_of
from app.submissions.rules.durations import seconds_of
from app.submissions.rules.examples import completed
from tests.submissions.rules.catalogue import TODAY, entry, known


def found(content: dict[str, Any]) -> list[tuple[str, str]]:
    findings = find(entry(completed(content)), Context(known(), TODAY))
    return [(one.rule, one.pointer) for one in findings]


def linked(url: str, purpose: str = "apply", kind: str = "portal") -> set[str]:
    pairs = found({"hasChannel": [{"type": kind, "purpose": purpose, "url": url}]})
    return {rule for rule, _ in pairs}


@pytest.mark.parametrize(
    "url",
    [
        "https://e.gov.kw/sites/kgoenglish/page",
        "https://www.MOI.gov.kw./licences/renew",
        "https://www.kuniv.edu.kw/apply",
        "https://apps.apple.com/kw/app/sahel/id1581727068",
    ],
)
def test_a_sound_link_is_left_alone(url: str) -> None:
    assert linked(url) == set()


@pytest.mark.parametrize(
    ("url", "rule"),
    [
        ("https://moi-gov-kw.com/renew", "LINK-04"),
        ("https://www.g0v.kw/renew", "LINK-04"),
        ("https://govkw.net/renew", "LINK-04"),
        ("https://www.mоi.gov.kw/renew", "LINK-03"),
        ("https://xn--mi-yka.gov.kw/renew", "LINK-03"),
        ("https://localhost/renew", "LINK-05"),
        ("https://intranet/renew", "LINK-05"),
        ("https://2130706433/renew", "LINK-05"),
        ("https://0x7f.1/renew", "LINK-05"),
        ("https://portal.moi.local/renew", "LINK-05"),
        ("https://[2001:db8::1]/renew", "LINK-05"),
        ("https://www.moi.gov.kw@evil.example/renew", "LINK-05"),
        ("https://cutt.ly/x", "LINK-06"),
        ("https://www.moi.gov.kw/x?utm_source=sms", "LINK-07"),
        ("https://www.moi.gov.kw/ar", "LINK-08"),
        ("https://www.moi.gov.kw/index.html", "LINK-08"),
        ("https://www.moi.gov.kw:port/", "LINK-09"),
        ("https://[::1/x", "LINK-09"),
        ("https:///renew", "LINK-09"),
    ],
)
def test_a_doubtful_link_is_named(url: str, rule: str) -> None:
    assert rule in linked(url)


def test_a_link_that_only_informs_may_lead_anywhere() -> None:
    assert linked("https://www.who.int/", "inform") == set()


def test_the_page_of_a_contact_is_a_link_too() -> None:
    assert ("LINK-01", "/contactPoint/0/contactPage") in found(
        {"contactPoint": [{"contactPage": "http://www.moi.gov.kw/contact"}]}
    )


@pytest.mark.parametrize(
    "number",
    [
        "22223344",
        "+965 2222 3344",
        "00965-9999-0000",
        "1800800",
        "112",
        "٢٢٢٢٣٣٤٤",
        "+44 20 7946 0000",
    ],
)
def test_a_phone_number_of_kuwait_or_abroad_is_accepted(number: str) -> None:
    assert found({"contactPoint": [{"telephone": number}]}) == []


@pytest.mark.parametrize("number", ["2222334", "+965 2222 334", "call us", "82223344", "222233445"])
def test_a_number_with_a_digit_amiss_is_noticed(number: str) -> None:
    assert found({"contactPoint": [{"telephone": number}]}) == [
        ("CHAN-05", "/contactPoint/0/telephone")
    ]


@pytest.mark.parametrize(
    ("duration", "seconds"),
    [
        ("P3D", 259_200),
        ("PT90M", 5_400),
        ("P1W", 604_800),
        ("P0D", 0),
        ("P1Y", 31_557_600),
        ("x", 0),
    ],
)
def test_a_duration_has_a_length(duration: str, seconds: int) -> None:
    assert seconds_of(duration) == seconds


def test_one_cost_that_lasts_is_enough() -> None:
    costs = [
        {"amountFils": 5000, "description": {"ar": "سابق", "en": "old"}, "validTo": "2001-01-01"},
        {"amountFils": 6000, "description": {"ar": "حالي", "en": "new"}},
    ]

    assert found({"hasCost": costs}) == []


def test_a_cost_may_be_for_a_shared_channel() -> None:
    channels = [{"type": "portal", "channel": "moi-portal"}]
    costs = [{"amountFils": 5000, "channel": "moi-portal"}]

    assert found({"hasChannel": channels, "hasCost": costs}) == []


def test_a_whole_day_and_a_described_weekend_are_no_fault() -> None:
    hours = [
        {"days": ["SU"], "opens": "00:00:00", "closes": "23:59:59"},
        {
            "days": ["FR"],
            "opens": "16:00:00",
            "closes": "20:00:00",
            "description": {"ar": "مساء الجمعة", "en": "Friday evenings"},
        },
    ]

    assert found({"openingHours": hours}) == []


def test_hours_of_a_channel_are_judged_in_their_place() -> None:
    hours = [{"days": ["SU"], "opens": "13:00:00", "closes": "08:00:00"}]
    channel = {"type": "counter", "openingHours": hours}

    assert ("HOURS-01", "/hasChannel/0/openingHours/0/closes") in found({"hasChannel": [channel]})


def test_findings_stand_by_severity_then_place_as_people_count() -> None:
    channels = [{"type": "portal", "url": f"http://www.moi.gov.kw/{n}"} for n in range(11)]
    findings = find(
        entry(completed({"hasChannel": channels, "audience": ["martian"], "processingTime": None})),
        Context(known(), TODAY),
    )

    assert [one.pointer for one in findings[:4]] == [
        "/audience/0",
        "/hasChannel/0/url",
        "/hasChannel/1/url",
        "/hasChannel/2/url",
    ]
    assert findings[11].pointer == "/hasChannel/10/url"
    assert findings[-1].rule == "MAND-06"


def test_a_reference_that_leads_nowhere_names_its_code() -> None:
    (finding,) = find(
        entry(completed({"isClassifiedBy": [{"scheme": "services", "notation": "99.9"}]})),
        Context(known(), TODAY),
    )

    assert (finding.rule, finding.pointer) == ("REF-01", "/isClassifiedBy/0")
    assert finding.message == {"en": "'99.9' is not known.", "ar": "الرمز '99.9' غير معروف."}


def other(name: str, entity: str, title: str) -> Neighbour:
    return neighbour_of(name, entity, {"title": {"ar": title, "en": f"{name} licence"}})


def test_duplicates_are_shown_with_their_candidates() -> None:
    neighbours = (
        other("b", "paci", "تجديد رخصه القياده"),
        other("a", "paci", "تجديد رخصة قيادة"),
        other("moi-dl-renew", "moi", "تجديد رخصة القيادة"),
    )

    (finding,) = find(entry(completed({})), Context(known(), TODAY, neighbours=neighbours))

    assert (finding.rule, finding.severity, finding.pointer) == ("DUP-02", "warning", "/title/ar")
    assert finding.message["en"] == (
        "Another entity has a service of this title: 'تجديد رخصة قيادة' (a)."
    )
    assert finding.candidates == (
        Candidate("a", {"ar": "تجديد رخصة قيادة", "en": "a licence"}, 1.0),
        Candidate("b", {"ar": "تجديد رخصه القياده", "en": "b licence"}, 1.0),
    )


def test_an_equal_title_of_the_entity_stands_in_the_way() -> None:
    neighbours = (other("a", "moi", "تجديد رخصة قيادة"),)

    findings = find(entry(completed({})), Context(known(), TODAY, neighbours=neighbours))

    assert [(one.rule, one.severity) for one in findings] == [("DUP-01", "error")]


@pytest.mark.parametrize(
    ("kind", "message", "rule"),
    [
        ("string_too_long", "", "SHAPE-06"),
        ("greater_than_equal", "", "SHAPE-07"),
        ("less_than", "", "SHAPE-07"),
        ("string_type", "", "SHAPE-03"),
        ("bool_parsing", "", "SHAPE-03"),
        ("string_unicode", "", "SHAPE-08"),
        ("value_error", "contains half of a surrogate pair", "SHAPE-08"),
        ("value_error", "contains characters that reverse the reading direction", "TEXT-02"),
        ("value_error", "month must be in 1..12", "SHAPE-11"),
        ("something_new", "", "SHAPE-11"),
    ],
)
def test_every_fault_of_a_shape_has_a_rule(kind: str, message: str, rule: str) -> None:
    (finding,) = findings_of([{"type": kind, "msg": message, "loc": ("a/b", 0, "~c")}])

    assert finding.rule == rule
    assert finding.pointer == "/a~1b/0/~0c"
    assert finding.severity == "error"
