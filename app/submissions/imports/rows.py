"""From a row of cells to what an entry says, and from what it says back to the cells. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from app.core.errors import Finding
from app.submissions.imports import cells as c
from app.submissions.imports.cells import Cell
from app.submissions.imports.columns import Column, Path
from app.submissions.imports.faults import UNKNOWN_VALUE
from app.submissions.imports.vocabulary import Vocabulary

Content = dict[str, Any]  # Any: ServiceContent as JSON
Unit = tuple[str, ...]
"""What a row replaces as a whole: a field, or one language of a text."""
_CODED = {"code", "codes", "concepts", "records"}


@dataclass(frozen=True)
class Fill:
    """How one column of the entry is filled from a table; ``places`` count from 0.

    ``values`` translates what is written; what is not in it becomes ``otherwise`` when
    ``has_otherwise``. A ``spread`` column makes an item of a list of each part.
    """

    column: Column
    places: tuple[int, ...]
    constant: Cell = None
    joiner: str = " "
    separator: str | None = None
    values: Mapping[str, Cell] | None = None
    otherwise: Cell = None
    has_otherwise: bool = False
    is_spread: bool = False

    @cached_property
    def pointer(self) -> str:
        """Where its value stands when every item before it is filled."""
        return _pointer(self.column.path)


@dataclass
class RowRead:
    """What a row says: ``places`` maps JSON Pointers to the cells they came from."""

    source_id: str = ""
    content: Content = field(default_factory=dict)
    places: dict[str, int] = field(default_factory=dict)
    findings: list[tuple[Finding, int | None]] = field(default_factory=list)


@dataclass(frozen=True)
class _Placed:
    """A value and the cell it came from."""

    value: Any  # Any: JSON
    place: int | None


def units_of(fills: Iterable[Fill]) -> frozenset[Unit]:
    """List what a table says something about; everything else it leaves as it is."""
    return frozenset(unit_of(fill.column.path) for fill in fills)


def unit_of(path: Path) -> Unit:
    """Name the unit that a path belongs to."""
    is_of_language = len(path) == 2 and path[1] in {"ar", "en"}
    return tuple(str(part) for part in path[: 2 if is_of_language else 1])


def read_row(fills: Sequence[Fill], cells: Sequence[Cell], vocabulary: Vocabulary) -> RowRead:
    """Read a row; what cannot be read becomes a finding at its cell."""
    row = RowRead()
    tree: dict[str | int, Any] = {}  # Any: a tree of _Placed
    for fill in fills:
        place = fill.places[0] if fill.places else None
        if place is not None and len(fill.places) == 1 and _has_nothing(cells, place):
            continue
        for path, cell in _parts(fill, cells):
            if c.is_empty(cell):
                continue
            value = _value(fill.column, cell, vocabulary, row, (path, place))
            if value is not None:
                _put(tree, path, _Placed(value, place))
    content = _settle(tree, "", row.places)
    _place_empty_cells(fills, tree, row.places)
    row.source_id = str(content.pop("sourceId", ""))
    row.content = content
    return row


def merged_content(before: Content, row: Content, units: Iterable[Unit]) -> Content:
    """Put what a row says over what was said before; other units stay as they were."""
    result = dict(before)
    for unit in units:
        if len(unit) == 1:
            result.pop(unit[0], None)
        elif isinstance(result.get(unit[0]), dict):
            result[unit[0]] = {k: v for k, v in result[unit[0]].items() if k != unit[1]}
    for name, value in row.items():
        old = result.get(name)
        if isinstance(old, dict) and isinstance(value, dict):
            value = {**old, **value}  # noqa: PLW2901  # the other language stays
        result[name] = value
    return {name: value for name, value in result.items() if value != {}}


def place_of(pointer: str, places: Mapping[str, int]) -> int | None:
    """Find the cell that a finding speaks of: its own, the nearest above, or one below."""
    above = pointer
    while above:
        if above in places:
            return places[above]
        below = [place for one, place in places.items() if one.startswith(f"{above}/")]
        if below:
            return min(below)
        above = above.rpartition("/")[0]
    return None


def _has_nothing(cells: Sequence[Cell], place: int) -> bool:
    return place >= len(cells) or cells[place] is None


def _parts(fill: Fill, cells: Sequence[Cell]) -> list[tuple[Path, Cell]]:
    """Take the cell or cells of a column apart, translated, each with its path."""
    cell = fill.constant if not fill.places else _joined(fill, cells)
    if c.is_empty(cell) or (fill.separator is None and fill.values is None):
        return [(fill.column.path, cell)]
    parts = _separated(fill, cell)
    translated = [one for part in parts if not c.is_empty(one := _translated(fill, part))]
    if not fill.is_spread:
        one_value = len(translated) == 1
        return [(fill.column.path, translated[0] if one_value else translated)]
    return [(_at(fill.column.path, number), part) for number, part in enumerate(translated, 1)]


def _joined(fill: Fill, cells: Sequence[Cell]) -> Cell:
    found = [cells[place] if place < len(cells) else None for place in fill.places]
    if len(found) == 1:
        return found[0]
    return fill.joiner.join(text for one in found if (text := c.plain_text(one)))


def _separated(fill: Fill, cell: Cell) -> list[Cell]:
    if isinstance(cell, list):
        return cell
    if fill.separator is None:
        return [cell]
    return [part.strip() for part in c.plain_text(cell).split(fill.separator) if part.strip()]


def _translated(fill: Fill, part: Cell) -> Cell:
    if fill.values is None:
        return part
    text = c.plain_text(part)
    if text in fill.values:
        return fill.values[text]
    return fill.otherwise if fill.has_otherwise else part


def _at(path: Path, number: int) -> Path:
    place = next(i for i, part in enumerate(path) if isinstance(part, int))
    return (*path[:place], number, *path[place + 1 :])


def _value(
    column: Column,
    cell: Cell,
    vocabulary: Vocabulary,
    row: RowRead,
    at: tuple[Path, int | None],
) -> Any:  # Any: JSON, None when it cannot be read
    path, place = at
    pointer = _pointer(path)
    fault = c.fault_of_cell(cell, column.leaf.kind)
    if fault:
        row.findings.append((fault.at(pointer, found=c.plain_text(cell)), place))
        if fault.severity == "error":
            return None
    if column.leaf.kind in _CODED:
        return _coded(column, cell, vocabulary, row, at)
    try:
        return c.convert(column.leaf.kind, cell)
    except c.NotOfThisKind:
        if column.leaf.scheme and (code := vocabulary.list_of(column.leaf.scheme).find(str(cell))):
            return int(code) if code.isdecimal() else code
        row.findings.append((c.wrong_kind(column.leaf.kind, pointer, cell), place))
        return None


def _coded(
    column: Column,
    cell: Cell,
    vocabulary: Vocabulary,
    row: RowRead,
    at: tuple[Path, int | None],
) -> Any:  # Any: JSON
    leaf = column.leaf
    known = vocabulary.list_of(leaf.scheme)
    whole = known.find(c.plain_text(cell)) if not isinstance(cell, list) else None
    found = [whole] if whole else []
    for part in [] if whole else _code_parts(cell, is_one=leaf.kind == "code"):
        code = _qualified(part) if leaf.kind == "concepts" else None
        code = code or known.find(part)
        if code is None:
            near = known.nearest(part)
            hint = {
                "near_en": f"Did you mean '{near}'? " if near else "",
                "near_ar": f"هل تقصد '{near}'؟ " if near else "",
            }
            finding = UNKNOWN_VALUE.at(_pointer(at[0]), found=part, **hint)
            row.findings.append((finding, at[1]))
        else:
            found.append(code)
    return _shaped(leaf.kind, str(at[0][0]), found) if found else None


def _code_parts(cell: Cell, *, is_one: bool) -> list[str]:
    return [c.plain_text(cell)] if is_one else c.split_codes(cell)


def _qualified(part: str) -> str | None:
    """Keep a concept of another scheme as it is, e.g. ``cofog:01.1``."""
    scheme, colon, notation = part.partition(":")
    return part if colon and scheme and notation and " " not in part else None


def _shaped(kind: str, name: str, codes: list[str]) -> Any:  # Any: JSON
    if kind == "code":
        return codes[0]
    if kind == "records":
        return [{"evidenceType" if name == "hasInputType" else "type": one} for one in codes]
    if kind == "concepts":
        pairs = [one.rpartition(":") for one in codes]
        return [{"scheme": scheme or "services", "notation": one} for scheme, _, one in pairs]
    return codes


def _pointer(path: Path) -> str:
    return "".join(f"/{part - 1 if isinstance(part, int) else part}" for part in path)


def _put(tree: dict[str | int, Any], path: Path, placed: _Placed) -> None:  # Any: a tree
    for part in path[:-1]:
        tree = tree.setdefault(part, {})
        if not isinstance(tree, dict):  # the list stands in a column of its own already
            return
    tree.setdefault(path[-1], placed)


def _place_empty_cells(
    fills: Sequence[Fill], tree: Mapping[str | int, Any], places: dict[str, int]
) -> None:  # Any: a tree
    """Note where the columns stand whose cells are empty, for what is said to be missing."""
    for fill in fills:
        if fill.places:
            is_sure = fill.column.path[0] not in tree
            pointer = fill.pointer if is_sure else _settled_pointer(fill.column.path, tree)
            places.setdefault(pointer, fill.places[0])


def _settled_pointer(path: Path, tree: Any) -> str:  # Any: a tree
    """Write the pointer of a path after the items of lists have closed up."""
    pointer = ""
    for part in path:
        known = sorted(tree) if isinstance(tree, dict) and isinstance(part, int) else []
        if isinstance(part, int):
            pointer += f"/{known.index(part) if part in known else part - 1}"
        else:
            pointer += f"/{part}"
        tree = tree.get(part) if isinstance(tree, dict) else None
    return pointer


def _settle(node: Any, pointer: str, places: dict[str, int]) -> Any:  # Any: a tree, then JSON
    """Turn the tree into JSON: numbered items close up, and every value notes its cell."""
    if isinstance(node, _Placed):
        if node.place is not None:
            places[pointer] = node.place
        return node.value
    if any(isinstance(key, int) for key in node):
        return [
            _settle(node[key], f"{pointer}/{number}", places)
            for number, key in enumerate(sorted(node))
        ]
    return {key: _settle(one, f"{pointer}/{key}", places) for key, one in node.items()}
