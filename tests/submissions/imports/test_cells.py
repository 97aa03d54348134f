"""What cells hold and what is meant: digits, numbers, dates, yes and no, lists."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.submissions.imports.cells import (
    NotOfThisKind,
    convert,
    join_words,
    plain_text,
    split_codes,
    split_words,
)
from app.submissions.imports.columns import LEAVES, column_at, find_column, letters_of, numbered
from app.submissions.imports.vocabulary import CodeList


@pytest.mark.parametrize(
    ("kind", "cell", "meant"),
    [
        ("number", 20.0, 20),
        ("number", "٥٠٠٠", 5000),
        ("number", "5,000", 5000),
        ("number", "۵۰۰۰", 5000),
        ("number", "٥٬٠٠٠", 5000),
        ("text", 20.0, "20"),
        ("text", 96522221111.0, "96522221111"),
        ("text", 2.5, "2.5"),
        ("id", 101.0, "101"),
        ("id", "١٠١", "101"),
        ("flag", "نعم", True),
        ("flag", "لا", False),
        ("flag", "Yes", True),
        ("flag", "NO", False),
        ("flag", 1, True),
        ("flag", 0.0, False),
        ("flag", True, True),
        ("flag", "صح", True),
        ("day", {"d": "2026-03-31"}, "2026-03-31"),
        ("day", "31/03/2026", "2026-03-31"),
        ("day", "٣١/٣/٢٠٢٦", "2026-03-31"),
        ("day", "2026-03-31", "2026-03-31"),
        ("time", {"t": "08:00"}, "08:00:00"),
        ("time", "٨:٣٠", "08:30:00"),
        ("time", "1:30 pm", "13:30:00"),
        ("time", "1:30 م", "13:30:00"),
        ("time", "8:00 ص", "08:00:00"),
        ("duration", 3.0, "P3D"),
        ("duration", "٣ أيام", "P3D"),
        ("duration", "2 weeks", "P2W"),
        ("duration", "ساعة", None),
        ("duration", "30 دقيقة", "PT30M"),
        ("duration", "p3d", "P3D"),
        ("weekdays", "SU-TH", ["SU", "MO", "TU", "WE", "TH"]),
        ("weekdays", "الأحد، الثلاثاء", ["SU", "TU"]),
        ("weekdays", "الأحد-الخميس", ["SU", "MO", "TU", "WE", "TH"]),
        ("number", "5.5", None),
        ("number", "five", None),
        ("number", True, None),
        ("number", "1e400", None),
        ("number", "nan", None),
        ("flag", "perhaps", None),
        ("day", "31/02/2026", None),
        ("day", "03/31/2026", None),
        ("day", "31/03/26", None),
        ("time", "25:00", None),
        ("time", "noon", None),
        ("weekdays", "someday", None),
    ],
)
def test_a_cell_is_read_as_it_is_meant(kind, cell, meant) -> None:
    if meant is None:
        with pytest.raises(NotOfThisKind):
            convert(kind, cell)
    else:
        assert convert(kind, cell) == meant


@given(st.lists(st.text(min_size=1).map(str.strip).filter(bool), max_size=6))
def test_words_are_the_same_after_joining_and_splitting(words: list[str]) -> None:
    lines = [word.replace("\n", " ") for word in words]

    assert split_words(join_words(lines)) == lines


@given(st.one_of(st.text(), st.floats(allow_nan=False), st.integers(), st.booleans(), st.none()))
def test_no_cell_makes_a_reader_fail(cell) -> None:
    for kind in ("id", "text", "words", "number", "flag", "duration", "day", "time", "weekdays"):
        with suppress(NotOfThisKind):
            convert(kind, cell)


@pytest.mark.parametrize("kind", ["number", "duration", "day", "time", "id", "text"])
@pytest.mark.parametrize(
    "cell",
    ["9" * 5000, "٩" * 5000, "9" * 5000 + " days", "1e4000000", "-1e999999999", "1e-999999999"],
    ids=lambda one: f"{one[:4]}{len(one)}",
)
def test_a_number_without_end_makes_no_reader_fail(kind, cell: str) -> None:
    with suppress(NotOfThisKind):
        assert isinstance(convert(kind, cell), int | str)


def test_codes_are_split_at_every_sign() -> None:
    assert split_codes("a, b؛c|d؛ e\nf;g، h") == ["a", "b", "c", "d", "e", "f", "g", "h"]


def test_a_number_is_written_as_people_write_it() -> None:
    assert [plain_text(one) for one in (20.0, 2.5, 7, True, None)] == ["20", "2.5", "7", "true", ""]


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("Title in Arabic", "title.ar"),
        ("العنوان بالعربيه", "title.ar"),
        ("العُنوان  بالعربية:", "title.ar"),
        ("title.ar", "title.ar"),
        ("TITLE_AR", "title.ar"),
        ("العنوان بالعربية / Title in Arabic", "title.ar"),
        ("القناة ٢: الرابط", "hasChannel.2.url"),
        ("Channel 12: address", "hasChannel.12.url"),
        ("Channel type", "hasChannel.1.type"),
        ("Contact 2: hours 3: from", "contactPoint.2.openingHours.3.opens"),
        ("رمز الخدمة", "sourceId"),
        ("Channel 0: address", None),
        ("Channel 1000: address", None),
        (f"Channel {'9' * 5000}: address", None),
        (f"hasChannel.{'9' * 5000}.url", None),
        ("something", None),
        ("", None),
        ("/", None),
    ],
)
def test_a_header_is_known_however_it_is_written(header: str, name: str | None) -> None:
    found = find_column(header)

    assert (found and found.name) == name


@pytest.mark.parametrize("leaf", LEAVES, ids=lambda leaf: leaf.en)
def test_every_column_is_found_by_both_labels_and_its_name(leaf) -> None:
    column = numbered(leaf, 3, 2)

    assert column_at(column.name) == column
    assert [
        find_column(text) for text in (column.label("ar"), column.label("en"), column.name)
    ] == [column] * 3


@given(st.integers(0, 16_383))
def test_letters_of_columns_count_like_a_spreadsheet(place: int) -> None:
    from openpyxl.utils import get_column_letter

    assert letters_of(place) == get_column_letter(place + 1)


def test_a_code_is_found_by_itself_its_name_and_both() -> None:
    codes = CodeList()
    codes.add("02.1", {"ar": "الإقامة والتأشيرات", "en": "Residence and visas"})
    codes.add("citizen", {"ar": "مواطن", "en": "Citizen"})

    for text in ("02.1", "2.1", "٠٢.١", "الاقامه والتاشيرات", "02.1 – الإقامة", "Residence (02.1)"):
        assert codes.find(text) == "02.1", text
    assert codes.find("CITIZEN") == "citizen"
    assert codes.find("retired-code") == "retired-code"
    assert codes.find("مواطنن") is None
    assert codes.find("9" * 5000) is None
    assert codes.nearest("مواطنن") == "citizen"
