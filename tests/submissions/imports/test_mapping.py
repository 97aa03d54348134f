"""Foreign tables come in through mapping files; two real ones where they are present."""

import csv
import json
from pathlib import Path
from typing import Any

import pytest

from app.core.settings import ROOT
from tests.submissions.imports.conftest import Counter
from tests.submissions.imports.tables import ROW, csv_file, workbook

pytestmark = pytest.mark.any_database

REAL = ROOT.parent / "shared" / "realdata"
CANADA = REAL / "ca-gc-infobase" / "services_2021-04.csv"
LEBANON = REAL / "lb-instructions" / "services_ar_en.json"


def mapped(counter: Counter, content: bytes | str, name: str, mapping: Any, **said: str) -> Any:
    return counter.imported(content, name, mapping=json.dumps(mapping), **said)


def fields(*more: Any) -> dict[str, Any]:
    return {
        "fields": [
            {"to": "sourceId", "from": ["dept", "no"], "join": "-"},
            {"to": "title", "from": {"ar": "اسم", "en": "name"}},
            {"to": "description.ar", "from": "اسم"},
            {"to": "isClassifiedBy", "constant": "02.1.1"},
            *more,
        ]
    }


HEADERS = ("dept", "no", "name", "اسم", "who", "ways", "paid", "noise")
LINE = ("D", "7", "Boat registration", "تسجيل قارب صيد", "Persons<>Firms", "Phone<>Web", "Yes", "x")


def test_columns_constants_values_and_separators(counter: Counter) -> None:
    mapping = fields(
        {
            "to": "audience",
            "from": "who",
            "separator": "<>",
            "values": {"Persons": "citizen", "Firms": "business"},
        },
        {
            "to": "hasChannel.*.type",
            "from": "ways",
            "separator": "<>",
            "values": {"Phone": "phone", "Web": "portal"},
        },
        {"to": "isFree", "from": "paid", "values": {"Yes": False, "No": True}},
    )

    done = mapped(counter, csv_file(LINE, headers=HEADERS), "x.csv", mapping, mode="valid-rows")

    assert done["counts"]["created"] == 1, counter.rows(done["id"])
    entry = counter.entry("D-7")
    assert entry["title"] == {"ar": "تسجيل قارب صيد", "en": "Boat registration"}
    assert entry["audience"] == ["citizen", "business"]
    assert [one["type"] for one in entry["hasChannel"]] == ["phone", "portal"]
    assert entry["isFree"] is False


def test_findings_name_the_cells_of_the_foreign_table(counter: Counter) -> None:
    mapping = fields({"to": "audience", "from": "who", "separator": "<>"})

    done = mapped(counter, csv_file(LINE, headers=HEADERS), "x.csv", mapping, dryRun="true")

    cells = [
        one["cell"] for one in counter.rows(done["id"])[0]["findings"] if one["severity"] == "error"
    ]
    assert set(cells) == {"E2"}


def test_what_is_not_in_the_table_of_values_may_be_dropped_or_replaced(counter: Counter) -> None:
    for otherwise, audience in ((None, ["citizen"]), ("business", ["citizen", "business"])):
        table = {"values": {"Persons": "citizen"}, "otherwise": otherwise}
        mapping = fields({"to": "audience", "from": "who", "separator": "<>", **table})

        mapped(counter, csv_file(LINE, headers=HEADERS), "x.csv", mapping, mode="valid-rows")

        assert counter.entry("D-7")["audience"] == audience


def test_lines_of_json_are_mapped_by_their_keys(counter: Counter) -> None:
    record = {**dict(zip(HEADERS, LINE, strict=True)), "who": ["citizen", "resident"]}
    mapping = fields({"to": "audience", "from": "who"})

    done = mapped(counter, json.dumps(record), "x.ndjson", mapping, mode="valid-rows")

    assert done["counts"]["created"] == 1, counter.rows(done["id"])
    assert counter.entry("D-7")["audience"] == ["citizen", "resident"]


