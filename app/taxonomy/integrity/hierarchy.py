"""Who stands above whom, also where the links go round in circles. Pure.

The concepts are ordered by Tarjan's strongly connected components (1972): concepts that
stand above each other form one component, and a component follows all that is above it.
Every question is then answered in one walk along that order, whatever the links are.
"""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice

from app.taxonomy.state import ConceptState

_BLOCK = 4_096
"""Concepts asked about in one walk: half a kilobyte of bits for each component."""
_FEW = 32
"""Components above one that are looked at singly, before all are walked together."""
_MOST_BRANCHES = 16
"""Branches that are remembered of a concept with many parents."""


class Hierarchy:
    """The hierarchy over some concepts and all that is above them; it grows when asked."""

    def __init__(self, concepts: Mapping[str, ConceptState]) -> None:
        self._concepts = concepts
        self._found: dict[str, int] = {}
        self._open: list[str] = []
        self._place: dict[str, int] = {}
        self._components: list[tuple[str, ...]] = []
        self._links: list[tuple[tuple[str, int], ...]] = []
        self._branches: list[tuple[str, ...]] = []
        self._depths: list[int] = []

    def parents(self, key: str) -> list[str]:
        """List the parents of a concept that are there."""
        return [one for one in self._concepts[key].broader if one in self._concepts]

    def reach(self, keys: Iterable[str]) -> None:
        """Take in concepts and everything above them."""
        for key in keys:
            if key in self._found:
                continue
            if all(parent in self._place for parent in self.parents(key)):
                self._found[key] = len(self._found)
                self._add((key,))
            else:
                self._walk(key)

    def circle(self, key: str) -> tuple[str, ...]:
        """Name the concepts that stand above themselves together with this one."""
        self.reach((key,))
        component = self._components[self._place[key]]
        return component if len(component) > 1 or key in self._concepts[key].broader else ()

    def depth(self, key: str) -> int:
        """Count the levels down to a concept by its shortest way, the top being 1."""
        self.reach((key,))
        return self._depths[self._place[key]]

    def branches(self, key: str) -> tuple[str, ...]:
        """Name the highest concepts above a concept, or itself where it is highest."""
        self.reach((key,))
        return self._branches[self._place[key]]

    def above(self, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Of pairs of concepts keep those whose second stands above the first."""
        found: set[tuple[str, str]] = set()
        far: list[tuple[str, str]] = []
        asked_of = _by_first(pairs)
        self.reach(asked_of)
        for below, keys in asked_of.items():
            climbed = self._climb(self._place[below])
            if climbed is None:
                far.extend((below, key) for key in keys)
            else:
                found.update((below, key) for key in keys if self._place.get(key) in climbed)
        asked = self._by_second(far)
        for block, masks in self._blocks(asked):
            for key, bit in block.items():
                found.update((one, key) for one in asked[key] if masks[self._place[one]] & bit)
        return found

    def _climb(self, place: int) -> set[int] | None:
        """Gather the components above one; None where they are more than a few."""
        climbed: set[int] = set()
        waiting = [place]
        while waiting:
            for _, above in self._links[waiting.pop()]:
                if above not in climbed:
                    climbed.add(above)
                    waiting.append(above)
            if len(climbed) > _FEW:
                return None
        return climbed

    def redundant_parents(self, keys: Iterable[str]) -> set[tuple[str, str]]:
        """Pair concepts with those of their parents that stand above another of them."""
        asked = self._by_second((key, parent) for key in keys for parent in self.parents(key))
        found: set[tuple[str, str]] = set()
        for block, masks in self._blocks(asked):
            for key in dict.fromkeys(below for parent in block for below in asked[parent]):
                mask = 0
                for parent in self.parents(key):
                    mask |= masks[self._place[parent]]
                beyond = (one for one in self.parents(key) if mask & block.get(one, 0))
                found.update((key, one) for one in beyond)
        return found

    def _by_second(self, pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
        asked: dict[str, list[str]] = {}
        for below, key in pairs:
            asked.setdefault(key, []).append(below)
        self.reach(below for keys in asked.values() for below in keys)
        return asked

    def _blocks(self, keys: Iterable[str]) -> Iterator[tuple[dict[str, int], list[int]]]:
        """For some concepts at a time: their bits, and for each component those above it."""
        waiting = iter(keys)
        while block := {key: 1 << place for place, key in enumerate(islice(waiting, _BLOCK))}:
            yield block, self._masks(block)

    def _masks(self, bits: Mapping[str, int]) -> list[int]:
        """For each component the bits of the concepts above it."""
        masks: list[int] = []
        for links in self._links:
            mask = 0
            masks.append(mask)
            for parent, place in links:
                mask |= bits.get(parent, 0) | masks[place]
            masks[-1] = mask
        return masks

    def _walk(self, start: str) -> None:
        """Tarjan's search from one concept upwards, with a stack of its own."""
        lowest: dict[str, int] = {}
        path = [(start, self._enter(start, lowest))]
        while path:
            key, parents = path[-1]
            unseen = self._next_unseen(key, parents, lowest)
            if unseen is not None:
                path.append((unseen, self._enter(unseen, lowest)))
                continue
            path.pop()
            if path:
                below = path[-1][0]
                lowest[below] = min(lowest[below], lowest[key])
            if lowest[key] == self._found[key]:
                self._close(key)

    def _enter(self, key: str, lowest: dict[str, int]) -> Iterator[str]:
        lowest[key] = self._found[key] = len(self._found)
        self._open.append(key)
        return iter(self.parents(key))

    def _next_unseen(self, key: str, parents: Iterator[str], lowest: dict[str, int]) -> str | None:
        for parent in parents:
            if parent not in self._found:
                return parent
            if parent not in self._place:
                lowest[key] = min(lowest[key], self._found[parent])
        return None

    def _close(self, key: str) -> None:
        members = [self._open.pop()]
        while members[-1] != key:
            members.append(self._open.pop())
        component = tuple(reversed(members))
        self._add(component)

    def _add(self, component: tuple[str, ...]) -> None:
        own = len(self._components)
        self._place.update(dict.fromkeys(component, own))
        self._components.append(component)
        links = {one: self._place[one] for key in component for one in self.parents(key)}
        self._links.append(tuple(links.items()))
        above = list(dict.fromkeys(place for place in links.values() if place != own))
        self._depths.append(1 + min((self._depths[one] for one in above), default=0))
        if len(above) == 1:
            self._branches.append(self._branches[above[0]])
            return
        tops = dict.fromkeys(top for place in above for top in self._branches[place])
        self._branches.append(tuple(islice(tops, _MOST_BRANCHES)) or component[:1])


def _by_first(pairs: Iterable[tuple[str, str]]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for first, second in pairs:
        found.setdefault(first, []).append(second)
    return found
