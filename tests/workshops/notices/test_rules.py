"""What notices say and when they are tried again."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from app.workshops.notices_rules import MOST_ATTEMPTS, invited_entities, next_try
from app.workshops.notices_texts import write_letter

AT = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
FACTS = {
    "title": {"ar": "ورشة <التصنيف>", "en": "Workshop & more"},
    "startsAt": "2026-12-06T06:00:00.000000Z",
    "place": {"ar": "قاعة 3", "en": "Hall 3"},
    "onlineUrl": "https://meet.example/a",
    "reason": None,
    "path": "/workshops/ws_1",
}


def test_pauses_grow_and_end() -> None:
    pauses = [next_try(attempt, AT) for attempt in range(1, MOST_ATTEMPTS + 1)]

    assert pauses[0] == AT + timedelta(minutes=1)
    assert pauses[3] == AT + timedelta(minutes=8)
    assert pauses[-2] == AT + timedelta(hours=12)
    assert pauses[-1] is None


def test_an_entry_names_the_entities_that_were_invited() -> None:
    assert invited_entities(("invitations/moi", "title", "invitations/paci")) == ["moi", "paci"]


def test_a_letter_speaks_both_languages_arabic_first() -> None:
    letter = write_letter("invitation", FACTS, base_url="https://dalil.example")

    assert letter.subject == (
        "دعوة إلى ورشة عمل: ورشة <التصنيف> | Invitation to a workshop: Workshop & more"
    )
    assert letter.text == (
        "ندعو جهتكم إلى ورشة العمل المبينة أدناه، ونرجو تأكيد الحضور أو الاعتذار.\n"
        "الورشة: ورشة <التصنيف>\n"
        "الموعد (بتوقيت الكويت): \u20662026-12-06 09:00\u2069\n"
        "المكان: قاعة 3\n"
        "رابط الحضور: \u2066https://meet.example/a\u2069\n"
        "التفاصيل: \u2066https://dalil.example/ar/workshops/ws_1\u2069\n"
        "\n---\n\n"
        "Your entity is invited to the workshop below. Please accept or decline.\n"
        "Workshop: Workshop & more\n"
        "Time (Kuwait): 2026-12-06 09:00\n"
        "Place: Hall 3\n"
        "Online: https://meet.example/a\n"
        "Details: https://dalil.example/en/workshops/ws_1\n"
    )


def test_titles_are_text_in_html_too() -> None:
    letter = write_letter("invitation", FACTS, base_url="")

    assert "<التصنيف>" not in letter.html
    assert "&lt;التصنيف&gt;" in letter.html
    assert "Workshop &amp; more" in letter.html
    assert 'lang="ar" dir="rtl"' in letter.html
    assert "Details" not in letter.html


def test_a_decision_is_named_in_words() -> None:
    facts = {**FACTS, "outcome": "accepted_with_conditions", "path": "/change-requests/cr_1"}
    letter = write_letter("decision", facts, base_url="")

    assert "القرار: مقبول بشروط" in letter.text
    assert "Decision: accepted with conditions" in letter.text


@given(st.text(max_size=60), st.text(max_size=60))
def test_no_text_breaks_out_of_the_html(ar: str, en: str) -> None:
    letter = write_letter("change", {"title": {"ar": ar, "en": en}, "path": "/x"}, base_url="")

    assert letter.html.count("<section") == 2
    assert letter.html.count("<p>") == letter.html.count("</p>")
