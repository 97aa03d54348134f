"""The page of a service."""

import json
import re

from starlette.testclient import TestClient

from app.portal.site import create_portal
from tests.portal import samples
from tests.portal.memory import MemoryReader

ESTIMATE = '<a class="estimate" href="#provenance"'


def plain(text: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", text))


def test_it_tells_everything_in_arabic(client: TestClient) -> None:
    text = plain(client.get("/ar/services/moi-renew").text)

    for told in (
        "تجديد الإقامة (مادة 18)", "وزارة الداخلية", "تجديد إقامة العامل.", "مقيم ، قطاع الأعمال",
        "3 أيام", "أيام عمل", "إذن عمل ساري", "جواز السفر", "عند الحاجة", "سداد الرسوم",
        "20 د.ك", "2.500 د.ك", "تقديم الطلب", "متابعة الطلب", "القرار 2249", "القانون 17",
        "إصدار إقامة", "إنجاز إلكتروني كامل", "23 نوفمبر 2026", "+965 2222 3333",
        "الأحد، الاثنين", "07:30–14:30", "هذه الصفحة من بيانات العرض",
    ):  # fmt: skip
        assert told.replace(" ،", "،") in text.replace(" ،", "،"), told


def test_actions_are_named_by_their_purpose(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew").text

    button = '<a class="button" href="https://sahel.example/renew" rel="external">'
    assert f"{button}Apply via sahl" in text
    assert "<h3>Track a request</h3>" in text
    assert 'href="tel:+9651800000"' in text


def test_the_badge_of_a_channel_stands_behind_the_buttons(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew").text
    actions = text[text.index('<p class="actions">') : text.index("glance-title")]

    buttons, note = actions.split("</p>")[:2]
    assert buttons.count('class="button') == 2
    assert "estimate" not in buttons
    assert "The entity has not confirmed this channel." in note


def test_what_cannot_be_applied_for_online_is_asked_about(reader: MemoryReader) -> None:
    way = {"type": "phone", "purpose": "inform", "phone": "1800000", "title": {"en": "Call"}}
    reader.documents = [samples.document("x", hasChannel=[{"type": "counter"}, way])]

    text = TestClient(create_portal(reader.opened)).get("/en/services/x").text

    assert 'href="tel:1800000">Ask via Call' in text


def test_an_address_has_the_icon_of_what_it_opens(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew").text

    icon = r'#{}"></use></svg><bdi dir="ltr">{}'
    assert re.search(icon.format("phone", r"\+965 2222 3333"), text)
    assert re.search(icon.format("mail", r"[^<]+@"), text)


def test_estimates_are_marked_beside_the_figure(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew").text

    assert re.search(r"<dd>3 days" + ESTIMATE, text)
    assert re.search(r"KD 2\.500</span>" + ESTIMATE, text)
    assert re.search(r"Full online transaction" + ESTIMATE, text)
    assert not re.search(r"KD 20</span>" + ESTIMATE, text)


def test_several_fees_are_summed_up_by_the_lowest(client: TestClient) -> None:
    assert "from KD 2.500" in client.get("/en/services/moi-renew").text


def test_one_fee_is_shown_with_its_unit(client: TestClient) -> None:
    text = plain(client.get("/en/services/moi-one-fee").text)

    assert "KD 0.250 per request" in text


def test_a_free_service_says_so_and_unknown_parts_too(client: TestClient) -> None:
    text = client.get("/en/services/moi-issue").text

    assert "Free of charge" in text
    assert "The source does not state documents for this service." in text
    assert "The source does not state channels for this service." in text


def test_unknown_fees_are_not_called_free(client: TestClient) -> None:
    text = plain(client.get("/ar/services/moi-hostile").text)

    assert "مجانية" not in text


def test_the_breadcrumb_leads_through_the_classification(client: TestClient) -> None:
    text = client.get("/en/services/moi-renew").text

    assert text.index('href="/en/browse/02"') < text.index('href="/en/browse/02.1"')


def test_a_title_in_one_language_is_marked_in_the_other(client: TestClient) -> None:
    text = client.get("/ar/services/moi-one-fee").text

    assert '<h1><bdi lang="en" dir="ltr">English only</bdi></h1>' in text


def test_what_an_entity_sent_in_comes_from_the_entity(reader: MemoryReader) -> None:
    reader.documents = [samples.document("moi-own")]
    client = TestClient(create_portal(reader.opened))

    card = plain(client.get("/en/services/moi-own").text.split('id="provenance"')[1])

    assert "As the responsible entity states it: Ministry of Interior." in card


def test_fees_may_begin_and_end(reader: MemoryReader) -> None:
    cost = samples.cost(1000, "per-request", {"en": "late"})
    cost |= {"validFrom": "2026-01-01", "validTo": "2026-12-31", "condition": {"en": "after May"}}
    reader.documents = [samples.document("moi-late", hasCost=[cost, cost])]
    client = TestClient(create_portal(reader.opened))

    text = plain(client.get("/en/services/moi-late").text)

    assert "late after May from 1 January 2026 until 31 December 2026" in text


def test_a_channel_may_be_described_and_timed(reader: MemoryReader) -> None:
    way = samples.channel(
        "counter", "apply", title="فرع", processingTime="PT1H", description={"en": "Main hall"}
    )
    reader.documents = [samples.document("moi-way", hasChannel=[way], isFree=True)]
    client = TestClient(create_portal(reader.opened))

    text = plain(client.get("/en/services/moi-way").text)

    assert "1 hour" in text
    assert "Main hall" in text


BLOCK = re.compile(r'<script type="application/ld\+json">(.*?)</script>', re.DOTALL)


def test_structured_data_describes_the_service_and_the_way_to_it(client: TestClient) -> None:
    blocks = BLOCK.findall(client.get("/en/services/moi-renew").text)

    service, way = map(json.loads, blocks)
    assert service["@type"] == "GovernmentService"
    assert service["identifier"] == "moi-renew"
    names = [item["name"] for item in way["itemListElement"]]
    assert names == [
        "Residence, entry and exit",
        "Work residence",
        "Renew residence (Article 18)",
    ]


def test_structured_data_cannot_leave_its_element(client: TestClient) -> None:
    blocks = BLOCK.findall(client.get("/en/services/moi-hostile").text)

    assert len(blocks) == 2
    assert not any("<" in block or "\u2028" in block for block in blocks)
    assert json.loads(blocks[1])["itemListElement"][-1]["name"] == samples.XSS


def test_hostile_texts_stay_texts(client: TestClient) -> None:
    text = client.get("/ar/services/moi-hostile").text

    assert "<script>window" not in text
    assert "<img" not in text
    assert "<svg onload" not in text
    assert 'href="javascript:' not in text
    assert 'href="data:' not in text
    assert "&lt;script&gt;window.xss=1" in text
