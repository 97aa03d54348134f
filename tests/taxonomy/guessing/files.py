"""Snapshots as files have them: rows under names of their own, with or without ids."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import count

from app.taxonomy.state import ConceptState, SchemeState


def new_ids() -> Callable[[], str]:
    """Give ids in a row, so that tests can name them."""
    numbers = count(1)
    return lambda: f"c_new{next(numbers)}"


def active_only(state: SchemeState) -> SchemeState:
    """Leave retired concepts out, as the files of people do."""
    living = {key for key, one in state.concepts.items() if one.status == "active"}
    concepts = {
        key: replace(
            state.concepts[key],
            related=tuple(one for one in state.concepts[key].related if one in living),
        )
        for key in sorted(living)
    }
    return SchemeState(state.scheme, concepts, state.top)


def renamed(state: SchemeState, names: Mapping[str, str]) -> SchemeState:
    """Put other ids in the place of ids."""

    def of(keys: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(names.get(key, key) for key in keys)

    def one(concept: ConceptState) -> ConceptState:
        return replace(
            concept,
            id=names.get(concept.id, concept.id),
            broader=of(concept.broader),
            narrower=of(concept.narrower),
            related=tuple(sorted(of(concept.related))),
            replaced_by=tuple(sorted(of(concept.replaced_by))),
            consider=tuple(sorted(of(concept.consider))),
        )

    concepts = {found.id: found for found in map(one, state.concepts.values())}
    return SchemeState(state.scheme, concepts, of(state.top))


def without_ids(state: SchemeState) -> SchemeState:
    """Take the ids away: rows are known by their places only."""
    return renamed(state, {key: f"new_{place}" for place, key in enumerate(state.concepts)})
