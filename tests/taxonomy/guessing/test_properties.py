"""Properties of guessing, on random schemes that were changed at random."""

import random
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from app.taxonomy.guessing import Guess, guess_edited, guess_snapshot
from app.taxonomy.operations import Draft, Refused, apply_all
from app.taxonomy.state import SchemeState, digest, in_order
from tests.taxonomy.guessing.files import active_only, new_ids, renamed, without_ids
from tests.taxonomy.operations.worlds import random_scheme, random_step


def guess_or_codes(draft: Draft, target: SchemeState) -> Guess | set[str]:
    """Guess; or tell by the codes of refusals why it cannot be had."""
    try:
        return guess_snapshot(draft, target, new_id=new_ids())
    except Refused as refused:
        return {one.code for one in refused.refusals}


seeds = st.integers(min_value=0, max_value=2**32)


def changed(dice: random.Random, draft: Draft, steps: int) -> SchemeState:
    for _ in range(steps):
        step = random_step(dice, draft)
        draft = step[0] if step else draft
    return draft.state


def in_ids(snapshot: SchemeState, guess: Guess) -> SchemeState:
    """The snapshot as it is after ids were given: parents but the first stand by their ids."""
    named = renamed(snapshot, guess.ids)
    concepts = {
        key: replace(one, broader=in_order(one.broader)) for key, one in named.concepts.items()
    }
    return replace(named, concepts=concepts)


def reached(draft: Draft, guess: Guess) -> SchemeState:
    return active_only(apply_all(draft, guess.operations).draft.state)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_a_snapshot_with_ids_is_reached_exactly(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    target = changed(dice, draft, 6)

    guess = guess_snapshot(draft, target, new_id=new_ids())

    expected = active_only(in_ids(target, guess))
    assert digest(reached(draft, guess)) == digest(expected)


@settings(max_examples=150, deadline=None)
@given(seeds)
def test_a_snapshot_without_ids_is_reached_exactly_or_its_codes_are_refused(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    target = without_ids(active_only(changed(dice, draft, 6)))

    guess = guess_or_codes(draft, target)

    if isinstance(guess, Guess):
        assert digest(reached(draft, guess)) == digest(in_ids(target, guess))
    else:
        assert guess == {"OP-NOTATION"}


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_an_unchanged_file_without_ids_means_no_operation(seed: int):
    draft = random_scheme(random.Random(seed))

    guess = guess_edited(draft, without_ids(active_only(draft.state)), new_id=new_ids())

    assert [one for one in guess.operations if one.op != "unrelate"] == []


@settings(max_examples=100, deadline=None)
@given(seeds)
def test_nothing_that_was_there_is_lost(seed: int):
    dice = random.Random(seed)
    draft = random_scheme(dice)
    target = active_only(changed(dice, draft, 6))

    guess = guess_snapshot(draft, target, new_id=new_ids())

    assert guess.target.concepts.keys() >= draft.concepts.keys()
