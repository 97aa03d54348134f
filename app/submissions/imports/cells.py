"""From what a cell holds to what an entry says: digits, dates, yes and no, lists. Pure.

A cell is None, a text, a number or a truth value, or one of the marked values below,
as the reader of the file writes them (see ``reading``).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, time
from decimal import Decimal
from typing import Any

from app.core.errors import Finding
from app.core.faults import Fault
from app.core.folding import fold
from app.submissions.imports.columns import Kind
from app.submissions.imports.faults import (
    DATE_FOR_CODE,
    ERROR_CELL,
    FORMULA,
    MERGED,
    WRONG_KIND,
)

Cell = Any  # Any: JSON as the reader writes it
DAY, TIME, FORMULA_TEXT, ERROR, COVERED = "d", "t", "f", "e", "m"
"""Marks of cells that JSON has no kind for, e.g. ``{"d": "2026-03-01"}``."""

_YES = frozenset(map(fold, ("نعم", "صح", "yes", "true", "1", "y", "✓", "✔", "x", "oui")))
_NO = frozenset(map(fold, ("لا", "خطأ", "no", "false", "0", "n", "✗", "✘", "non")))
_TEXT_SEPARATOR = re.compile(r"(?<!\\)[|;؛\n]")
_CODE_SEPARATOR = re.compile(r"[|;؛,،\n]")
_ESCAPED = re.compile(r"\\([|;؛\\])")
_AMOUNT = re.compile(r"^(?P<number>\d{1,9}(?:\.\d+)?)\s*(?P<unit>\D*)$")
_DAY_FIRST = re.compile(r"^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$")
_CLOCK = re.compile(r"^(\d{1,2})[:.](\d{2})(?::(\d{2}))?\s*(\D*)$")
_UNITS = {
    **dict.fromkeys(map(fold, ("", "day", "days", "يوم", "أيام", "ايام", "يوما")), "P{}D"),
    **dict.fromkeys(map(fold, ("week", "weeks", "أسبوع", "أسابيع")), "P{}W"),
    **dict.fromkeys(map(fold, ("month", "months", "شهر", "أشهر", "شهور")), "P{}M"),
    **dict.fromkeys(map(fold, ("year", "years", "سنة", "سنوات")), "P{}Y"),
    **dict.fromkeys(map(fold, ("hour", "hours", "ساعة", "ساعات")), "PT{}H"),
    **dict.fromkeys(map(fold, ("minute", "minutes", "دقيقة", "دقائق")), "PT{}M"),
}
_AFTERNOON = frozenset(map(fold, ("pm", "p.m.", "م", "مساء", "مساءً")))
_MORNING = frozenset(map(fold, ("am", "a.m.", "ص", "صباحا", "صباحاً", "")))
WEEKDAYS = ("SU", "MO", "TU", "WE", "TH", "FR", "SA")
_WEEKDAYS = {
    fold(name): code
    for code, names in zip(
        WEEKDAYS,
        (
            ("su", "sun", "sunday", "الأحد"),
            ("mo", "mon", "monday", "الاثنين", "الإثنين"),
            ("tu", "tue", "tuesday", "الثلاثاء"),
            ("we", "wed", "wednesday", "الأربعاء"),
            ("th", "thu", "thursday", "الخميس"),
            ("fr", "fri", "friday", "الجمعة"),
            ("sa", "sat", "saturday", "السبت"),
        ),
        strict=True,
    )
    for name in names
}


@dataclass(frozen=True)
class _Kind:
    """How a kind is called, and what an example looks like."""

    ar: str
    en: str
    example: str


_KINDS = {
    "number": _Kind("عدد صحيح", "a whole number", "5000"),
    "flag": _Kind("نعم أو لا", "yes or no", "نعم, لا, yes, no"),
    "duration": _Kind("مدة", "a duration", "P3D, 3 days, 3 أيام"),
    "day": _Kind("تاريخ", "a date", "2026-03-31, 31/03/2026"),
    "time": _Kind("وقت", "a time of day", "08:00"),
    "weekdays": _Kind("أيام الأسبوع", "days of the week", "SU|MO|TU, الأحد|الاثنين"),
}


class NotOfThisKind(ValueError):
    """A cell holds something of another kind."""


def is_empty(cell: Cell) -> bool:
    """Tell whether a cell says nothing."""
    return cell is None or cell == [] or (isinstance(cell, str) and not cell.strip())


def fault_of_cell(cell: Cell, kind: Kind) -> Fault | None:
    """Name what is wrong with a cell whatever it should hold."""
    if not isinstance(cell, dict):
        return None
    if COVERED in cell:
        return MERGED
    if ERROR in cell:
        return ERROR_CELL
    if FORMULA_TEXT in cell:
        return FORMULA
    is_code = kind in {"id", "code", "codes", "concepts", "records"}
    return DATE_FOR_CODE if is_code and (DAY in cell or TIME in cell) else None


def plain_text(cell: Cell) -> str:
    """Write a cell as text: whole numbers without a fraction, as a phone number is meant."""
    if isinstance(cell, dict):
        return "" if COVERED in cell else str(next(iter(cell.values()), ""))
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, list):
        return "|".join(plain_text(one).replace("|", "\\|") for one in cell)
    return "" if cell is None else str(cell).strip()


def in_ascii_digits(text: str) -> str:
    """Write Arabic digits as those of ASCII, and the Arabic decimal sign as a point."""
    return "".join(str(int(one)) if one.isdecimal() else one for one in text).replace("٫", ".")


def split_words(cell: Cell) -> list[str]:
    """Split a list of texts at ``|``, ``;`` and new lines; a backslash keeps a sign."""
    parts = (part.strip() for part in _TEXT_SEPARATOR.split(plain_text(cell)))
    return [_ESCAPED.sub(r"\1", part) for part in parts if part]


def join_words(words: list[str]) -> str:
    """Join texts so that splitting gives them back."""
    return " | ".join(re.sub(r"([|;؛\\])", r"\\\1", word) for word in words)


def split_codes(cell: Cell) -> list[str]:
    """Split a list of codes, at commas too."""
    text = plain_text(cell)
    return [part.strip() for part in _CODE_SEPARATOR.split(text) if part.strip()]


def convert(kind: Kind, cell: Cell) -> Any:  # Any: JSON, by kind
    """Read a cell that holds no codes.

    Raises:
        NotOfThisKind: it cannot be read so.

    """
    return _READERS[kind](cell)


def wrong_kind(kind: Kind, pointer: str, cell: Cell) -> Finding:
    """Say that a cell cannot be read as what its column holds."""
    known = _KINDS[kind]
    return WRONG_KIND.at(
        pointer,
        found=plain_text(cell),
        kind_ar=known.ar,
        kind_en=known.en,
        example=known.example,
    )


def _number(cell: Cell) -> int:
    text = in_ascii_digits(plain_text(cell)).replace("٬", "").replace(",", "").replace(" ", "")
    try:
        number = Decimal(text)
        if isinstance(cell, bool) or number != number.to_integral_value() or abs(number) > 10**15:
            raise NotOfThisKind
        return int(number)
    except ArithmeticError:  # no number, or one that goes beyond what is computed with
        raise NotOfThisKind from None


def _flag(cell: Cell) -> bool:
    text = fold(plain_text(cell))
    if text not in _YES | _NO:
        raise NotOfThisKind
    return text in _YES


def _duration(cell: Cell) -> str:
    text = in_ascii_digits(plain_text(cell))
    if text.upper().startswith("P"):
        return text.upper()
    found = _AMOUNT.match(text)
    unit = _UNITS.get(fold(found["unit"].strip())) if found else None
    if found is None or unit is None or "." in found["number"]:
        raise NotOfThisKind
    return unit.format(int(found["number"]))


def _day(cell: Cell) -> str:
    text = in_ascii_digits(plain_text(cell))
    found = _DAY_FIRST.match(text)
    try:
        if found:  # the order of Kuwait: the day, the month, the year
            return date(int(found[3]), int(found[2]), int(found[1])).isoformat()
        return date.fromisoformat(text).isoformat()
    except ValueError:
        raise NotOfThisKind from None


def _time(cell: Cell) -> str:
    found = _CLOCK.match(in_ascii_digits(plain_text(cell)))
    half = fold(found[4].strip()) if found else "?"
    if found is None or half not in _MORNING | _AFTERNOON:
        raise NotOfThisKind
    hour = int(found[1]) + (12 if half in _AFTERNOON and int(found[1]) < 12 else 0)
    try:
        return time(hour, int(found[2]), int(found[3] or 0)).isoformat()
    except ValueError:
        raise NotOfThisKind from None


def _weekdays(cell: Cell) -> list[str]:
    days = []
    for part in split_codes(cell):
        first, dash, last = part.partition("-")
        ends = [_WEEKDAYS.get(fold(one.strip())) for one in ((first, last) if dash else (first,))]
        if None in ends:
            raise NotOfThisKind
        places = [WEEKDAYS.index(str(one)) for one in ends]
        days += list(WEEKDAYS[places[0] : places[-1] + 1])
    return days


def _text(cell: Cell) -> str:
    return plain_text(cell)


_READERS: dict[str, Callable[[Cell], Any]] = {  # Any: JSON, by kind
    "id": lambda cell: in_ascii_digits(plain_text(cell)),
    "text": _text,
    "words": split_words,
    "number": _number,
    "flag": _flag,
    "duration": _duration,
    "day": _day,
    "time": _time,
    "weekdays": _weekdays,
}
