"""What goes out as a workbook comes back as it was; the report says what was found."""

import io
from typing import Any

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.catalogue.schemas.content import ServiceContent
from app.submissions.imports.flattening import flatten, in_order, plain_lists
from app.submissions.imports.headers import read_headers
from app.submissions.imports.rows import read_row
from app.submissions.imports.vocabulary import Vocabulary
from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import (
    HEADERS,
    OTHER,
    ROW,
    csv_file,
    replaced,
    saved,
    workbook,
)

pytestmark = pytest.mark.any_database

FORMULAS = ("=1+1", "+1", "-1", "@x", "＝1", "'=1", "=HYPERLINK(x)")
RICH: dict[str, Any] = {
    "title": {"ar": "تسجيل قارب صيد", "en": "=cmd|' /C calc'!A0"},
    "description": {"ar": "تسجيل قارب الصيد باسم مالكه وإصدار رقمه."},
    "keyword": {"ar": ["قارب | طراد", "a;b", "c\\d"], "en": []},
    "isClassifiedBy": [{"scheme": "services", "notation": "02.1.1"}],
    "audience": ["citizen", "resident"],
    "hasChannel": [
        {
            "type": "counter",
            "purpose": "pay",
            "phone": "+965 2222 1111",
            "openingHours": [
                {"days": ["SU", "TU"], "opens": "08:00", "closes": "13:30"},
                {"days": ["TH"], "opens": "09:00:30", "closes": "10:00"},
            ],
        },
        {"type": "portal", "url": "https://www.moi.gov.kw/boat", "title": {"en": "Portal"}},
    ],
    "hasCost": [{"amountFils": 5250, "validFrom": "2026-01-01", "channel": "portal"}],
    "hasInputType": [{"evidenceType": "cid"}, {"evidenceType": "pp", "isOptional": True}],
    "holdsRequirement": [{"title": {"ar": "العمر 18 سنة"}}],
    "follows": [{"title": {"ar": "التقديم"}}, {"title": {"ar": "الاستلام", "en": "Collection"}}],
    "processingTime": "P3DT4H",
    "produces": [{"type": "licence", "title": {"ar": "رخصة قارب"}}],
    "contactPoint": [{"email": "boats@moi.gov.kw", "telephone": "22221111"}],
    "openingHours": [{"days": ["SU"], "opens": "07:00", "closes": "14:00"}],
    "digitalStage": 0,
    "isFree": False,
    "language": ["ar"],
}


def test_the_rich_entry_survives_the_table() -> None:
    assert there_and_back(RICH) == settled(RICH)


TEXTS = st.text(
    alphabet=st.characters(codec="utf-8", categories=["L", "N", "P", "S", "Zs"]), min_size=1
).filter(lambda text: text.strip() and ServiceContent_accepts(text))


def ServiceContent_accepts(text: str) -> bool:  # noqa: N802
    from pydantic import ValidationError

    from app.core.schemas import LocalText

    try:
        return LocalText(ar=text).ar == text
    except ValidationError:
        return False


@settings(max_examples=150)
@given(
    title=TEXTS,
    words=st.lists(TEXTS, max_size=4),
    costs=st.lists(st.integers(0, 10**9), max_size=4),
    steps=st.lists(TEXTS, max_size=5),
)
def test_texts_and_lists_survive_the_table(
    title: str, words: list[str], costs: list[int], steps: list[str]
) -> None:
    entry = {
        "title": {"ar": title},
        "description": {"ar": title},
        "isClassifiedBy": [{"notation": "02.1"}],
        "keyword": {"ar": words, "en": []},
        "hasCost": [{"amountFils": one} for one in costs],
        "follows": [{"title": {"ar": one}} for one in steps],
    }

    assert there_and_back(entry) == settled(entry)


def there_and_back(entry: dict[str, Any]) -> dict[str, Any]:
    content = settled(entry)
    flat = flatten("x", content, is_plain=plain_lists([content]))
    columns = in_order(flat)
    heading = read_headers([column.label("ar") for column in columns])
    row = read_row(heading.fills, [flat[column] for column in columns], Vocabulary({}))
    assert row.findings == []
    return settled(row.content)


def settled(entry: dict[str, Any]) -> dict[str, Any]:
    return ServiceContent.model_validate(entry).model_dump(mode="json", by_alias=True)


def test_what_is_downloaded_and_sent_back_changes_nothing(counter: Counter) -> None:
    counter.desk.ask("editor", "PUT", "/entities/moi/services/boat-1", RICH)
    workbook = counter.get("/entities/moi/services.xlsx")

    done = counter.imported(workbook.content)

    assert done["counts"]["unchanged"] == done["totalRows"] > 50
    assert done["notices"] == []
    same = counter.get("/imports/template.xlsx?entity=moi&filled=true")
    assert rows_of(same.content) == rows_of(workbook.content)


def test_a_change_in_the_download_changes_that_alone(counter: Counter) -> None:
    counter.imported(workbook(ROW, OTHER))
    book = openpyxl.load_workbook(io.BytesIO(counter.get("/entities/moi/services.xlsx").content))
    sheet = book.worksheets[0]
    [row] = [row for row in sheet.iter_rows(min_row=3) if row[0].value == "boat-1"]
    row[2].value = "Registration of a fishing boat"
    target = io.BytesIO()
    book.save(target)

    done = counter.imported(target.getvalue())

    assert done["counts"]["changed"] == 1
    assert counter.entry("boat-1")["title"]["en"] == "Registration of a fishing boat"


