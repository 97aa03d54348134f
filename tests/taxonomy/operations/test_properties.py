"""Properties of the operations engine, on random schemes and random operations."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.taxonomy.integrity import faults
from app.taxonomy.operations import Applied, Refused, apply, apply_all, open_draft
from app.taxonomy.operations.comparing import inverse, operations_between
from app.taxonomy.operations.conflicts import verdict
from app.taxonomy.operations.draft import Draft
from app.taxonomy.operations.stored import all_from_json, all_to_json, digest_of
from app.taxonomy.operations.values import AddConcept, Operation, SetSuccessors
from app.taxonomy.state import digest, read_snapshot, snapshot
from tests.taxonomy.operations.worlds import random_scheme, random_step

seeds = st.integers(min_value=0, max_value=2**32)


def play(dice: random.Random, draft: Draft, steps: int) -> list[tuple[Draft, Operation, Applied]]:
    played = []
    for _ in range(steps):
        step = random_step(dice, draft)
        if step:
            played.append((draft, step[1], step[2]))
            draft = step[0]
    return played


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_an_operation_and_its_inverse_leave_everything_as_it_was(seed: int):
    dice = random.Random(seed)
    for before, _operation, applied in play(dice, random_scheme(dice, size=10), 5):
        undone = apply_all(applied.draft, inverse(before, applied)).draft

        assert digest(undone.state) == digest(before.state)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_a_request_of_many_operations_is_undone_at_once(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice, size=10)
    operations = [step[1] for step in play(dice, draft, 6)]
    try:
        applied = apply_all(draft, operations)
    except Refused:
        return

    undone = apply_all(applied.draft, inverse(draft, applied)).draft

    assert digest(undone.state) == digest(draft.state)


def test_newcomers_that_name_each_other_as_successors_are_taken_back():
    draft = random_scheme(random.Random(1), size=3)
    labels = ({"ar": "أول", "en": "First"}, {"ar": "ثان", "en": "Second"})
    operations = [
        *(AddConcept(f"c_n{n}", (), f"9.{n}", one) for n, one in enumerate(labels)),
        SetSuccessors("c_n0", (), (), (), ("c_n1",)),
        SetSuccessors("c_n1", (), (), (), ("c_n0",)),
    ]
    applied = apply_all(draft, operations)

    undone = apply_all(applied.draft, inverse(draft, applied)).draft

    assert digest(undone.state) == digest(draft.state)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_replaying_the_log_from_a_snapshot_gives_exactly_the_hash(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    played = play(dice, draft, 8)
    stored = all_to_json([operation for _, operation, _ in played])
    end = played[-1][2].draft if played else draft

    again = open_draft(read_snapshot(snapshot(draft.state)), draft.rules, holders=draft.holders)
    for operation in all_from_json(stored):
        again = apply(again, operation).draft

    assert digest(again.state) == digest(end.state)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_the_operations_between_two_states_lead_from_one_to_the_other(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    played = play(dice, draft, 8)
    target = played[-1][2].draft.state if played else draft.state

    found = operations_between(draft, target)

    assert digest(apply_all(draft, found).draft.state) == digest(target)


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_a_released_version_is_rolled_back_without_dropping_a_concept(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    played = play(dice, draft, 8)
    released = played[-1][2].draft if played else draft
    fresh = open_draft(released.state, released.rules, holders=released.holders)

    rolled = apply_all(fresh, operations_between(fresh, draft.state)).draft

    assert rolled.concepts.keys() >= fresh.concepts.keys()
    for key, wanted in draft.concepts.items():
        assert rolled.concepts[key] == wanted or rolled.concepts[key].narrower == wanted.narrower
    assert all(
        rolled.concepts[key].status == "deprecated"
        for key in rolled.concepts
        if key not in draft.concepts
    )


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_no_accepted_operation_breaks_a_rule_of_integrity(seed: int):
    dice = random.Random(seed)
    for before, operation, applied in play(dice, random_scheme(dice), 6):
        is_poly = before.rules.is_polyhierarchical
        found = faults(applied.draft.state, languages=("ar", "en"), is_polyhierarchical=is_poly)

        assert [one for one in found if one.severity == "error"] == [], operation


@settings(max_examples=60, deadline=None)
@given(seeds)
def test_no_pair_of_requests_gives_two_results(seed: int):
    compare_pairs(seed)


@pytest.mark.long
def test_fifty_thousand_pairs_never_give_two_results():
    pairs = seed = 0
    while pairs < 50_000:
        seed += 1
        pairs += compare_pairs(seed)

    assert pairs >= 50_000


def compare_pairs(seed: int) -> int:
    """Compare all pairs of some requests, and each verdict with what trying gives."""
    dice = random.Random(seed)
    draft = random_scheme(dice, size=dice.randrange(3, 12))
    requests = [found for _ in range(10) if (found := _request(dice, draft))]
    count = 0
    for place, (one, after_one) in enumerate(requests):
        for other, after_other in requests[:place]:
            count += 1
            found = verdict(draft, one, other)
            assert (found.kind, found.first) == _tried(one, after_one, other, after_other)
    return count


def _request(dice: random.Random, draft: Draft) -> tuple[list[Operation], Applied] | None:
    operations = [step[1] for step in play(dice, draft, dice.choice([1, 1, 2, 3, 6]))]
    try:
        return operations, apply_all(draft, operations)
    except Refused:
        return None


def _tried(
    one: list[Operation], after_one: Applied, other: list[Operation], after_other: Applied
) -> tuple[str, int | None]:
    """Find the verdict by trying both orders whole, whatever the footprints say."""
    forth, back = _then(after_one, other, one), _then(after_other, one, other)
    if forth and back:
        is_equal = digest(forth.state) == digest(back.state)
        assert is_equal or forth.rules.is_polyhierarchical
        return "commute" if is_equal else "exclusive", None
    if forth or back:
        return "ordered", 0 if forth else 1
    return "exclusive", None


def _then(first: Applied, operations: list[Operation], done: list[Operation]) -> Draft | None:
    try:
        return apply_all(first.draft, operations, done=done).draft
    except Refused:
        return None


@settings(max_examples=50, deadline=None)
@given(seeds)
def test_the_digest_of_a_request_changes_with_every_operation(seed: int):
    dice = random.Random(seed)
    operations = [step[1] for step in play(dice, random_scheme(dice), 4)]

    digests = {digest_of(operations[:count]) for count in range(len(operations) + 1)}

    assert len(digests) == len(operations) + 1