def test_a_sheet_may_be_named(counter: Counter) -> None:
    mapping = {"sheet": "other", "fields": [{"to": "sourceId", "from": "Title in Arabic"}]}

    answer = counter.hand_in(workbook(ROW), mapping=json.dumps(mapping))

    assert answer.status_code == 422
    assert "no sheet of that name" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("mapping", "says"),
    [
        ({"fields": [{"to": "sourceId", "from": "nowhere"}]}, "no known headers"),
        (fields({"to": "audience", "from": "nowhere"}), "no column 'nowhere'"),
        ({"fields": [{"to": "title.ar", "from": "name"}]}, "service's id"),
        ({"fields": [{"to": "title.fr", "from": "name"}]}, "no field 'title.fr'"),
        ({"fields": [{"to": "hasChannel.*.openingHours.*.days", "from": "x"}]}, "no field"),
        ({"fields": [{"to": "sourceId"}]}, "cannot be read"),
        ({"fields": []}, "cannot be read"),
        ({"fields": [{"to": "sourceId", "from": "no", "constant": "x"}]}, "cannot be read"),
    ],
)
def test_a_mapping_that_does_not_fit_is_refused(counter: Counter, mapping: Any, says: str) -> None:
    answer = counter.hand_in(csv_file(LINE, headers=HEADERS), "x.csv", mapping=json.dumps(mapping))

    assert answer.status_code == 422
    assert says in answer.json()["detail"]


CANADIAN = {
    "name": "Service inventory of Canada",
    "fields": [
        {"to": "sourceId", "from": ["dept_code", "id"], "join": "-"},
        {"to": "title", "from": {"en": "name_en", "ar": "name_fr"}},
        {"to": "description", "from": {"en": "description_en", "ar": "description_fr"}},
        {"to": "isClassifiedBy", "constant": "14.1"},
        {
            "to": "audience",
            "from": "target_groups_en",
            "separator": "<>",
            "values": {
                "Economic Segments": "business",
                "Non-Profit Institutions and Organizations": "business",
                "Internal to Government": "government",
                "Provinces, Territories and Communities": "government",
                "Foreign Entities": "visitor",
                "Environmental": None,
            },
            "otherwise": "citizen",
        },
        {
            "to": "hasChannel.*.type",
            "from": "feedback_channels_en",
            "separator": "<>",
            "values": {"Telephone": "phone", "Online": "portal", "In-Person": "counter"},
            "otherwise": None,
        },
        {"to": "isFree", "from": "collects_fees", "values": {"Yes": False, "No": True}},
        {"to": "spatial", "constant": "CAN"},
    ],
}


@pytest.mark.skipif(not CANADA.exists(), reason="the Canadian inventory is not present")
def test_the_canadian_inventory_comes_in_in_both_its_languages(counter: Counter) -> None:
    """Its second language is French, so the rules of Arabic speak; its shape is sound."""
    with CANADA.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))

    done = mapped(counter, CANADA.read_bytes(), "canada.csv", CANADIAN, mode="valid-rows")

    assert done["totalRows"] == len(rows) == 1180
    errors = {
        one["rule"]
        for row in all_rows(counter, done["id"])
        for one in row["findings"]
        if one["severity"] == "error"
    }
    assert errors == {"LANG-04", "DUP-01"}


LEBANESE = {
    "name": "Administrative instructions of Lebanon",
    "fields": [
        {"to": "sourceId", "from": "number"},
        {"to": "title", "from": {"ar": "tittleAr", "en": "title"}},
        {"to": "description", "from": {"ar": "descriptionAr", "en": "description"}},
        {"to": "isClassifiedBy", "constant": "02.1.1"},
        {"to": "audience", "constant": "citizen"},
        {"to": "keyword.ar", "from": "sectors"},
        {"to": "hasChannel.1.type", "constant": "counter"},
        {"to": "spatial", "constant": "LBN"},
    ],
}


@pytest.mark.skipif(not LEBANON.exists(), reason="the Lebanese instructions are not present")
def test_the_lebanese_instructions_come_in_in_arabic_and_english(counter: Counter) -> None:
    records = json.loads(LEBANON.read_text(encoding="utf-8"))
    lines = "\n".join(
        json.dumps({"number": f"lb-{place}", **one}) for place, one in enumerate(records)
    )

    done = mapped(counter, lines, "lebanon.ndjson", LEBANESE, mode="valid-rows")

    assert done["totalRows"] == len(records) == 117
    assert done["counts"]["created"] == 117
    entry = counter.entry("lb-0")
    assert entry["title"]["ar"] == records[0]["tittleAr"].strip()
    assert entry["title"]["en"] == records[0]["title"].strip()


def all_rows(counter: Counter, import_id: str) -> list[Any]:
    found, cursor = [], ""
    while cursor is not None:
        page = counter.get(f"/imports/{import_id}/rows?limit=200{cursor}").json()
        found += page["items"]
        cursor = f"&cursor={page['nextCursor']}" if page["nextCursor"] else None
    return found


def test_the_data_of_others_is_not_among_the_files_of_the_project() -> None:
    assert not any(Path(ROOT / "tests").rglob("services_2021-04.csv"))
