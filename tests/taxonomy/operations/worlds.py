"""Random schemes and random operations, for the tests of the engine."""

import random
from collections.abc import Callable

from app.taxonomy.operations import Applied, Draft, Refused, SchemeRules, apply, open_draft, values
from app.taxonomy.operations import retiring as engine
from app.taxonomy.operations.values import Operation
from app.taxonomy.state import ConceptState, SchemeState, in_order

WORDS = ["رخصة", "إقامة", "مرور", "سكن", "زواج", "تجارة", "صحة", "تعليم", "بناء", "عمل"]


def random_scheme(dice: random.Random, *, size: int = 12, poly: bool | None = None) -> Draft:
    """A sound scheme with some retired concepts, relations and several parents."""
    is_poly = dice.random() < 0.5 if poly is None else poly
    parents: dict[str, list[str]] = {}
    for number in range(size):
        above = dice.sample(list(parents), k=min(len(parents), dice.choice([0, 1, 1, 2])))
        parents[f"c_{number:03}"] = above if is_poly else above[:1]
    children: dict[str, list[str]] = {key: [] for key in parents}
    for key, above in parents.items():
        for parent in above:
            children[parent].append(key)
    for siblings in children.values():
        dice.shuffle(siblings)
    concepts = {key: _concept(dice, key, parents[key], children[key]) for key in parents}
    top = [key for key, above in parents.items() if not above]
    dice.shuffle(top)
    state = SchemeState("test", concepts, tuple(top))
    draft = open_draft(state, SchemeRules(is_polyhierarchical=is_poly))
    for _ in range(dice.randrange(5)):
        step = random_step(dice, draft, kinds=[_deprecate, _merge, _relate])
        draft = step[0] if step else draft
    return open_draft(draft.state, draft.rules, holders=draft.holders)


def _concept(
    dice: random.Random, key: str, parents: list[str], children: list[str]
) -> ConceptState:
    alternative = tuple(sorted({f"{dice.choice(WORDS)}{dice.randrange(4)}" for _ in range(2)}))
    return ConceptState(
        id=key,
        notation=f"{dice.randrange(3)}.{key[2:]}",
        pref_label={"ar": f"مفهوم {key}", "en": f"Concept {key}"},
        alt_label={"ar": alternative} if dice.random() < 0.6 else {},
        broader=in_order(parents),
        narrower=tuple(children),
    )


def random_step(
    dice: random.Random,
    draft: Draft,
    *,
    kinds: list[Callable[[random.Random, Draft], Operation | None]] | None = None,
    tries: int = 12,
) -> tuple[Draft, Operation, Applied] | None:
    """Find an operation that the draft accepts, and apply it."""
    for _ in range(tries):
        operation = dice.choice(kinds or KINDS)(dice, draft)
        if operation is None:
            continue
        try:
            applied = apply(draft, operation)
        except Refused:
            continue
        return applied.draft, operation, applied
    return None


def _any(dice: random.Random, draft: Draft) -> str:
    return dice.choice(sorted(draft.concepts))


def _some(dice: random.Random, draft: Draft, count: int) -> tuple[str, ...]:
    return tuple(dice.sample(sorted(draft.concepts), k=min(count, len(draft.concepts))))


def _label(dice: random.Random) -> str:
    return f"{dice.choice(WORDS)}{dice.randrange(4)}"


def _place(dice: random.Random, draft: Draft) -> str | None:
    return None if dice.random() < 0.2 else _any(dice, draft)


def _add(dice: random.Random, draft: Draft) -> Operation:
    key = f"c_n{dice.randrange(10_000)}"
    parents = in_order(_some(dice, draft, dice.choice([0, 1, 1, 2])))
    labels = {"ar": f"جديد {dice.randrange(40)}", "en": f"New {dice.randrange(10_000)}"}
    return values.AddConcept(key, parents, f"9.{dice.randrange(60)}", labels)


