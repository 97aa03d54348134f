"""The outcome document, the circulation guide and the conflicts of an agenda, over HTTP."""

import base64
import hashlib
import json
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from pypdf import PdfReader

from app.portal import paper_pdf
from app.portal.wording import load_texts
from tests.workshops.meetings.conftest import DECREE, OBJECTION, Hall, adding, propose

VOWELS = re.compile("[\u064c-\u0652]")
"""All marks but the one at the end of words such as شكراً, which readers keep in its place."""


def test_the_conflicts_of_an_agenda_are_found_by_doing(held: tuple[Hall, str, list[str]]) -> None:
    hall, path, requests = held
    found = hall.ask("", "GET", f"{path}/conflicts").json()

    assert found["requests"] == requests
    assert found["order"] is None
    assert [(one["one"], one["other"], one["kind"]) for one in found["pairs"]] == [
        (requests[0], requests[1], "exclusive")
    ]
    assert found["pairs"][0]["reasons"][0].keys() == {"ar", "en"}
    assert found["inapplicable"] == []


def test_what_goes_together_has_an_order(seeded_hall: Hall) -> None:
    hall = seeded_hall
    workshop = hall.plan()["id"]
    first = propose(hall, workshop, adding("02.98", "الإقامة والتأشيرات", "Residence"))
    other = propose(hall, workshop, adding("02.97", "شؤون الوافدين", "Affairs"))
    items = {"items": [{"changeRequest": one} for one in (other, first)]}
    hall.ask("facilitator", "PUT", f"/workshops/{workshop}/agenda", items)

    found = hall.ask("moi", "GET", f"/workshops/{workshop}/conflicts").json()
    assert found["order"] == [other, first]
    assert hall.ask("moe", "GET", f"/workshops/{workshop}/conflicts").status_code == 404


def test_the_outcome_says_what_was_decided_and_by_whom(held: tuple[Hall, str, list[str]]) -> None:
    hall, path, requests = held
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/discuss")
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/call")
    decided = hall.ask("board", "POST", f"/change-requests/{requests[0]}/decision", DECREE)
    assert decided.status_code in (200, 201), decided.text
    minutes = {"paragraphs": [{"ar": "افتتحت الورشة.", "en": "It was opened."}]}
    hall.ask("facilitator", "POST", f"{path}/minutes", minutes)
    hall.ask("facilitator", "POST", f"{path}/close")

    outcome = hall.ask("moi", "GET", f"{path}/outcome").json()
    topic, first, second = outcome["items"]
    assert (topic["title"], topic["request"]) == ({"ar": "الافتتاح", "en": "Opening"}, None)
    assert first["request"]["decision"]["outcome"] == "accepted"
    assert first["request"]["words"][0]["ar"].startswith("إضافة «الإقامة والتأشيرات»")
    assert [
        (one["entity"]["id"], one["stance"], one["reason"])
        for one in first["request"]["objections"]
    ] == [("paci", "object", OBJECTION)]
    assert second["request"]["decision"] is None
    assert outcome["present"][0]["people"] == ["سارة المطيري — مديرة"]
    assert [one["id"] for one in outcome["absent"]] == ["paci"]
    assert outcome["minutes"] == minutes["paragraphs"]
    late = {"entity": "moi", "stance": "support"}
    answer = hall.ask("moi", "POST", f"/change-requests/{requests[1]}/positions", late)
    assert (answer.status_code, answer.json()["code"]) == (409, "workshop-state")


def fingerprint(hall: Hall, who: str, path: str) -> str:
    """Read the fingerprint, and compute it again as anybody can."""
    outcome = hall.ask(who, "GET", f"{path}/outcome").json()
    written = json.dumps(
        outcome["sealed"], sort_keys=True, ensure_ascii=False, separators=(",", ":")
    )
    assert hashlib.sha256(written.encode()).hexdigest() == outcome["sha256"]
    return str(outcome["sha256"])