def test_the_template_has_choices_instructions_and_both_languages(counter: Counter) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(counter.get("/imports/template.xlsx?entity=moi").content)
    )

    services, instructions, codes = book.worksheets
    assert (services["A1"].value, services["A2"].value) == ("رمز الخدمة لدى الجهة", "Service id")
    assert services.sheet_view.rightToLeft
    assert len(services.data_validations.dataValidation) > 10
    assert instructions.max_row == services.max_column + 6
    assert "citizen – مواطن" in {cell.value for column in codes.iter_cols() for cell in column}


def test_the_template_without_entries_imports_as_nothing(counter: Counter) -> None:
    done = counter.imported(counter.get("/imports/template.xlsx?entity=moi").content)

    assert (done["state"], done["totalRows"], done["notices"]) == ("finished", 0, [])


def test_downloads_are_for_those_who_may_see_drafts(counter: Counter) -> None:
    for path in ("/entities/moi/services.xlsx", "/imports/template.xlsx?entity=moi"):
        assert counter.get(path, "stranger").status_code == 403
        assert counter.desk.client.get(f"/v1{path}").status_code == 401


@pytest.mark.parametrize("text", FORMULAS)
def test_no_formula_goes_out_and_the_text_comes_back(counter: Counter, text: str) -> None:
    counter.desk.ask(
        "editor",
        "PUT",
        "/entities/moi/services/boat-1",
        {**RICH, "title": {**RICH["title"], "en": text}},
    )
    content = counter.get("/entities/moi/services.xlsx").content

    assert b"<f>" not in sheet_xml(content)
    assert counter.imported(content)["counts"]["changed"] == 0


def test_a_cell_that_was_escaped_in_csv_is_read_as_it_was(counter: Counter) -> None:
    row = replaced(ROW, C="'=1+1", I="'+965 2222 1111")

    counter.imported(csv_file(row), "services.csv")

    entry = counter.entry("boat-1")
    assert entry["title"]["en"] == "=1+1"
    assert entry["hasChannel"][0]["phone"] == "+965 2222 1111"


def test_the_report_shows_every_row_with_its_findings(counter: Counter) -> None:
    done = counter.imported(workbook(ROW, replaced(OTHER, B=None)), mode="valid-rows")

    answer = counter.get(f"/imports/{done['id']}/report.xlsx")

    assert answer.status_code == 200
    services, findings = openpyxl.load_workbook(io.BytesIO(answer.content)).worksheets
    rows = list(services.iter_rows(values_only=True))
    assert rows[0][: len(HEADERS)] == HEADERS
    assert rows[1][0] == "boat-1"
    assert (rows[1][-2], rows[2][-2]) == ("جديدة Created", "مرفوضة Refused")
    assert "B3 MAND-01" in rows[2][-1]
    assert services["B3"].fill.start_color.rgb == "FFF8CBAD"
    assert ("B3", "MAND-01") in {(row[0], row[2]) for row in findings.iter_rows(values_only=True)}
    assert findings["A2"].hyperlink is not None


def test_the_report_keeps_the_headers_of_both_languages(counter: Counter) -> None:
    template = counter.get("/imports/template.xlsx?entity=moi").content
    book = openpyxl.load_workbook(io.BytesIO(template))
    sent = book.worksheets[0]
    sent["A3"].value = "boat-1"
    done = counter.imported(saved(book), mode="valid-rows")

    report = counter.get(f"/imports/{done['id']}/report.xlsx").content

    services = openpyxl.load_workbook(io.BytesIO(report)).worksheets[0]
    rows = list(services.iter_rows(values_only=True))
    headers = list(sent.iter_rows(max_row=2, values_only=True))
    assert [row[: sent.max_column] for row in rows[:2]] == headers
    assert (rows[2][0], services.freeze_panes) == ("boat-1", "B3")


def test_a_report_can_be_mended_and_sent_back(counter: Counter) -> None:
    done = counter.imported(workbook(ROW, replaced(OTHER, B=None)), mode="valid-rows")
    report = counter.get(f"/imports/{done['id']}/report.xlsx").content
    book = openpyxl.load_workbook(io.BytesIO(report))
    book.worksheets[0]["B3"].value = OTHER[1]
    target = io.BytesIO()
    book.save(target)

    done = counter.imported(target.getvalue())

    assert (done["counts"]["unchanged"], done["counts"]["created"], done["notices"]) == (1, 1, [])


def test_a_formula_in_a_cell_is_text_in_the_report(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, C="=1+1")), dryRun="true")

    report = counter.get(f"/imports/{done['id']}/report.xlsx").content

    assert b"<f>" not in sheet_xml(report)
    assert openpyxl.load_workbook(io.BytesIO(report)).worksheets[0]["C2"].value == "=1+1"


def test_lines_of_json_have_a_report_too(counter: Counter) -> None:
    done = counter.imported('{"sourceId": "a"}\n', "services.ndjson", mode="valid-rows")

    report = counter.get(f"/imports/{done['id']}/report.xlsx").content

    [services, _] = openpyxl.load_workbook(io.BytesIO(report)).worksheets
    assert services["A1"].value == "a"


def test_there_is_no_report_of_a_file_that_could_not_be_read(counter: Counter) -> None:
    done = counter.imported("{}\n" + '{"x":"' + "y" * 2_000_000 + '"}', "services.ndjson")

    answer = counter.get(f"/imports/{done['id']}/report.xlsx")

    assert (answer.status_code, answer.json()["code"]) == (409, "import-unfinished")


def rows_of(content: bytes) -> list[tuple[Any, ...]]:
    sheet = openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]
    return list(sheet.iter_rows(values_only=True))


def sheet_xml(content: bytes) -> bytes:
    import zipfile

    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return archive.read("xl/worksheets/sheet1.xml")
