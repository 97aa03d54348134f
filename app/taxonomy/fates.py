"""What every concept that was ever there is in one version: itself, or its successors. Pure.

The steps of the releases say where services go; the version itself says which successors
hold now: people may have named others since.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace

from app.taxonomy.state import ConceptState, SchemeState
from app.taxonomy.succeeding import Fate, Step, follow, takes_services

Paths = Mapping[str, Sequence[str]]


def fates_in(
    state: SchemeState,
    steps: Sequence[Mapping[str, Step]],
    *,
    taken_back: Collection[int] = (),
    once_assignable: Collection[str],
    paths: Paths,
) -> dict[str, Fate]:
    """Say what became of the concepts that services cannot carry in a version.

    ``steps`` are those of all releases up to the version, in order; those at the places
    ``taken_back`` took the release before them back, and say only what became of the
    concepts that it had brought. ``once_assignable`` are the concepts that services could
    carry in some version; ``paths`` lead from the top to a concept as it last stood in the
    tree. Concepts without a step (the version was loaded from a file) go where the version
    names successors.
    """
    carried: list[dict[str, Fate]] = [{}]
    for place, one in enumerate(steps):
        carried.append(follow(carried[-2 if place in taken_back else -1], one))
    return {
        key: _fate(concept, state, carried[-1].get(key), paths.get(key, ()))
        for key, concept in state.concepts.items()
        if _asks(concept, once_assignable)
    }


def led_on(concept: str, fates: Mapping[str, Fate]) -> str:
    """Follow a concept to where a service stands that comes to it."""
    seen = set[str]()
    while concept not in seen:
        seen.add(concept)
        fate = fates.get(concept)
        concept = fate.default or concept if fate else concept
    return concept


def settled(steps: Mapping[str, Step], fates: Mapping[str, Fate]) -> dict[str, Step]:
    """Name in steps where services stand in the end, so that no later release moves them unseen.

    A concept may come back to group others, and be named as a successor: who comes to it is
    led on to its parts, as whoever sends its code is.
    """
    return {key: _settled(step, fates) for key, step in steps.items()}


def _settled(step: Step, fates: Mapping[str, Fate]) -> Step:
    def end(concept: str) -> str:
        return concept if concept == step.concept else led_on(concept, fates)

    return replace(
        step,
        targets=tuple(dict.fromkeys(end(one) for one in step.targets)),
        default=end(step.default) if step.default else None,
        rules=tuple(replace(rule, target=end(rule.target)) for rule in step.rules),
    )


def _asks(concept: ConceptState, once_assignable: Collection[str]) -> bool:
    """Tell a concept that must be followed; what only ever grouped others is itself."""
    if concept.status == "deprecated":
        return True
    return not concept.is_assignable and (bool(concept.consider) or concept.id in once_assignable)


def _fate(
    concept: ConceptState, state: SchemeState, carried: Fate | None, path: Sequence[str]
) -> Fate:
    named = tuple(dict.fromkeys(_heirs(concept.id, state, set())))
    if concept.status == "active" and not concept.consider:
        named = tuple(_below(concept, state))
    known = [one for one in carried.targets if one in named] if carried else []
    targets = tuple(dict.fromkeys([*known, *named]))
    return Fate(targets, _default(concept, targets, state, carried, path))


def _default(
    concept: ConceptState,
    targets: tuple[str, ...],
    state: SchemeState,
    carried: Fate | None,
    path: Sequence[str],
) -> str | None:
    """Say where a service goes that nobody decides about.

    Without successor it goes to the nearest concept above that is active still; where a
    concept only groups now, a service may stay.
    """
    said = carried.default if carried else None
    if said is not None and _is_active(said, state) and (said in targets or not targets):
        return said
    if concept.status == "active" and not concept.consider:
        return concept.id
    if targets:
        return targets[0]
    return next((one for one in reversed(path) if _is_active(one, state)), None)


def _heirs(concept: str, state: SchemeState, seen: set[str]) -> Iterator[str]:
    """Follow successors to active concepts; one that was kept after a split leads on."""
    seen.add(concept)
    for heir in (*state.concepts[concept].replaced_by, *state.concepts[concept].consider):
        found = state.concepts.get(heir)
        if found is None or heir in seen:
            continue
        if takes_services(found):
            yield heir
        else:
            yield from _heirs(heir, state, seen)


def _below(concept: ConceptState, state: SchemeState) -> Iterator[str]:
    """Walk the assignable concepts below one, nearest first."""
    waiting, seen = list(concept.narrower), set[str]()
    for key in waiting:
        if key in seen:
            continue
        seen.add(key)
        below = state.concepts[key]
        if below.is_assignable:
            yield key
        waiting.extend(below.narrower)


def _is_active(concept: str, state: SchemeState) -> bool:
    found = state.concepts.get(concept)
    return found is not None and found.status == "active"
