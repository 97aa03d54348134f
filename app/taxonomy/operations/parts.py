"""A request in parts that have nothing to do with each other. Pure.

Whether two requests get along is decided by the parts of both that meet; the others can be
applied at any time.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from app.taxonomy.operations.applying import Applied, name_of
from app.taxonomy.operations.footprints import Footprint, Key
from app.taxonomy.operations.values import Operation


@dataclass(frozen=True)
class Request:
    """A request as it is compared: its operations, and what they do to the draft alone."""

    operations: Sequence[Operation]
    applied: Applied

    @cached_property
    def names(self) -> tuple[bytes, ...]:
        """What tells the operations from others."""
        return tuple(name_of(one) for one in self.operations)

    @cached_property
    def _parts(self) -> "Parts":
        """Which operations have to do with a place, through whatever others."""
        groups = _Groups()
        writers: dict[str, int] = {}
        for index, steps in self.applied.steps:
            groups.note(index, steps)
            for kind, key in steps.touched | {one for one in steps.writes if one[0] == "group"}:
                if kind in ("concept", "group"):
                    groups.join(index, writers.setdefault(key, index))
        for key, checks in self.applied.checks:
            groups.note(writers[key], checks)
        return groups.parts()

    def around(self, places: Iterable[Key]) -> tuple[int, ...]:
        """List the operations that have to do with some places, in their order."""
        parts = self._parts
        found = {part for one in places for part in parts.at.get(one, ())}
        return tuple(sorted(index for part in found for index in parts.members[part]))


@dataclass(frozen=True)
class Parts:
    """The parts that have to do with each place, and the operations of each part."""

    at: Mapping[Key, tuple[int, ...]]
    members: Mapping[int, Sequence[int]]


class _Groups:
    """Operations that are joined by the places that one of them changes."""

    def __init__(self) -> None:
        self._above: dict[int, int] = {}
        self._prints: list[tuple[int, Footprint]] = []

    def note(self, index: int, footprint: Footprint) -> None:
        self._above.setdefault(index, index)
        self._prints.append((index, footprint))

    def join(self, one: int, other: int) -> None:
        self._above[self._top(one)] = self._top(other)

    def parts(self) -> Parts:
        changed = {key for _, one in self._prints for key in (*one.writes, *one.touched)}
        first: dict[Key, int] = {}
        for index, footprint in self._prints:
            for key in footprint.places & changed:
                self.join(index, first.setdefault(key, index))
        members: dict[int, list[int]] = {}
        for index in self._above:
            members.setdefault(self._top(index), []).append(index)
        at: dict[Key, tuple[int, ...]] = {}
        for index, footprint in self._prints:
            top = self._top(index)
            for key in footprint.places:
                known = at.get(key, ())
                if top not in known:
                    at[key] = (*known, top)
        return Parts(at, members)

    def _top(self, index: int) -> int:
        self._above.setdefault(index, index)
        while self._above[index] != index:
            self._above[index] = self._above[self._above[index]]
            index = self._above[index]
        return index
