"""Tables as people make them: encodings, separators, merged cells, hidden sheets, formulas."""

import datetime
import io
import zipfile
from typing import Any

import openpyxl
import pytest

from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import (
    HEADERS,
    OTHER,
    ROW,
    csv_file,
    replaced,
    saved,
    with_parts,
    workbook,
)

pytestmark = pytest.mark.any_database


def findings_of(counter: Counter, done: Any, rule: str) -> list[Any]:
    return [
        one for row in counter.rows(done["id"]) for one in row["findings"] if one["rule"] == rule
    ]


@pytest.mark.parametrize(
    "content",
    [
        csv_file(ROW).encode("utf-8-sig"),
        csv_file(ROW).encode("utf-16"),
        b"\xfe\xff" + csv_file(ROW).encode("utf-16-be"),
        csv_file(ROW, delimiter=";").encode(),
        csv_file(ROW, delimiter="\t").encode(),
        ("sep=;\r\n" + csv_file(ROW, delimiter=";")).encode(),
        ("دليل خدمات الوزارة,,\r\n\r\n" + csv_file(ROW)).encode(),
    ],
    ids=["bom", "utf-16", "utf-16-be", "semicolons", "tabulators", "hint", "title"],
)
def test_csv_is_read_however_it_was_saved(counter: Counter, content: bytes) -> None:
    done = counter.imported(content, "services.csv")

    assert done["counts"]["created"] == 1
    assert counter.entry("boat-1")["title"]["ar"] == "تسجيل قارب صيد"


def test_arabic_of_windows_is_read_when_it_is_named(counter: Counter) -> None:
    headers = replaced(HEADERS, I="Channel 1: phone")
    content = csv_file(ROW, headers=headers).encode("cp1256")

    counter.imported(content, "services.csv", encoding="windows-1256")

    assert counter.entry("boat-1")["title"]["ar"] == "تسجيل قارب صيد"


def test_numbers_dates_and_codes_are_read_as_excel_gives_them(counter: Counter) -> None:
    headers = [*HEADERS, "Fee 1: amount in fils", "Fee 1: valid from", "Contact 1: phone"]
    row = replaced(ROW, A=101, F=2.1, I=96522221111.0, J=False, K=3, L=2.0)

    counter.imported(
        workbook([*row, 20000.0, datetime.date(2026, 3, 1), 22221111], headers=headers),
        mode="valid-rows",
    )

    entry = counter.entry("101")
    assert entry["isClassifiedBy"][0]["notation"] == "02.1"
    assert entry["hasChannel"][0]["phone"] == "96522221111"
    assert entry["contactPoint"][0]["telephone"] == "22221111"
    assert (entry["isFree"], entry["processingTime"], entry["digitalStage"]) == (False, "P3D", 2)
    assert (entry["hasCost"][0]["amountFils"], entry["hasCost"][0]["validFrom"]) == (
        20000,
        "2026-03-01",
    )


def test_names_stand_for_codes(counter: Counter) -> None:
    row = replaced(ROW, F="02.1.1 – أي شيء", G="مواطن، Resident", H="مراجعة الجهة")

    done = counter.imported(workbook(row), dryRun="true")

    assert done["counts"]["created"] == 1, counter.rows(done["id"])


def test_a_value_that_is_none_of_the_list_is_shown_with_its_cell(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, G="مواطنن")), dryRun="true")

    [finding] = findings_of(counter, done, "IMPORT-02")
    assert (finding["cell"], finding["column"]) == ("G2", "audience")
    assert "Did you mean 'citizen'?" in finding["hint"]["en"]


def test_a_value_of_another_kind_is_shown_with_its_cell(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, J="ربما", K="soon")), dryRun="true")

    found = findings_of(counter, done, "IMPORT-03")
    assert sorted(one["cell"] for one in found) == ["J2", "K2"]


def test_a_formula_is_kept_as_text_and_told(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, C="=1+1")), dryRun="true")

    [finding] = findings_of(counter, done, "IMPORT-04")
    assert (finding["cell"], finding["severity"]) == ("C2", "warning")


def test_an_error_of_the_spreadsheet_is_no_value(counter: Counter) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROW)))
    book.active["C2"].value = "#REF!"
    book.active["C2"].data_type = "e"

    done = counter.imported(saved(book), dryRun="true")

    assert [one["cell"] for one in findings_of(counter, done, "IMPORT-05")] == ["C2"]


def test_a_code_that_became_a_date_is_told(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, A=datetime.date(2026, 1, 2))), dryRun="true")

    assert [one["cell"] for one in findings_of(counter, done, "IMPORT-07")] == ["A2"]


def test_merged_cells_are_told_row_by_row(counter: Counter) -> None:
    book = openpyxl.load_workbook(io.BytesIO(workbook(ROW, OTHER)))
    book.active.merge_cells("F2:F3")

    done = counter.imported(saved(book), mode="valid-rows")

    assert done["counts"] == {
        "created": 1,
        "changed": 0,
        "unchanged": 0,
        "refused": 1,
        "withWarnings": done["counts"]["withWarnings"],
    }
    assert [one["cell"] for one in findings_of(counter, done, "IMPORT-06")] == ["F3"]


def test_a_merged_title_above_the_headers_is_no_matter(counter: Counter) -> None:
    book = openpyxl.Workbook()
    book.active.append(["دليل خدمات الوزارة"])
    book.active.merge_cells("A1:F1")
    for row in (HEADERS, ROW):
        book.active.append(list(row))

    done = counter.imported(saved(book))

    assert done["counts"]["created"] == 1


