"""Generated schemes and requests: large ones, the same for the same seed."""

from collections.abc import Iterator
from random import Random

from app.taxonomy.operations import (
    Applied,
    Draft,
    Refused,
    SchemeRules,
    apply,
    apply_all,
    open_draft,
    values,
)
from app.taxonomy.operations.retiring import inherited_labels
from app.taxonomy.operations.values import Operation
from app.taxonomy.state import ConceptState, SchemeState

BRANCHES = 20
"""Concepts below one."""


def generated_draft(concepts: int) -> Draft:
    """Make a scheme of this many concepts, every branch with twenty below it."""
    below: dict[int, list[int]] = {}
    for number in range(1, concepts):
        below.setdefault((number - 1) // BRANCHES, []).append(number)
    states = {_id(number): _state(number, below.get(number, [])) for number in range(concepts)}
    return open_draft(SchemeState("generated", states, (_id(0),)), SchemeRules())


def requests_of(
    draft: Draft, *, requests: int, seed: int, among: int
) -> dict[str, list[Operation]]:
    """Make requests of one to five operations; each can be applied to the draft alone.

    They are about the first concepts, ``among`` of them.
    """
    dice = Random(seed)
    found: dict[str, list[Operation]] = {}
    while len(found) < requests:
        now, operations = draft, []
        for _ in range(dice.randint(1, 5)):
            operation, applied = _step(dice, now, among)
            operations.append(operation)
            now = applied.draft
        if _is_sound(draft, operations):
            found[f"cr_{len(found):03}"] = operations
    return found


def operations_on(draft: Draft, *, operations: int, seed: int) -> list[Operation]:
    """Make one request of many operations that follow each other."""
    dice, found = Random(seed), []
    for _ in range(operations):
        operation, applied = _step(dice, draft, len(draft.concepts))
        found.append(operation)
        draft = applied.draft
    return found


def _is_sound(draft: Draft, operations: list[Operation]) -> bool:
    try:
        apply_all(draft, operations)
    except Refused:
        return False
    return True


def _step(dice: Random, draft: Draft, among: int) -> tuple[Operation, Applied]:
    while True:
        for operation in _proposals(dice, draft, among):
            try:
                return operation, apply(draft, operation)
            except Refused:
                continue


def _proposals(dice: Random, draft: Draft, among: int) -> Iterator[Operation]:
    """Propose one operation of a kind chosen by chance, on concepts chosen by chance."""
    state = draft.concepts.get(_id(dice.randrange(1, among)))
    other = draft.concepts.get(_id(dice.randrange(1, among)))
    if state is None or other is None or "deprecated" in (state.status, other.status):
        return
    word = f"{dice.getrandbits(40):x}"
    match dice.randrange(8):
        case 0:
            labels = {"ar": f"مفهوم جديد {word}", "en": f"New concept {word}"}
            yield values.AddConcept(f"c_{word}", (state.id,), f"n.{word}", labels)
        case 1:
            yield values.SetPrefLabel(state.id, "en", state.pref_label["en"], f"Name {word}", True)
        case 2:
            yield values.AddLabel(state.id, "alt", "ar", f"اسم {word}")
        case 3:
            yield values.SetNote(state.id, "definition", "ar", None, f"تعريف {word}", "same")
        case 4:
            yield values.SetNotation(state.id, state.notation, f"n.{word}")
        case 5:
            yield values.Move(state.id, state.broader[0], other.id)
        case 6:
            yield values.Merge((state.id,), other.id, *inherited_labels([state], other))
        case _:
            if not state.narrower:
                yield values.Deprecate(state.id, other.id, (), (), children=())


def _id(number: int) -> str:
    return f"c_{number:06}"


def _state(number: int, below: list[int]) -> ConceptState:
    return ConceptState(
        id=_id(number),
        notation=f"1.{number:06}",
        pref_label={"ar": f"مفهوم {number}", "en": f"Concept {number}"},
        alt_label={"ar": (f"اسم آخر {number}",), "en": (f"Another name {number}",)},
        definition={"ar": f"تعريف المفهوم {number}", "en": f"What concept {number} means"},
        broader=(_id((number - 1) // BRANCHES),) if number else (),
        narrower=tuple(_id(one) for one in below),
    )
