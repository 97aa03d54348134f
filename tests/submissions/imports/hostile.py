"""Files that mean harm, or were badly made."""

import io
import struct
import warnings
import zipfile
from collections.abc import Callable

import openpyxl

from tests.submissions.imports.tables import HEADERS, ROW, csv_file, saved, with_parts, workbook

_SHEET = "xl/worksheets/sheet1.xml"
_NS = 'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_SHARED = (
    b'<Override PartName="/xl/sharedStrings.xml" ContentType="application/vnd.'
    b'openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>'
)
_LAUGHS = "".join(
    f'<!ENTITY l{number} "{"".join([f"&l{number - 1};"] * 10)}">' for number in range(1, 10)
)


def zip_bomb() -> bytes:
    """A small archive of a sheet of 700 MB."""
    return with_parts(workbook(ROW), {_SHEET: b"<a>" + b" " * (700 * 1024 * 1024)})


def many_times_larger() -> bytes:
    """A sheet that is a thousand times larger than packed, within the bound of all sizes."""
    cells = b'<row><c t="inlineStr"><is><t>' + b"x" * (50 * 1024 * 1024)
    return with_parts(workbook(ROW), {_SHEET: cells})


def shared_strings_bomb() -> bytes:
    """Shared texts of 500 MB that pack badly enough to look sound."""
    one = "".join(f"<si><t>{'abcdefghij' * 3}{number % 97:02}</t></si>" for number in range(20_000))
    body = f"<sst {_NS}>{one * 400}</sst>".encode()
    kinds = _part(workbook(ROW), "[Content_Types].xml").replace(b"</Types>", _SHARED + b"</Types>")
    cells = '<row r="1"><c r="A1" t="s"><v>0</v></c></row>'
    sheet = f"<worksheet {_NS}><sheetData>{cells}</sheetData></worksheet>".encode()
    parts = {"[Content_Types].xml": kinds, "xl/sharedStrings.xml": body, _SHEET: sheet}
    return with_parts(workbook(ROW), parts)


def macros() -> bytes:
    """A workbook with a macro in it."""
    kinds = _part(workbook(ROW), "[Content_Types].xml").replace(
        b"spreadsheetml.sheet.main+xml", b"ms-excel.sheet.macroEnabled.main+xml"
    )
    return with_parts(
        workbook(ROW), {"[Content_Types].xml": kinds, "xl/vbaProject.bin": b"\xd0\xcf"}
    )


def hidden_macro() -> bytes:
    """A workbook that says it has no macros, and has one."""
    return with_parts(workbook(ROW), {"xl/VBAPROJECT.BIN": b"\xd0\xcf"})


def external_entity() -> bytes:
    """A sheet that asks for a file of the server."""
    return _with_doctype('<!ENTITY x SYSTEM "file:///etc/hostname">', "&x;")


def billion_laughs() -> bytes:
    """A sheet whose one cell grows to ten thousand million."""
    return _with_doctype('<!ENTITY l0 "lol">' + _LAUGHS, "&l9;")


def late_doctype() -> bytes:
    """A declaration behind more blanks than a first look takes in."""
    return _with_doctype('<!ENTITY l0 "lol">' + _LAUGHS, "&l9;", before=" " * 10_000)