def test_hidden_sheets_are_not_read_and_others_are_named(counter: Counter) -> None:
    book = openpyxl.Workbook()
    hidden, shown, other = book.active, book.create_sheet("خدمات"), book.create_sheet("ملاحظات")
    hidden.sheet_state = "hidden"
    for sheet, row in ((hidden, OTHER), (shown, ROW)):
        sheet.append(list(HEADERS))
        sheet.append(list(row))
    other.append(["شيء آخر"])

    done = counter.imported(saved(book))

    assert [row["sourceId"] for row in counter.rows(done["id"])] == ["boat-1"]
    assert [one["message"]["en"] for one in done["notices"]] == [
        "The sheet 'ملاحظات' was not read."
    ]


def test_headers_in_two_languages_may_stand_in_two_rows(counter: Counter) -> None:
    book = openpyxl.Workbook()
    for row in (
        ["رمز الخدمة لدى الجهة", "العنوان بالعربية", "التصنيف"],
        ["Service id", "Title in Arabic", "Category"],
        ["boat-1", "تسجيل قارب صيد", "02.1.1"],
    ):
        book.active.append(row)

    done = counter.imported(saved(book), dryRun="true")

    assert [row["row"] for row in counter.rows(done["id"])] == [3]


def test_columns_may_stand_in_any_order(counter: Counter) -> None:
    order = [7, 0, 11, 3, 5, 1, 10, 2, 9, 4, 8, 6]

    counter.imported(
        workbook([ROW[place] for place in order], headers=[HEADERS[place] for place in order])
    )
    done = counter.imported(workbook(ROW))

    assert done["counts"]["unchanged"] == 1


def test_a_row_without_an_id_is_told(counter: Counter) -> None:
    done = counter.imported(workbook(replaced(ROW, A=None)), dryRun="true")

    assert counter.errors(done["id"]) == [("A2", "IMPORT-10")]


def test_an_id_that_cannot_be_one_is_told(counter: Counter) -> None:
    for source_id in ("قارب", "a b", "x" * 80, "-x", "a/b"):
        done = counter.imported(workbook(replaced(ROW, A=source_id)), dryRun="true")

        [row] = counter.rows(done["id"])
        assert row["outcome"] == "refused"
        assert {one["cell"] for one in row["findings"] if one["severity"] == "error"} == {"A2"}


def test_an_id_that_two_rows_would_share_is_told(counter: Counter) -> None:
    rows = [replaced(ROW, A="x-1"), replaced(OTHER, A="moi-x-1")]

    done = counter.imported(workbook(*rows), mode="valid-rows")

    assert counter.errors(done["id"]) == [("A2", "IMPORT-09"), ("A3", "IMPORT-09")]


def test_a_file_without_rows_is_no_fault(counter: Counter) -> None:
    done = counter.imported(workbook())

    assert (done["state"], done["totalRows"]) == ("finished", 0)


def test_lines_that_are_no_objects_are_told(counter: Counter) -> None:
    lines = '{"sourceId": "a"}\nnot json\n[1]\n\n{"entity": "moe", "sourceId": "b"}\n{}'

    done = counter.imported(lines, "services.ndjson", mode="valid-rows")

    rules = {
        row["row"]: [one["rule"] for one in row["findings"]] for row in counter.rows(done["id"])
    }
    assert rules[2] == rules[3] == ["IMPORT-08"]
    assert rules[5] == ["IMPORT-11"]
    assert rules[6] == ["IMPORT-10"]


def test_one_array_of_json_is_read_like_lines(counter: Counter) -> None:
    done = counter.imported('[{"sourceId": "a"}, {"sourceId": "b"}]', "services.json")

    assert [row["row"] for row in counter.rows(done["id"])] == [1, 2]


def test_a_number_beyond_all_numbers_spoils_its_row_alone(counter: Counter) -> None:
    headers = [*HEADERS, "Fee 1: amount in fils"]
    rows = ([*replaced(ROW, J=""), "1e4000000"], [*replaced(OTHER, J=""), "5000"])

    done = counter.imported(csv_file(*rows, headers=headers), "services.csv", mode="valid-rows")

    assert (done["state"], done["counts"]["refused"]) == ("finished", 1)
    assert ("M2", "IMPORT-03") in counter.errors(done["id"])
    assert counter.entry("kiln-1")["hasCost"][0]["amountFils"] == 5000


def test_a_number_that_json_does_not_have_is_not_an_empty_cell(counter: Counter) -> None:
    sheet = "xl/worksheets/sheet1.xml"
    made = workbook([*replaced(ROW, J=""), 5000], headers=[*HEADERS, "Fee 1: amount in fils"])
    counter.imported(made, mode="valid-rows")
    with zipfile.ZipFile(io.BytesIO(made)) as parts:
        endless = parts.read(sheet).replace(b"<v>5000</v>", b"<v>1e999</v>")

    done = counter.imported(with_parts(made, {sheet: endless}), mode="valid-rows")

    assert (done["counts"]["refused"], done["counts"]["changed"]) == (1, 0)
    assert ("M2", "IMPORT-05") in counter.errors(done["id"])
    assert counter.entry("boat-1")["hasCost"][0]["amountFils"] == 5000
