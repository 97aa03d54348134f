"""What the workbooks that we write have in common."""

from collections.abc import Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.workbook import Workbook
from xlsxwriter.worksheet import Worksheet

from app.core.reading.limits import MOST_CELL_CHARACTERS

_STYLES: Mapping[str, Mapping[str, Any]] = {  # Any: as XlsxWriter has it
    "header": {"bold": True, "bg_color": "#DCE6F1", "border": 1, "text_wrap": True},
    "required": {"bold": True, "bg_color": "#FCE4D6", "border": 1, "text_wrap": True},
    "text": {"num_format": "@", "text_wrap": True, "valign": "top"},
    "number": {"num_format": "0", "valign": "top"},
    "wrapped": {"text_wrap": True, "valign": "top"},
    "error": {"bg_color": "#F8CBAD", "text_wrap": True, "valign": "top"},
    "warning": {"bg_color": "#FFE699", "text_wrap": True, "valign": "top"},
    "title": {"bold": True, "font_size": 14},
}


class Book:
    """A workbook that is written row by row; texts are never formulas or links."""

    def __init__(self, target: Path | BytesIO) -> None:
        options: dict[str, bool | str] = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        }
        if isinstance(target, Path):
            options["tmpdir"] = str(target.parent)
        self.book: Workbook = xlsxwriter.Workbook(target, options)
        self.styles: dict[str, Format] = {
            name: self.book.add_format(dict(style)) for name, style in _STYLES.items()
        }

    def sheet(self, name: str) -> Worksheet:
        """Add a sheet that is read from right to left."""
        made = self.book.add_worksheet(name)
        made.right_to_left()
        return made

    def write(self, sheet: Worksheet, row: int, column: int, value: object, style: str) -> None:
        """Write a cell, counted from 0; a text stays a text whatever it begins with."""
        shown = self.styles[style]
        if isinstance(value, bool):
            sheet.write_boolean(row, column, value, shown)
        elif isinstance(value, int | float):
            sheet.write_number(row, column, value, shown)
        elif value is None or value == "":
            sheet.write_blank(row, column, None, shown)
        else:
            sheet.write_string(row, column, str(value)[:MOST_CELL_CHARACTERS], shown)

    def close(self) -> None:
        """Finish the workbook."""
        self.book.close()