def truncated() -> bytes:
    """The first half of a workbook."""
    whole = workbook(*([ROW] * 500))
    return whole[: len(whole) // 2]


def broken_sheet() -> bytes:
    """A sheet that ends in the middle of a row."""
    sheet = _part(workbook(ROW), _SHEET)
    return with_parts(workbook(ROW), {_SHEET: sheet[: len(sheet) // 2]})


def lying_sizes() -> bytes:
    """An archive whose directory says that a part is small."""
    bomb = bytearray(with_parts(workbook(ROW), {_SHEET: b"<a>" + b" " * (30 * 1024 * 1024)}))
    at = bomb.rfind(b"PK\x01\x02", 0, bomb.rfind(_SHEET.encode()))
    bomb[at + 24 : at + 28] = struct.pack("<I", 1000)
    return bytes(bomb)


def sparse() -> bytes:
    """A sheet of two cells in its far corners."""
    cells = '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    sheet = f'<worksheet {_NS}><dimension ref="A1:XFD1048576"/><sheetData>{cells}</row></sheetData>'
    return with_parts(workbook(ROW), {_SHEET: f"{sheet}</worksheet>".encode()})


def beyond_every_row() -> bytes:
    """A sheet whose last row has a number that no program gives."""
    return with_rows('<row r="1000000000000"><c r="A3"><v>1</v></c></row>')


def beyond_every_column() -> bytes:
    """A row whose one cell stands in the last column that there may be."""
    return with_rows('<row r="3"><c r="XFD3"><v>1</v></c></row>')


def rows_of_one_number() -> bytes:
    """More empty rows than a sheet has, with numbers that come again and again."""
    return with_rows("".join(f'<row r="{number * 7919 % 9973}"/>' for number in range(1_100_000)))


def merged_over_each_other() -> bytes:
    """Thousands of merged cells that each cover the whole sheet."""
    rows = "".join(f'<row r="{number}"><c r="A{number}"><v>1</v></c></row>' for number in (3, 4))
    merged = '<mergeCell ref="A3:XFD1048576"/>' * 9_000
    return with_rows(rows, after=f"<mergeCells>{merged}</mergeCells>")


def with_rows(rows: str, *, after: str = "", size: str = "A1:L2") -> bytes:
    """A sound workbook with further rows, and what follows them; ``size`` is what it claims."""
    sheet = _part(workbook(ROW), _SHEET).decode()
    sheet = sheet.replace("</sheetData>", f"{rows}</sheetData>{after}")
    sheet = sheet.replace('<dimension ref="A1:L2" />', f'<dimension ref="{size}"/>')
    return with_parts(workbook(ROW), {_SHEET: sheet.encode()})


def many_sheets() -> bytes:
    """A workbook of a thousand sheets."""
    book = openpyxl.Workbook()
    for number in range(200):
        book.create_sheet(f"s{number}")
    return saved(book)


def many_parts() -> bytes:
    """An archive of very many empty parts."""
    return with_parts(workbook(ROW), {f"xl/{number}": b"" for number in range(3000)})


def two_of_one_name() -> bytes:
    """An archive that holds one part twice."""
    target = io.BytesIO(workbook(ROW))
    with warnings.catch_warnings(), zipfile.ZipFile(target, "a") as archive:
        warnings.simplefilter("ignore")
        archive.writestr(_SHEET, "<worksheet/>")
    return target.getvalue()


def another_archive() -> bytes:
    """An archive that is no workbook."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("hello.txt", "hello")
    return target.getvalue()


def old_format() -> bytes:
    """The beginning of an XLS file, which is that of an encrypted workbook too."""
    return bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 2000


def too_many_columns_csv() -> bytes:
    """A CSV file of a million columns."""
    return (",".join(HEADERS) + "," + "x," * 1_000_000 + "\n").encode()


def too_many_columns() -> bytes:
    """A workbook of more columns than are read."""
    return workbook([*ROW, *(["x"] * 1100)])


def windows_arabic() -> bytes:
    """A CSV file in the encoding of Arabic Windows."""
    return csv_file(ROW).encode("cp1256", "replace")


def not_text() -> bytes:
    """Bytes that are no text."""
    return bytes(range(256)) * 50


def one_endless_line() -> bytes:
    """A CSV file whose quotation mark is never closed."""
    return (",".join(HEADERS) + '\n"' + "x" * 5_000_000).encode()


def no_known_headers() -> bytes:
    """A table of something else."""
    return b"a,b\n1,2\n"


def no_id() -> bytes:
    """A table without an id of the service."""
    return csv_file(ROW[1:], headers=HEADERS[1:]).encode()


def one_column_twice() -> bytes:
    """A table with one column under two names."""
    return csv_file([*ROW, "x"], headers=[*HEADERS, "title.ar"]).encode()


def endless_json() -> bytes:
    """One line of JSON of two megabytes."""
    return b'{"sourceId": "' + b"x" * 2_000_000 + b'"}'


def _part(book: bytes, name: str) -> bytes:
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        return archive.read(name)


def _with_doctype(entities: str, text: str, before: str = "") -> bytes:
    cell = f'<row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is></c></row>'
    body = f"<worksheet {_NS}><sheetData>{cell}</sheetData></worksheet>"
    sheet = f'<?xml version="1.0"?>{before}<!DOCTYPE worksheet [{entities}]>{body}'
    return with_parts(workbook(ROW), {_SHEET: sheet.encode()})


WORKBOOKS: tuple[Callable[[], bytes], ...] = (
    zip_bomb, many_times_larger, macros, hidden_macro, external_entity,
    billion_laughs, late_doctype, truncated, broken_sheet, lying_sizes, sparse, many_sheets,
    many_parts, two_of_one_name, another_archive, old_format, too_many_columns, beyond_every_row,
    beyond_every_column, rows_of_one_number, merged_over_each_other,
)  # fmt: skip
TABLES: tuple[Callable[[], bytes], ...] = (
    too_many_columns_csv, windows_arabic, not_text, one_endless_line, no_known_headers, no_id,
    one_column_twice,
)  # fmt: skip
LINES: tuple[Callable[[], bytes], ...] = (endless_json,)
