"""Tables of the tests: workbooks and CSV made cell by cell."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

import openpyxl

HEADERS = (
    "رمز الخدمة لدى الجهة",
    "Title in Arabic",
    "title.en",
    "الوصف بالعربية",
    "Description in English",
    "Category",
    "المستفيدون",
    "Channel 1: type",
    "القناة ١: الهاتف",
    "Free of charge",
    "Processing time",
    "Digital stage",
)
ROW: tuple[Any, ...] = (
    "boat-1",
    "تسجيل قارب صيد",
    "Fishing boat registration",
    "تسجيل قارب الصيد باسم مالكه وإصدار رقمه.",
    "Registers a fishing boat in the name of its owner and gives it a number.",
    "02.1.1",
    "citizen|resident",
    "counter",
    "+965 2222 1111",
    "نعم",
    "P3D",
    "2",
)
OTHER: tuple[Any, ...] = (
    "kiln-1",
    "ترخيص فرن فخار",
    "Pottery kiln permit",
    "منح ترخيص تشغيل فرن الفخار في الورش.",
    "Grants a permit to run a pottery kiln in a workshop.",
    "02.1.1",
    "business",
    "counter",
    "+965 2222 1112",
    "لا",
    "P5D",
    "1",
)


def replaced(row: Sequence[Any], **changes: Any) -> list[Any]:
    """Change cells of a row by their letters: ``replaced(ROW, A="x")``."""
    cells = list(row)
    for letter, value in changes.items():
        cells[ord(letter) - ord("A")] = value
    return cells


def workbook(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS) -> bytes:
    """Make a workbook of one sheet."""
    book = openpyxl.Workbook()
    book.active.append(list(headers))
    for row in rows:
        book.active.append(list(row))
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """Write a workbook to bytes."""
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def csv_file(*rows: Sequence[Any], headers: Sequence[Any] = HEADERS, delimiter: str = ",") -> str:
    """Make a CSV file."""
    target = io.StringIO()
    writer = csv.writer(target, delimiter=delimiter)
    writer.writerows([headers, *rows])
    return target.getvalue()


def with_parts(book: bytes, parts: Mapping[str, bytes], *, compressed: bool = True) -> bytes:
    """Replace or add parts of a workbook."""
    target = io.BytesIO()
    kind = zipfile.ZIP_DEFLATED if compressed else zipfile.ZIP_STORED
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(target, "w", kind) as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, content in parts.items():
            new.writestr(name, content)
    return target.getvalue()
