"""Operations that are written for sending are read back as the same operations."""

import random

from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import TypeAdapter

from app.taxonomy.binding import bind
from app.taxonomy.guessing import guess_snapshot
from app.taxonomy.operation_schemas import Operations
from app.taxonomy.operations import Draft, apply_all
from app.taxonomy.operations.values import AddConcept, Operation, Reorder
from app.taxonomy.sendable import sendable
from tests.taxonomy.guessing.files import active_only, new_ids
from tests.taxonomy.guessing.test_properties import changed
from tests.taxonomy.operations.worlds import random_scheme, random_step

ADAPTER: TypeAdapter[Operations] = TypeAdapter(Operations)
seeds = st.integers(min_value=0, max_value=2**32)


def is_sent(operation: Operation, draft: Draft) -> bool:
    """People drop nothing, order what is there, and write nothing about what is retired."""
    state = draft.concepts.get(getattr(operation, "concept", ""))
    is_living = state is None or state.status == "active"
    if isinstance(operation, Reorder):
        return bool(operation.new)
    return operation.op != "drop_concept" and (is_living or operation.op == "restore")


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_what_was_guessed_can_be_sent(seed: int) -> None:
    dice = random.Random(seed)
    draft = random_scheme(dice)
    target = active_only(changed(dice, draft, 6))
    guess = guess_snapshot(draft, target, new_id=new_ids())
    if not guess.operations:
        return

    sent, refs = sendable(guess.operations)
    bound = bind(draft, ADAPTER.validate_python(sent), refs=refs)

    assert bound.operations == list(guess.operations)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_operations_of_every_kind_can_be_sent(seed: int) -> None:
    dice = random.Random(seed)
    draft = random_scheme(dice)
    steps = [random_step(dice, draft) for _ in range(8)]

    for operation in [step[1] for step in steps if step and is_sent(step[1], draft)]:
        sent, refs = sendable([operation])
        bound = bind(draft, ADAPTER.validate_python(sent), refs=refs)

        assert bound.applied.draft.state == apply_all(draft, [operation]).draft.state


def test_a_new_concept_is_named_by_a_ref_and_a_known_one_by_its_id() -> None:
    draft = random_scheme(random.Random(1))
    parent = draft.top[0]
    operation = AddConcept("c_new1", (parent,), "9.9", {"ar": "جديد", "en": "New"})

    sent, refs = sendable([operation])

    assert refs == {"new-1": "c_new1"}
    assert sent[0]["ref"] == "new-1"
    assert sent[0]["parents"] == [{"id": parent}]
