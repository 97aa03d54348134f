"""What a row of a table says of a concept."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from app.core.folding import fold
from app.interchange.schemes import faults
from app.interchange.schemes.cells import parted
from app.interchange.schemes.columns import LINKS, LISTS, TEXTS, Column
from app.interchange.schemes.texts import Collected, distinct
from app.interchange.schemes.vocabulary import MATCHES
from app.taxonomy.state import TextLists, Texts

Cell = Any  # Any: JSON as the reading process writes it
_YES = frozenset(map(fold, ("نعم", "صح", "yes", "true", "1", "y", "x", "✓")))
_NO = frozenset(map(fold, ("لا", "خطأ", "no", "false", "0", "n")))
_ACTIVE = frozenset(map(fold, ("active", "مستخدم", "نافذ", "فعال", "نشط", "current")))
_DEPRECATED = frozenset(
    map(fold, ("deprecated", "retired", "متوقف", "متوقف الاستخدام", "ملغى", "متقاعد"))
)
_KEPT_MARKS = frozenset(("f", "d", "t"))
"""Formulas are kept as the text they are; dates and times as they are written in ISO 8601."""


@dataclass(frozen=True)
class Row:
    """A concept as its row has it; links are what the cells say, not yet ids."""

    pointer: str
    id: str
    notation: str
    texts: Mapping[Column, str]
    labels: Mapping[Column, tuple[str, ...]]
    links: Mapping[str, tuple[str, ...]]
    is_assignable: bool
    is_deprecated: bool
    is_top: bool | None
    mappings: tuple[tuple[str, str], ...]

    def by_language(self, field: str) -> Texts:
        """Read the texts of a field by language."""
        return {
            column.language: text for column, text in self.texts.items() if column.field == field
        }

    def lists_by_language(self, field: str) -> TextLists:
        """Read the labels of a field by language."""
        return {
            column.language: items for column, items in self.labels.items() if column.field == field
        }


def read_row(number: int, cells: Mapping[Column, Cell], found: Collected) -> Row:
    """Read the row of this number; what is not understood becomes a finding."""
    pointer = f"/rows/{number}"
    texts = {column: _text(cell, column, pointer, found) for column, cell in cells.items()}
    texts = {column: text for column, text in texts.items() if text.strip()}
    named = {column.field: text for column, text in texts.items() if not column.language}
    items = {column: parted(text) for column, text in texts.items()}
    return Row(
        pointer=pointer,
        id=found.line(named.get("id", ""), pointer),
        notation=found.line(named.get("notation", ""), pointer),
        texts={
            column: _cleaned(column, text, pointer, found)
            for column, text in texts.items()
            if column.field in TEXTS and column.field not in LISTS
        },
        labels={
            column: distinct(found.line(one, pointer) for one in items[column])
            for column in texts
            if column.field in LISTS
        },
        links={name: distinct(items.get(Column(name), ())) for name in LINKS},
        is_assignable=_chosen("isAssignable", (_YES, _NO), named, found, pointer),
        is_deprecated=not _chosen("status", (_ACTIVE, _DEPRECATED), named, found, pointer),
        is_top=_chosen("isTopConcept", (_YES, _NO), named, found, pointer)
        if named.get("isTopConcept")
        else None,
        mappings=tuple((name, one) for name in MATCHES for one in items.get(Column(name), ())),
    )


def _text(cell: Cell, column: Column, pointer: str, found: Collected) -> str:
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if not isinstance(cell, dict):
        return str(cell)
    mark, value = next(iter(cell.items()))
    if mark not in _KEPT_MARKS or (mark == "d" and column.field == "notation"):
        found.add(faults.WRONG_VALUE, pointer, found=value, column=column.name)
        return ""
    return str(value)


def _cleaned(column: Column, text: str, pointer: str, found: Collected) -> str:
    clean = found.line if column.field == "prefLabel" else found.paragraph
    return clean(text, pointer)


def _chosen(
    field: str,
    words: tuple[frozenset[str], frozenset[str]],
    named: Mapping[str, str],
    found: Collected,
    pointer: str,
) -> bool:
    """Read one of two words; an empty cell is the first of them."""
    said = named.get(field, "")
    if not said or fold(said.strip()) in words[0]:
        return True
    if fold(said.strip()) not in words[1]:
        found.add(faults.WRONG_VALUE, pointer, found=said, column=field)
    return False