def test_the_fingerprint_of_a_closed_workshop_stays_for_ever(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, requests = held
    first, second = (f"/change-requests/{one}" for one in requests)
    for request in (first, second):
        hall.ask("steward", "POST", f"{request}/discuss")
        hall.ask("steward", "POST", f"{request}/call")
    hall.ask("board", "POST", f"{first}/decision", DECREE)
    minutes = {"paragraphs": [{"ar": "افتتحت الورشة.", "en": "It was opened."}]}
    hall.ask("facilitator", "POST", f"{path}/minutes", minutes)
    before = fingerprint(hall, "moi", path)
    hall.ask("facilitator", "POST", f"{path}/close")
    sealed = fingerprint(hall, "moi", path)
    assert sealed != before

    for who, address, body in (
        ("board", f"{second}/decision", {**DECREE, "outcome": "rejected"}),
        ("steward", f"{first}/enact", None),
        ("steward", "/taxonomies/services/releases", None),
        ("facilitator", f"{path}/minutes", minutes),
    ):
        answer = hall.ask(who, "POST", address, body)
        assert answer.status_code in (200, 201), (address, answer.text)
        assert fingerprint(hall, "moi", path) == sealed, address
    assert fingerprint(hall, "", path) == sealed
    assert fingerprint(hall, "board", path) == sealed

    outcome = hall.ask("moi", "GET", f"{path}/outcome").json()
    assert outcome["items"][1]["request"]["state"] == "released"
    assert outcome["minutesRevision"] == 2
    assert outcome["sealed"]["minutesRevision"] == 1
    assert outcome["items"][2]["request"]["state"] == "decided"
    assert outcome["items"][2]["request"]["decision"] is None


@pytest.mark.parametrize("name", ["outcome", "guide"])
def test_both_papers_say_that_the_content_is_a_demonstration(
    held: tuple[Hall, str, list[str]], name: str
) -> None:
    hall, path, _ = held
    arabic = hall.ask("", "GET", f"{path}/{name}?format=html&lang=ar").text
    english = hall.ask("", "GET", f"{path}/{name}?format=html&lang=en").text

    assert "نسخة تجريبية: البيانات هنا للعرض وليست مرجعاً رسمياً." in arabic
    assert "Demonstration: The data here is a sample, not an official reference." in english


def test_nobody_is_absent_where_nobody_wrote_down_who_came(seeded_hall: Hall) -> None:
    hall = seeded_hall
    path = hall.opened(entities=["moi", "paci", "moe"])
    page = hall.ask("moi", "GET", f"{path}/outcome?format=html&lang=ar").text
    assert hall.ask("moi", "GET", f"{path}/outcome").json()["absent"] == []
    assert "لم يسجل حضور هذه الورشة." in page
    assert "جهات مدعوة لم تحضر" not in page

    hall.ask("facilitator", "POST", f"{path}/attendance", {"entity": "moe"})
    absent = hall.ask("moi", "GET", f"{path}/outcome").json()["absent"]
    assert [one["id"] for one in absent] == ["moi", "paci"]


def test_entities_stand_in_the_order_of_their_titles(seeded_hall: Hall) -> None:
    hall = seeded_hall
    path = hall.opened(entities=["moi", "paci", "csc", "moe"])
    hall.ask("facilitator", "POST", f"{path}/attendance", {"entity": "moe"})

    for language, titles in (
        ("ar", ["الهيئة العامة للمعلومات المدنية", "ديوان الخدمة المدنية", "وزارة الداخلية"]),
        ("en", ["Civil Service Commission", "Ministry of Interior", "Public Authority for Civil"]),
    ):
        page = hall.ask("moi", "GET", f"{path}/outcome?format=html&lang={language}").text
        places = [page.index(f"<li>{one}") for one in titles]
        assert places == sorted(places), language


def test_a_closed_workshop_has_no_verdict_on_what_it_left_open(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, _ = held
    hall.ask("facilitator", "POST", f"{path}/close")

    page = hall.ask("", "GET", f"{path}/outcome?format=html&lang=ar").text
    assert page.count("لم يبت فيه</span>") == 4


@pytest.mark.parametrize("key", ["paper.", "request_state.", "stance.", "disposition.", "change."])
def test_fixed_words_of_the_papers_have_no_vowel_marks(key: str) -> None:
    """In text that is read out of a PDF marks come before the letters that they stand on."""
    said = {name: text for name, text in load_texts("ar").items() if name.startswith(key)}
    marked = [name for name, text in said.items() if VOWELS.search(str(text))]

    assert said
    assert marked == []


def test_what_prints_may_be_installed_while_a_server_runs(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "weasyprint", None)
    assert not paper_pdf.can_print()

    monkeypatch.delitem(sys.modules, "weasyprint")
    (tmp_path / "weasyprint.py").write_text("")
    monkeypatch.syspath_prepend(tmp_path)
    assert paper_pdf.can_print()


def test_the_public_reads_no_names(held: tuple[Hall, str, list[str]]) -> None:
    hall, path, _ = held
    page = hall.ask("", "GET", f"{path}/outcome?format=html&lang=ar").text

    assert "الوثيقة التوافقية" in page
    assert "سارة" not in page
    assert "سارة" in hall.ask("moi", "GET", f"{path}/outcome?format=html").text


def test_the_public_reads_roles_and_there_is_no_column_for_nobody(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, _ = held
    assert hall.ask("", "GET", f"{path}/outcome").json()["present"][0]["people"] == ["مديرة"]
    page = hall.ask("", "GET", f"{path}/outcome?format=html&lang=ar").text
    assert '<th scope="col">الممثلون</th>' in page
    assert '<bdi class="apart" dir="rtl">مديرة</bdi>' in page

    nobody = hall.opened(isPublic=True)
    hall.ask("facilitator", "POST", f"{nobody}/attendance", {"entity": "moi"})
    page = hall.ask("", "GET", f"{nobody}/outcome?format=html&lang=ar").text
    assert "وزارة الداخلية" in page
    assert "الممثلون" not in page


def test_the_outcome_says_how_many_were_asked_and_who_took_decisions_down(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, requests = held
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/discuss")
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/call")
    hall.ask("board", "POST", f"/change-requests/{requests[0]}/decision", DECREE)

    page = hall.ask("", "GET", f"{path}/outcome?format=html&lang=en").text
    facts = re.findall(r'<tr><th scope="row">(.*?)</th><td>(.*?)</td></tr>', page)
    assert [one for one in facts if one[0] in ("Invited", "Present", "Absent")] == [
        ("Invited", "2 entities"),
        ("Present", "1 entity"),
        ("Absent", "1 entity"),
    ]
    assert "Invited entities that did not come (1):" in page
    assert "Decision taken down by: the board" in page
    item = hall.ask("", "GET", f"{path}/outcome").json()["items"][1]["request"]
    assert (item["decidedBy"], item["releasedIn"], item["takenBackIn"]) == (["board"], None, None)


def test_the_form_is_chosen_by_the_header_or_the_parameter(
    held: tuple[Hall, str, list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    hall, path, _ = held
    page = hall.ask("", "GET", f"{path}/outcome", Accept="text/html")
    english = hall.ask("", "GET", f"{path}/guide?format=html&lang=en")

    assert page.headers["content-type"] == "text/html; charset=utf-8"
    assert page.headers["content-language"] == "ar"
    assert "default-src 'none'" in page.headers["content-security-policy"]
    assert english.headers["content-language"] == "en"
    assert "Guide to the proposed classification" in english.text
    assert hall.ask("", "GET", f"{path}/outcome", Accept="image/png").status_code == 406
    assert hall.ask("", "GET", f"{path}/outcome?format=docx").status_code == 422
    monkeypatch.setattr("app.portal.papers.can_print", lambda: False)
    monkeypatch.setattr("app.portal.paper_pdf.can_print", lambda: False)
    gone = hall.ask("", "GET", f"{path}/outcome?format=pdf")
    assert (gone.status_code, gone.json()["code"]) == (501, "pdf-unavailable")
    both = "application/pdf, text/html;q=0.5"
    fallback = hall.ask("", "GET", f"{path}/outcome", Accept=both)
    assert fallback.headers["content-type"] == "text/html; charset=utf-8"
    assert hall.ask("", "GET", f"{path}/outcome", Accept="application/pdf").status_code == 406


@pytest.mark.skipif(not paper_pdf.can_print(), reason="WeasyPrint is not installed")
@pytest.mark.skipif(shutil.which("pdftotext") is None, reason="poppler-utils is not installed")
def test_arabic_is_read_from_the_pdf_in_its_order(
    held: tuple[Hall, str, list[str]], tmp_path: Path
) -> None:
    hall, path, _ = held
    answer = hall.ask("moi", "GET", f"{path}/outcome?format=pdf&lang=ar")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/pdf"
    (tmp_path / "a.pdf").write_bytes(answer.content)
    read = subprocess.run(
        ["pdftotext", str(tmp_path / "a.pdf"), "-"], check=True, capture_output=True, text=True
    )

    text = " ".join(read.stdout.split())
    for words in ("الوثيقة التوافقية", "الإقامة والتأشيرات", "مواقف الجهات", "سارة المطيري"):
        assert words in text
    printed = PdfReader(tmp_path / "a.pdf")
    assert text.count("البيانات هنا للعرض") == len(printed.pages) + 1
    root = printed.trailer["/Root"]
    assert root["/Lang"] == "ar"
    assert "/StructTreeRoot" in root
    assert b"pdfuaid" in root["/Metadata"].get_data()
    again = hall.ask("moi", "GET", f"{path}/outcome?format=pdf&lang=ar")
    assert again.content == answer.content


def test_the_guide_shows_the_whole_tree_with_what_is_proposed(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, _ = held
    (scheme,) = hall.ask("", "GET", f"{path}/guide").json()["schemes"]

    assert scheme["scheme"] == "services"
    assert (len(scheme["applied"]), scheme["enacted"]) == (1, 0)
    assert len(scheme["leftOut"]) == 1
    second = next(one for one in scheme["topConcepts"] if one["notation"] == "02")
    added = next(one for one in second["children"] if one["notation"] == "02.98")
    assert (added["prefLabel"]["ar"], added["change"]) == ("الإقامة والتأشيرات", "added")
    assert second["serviceCount"] > 10
    assert any(one["scopeNote"] for one in second["children"])


def test_a_guide_without_change_requests_is_the_present_classification(seeded_hall: Hall) -> None:
    path = f"/workshops/{seeded_hall.plan()['id']}"
    (scheme,) = seeded_hall.ask("moi", "GET", f"{path}/guide").json()["schemes"]

    assert (scheme["scheme"], scheme["applied"], scheme["retired"]) == ("services", [], [])
    page = seeded_hall.ask("moi", "GET", f"{path}/guide?format=html&lang=en").text
    assert "<title>Guide to the classification as it stands:" in page
    assert "with the proposed changes" not in page
    assert "Version 1.0.0 · " in page


def test_a_draft_on_the_agenda_of_a_public_workshop_keeps_its_title_to_itself(
    seeded_hall: Hall,
) -> None:
    hall = seeded_hall
    workshop = hall.plan(isPublic=True)["id"]
    body = {
        "scheme": "services",
        "title": {"ar": "مسودة سرية", "en": "A secret draft"},
        "operations": [adding("02.98", "الإقامة", "Residence")],
    }
    draft = hall.ask("moi", "POST", "/change-requests", body).json()["id"]
    items = {"items": [{"changeRequest": draft}]}
    hall.ask("facilitator", "PUT", f"/workshops/{workshop}/agenda", items)

    for below in ("", "/outcome", "/guide", "/conflicts"):
        assert "secret" not in hall.ask("", "GET", f"/workshops/{workshop}{below}").text
    seen = hall.ask("moi", "GET", f"/workshops/{workshop}").json()["agenda"]
    assert seen[0]["title"]["en"] == "A secret draft"


@pytest.mark.parametrize("name", ["outcome", "guide"])
def test_a_paper_needs_no_other_file_and_its_style_is_allowed(
    held: tuple[Hall, str, list[str]], name: str
) -> None:
    hall, path, _ = held
    answer = hall.ask("", "GET", f"{path}/{name}?format=html&lang=ar")

    style = re.search("<style>(.*?)</style>", answer.text, re.DOTALL)
    assert style is not None
    digest = base64.b64encode(hashlib.sha256(style[1].encode()).digest()).decode()
    assert (
        f"style-src 'sha256-{digest}'; font-src data:"
        in (answer.headers["content-security-policy"])
    )
    sources = re.findall(r"""(?:src|href)=["']?([^"'> ]+)|url\("?([^")]{1,30})""", answer.text)
    assert [one for pair in sources for one in pair if one] == [
        "data:font/woff2;base64,d09GMgA"
    ] * 2


def test_the_guide_of_a_closed_workshop_is_the_one_of_its_opening(
    held: tuple[Hall, str, list[str]],
) -> None:
    hall, path, requests = held
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/discuss")
    hall.ask("steward", "POST", f"/change-requests/{requests[0]}/call")
    assert hall.ask("", "GET", f"{path}/guide").json()["circulatedAt"] is None
    hall.ask("board", "POST", f"/change-requests/{requests[0]}/decision", DECREE)
    assert hall.ask("steward", "POST", f"/change-requests/{requests[0]}/enact").status_code == 200
    hall.ask("facilitator", "POST", f"{path}/close")
    hall.ask("moi", "POST", f"/change-requests/{requests[1]}/withdraw", {})

    guide = hall.ask("", "GET", f"{path}/guide").json()
    (scheme,) = guide["schemes"]
    assert guide["circulatedAt"] == hall.ask("", "GET", path).json()["openedAt"]
    assert (len(scheme["applied"]), len(scheme["leftOut"]), scheme["enacted"]) == (1, 1, 0)
    assert {one["serviceCount"] for one in scheme["topConcepts"]} == {None}
