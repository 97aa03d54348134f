"""From what entries say to the columns and cells of a table. Pure."""

from collections.abc import Iterable, Mapping
from typing import Any

from app.submissions.imports.cells import join_words
from app.submissions.imports.columns import LEAVES, Column, Leaf, numbered

Content = Mapping[str, Any]  # Any: ServiceContent as JSON
Shown = str | int | bool
Flat = dict[Column, Shown]
_DEFAULTS: Mapping[tuple[str, ...], Shown] = {
    ("hasCost", "currency"): "KWD",
    ("hasInputType", "isOptional"): False,
    ("spatial",): "KWT",
    ("language",): "ar|en",
}
"""What is meant when a column is not there, so that no column is needed to say it."""


def flatten(source_id: str, content: Content, *, is_plain: Mapping[str, bool]) -> Flat:
    """Say in columns what an entry says.

    ``is_plain`` tells for the lists of records whether one column of codes holds them.
    """
    flat: Flat = {}
    for leaf in LEAVES:
        if leaf.path[0] in is_plain and (len(leaf.path) == 1) != is_plain[str(leaf.path[0])]:
            continue
        value = source_id if leaf.path == ("sourceId",) else None
        for column, found in [(numbered(leaf), value)] if value else _walk(leaf, content):
            shown = _shown(leaf, found)
            if shown is not None and _DEFAULTS.get(_key(leaf)) != shown:
                flat[column] = shown
    return flat


def plain_lists(contents: Iterable[Content]) -> dict[str, bool]:
    """Tell whether the records of all entries are codes alone."""
    plain = {"hasInputType": True, "produces": True}
    for content in contents:
        for name, so_far in plain.items():
            plain[name] = so_far and all(map(_is_code_alone, content.get(name) or ()))
    return plain


def in_order(columns: Iterable[Column]) -> list[Column]:
    """Sort columns as the table of all columns has them, items of a list one after another."""
    places = {leaf.path: place for place, leaf in enumerate(LEAVES)}
    firsts: dict[str, int] = {}
    for leaf in LEAVES:
        firsts.setdefault(leaf.field, places[leaf.path])

    def key(column: Column) -> tuple[object, ...]:
        numbers = [part for part in column.path if isinstance(part, int)]
        own = places[column.leaf.path]
        group = firsts[column.leaf.field] if numbers else own
        return group, numbers[:1], own, numbers

    return sorted(columns, key=key)


def _key(leaf: Leaf) -> tuple[str, ...]:
    return tuple(part for part in leaf.path if isinstance(part, str))


def _is_code_alone(record: Content) -> bool:
    return not any(value for key, value in record.items() if key not in {"type", "evidenceType"})


def _walk(leaf: Leaf, content: Content) -> list[tuple[Column, Any]]:  # Any: JSON
    """Find every value of a leaf in an entry, with the column it belongs to."""
    found: list[tuple[tuple[int, ...], Any]] = [((), content)]  # Any: JSON
    for part in leaf.path:
        if part == 0:
            found = [
                ((*numbers, place), one)
                for numbers, items in found
                for place, one in enumerate(items or (), 1)
            ]
        else:
            found = [(numbers, one[part]) for numbers, one in found if one and part in one]
    return [(numbered(leaf, *numbers), value) for numbers, value in found if value is not None]


def _shown(leaf: Leaf, value: Any) -> Shown | None:  # Any: JSON
    if isinstance(value, list):
        return _joined(leaf, value) or None
    if leaf.kind == "time":
        return str(value)[:5] if str(value).endswith(":00") else str(value)
    return value if isinstance(value, int) else str(value)


def _joined(leaf: Leaf, values: list[Any]) -> str:  # Any: JSON
    if leaf.kind == "words":
        return join_words(values)
    if leaf.kind == "concepts":
        return "|".join(_concept(one) for one in values)
    if leaf.kind == "records":
        return "|".join(str(one.get("evidenceType") or one.get("type")) for one in values)
    return "|".join(map(str, values))


def _concept(one: Content) -> str:
    return one["notation"] if one["scheme"] == "services" else f"{one['scheme']}:{one['notation']}"
