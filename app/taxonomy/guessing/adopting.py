"""A snapshot as the draft would have it: known ids, and the draft's way to keep things. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.taxonomy.operations.draft import Draft
from app.taxonomy.state import ConceptState, SchemeState, TextLists, Texts, in_order


@dataclass(frozen=True)
class Adopted:
    """What a snapshot says in the draft's ids.

    ``active`` stand in the tree, in the snapshot's order; ``said`` are the successors that
    it names for concepts that it lists as retired; ``top`` is the order at the top.
    """

    active: Mapping[str, ConceptState]
    said: Mapping[str, tuple[str, ...]]
    top: tuple[str, ...]


def adopt(state: SchemeState, ids: Mapping[str, str]) -> Adopted:
    """Write a snapshot in the ids of its rows; retired rows stand in no tree.

    A retired row that names a retired successor is followed to one that is active.
    """
    rows = {key: one for key, one in state.concepts.items() if one.status == "active"}
    below = _children(rows, state)
    related = _both_ways(rows)
    active = {
        ids[key]: _adopted(replace(one, related=tuple(related[key])), ids, rows, below.get(key, ()))
        for key, one in rows.items()
    }
    said = {
        ids[key]: tuple(sorted({ids[one] for one in _heirs(state, key)}))
        for key, one in state.concepts.items()
        if one.status == "deprecated" and key in ids
    }
    return Adopted(active, said, tuple(ids[key] for key in below.get("", ())))


def _children(rows: Mapping[str, ConceptState], state: SchemeState) -> dict[str, tuple[str, ...]]:
    """List what stands below each row: first in the order that is said, then as it comes."""
    found: dict[str, list[str]] = {}
    for key, row in rows.items():
        for parent in [one for one in row.broader if one in rows] or [""]:
            found.setdefault(parent, []).append(key)
    return {
        parent: _in_said_order(children, rows[parent].narrower if parent else state.top)
        for parent, children in found.items()
    }


def _both_ways(rows: Mapping[str, ConceptState]) -> dict[str, set[str]]:
    """A relation that one side names counts for both."""
    found: dict[str, set[str]] = {key: set() for key in rows}
    for key, row in rows.items():
        for other in row.related:
            if other in rows and other != key:
                found[key].add(other)
                found[other].add(key)
    return found


def _in_said_order(children: Sequence[str], said: Sequence[str]) -> tuple[str, ...]:
    places = {key: place for place, key in enumerate(said)}
    return tuple(sorted(children, key=lambda key: places.get(key, len(places))))


def _adopted(
    row: ConceptState,
    ids: Mapping[str, str],
    rows: Mapping[str, ConceptState],
    below: Iterable[str],
) -> ConceptState:
    related = {ids[one] for one in row.related if one in rows}
    return replace(
        row,
        id=ids[row.id],
        alt_label=_tidy(row.alt_label),
        hidden_label=_tidy(row.hidden_label),
        broader=in_order(ids[one] for one in row.broader if one in rows),
        narrower=tuple(ids[one] for one in below),
        related=tuple(sorted(related)),
        mappings=tuple(sorted(set(row.mappings))),
        replaced_by=(),
        consider=tuple(sorted(ids[one] for one in row.consider if one in rows)),
    )


def _tidy(labels: TextLists) -> TextLists:
    return {code: tuple(sorted(set(texts))) for code, texts in labels.items() if texts}


def _heirs(state: SchemeState, retired: str) -> set[str]:
    """Follow the successors of a retired row to those that are active."""
    found: set[str] = set()
    seen, waiting = {retired}, [retired]
    while waiting:
        row = state.concepts[waiting.pop()]
        for key in (*row.replaced_by, *row.consider):
            heir = state.concepts.get(key)
            if heir is None or key in seen:
                continue
            seen.add(key)
            if heir.status == "active":
                found.add(key)
            else:
                waiting.append(key)
    return found


def with_unsaid(draft: Draft, snapshot: SchemeState, ids: Mapping[str, str]) -> SchemeState:
    """Fill in what a file never speaks of, from the concepts that its rows are.

    A table without a column for definitions does not mean that all of them are gone. A
    field counts as not spoken of when no row has any value in it.
    """
    silence = _Silence(draft, snapshot, ids)
    rows = {key: silence.filled(row) for key, row in snapshot.concepts.items()}
    filled = replace(snapshot, concepts=rows)
    has_tree = any(one.broader for one in snapshot.concepts.values())
    return filled if has_tree else _hung(draft, filled, ids)


_FIELDS = ("alt_label", "hidden_label", "definition", "scope_note", "mappings")
_LINKS = ("related", "consider")


class _Silence:
    """What a file never speaks of."""

    def __init__(self, draft: Draft, snapshot: SchemeState, ids: Mapping[str, str]) -> None:
        rows = snapshot.concepts.values()
        self._draft = draft
        self._ids = ids
        self._rows = {ids[key]: key for key in snapshot.concepts if key in ids}
        self._fields = [name for name in _FIELDS if not any(getattr(one, name) for one in rows)]
        self._links = [name for name in _LINKS if not any(getattr(one, name) for one in rows)]
        self._languages = {code for one in rows for code in one.pref_label}
        self._has_groups = any(not one.is_assignable for one in rows)

    def filled(self, row: ConceptState) -> ConceptState:
        """Give a row what its concept has and the file does not speak of."""
        known = self._draft.concepts.get(self._ids.get(row.id, ""))
        if known is None:
            return row
        kept: dict[str, Any] = {  # Any: fields of a concept
            name: getattr(known, name) for name in self._fields
        }
        kept |= {name: self._named(getattr(known, name)) for name in self._links}
        unsaid = {
            code: text for code, text in known.pref_label.items() if code not in self._languages
        }
        labels: Texts = {**row.pref_label, **unsaid}
        is_assignable = row.is_assignable if self._has_groups else known.is_assignable
        return replace(row, **kept, pref_label=labels, is_assignable=is_assignable)

    def _named(self, concepts: Iterable[str]) -> tuple[str, ...]:
        return tuple(self._rows[one] for one in concepts if one in self._rows)


def _hung(draft: Draft, snapshot: SchemeState, ids: Mapping[str, str]) -> SchemeState:
    """Leave concepts where they stand when a list says nothing of a tree."""
    rows = {ids[key]: key for key in snapshot.concepts if key in ids}
    concepts = {}
    for key, row in snapshot.concepts.items():
        known = draft.concepts.get(ids.get(key, ""))
        if known is None:
            concepts[key] = row
            continue
        broader = tuple(rows[one] for one in known.broader if one in rows)
        narrower = tuple(rows[one] for one in known.narrower if one in rows)
        concepts[key] = replace(row, broader=broader, narrower=narrower)
    top = tuple(key for key, one in concepts.items() if not one.broader)
    return replace(snapshot, concepts=concepts, top=top)
