"""No text becomes a formula when a table is opened in a spreadsheet."""

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.core.csv_text import as_it_was, csv_lines

DANGEROUS = [
    "=1+1",
    "+1",
    "-1",
    "@SUM(A1)",
    " =1",
    "\t=1",
    "\tx",
    "\rx",
    "\nx",
    "\x00x",
    "\u200f=1",
    "\u200e \u061c=1",
    "\ufeff=1",
    "＝1",
    "＋1",
    "－1",
    "＠x",
    "=cmd|' /C calc'!A0\"",
]


def read(text: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("cell", DANGEROUS)
def test_what_could_be_a_formula_is_a_text(cell: str) -> None:
    header, row = read("".join(csv_lines([{"a": cell}], ["a"])))

    assert (header, row) == (["a"], [f"'{cell}"])


@pytest.mark.parametrize("cell", ["", "خدمة", "a=b", "1-2", "x@y", "'quoted'"])
def test_other_texts_stay(cell: str) -> None:
    assert read("".join(csv_lines([{"a": cell, "b": "x"}], ["a", "b"])))[1] == [cell, "x"]


@given(st.text(alphabet=st.characters(exclude_characters="\x00", exclude_categories=["Cs"])))
def test_every_text_comes_back_with_one_quote_at_most(cell: str) -> None:
    (_, row) = read("".join(csv_lines([{"a": cell, "b": "x"}], ["a", "b"])))

    assert row in ([cell, "x"], [f"'{cell}", "x"])
    assert row[0].lstrip()[:1] not in ("=", "+", "-", "@")


@given(st.text("'=+ a\t", max_size=6))
def test_every_text_that_was_written_is_read_as_it_was(cell: str) -> None:
    (_, row) = read("".join(csv_lines([{"a": cell, "b": "x"}], ["a", "b"])))

    assert as_it_was(row[0]) == cell
