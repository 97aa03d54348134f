"""The order of a tree in files that know no order: each concept's place in it. Pure.

One number per concept tells the order of siblings, unless a concept stands below two
parents whose children are ordered differently.
"""

import re
from collections.abc import Iterable, Mapping, Sequence

from app.taxonomy.state import ConceptState, SchemeState

_NUMBERS = re.compile(r"(\d{1,300})")
Places = Mapping[str, int]
"""From ids to ranks, from 1."""


def in_order(state: SchemeState) -> list[ConceptState]:
    """List all concepts as the tree has them; last come those that it does not reach."""
    reached: dict[str, ConceptState] = {}
    waiting = list(reversed(state.top))
    while waiting:
        key = waiting.pop()
        if key in state.concepts and key not in reached:
            reached[key] = state.concepts[key]
            waiting.extend(reversed(reached[key].narrower))
    return [*reached.values(), *(one for key, one in state.concepts.items() if key not in reached)]


def stands_alone(concept: ConceptState) -> bool:
    """Tell a concept that is at the top unless something else is said: retired ones are not."""
    return concept.status == "active" and not concept.broader


def depth_of(state: SchemeState) -> int:
    """Count the levels of the tree."""
    level, levels, seen = list(state.top), 0, set[str]()
    while level := [key for key in level if key in state.concepts and key not in seen]:
        levels += 1
        seen.update(level)
        level = [below for key in level for below in state.concepts[key].narrower]
    return levels


def places_of(concepts: Iterable[ConceptState]) -> dict[str, int]:
    """Number concepts that stand in order."""
    return {concept.id: rank for rank, concept in enumerate(concepts, 1)}


def is_told(keys: Sequence[str], places: Places) -> bool:
    """Tell whether the places of these concepts already say in which order they stand."""
    ranks = [places.get(key, 0) for key in keys]
    return ranks == sorted(ranks)


def natural(notation: str) -> tuple[tuple[int, int | str], ...]:
    """Order notations as people do: 2 before 10, numbers before letters."""
    parts = _NUMBERS.split(notation)
    return tuple((0, int(part)) if part.isdecimal() else (1, part) for part in parts if part)
