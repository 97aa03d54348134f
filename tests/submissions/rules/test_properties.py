"""Whatever the catalogue accepts can be judged, always with the same answer."""

import copy
import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import ValidationError

from app.catalogue.schemas.content import ServiceContent
from app.submissions.rules import Context, Published, find, neighbour_of
from app.submissions.rules.examples import SOUND
from app.submissions.rules.register import natural
from app.submissions.rules.shapes import shape_findings
from tests.submissions.rules.catalogue import TODAY, as_kept, entry, known

LETTERS = "ابتثجحخدذرزسشصضطظعغفقكلمنهويةىءآأؤإئ abcdeXYZ0123456789٠١٢،.,-_/\n'\"<>&*#@+()%!؟ـیکа…🙂"
TEXTS = st.text(LETTERS, min_size=1, max_size=60) | st.text(min_size=1, max_size=40)
LOCAL = st.fixed_dictionaries({"ar": TEXTS}, optional={"en": TEXTS}) | st.fixed_dictionaries(
    {"en": TEXTS}
)
CODES = st.sampled_from(
    [
        "citizen",
        "business",
        "portal",
        "sahl",
        "phone",
        "counter",
        "cid",
        "02.1.2",
        "02.1",
        "nothing",
    ]
)
URLS = st.sampled_from(
    [
        "https://www.moi.gov.kw/a",
        "http://10.0.0.1:80/",
        "https://[::1]/x",
        "https://[bad/",
        "https://moi.gov.kw:99999/",
        "https://иmoi.gov.kw",
        "https://user@moi.gov.kw",
        "https://xn--mgb.kw",
        "https://.",
        "https:///x",
    ]
)
DATES = st.dates(date(1990, 1, 1), date(2040, 1, 1)).map(date.isoformat)
TIMES = st.sampled_from(["00:00", "08:00:00", "13:30", "23:59:59", "18:00:00.5"])
DURATIONS = st.sampled_from(["P3D", "P0D", "PT90M", "P9999Y", "P1Y2M3W4DT5H6M7S", "PT48H"])
HOURS = st.lists(
    st.fixed_dictionaries(
        {
            "days": st.lists(st.sampled_from(["SU", "MO", "FR", "SA"]), min_size=1, max_size=3),
            "opens": TIMES,
            "closes": TIMES,
        },
        optional={"description": LOCAL},
    ),
    max_size=3,
)
CHANNELS = st.fixed_dictionaries(
    {"type": CODES},
    optional={
        "purpose": st.sampled_from(["apply", "inform", "pay"]),
        "channel": CODES,
        "url": URLS,
        "phone": TEXTS,
        "title": LOCAL,
        "processingTime": DURATIONS,
        "openingHours": HOURS,
    },
)
COSTS = st.fixed_dictionaries(
    {"amountFils": st.integers(0, 10**12)},
    optional={
        "currency": st.sampled_from(["KWD", "USD"]),
        "unit": st.sampled_from(["per-request", "percent", "per-item"]),
        "description": LOCAL,
        "validFrom": DATES,
        "validTo": DATES,
        "channel": CODES,
    },
)
CONTENT = st.fixed_dictionaries(
    {
        "title": LOCAL,
        "description": LOCAL,
        "isClassifiedBy": st.lists(
            st.fixed_dictionaries({}, optional={"notation": CODES, "scheme": CODES}),
            min_size=1,
            max_size=4,
        ),
    },
    optional={
        "keyword": st.fixed_dictionaries({"ar": st.lists(TEXTS, max_size=3)}),
        "audience": st.lists(CODES, max_size=3),
        "isGroupedBy": st.lists(CODES, max_size=3),
        "hasChannel": st.lists(CHANNELS, max_size=3),
        "hasCost": st.lists(COSTS, max_size=3),
        "isFree": st.none() | st.booleans(),
        "hasInputType": st.lists(st.fixed_dictionaries({"evidenceType": CODES}), max_size=3),
        "holdsRequirement": st.lists(st.fixed_dictionaries({"title": LOCAL}), max_size=3),
        "follows": st.lists(st.fixed_dictionaries({"title": LOCAL}), max_size=2),
        "processingTime": DURATIONS,
        "processingNote": LOCAL,
        "produces": st.lists(st.fixed_dictionaries({"type": CODES}), max_size=2),
        "contactPoint": st.lists(
            st.fixed_dictionaries({}, optional={"telephone": TEXTS, "contactPage": URLS}),
            max_size=2,
        ),
        "openingHours": HOURS,
        "relatedService": st.lists(CODES, max_size=2),
        "requires": st.lists(CODES, max_size=2),
        "digitalStage": st.integers(0, 9),
    },
)


def accepted(content: dict[str, Any]) -> dict[str, Any] | None:
    try:
        return as_kept(content)
    except ValidationError:
        return None


@settings(max_examples=150, deadline=None)
@given(CONTENT, CONTENT)
def test_everything_acceptable_is_judged_with_the_same_answer(
    sent: dict[str, Any], before: dict[str, Any]
) -> None:
    kept, published = accepted(sent), accepted(before)
    if kept is None or published is None:
        return
    untouched = copy.deepcopy(kept)
    context = Context(
        known(), TODAY, Published(published), (neighbour_of("other", "moi", published),)
    )

    first, second = find(entry(kept), context), find(entry(copy.deepcopy(kept)), context)

    assert first == second
    assert kept == untouched
    ranks = [("error", "warning", "suggestion").index(one.severity) for one in first]
    assert ranks == sorted(ranks)
    for rank in set(ranks):
        places = [natural(o.pointer) for o, r in zip(first, ranks, strict=True) if r == rank]
        assert places == sorted(places)
    assert all(one.message["ar"] and one.message["en"] and one.hint for one in first)


@settings(max_examples=100, deadline=None)
@given(CONTENT)
def test_content_without_its_optional_parts_is_judged_too(sent: dict[str, Any]) -> None:
    find(entry(sent), Context(known(), TODAY))


@settings(max_examples=100, deadline=None)
@given(CONTENT)
def test_every_pointer_leads_to_a_place_that_is_or_could_be(sent: dict[str, Any]) -> None:
    for one in find(entry(sent), Context(known(), TODAY)):
        found: Any = sent
        for part in one.pointer.split("/")[1:]:
            found = found[int(part)] if isinstance(found, list) else (found or {}).get(part)
            if found is None:
                break


@settings(max_examples=200, deadline=None)
@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner),
        max_leaves=8,
    ),
    st.sampled_from(sorted(SOUND)),
)
def test_whatever_is_sent_instead_of_a_field_has_findings_that_do_not_repeat_it(
    value: Any, name: str
) -> None:
    body = {**SOUND, name: {"~/secret-value": value}}
    try:
        ServiceContent.model_validate(body)
    except ValidationError as refused:
        findings = shape_findings(refused, below="/content")

        assert findings
        assert all(one.rule.startswith(("SHAPE-", "TEXT-")) for one in findings)
        assert all(one.pointer.startswith("/content/") for one in findings)
        said = json.dumps([[one.message, one.hint] for one in findings])
        assert "secret-value" not in said