def _pref(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    language = dice.choice(["ar", "en"])
    new = dice.choice([_label(dice), f"مفهوم {_any(dice, draft)}", f"اسم {dice.randrange(20)}"])
    new = new if language == "ar" else f"Name {dice.randrange(30)}"
    return values.SetPrefLabel(
        state.id, language, state.pref_label.get(language), new, dice.random() < 0.5
    )


def _add_label(dice: random.Random, draft: Draft) -> Operation:
    kind = dice.choice(["alt", "hidden"])
    return values.AddLabel(_any(dice, draft), kind, dice.choice(["ar", "en"]), _label(dice))


def _remove_label(dice: random.Random, draft: Draft) -> Operation | None:
    labels = [
        (key, text) for key, one in draft.concepts.items() for text in one.alt_label.get("ar", ())
    ]
    if not labels:
        return None
    key, text = dice.choice(sorted(labels))
    return values.RemoveLabel(key, "alt", "ar", text)


def _note(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    old = state.definition.get("ar")
    new = dice.choice([None, f"تعريف {dice.randrange(4)}"]) if old else f"تعريف {dice.randrange(4)}"
    return values.SetNote(state.id, "definition", "ar", old, new, dice.choice(["same", "shifted"]))


def _notation(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    return values.SetNotation(state.id, state.notation, f"8.{dice.randrange(40)}")


def _move(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    source = dice.choice(state.broader) if state.broader else None
    return values.Move(state.id, source, _place(dice, draft))


def _add_parent(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    if dice.random() < 0.3:
        return values.AddParent(state.id, _any(dice, draft), is_first=True, old=state.broader)
    old = None if state.broader else ()
    return values.AddParent(state.id, _any(dice, draft), old=old)


def _remove_parent(dice: random.Random, draft: Draft) -> Operation | None:
    state = draft.concepts[_any(dice, draft)]
    if not state.broader:
        return None
    return values.RemoveParent(state.id, dice.choice(state.broader), state.broader)


def _reorder(dice: random.Random, draft: Draft) -> Operation | None:
    parent = _place(dice, draft)
    children = draft.children(parent)
    return values.Reorder(parent, children, tuple(dice.sample(children, k=len(children))))


def _merge(dice: random.Random, draft: Draft) -> Operation:
    target, *sources = _some(dice, draft, dice.choice([2, 2, 3]))
    states = [draft.concepts[one] for one in sources]
    labels = engine.inherited_labels(states, draft.concepts[target])
    return values.Merge(tuple(sources), target, *labels)


def _routes(dice: random.Random, draft: Draft, key: str) -> tuple[values.Route, ...]:
    return tuple((child, _place(dice, draft)) for child in draft.concepts[key].narrower)


def _split(dice: random.Random, draft: Draft) -> Operation | None:
    if len(draft.concepts) < 3:
        return None
    source, *targets = _some(dice, draft, 3)
    keep = dice.random() < 0.4
    routes = None if keep else _routes(dice, draft, source)
    rules = (values.Rule(targets[0], entity="moi"),)
    was = not keep or draft.concepts[source].is_assignable
    return values.Split(source, tuple(targets), targets[0], rules, 30, keep, was, routes)


def _deprecate(dice: random.Random, draft: Draft) -> Operation:
    key, *others = _some(dice, draft, dice.choice([1, 2, 3]))
    routes, kept = _routes(dice, draft, key), draft.concepts[key].consider
    if len(others) == 1:
        return values.Deprecate(key, others[0], (), kept, children=routes)
    return values.Deprecate(key, None, tuple(others), kept, children=routes)


def _restore(dice: random.Random, draft: Draft) -> Operation | None:
    retired = sorted(key for key, one in draft.concepts.items() if one.status == "deprecated")
    if not retired:
        return None
    key = dice.choice(retired)
    state = draft.concepts[key]
    parents = _some(dice, draft, dice.randrange(2))
    return values.Restore(key, parents, (state.replaced_by, state.consider))


def _promote(dice: random.Random, draft: Draft) -> Operation | None:
    removed = _remove_label(dice, draft)
    if not isinstance(removed, values.RemoveLabel):
        return None
    labels = {"ar": f"{removed.text} {dice.randrange(9)}", "en": f"P {dice.randrange(10_000)}"}
    return values.PromoteLabel(
        removed.concept,
        "ar",
        removed.text,
        f"c_p{dice.randrange(10_000)}",
        _place(dice, draft),
        f"7.{dice.randrange(60)}",
        labels,
    )


def _relate(dice: random.Random, draft: Draft) -> Operation:
    a, b = sorted((_any(dice, draft), _any(dice, draft)))
    return values.Relate(a, b)


def _unrelate(dice: random.Random, draft: Draft) -> Operation | None:
    pairs = [(key, other) for key, one in draft.concepts.items() for other in one.related]
    return values.Unrelate(*sorted(dice.choice(sorted(pairs)))) if pairs else None


def _map(dice: random.Random, draft: Draft) -> Operation:
    predicate = dice.choice(["exactMatch", "broadMatch", "closeMatch"])
    return values.AddMapping(_any(dice, draft), predicate, f"urn:x:{dice.randrange(3)}")


def _unmap(dice: random.Random, draft: Draft) -> Operation | None:
    pairs = [(key, *pair) for key, one in draft.concepts.items() for pair in one.mappings]
    return values.RemoveMapping(*dice.choice(sorted(pairs))) if pairs else None


def _assignable(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    return values.SetAssignable(state.id, state.is_assignable, not state.is_assignable)


def _successors(dice: random.Random, draft: Draft) -> Operation:
    state = draft.concepts[_any(dice, draft)]
    exact = _some(dice, draft, dice.randrange(2)) if state.status == "deprecated" else ()
    choice = tuple(sorted(_some(dice, draft, dice.randrange(3))))
    return values.SetSuccessors(state.id, state.replaced_by, exact, state.consider, choice)


def _drop(dice: random.Random, draft: Draft) -> Operation | None:
    born = sorted(draft.born)
    return values.DropConcept(dice.choice(born)) if born else None


KINDS: list[Callable[[random.Random, Draft], Operation | None]] = [
    _add,
    _pref,
    _add_label,
    _remove_label,
    _note,
    _notation,
    _move,
    _add_parent,
    _remove_parent,
    _reorder,
    _merge,
    _split,
    _deprecate,
    _restore,
    _promote,
    _relate,
    _unrelate,
    _map,
    _unmap,
    _assignable,
    _successors,
    _drop,
]
RETIRING = [_merge, _split, _deprecate, _restore]
"""What moves services."""
