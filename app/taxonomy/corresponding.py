"""What every concept of one version is in another one, forwards and backwards. Pure."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from app.taxonomy.correspondence import Cardinality, ConceptName, Correspondence
from app.taxonomy.state import SchemeState, in_tree_order
from app.taxonomy.succeeding import Fate, cardinalities

Fates = Mapping[str, Fate]


@dataclass(frozen=True)
class Comparison:
    """Two versions: what the active concepts of ``old`` are in ``new``, in tree order.

    ``fates`` say what became of concepts in ``new``: they serve codes that ``old`` has
    retired already. ``reached`` are all targets.
    """

    old: SchemeState
    new: SchemeState
    fates: Fates
    active: Fates
    cardinalities: Mapping[str, Cardinality]
    reached: frozenset[str]

    def fate(self, concept: str) -> Fate:
        """Say what any concept that was ever there is in ``new``."""
        found = self.active.get(concept)
        return found or _later(concept, self.old, self.new, self.fates)

    def cardinality(self, concept: str) -> Cardinality:
        """Say how a concept stands to its targets; without any, it is 1:0."""
        if concept in self.cardinalities:
            return self.cardinalities[concept]
        targets = self.fate(concept).targets
        if not targets:
            return "1:0"
        return _of_pair(len(targets) > 1, is_shared=not self.reached.isdisjoint(targets))


def forwards(old: SchemeState, new: SchemeState, fates: Fates) -> Comparison:
    """Compare a version with a later one; ``fates`` are those in the later one."""
    return _compared(old, new, fates, {one: _later(one, old, new, fates) for one in _active(old)})


def at_any_time(new: SchemeState, fates: Fates) -> Comparison:
    """Compare a version with all before it: for codes of which nobody knows how old they are.

    A code that is still used is 1:1, one that leads to it is n:1.
    """
    nothing = SchemeState(new.scheme, {}, ())
    found = {one: _later(one, nothing, new, fates) for one in new.concepts}
    alone = {key: _alone(key, fate) for key, fate in found.items()}
    return replace(_compared(nothing, new, fates, found), cardinalities=alone)


def backwards(old: SchemeState, new: SchemeState, fates: Fates, back: Comparison) -> Comparison:
    """Compare a version with an earlier one: ``back`` the other way round.

    ``fates`` are those in the earlier one: what it had retired already, and the later one
    has brought back, goes where it went then.
    """
    comers: dict[str, list[str]] = {}
    for source, fate in back.active.items():
        for target in fate.targets:
            comers.setdefault(target, []).append(source)
    found = {
        one: _earlier(one, old, new, fates.get(one), comers.get(one, [])) for one in _active(old)
    }
    return _compared(old, new, fates, found)


def count_pairs(fates: Fates) -> dict[Cardinality, int]:
    """Count pairs of a concept and its target by how both stand to others.

    This is how tables of statistical classifications are counted: a pair is ``1:n`` when
    only its source has other targets, and ``n:n`` when both stand in other pairs.
    """
    comers = Counter(target for fate in fates.values() for target in fate.targets)
    found: Counter[Cardinality] = Counter()
    for fate in fates.values():
        if not fate.targets:
            found["1:0"] += 1
        for target in fate.targets:
            found[_of_pair(len(fate.targets) > 1, is_shared=comers[target] > 1)] += 1
    return {key: found[key] for key in ("1:1", "1:n", "n:1", "n:n", "1:0")}


def rows_of(comparison: Comparison) -> Iterator[Correspondence]:
    """Write down the table, one row for each active concept of the version ``old``."""
    names = {
        key: ConceptName(key, one.notation, one.pref_label)
        for key, one in comparison.new.concepts.items()
    }
    for key, fate in comparison.active.items():
        source = comparison.old.concepts[key]
        yield Correspondence(
            source=ConceptName(key, source.notation, source.pref_label),
            targets=tuple(names[one] for one in fate.targets),
            cardinality=comparison.cardinalities[key],
            kind=_kind(comparison, key, fate),
            default=names[chosen] if (chosen := choice_of(fate)) else None,
        )


def choice_of(fate: Fate) -> str | None:
    """Name what is taken when nobody chooses, where there is something to choose."""
    return fate.default if len(fate.targets) != 1 else None


def _compared(old: SchemeState, new: SchemeState, fates: Fates, found: Fates) -> Comparison:
    reached = frozenset(target for fate in found.values() for target in fate.targets)
    return Comparison(old, new, fates, found, cardinalities(found), reached)


def _active(state: SchemeState) -> Iterator[str]:
    return (one.id for _, one in in_tree_order(state) if one.status == "active")


def _is_active(concept: str, state: SchemeState) -> bool:
    found = state.concepts.get(concept)
    return found is not None and found.status == "active"


def _later(concept: str, old: SchemeState, new: SchemeState, fates: Fates) -> Fate:
    was = old.concepts.get(concept)
    only_groups = was is not None and was.status == "active" and not was.is_assignable
    if _is_active(concept, new) and (only_groups or concept not in fates):
        return Fate((concept,), concept)
    return fates.get(concept) or Fate((), None)


def _earlier(
    concept: str, old: SchemeState, new: SchemeState, then: Fate | None, comers: list[str]
) -> Fate:
    if _is_active(concept, new):
        return Fate(tuple(dict.fromkeys([concept, *comers])), concept)
    known = then.targets if then else ()
    targets = tuple(dict.fromkeys([*known, *comers]))
    if then and (then.default in targets or not targets):
        return Fate(targets, then.default)
    return Fate(targets, targets[0] if targets else _above(concept, old, new))


def _above(concept: str, old: SchemeState, new: SchemeState) -> str | None:
    """Find the nearest concept above that the earlier version had."""
    above = old.concepts[concept].broader
    while above and not _is_active(above[0], new):
        above = old.concepts[above[0]].broader
    return above[0] if above else None


def _alone(concept: str, fate: Fate) -> Cardinality:
    if fate.targets == (concept,):
        return "1:1"
    if not fate.targets:
        return "1:0"
    return _of_pair(len(fate.targets) > 1, is_shared=len(fate.targets) == 1)


def _of_pair(has_others: bool, *, is_shared: bool) -> Cardinality:
    if has_others:
        return "n:n" if is_shared else "1:n"
    return "n:1" if is_shared else "1:1"


def _kind(comparison: Comparison, concept: str, fate: Fate) -> str:
    """Name what happened: a word for people and tools beside the cardinality."""
    if not fate.targets:
        return "retired" if concept in comparison.new.concepts else "absent"
    if len(fate.targets) > 1:
        return "split"
    if fate.targets != (concept,):
        return "merged" if comparison.cardinalities[concept] == "n:1" else "replaced"
    was, now = comparison.old.concepts[concept], comparison.new.concepts[concept]
    return "unchanged" if was.notation == now.notation else "renumbered"
