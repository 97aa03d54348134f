"""What became of a version's concepts in the next one, and in later ones. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

from app.taxonomy.operations.effects import Effect, EffectKind
from app.taxonomy.operations.values import Rule
from app.taxonomy.state import ConceptState, SchemeState

Cardinality = Literal["1:1", "1:n", "n:1", "n:n", "1:0"]
ASKS: frozenset[EffectKind] = frozenset(
    {"replace", "choose", "to_parent", "unassignable", "review", "offer_back"}
)

RETIRES: frozenset[EffectKind] = frozenset({"replace", "choose", "to_parent"})


@dataclass(frozen=True)
class Step:
    """What one version has made of one concept.

    ``targets`` are active concepts; ``default`` is where a service goes that nobody
    decides about, the concept itself where it may stay.
    """

    concept: str
    kind: EffectKind
    targets: tuple[str, ...]
    default: str | None
    rules: tuple[Rule, ...] = ()
    deadline_days: int = 30


@dataclass(frozen=True)
class Fate:
    """What a concept has become after several versions.

    ``earlier`` is what it had become before that: one that comes back, with services to be
    put nowhere but below it or in its parts, is that again.
    """

    targets: tuple[str, ...]
    default: str | None
    earlier: "Fate | None" = field(default=None, compare=False, repr=False)


def steps_of(before: SchemeState, after: SchemeState, effects: Iterable[Effect]) -> dict[str, Step]:
    """List what the operations of a release have made of the concepts of the version before.

    A concept that has several effects keeps the gravest. Where a successor was itself
    retired by a later operation of the release, its own successors stand in its place.
    """
    said = _gravest(before, after, effects)
    return {key: _step(key, effect, after, said) for key, effect in said.items()}


def follow(fates: Mapping[str, Fate], steps: Mapping[str, Step]) -> dict[str, Fate]:
    """Carry the fates of concepts over one more version."""
    moved = {key: _carried(fate, steps) for key, fate in fates.items()}
    for key, step in steps.items():
        known = fates.get(key)
        if step.kind == "offer_back" and known is not None and known.earlier is not None:
            moved[key] = _carried(known.earlier, steps)
        elif step.kind == "offer_back":
            moved.pop(key, None)
        elif step.kind != "review":
            earlier = replace(known, earlier=None) if known else None
            moved[key] = Fate(step.targets, _led(step, moved.get(key)), earlier)
    return moved


def _led(step: Step, known: Fate | None) -> str | None:
    """Say where a concept leads now; one that is retired for nothing still leads to its parts."""
    is_left = step.default is None and not step.targets
    return known.default if is_left and known else step.default


def takes_services(state: ConceptState) -> bool:
    """Tell an active concept from one that was retired, or that was split and groups its heirs."""
    is_split = not state.is_assignable and bool(state.consider)
    return state.status == "active" and not is_split


def cardinalities(fates: Mapping[str, Fate]) -> dict[str, Cardinality]:
    """Say how each concept stands to its targets, seen from both sides."""
    comers: dict[str, int] = {}
    for fate in fates.values():
        for target in fate.targets:
            comers[target] = comers.get(target, 0) + 1
    return {key: _cardinality(fate, comers) for key, fate in fates.items()}


def _cardinality(fate: Fate, comers: Mapping[str, int]) -> Cardinality:
    if not fate.targets:
        return "1:0"
    is_shared = any(comers[target] > 1 for target in fate.targets)
    if len(fate.targets) > 1:
        return "n:n" if is_shared else "1:n"
    return "n:1" if is_shared else "1:1"


def _carried(fate: Fate, steps: Mapping[str, Step]) -> Fate:
    targets: dict[str, None] = {}
    for target in fate.targets:
        step = steps.get(target)
        is_gone = step is not None and step.kind in RETIRES
        targets.update(dict.fromkeys(step.targets if step and is_gone else (target,)))
    step = steps.get(fate.default or "")
    is_gone = step is not None and step.kind in RETIRES
    earlier = _carried(fate.earlier, steps) if fate.earlier else None
    return Fate(tuple(targets), step.default if step and is_gone else fate.default, earlier)


def _gravest(
    before: SchemeState, after: SchemeState, effects: Iterable[Effect]
) -> dict[str, Effect]:
    """Choose one effect for each concept that was there: the last that retires, else the last."""
    chosen: dict[str, Effect] = {}
    for effect in effects:
        if effect.kind not in ASKS or effect.concept not in before.concepts:
            continue
        if _holds(effect, before, after) and not _outweighs(chosen.get(effect.concept), effect):
            chosen[effect.concept] = effect
    return chosen


def _outweighs(earlier: Effect | None, later: Effect) -> bool:
    """A look at a changed meaning never hides that services must leave a concept."""
    return (
        earlier is not None
        and later.kind == "review"
        and earlier.kind in ("unassignable", "choose")
    )


def _holds(effect: Effect, before: SchemeState, after: SchemeState) -> bool:
    """An effect counts if the version shows it: what was undone on the way asks nothing."""
    was, now = before.concepts[effect.concept], after.concepts.get(effect.concept)
    if now is None:
        return False
    if effect.kind == "offer_back":
        return was.status == "deprecated" and now.status == "active"
    if effect.kind in ("replace", "to_parent"):
        return was.status == "active" and now.status == "deprecated"
    if effect.kind == "choose":
        return was.status == "active" and (now.status == "deprecated" or bool(now.consider))
    if effect.kind == "unassignable":
        return now.status == "active" and was.is_assignable and not now.is_assignable
    return now.status == was.status == "active"


@dataclass
class _Heirs:
    """Follows successors that were themselves retired, each concept once."""

    after: SchemeState
    said: Mapping[str, Effect]
    seen: set[str] = field(default_factory=set)

    def of(self, concept: str) -> list[str]:
        if concept in self.seen:
            return []
        self.seen.add(concept)
        state = self.after.concepts.get(concept)
        if state is not None and takes_services(state):
            return [concept]
        effect = self.said.get(concept)
        if effect is not None:
            named = effect.targets
        else:
            named = (*state.replaced_by, *state.consider) if state else ()
        return [heir for one in named for heir in self.of(one)]


def _step(concept: str, effect: Effect, after: SchemeState, said: Mapping[str, Effect]) -> Step:
    targets = tuple(
        dict.fromkeys(heir for one in effect.targets for heir in _Heirs(after, said).of(one))
    )
    default = _default(effect, after, said, targets)
    if effect.kind in ("unassignable", "review", "offer_back"):
        default = concept if effect.kind != "offer_back" else None
    if effect.kind == "unassignable":
        targets = _below(after, concept)
    return Step(
        concept=concept,
        kind=_kind(effect.kind, targets),
        targets=targets,
        default=default,
        rules=tuple(rule for rule in effect.rules if rule.target in targets),
        deadline_days=effect.deadline_days,
    )


def _kind(kind: EffectKind, targets: tuple[str, ...]) -> EffectKind:
    """An exact successor that was split afterwards asks for a choice."""
    return "choose" if kind == "replace" and len(targets) > 1 else kind


def _default(
    effect: Effect, after: SchemeState, said: Mapping[str, Effect], targets: tuple[str, ...]
) -> str | None:
    heir, active, seen = effect.default, None, set[str]()
    while heir is not None and heir not in seen:
        seen.add(heir)
        state = after.concepts.get(heir)
        if state is not None and takes_services(state):
            return heir
        if state is not None and state.status == "active":
            active = active or heir
        heir = said[heir].default if heir in said else None
    return targets[0] if targets else active


def _below(after: SchemeState, concept: str) -> tuple[str, ...]:
    """List the assignable concepts below one, nearest first."""
    found: list[str] = []
    waiting = list(after.concepts[concept].narrower)
    while waiting:
        state = after.concepts[waiting.pop(0)]
        found.extend([state.id] if state.is_assignable else [])
        waiting.extend(state.narrower)
    return tuple(found)
