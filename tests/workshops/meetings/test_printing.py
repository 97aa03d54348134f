"""What stands beside what on the pages of an outcome document."""

import io

import pytest
from pypdf import PdfReader

from app.portal import paper_pdf
from tests.workshops.meetings.conftest import Hall

MINUTES = {"paragraphs": [{"ar": "افتتحت الورشة.", "en": "It was opened."}] * 3}


@pytest.mark.any_database
@pytest.mark.skipif(not paper_pdf.can_print(), reason="WeasyPrint is not installed")
def test_signatures_never_stand_alone_on_a_page(held: tuple[Hall, str, list[str]]) -> None:
    hall, path, _ = held
    hall.ask("facilitator", "POST", f"{path}/minutes", MINUTES)
    hall.ask("facilitator", "POST", f"{path}/close")
    page = hall.ask("moi", "GET", f"{path}/outcome?format=html&lang=en").text
    first, minutes, rest = page.partition('<section class="minutes">')
    assert minutes

    for height in (0, 60, 120, 150, 180, 200, 220):
        gap = f'<div style="height: {height}mm"></div>'
        printed = PdfReader(io.BytesIO(paper_pdf.print_pdf(f"{first}{gap}{minutes}{rest}")))
        texts = [one.extract_text() for one in printed.pages]
        (signed,) = [one for one in texts if "Signatures of the entities" in one]
        assert "It was opened." in signed.partition("Signatures of the entities")[0], height
        assert "Fingerprint" in texts[-1]
        assert texts[-1] == signed
