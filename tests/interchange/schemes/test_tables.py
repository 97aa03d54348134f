"""A version survives tables; and tables that people have written by hand are read."""

import csv
import io
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.core.reading.errors import UnreadableFile
from app.interchange.schemes.cells import joined, parted
from app.interchange.schemes.errors import UnreadableScheme
from app.interchange.schemes.table_reading import TableOptions, read_table
from app.interchange.schemes.table_writing import to_csv, to_workbook
from app.interchange.schemes.values import ReadScheme, with_ids
from app.taxonomy.state import canonical, digest
from tests.interchange.schemes.states import document_of, lines, states
from tests.interchange.schemes.world import PORTS, ROADS, full_state

WRITERS = {"csv": lambda document: to_csv(document).encode(), "xlsx": to_workbook}


def read_text(folder: Path, text: str, **options) -> ReadScheme:
    file = folder / "sent.csv"
    file.write_text(text, encoding="utf-8")
    return read_table(file, "csv", TableOptions("services", **options))


def rules(folder: Path, text: str) -> list[tuple[str, str]]:
    """Read a table that must be refused; gives where and by which rules."""
    with pytest.raises(UnreadableScheme) as refused:
        read_text(folder, text)
    return [(one.pointer, one.rule) for one in refused.value.findings]


@pytest.mark.parametrize("kind", WRITERS)
@settings(max_examples=12)
@given(state=states())
def test_every_version_comes_back_as_it_was(kind, state, tmp_path_factory) -> None:
    file = tmp_path_factory.mktemp("table") / "sent"
    file.write_bytes(WRITERS[kind](document_of(state)))

    read = read_table(file, kind, TableOptions("services"))

    assert canonical(read.state) == canonical(state)
    assert (read.placeholders, read.notices) == ({}, ())


@pytest.mark.parametrize("kind", WRITERS)
def test_a_version_that_fills_every_field_comes_back(kind: str, tmp_path: Path) -> None:
    file = tmp_path / "sent"
    file.write_bytes(WRITERS[kind](document_of(full_state())))

    read = read_table(file, kind, TableOptions("services"))

    assert digest(read.state) == digest(full_state())


@given(st.lists(lines))
def test_a_list_in_a_cell_comes_back(items) -> None:
    assert parted(joined(items)) == items


def test_a_workbook_is_the_same_bytes_each_time() -> None:
    assert to_workbook(document_of(full_state())) == to_workbook(document_of(full_state()))


def test_no_cell_of_csv_is_a_formula() -> None:
    text = to_csv(document_of(full_state())).removeprefix("\ufeff")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    sea = next(row for row in rows if row["notation"] == "03.2.1")
    assert (sea["prefLabel.ar"], sea["prefLabel.en"]) == ("'=البحر", "'-Sea")


def test_a_formula_in_a_workbook_is_read_as_a_text(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["الرمز", "التسمية بالعربية"])
    book.active.append([1, "=1+1"])
    book.active.append([2.0, "النقل"])
    book.save(tmp_path / "sent.xlsx")

    read = read_table(tmp_path / "sent.xlsx", "xlsx", TableOptions("services"))

    shown = [(one.notation, one.pref_label) for one in read.state.concepts.values()]
    assert shown == [("1", {"ar": "=1+1"}), ("2", {"ar": "النقل"})]


def test_a_table_written_by_hand_is_a_tree(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "التسمية بالعربية;رمز الأب;الرمز;Synonyms in Arabic\n"
        "الطرق;03;03.1;الشوارع | الجسور\nالنقل;;03;\nالموانئ;03;03.2;\n",
        known={"03": "c_transport222"},
    )

    assert read.placeholders == {"new_1": "03.1", "new_2": "03.2"}
    assert read.state.top == ("c_transport222",)
    assert read.state.concepts["c_transport222"].narrower == ("new_1", "new_2")
    assert read.state.concepts["new_1"].alt_label == {"ar": ("الشوارع", "الجسور")}


def test_the_caller_fills_in_the_ids(tmp_path: Path) -> None:
    read = read_text(tmp_path, "code,parent,name\n1,,Transport\n1.1,1,Roads\n")

    state = with_ids(read.state, {"new_1": "c_transport222", "new_2": ROADS})

    assert state.top == ("c_transport222",)
    assert state.concepts["c_transport222"].narrower == (ROADS,)
    assert state.concepts[ROADS].broader == ("c_transport222",)


def test_headers_of_their_own_are_named_by_the_caller(tmp_path: Path) -> None:
    names = {"LGSL": "notation", "Description": "prefLabel.en"}

    read = read_text(tmp_path, "LGSL,Description,Tier\n1,Schools,county\n", names=names)

    assert read.state.concepts["new_1"].pref_label == {"en": "Schools"}


def test_words_for_yes_and_for_the_status_are_known(tmp_path: Path) -> None:
    read = read_text(
        tmp_path,
        "الرمز,التسمية بالعربية,يُصنَّف به,الحالة\n1,أ,لا,متوقف الاستخدام\n2,ب,نعم,مستخدم\n3,ج,,\n",
    )

    shown = [(one.is_assignable, one.status) for one in read.state.concepts.values()]
    assert shown == [(False, "deprecated"), (True, "active"), (True, "active")]


def test_everything_that_is_wrong_is_said_with_its_row(tmp_path: Path) -> None:
    found = rules(
        tmp_path,
        "id,notation,parent,label,assignable,status\n"
        "c_a,1,7,Transport,maybe,active\n"
        "c_a,2,,Roads,yes,gone\n"
        f"{PORTS},3,,Po\u202erts,yes,active\n",
    )

    assert sorted(found) == [
        ("/rows/2", "FILE-LINK"),
        ("/rows/2", "FILE-VALUE"),
        ("/rows/3", "FILE-TWICE"),
        ("/rows/3", "FILE-VALUE"),
        ("/rows/4", "FILE-TEXT"),
    ]


def test_a_notation_of_two_concepts_names_neither(tmp_path: Path) -> None:
    found = rules(tmp_path, "code,parent,name\n1,,A\n1,,B\n2,1,C\n")

    assert found == [("/rows/4", "FILE-LINK")]


def test_a_date_where_a_notation_should_stand_is_refused(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    book.active.append(["الرمز", "التسمية بالعربية"])
    book.active.append([date(2026, 2, 1), "النقل"])
    book.save(tmp_path / "sent.xlsx")

    with pytest.raises(UnreadableScheme, match="2026-02-01"):
        read_table(tmp_path / "sent.xlsx", "xlsx", TableOptions("services"))


def test_a_column_twice_is_refused(tmp_path: Path) -> None:
    assert rules(tmp_path, "code,name,الرمز\n1,A,2\n") == [("", "FILE-TWICE")]


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n"])
def test_a_table_without_known_headers_is_refused(tmp_path: Path, text: str) -> None:
    with pytest.raises(UnreadableFile):
        read_text(tmp_path, text)


def test_a_table_without_rows_is_refused(tmp_path: Path) -> None:
    assert rules(tmp_path, "code,name\n") == [("", "FILE-EMPTY")]
