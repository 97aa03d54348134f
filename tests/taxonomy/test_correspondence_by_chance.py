"""Random schemes, released five times: no code of any version is ever lost."""

import random
from collections.abc import Mapping
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from app.taxonomy.corresponding import Comparison, at_any_time, backwards, forwards
from app.taxonomy.fates import fates_in
from app.taxonomy.operations import Draft, apply_all, open_draft
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.effects import Effect
from app.taxonomy.state import SchemeState, paths
from app.taxonomy.succeeding import Fate, Step, steps_of
from tests.taxonomy.operations.worlds import random_scheme, random_step

RELEASES = 5


@dataclass
class History:
    """A scheme and its releases, as a database would keep them."""

    states: list[SchemeState]
    steps: list[Mapping[str, Step]] = field(default_factory=list)

    def fates(self, place: int) -> dict[str, Fate]:
        seen = self.states[: place + 1]
        return fates_in(
            seen[-1],
            self.steps[:place],
            once_assignable={
                key for state in seen for key, one in state.concepts.items() if one.is_assignable
            },
            paths={
                key: path
                for state in seen
                for key, path in paths(state).items()
                if state.concepts[key].status == "active"
            },
        )

    def compare(self, old: int, new: int) -> Comparison:
        states = self.states[old], self.states[new]
        if old <= new:
            return forwards(*states, self.fates(new))
        return backwards(*states, self.fates(new), self.compare(new, old))


def play(seed: int) -> History:
    """Release a random scheme five times; one release in five goes back to an earlier version."""
    dice = random.Random(seed)
    draft = random_scheme(dice)
    history = History([draft.state])
    for _ in range(RELEASES):
        before = draft.state
        draft, effects = _rolled_back(dice, draft, history)
        history.states.append(draft.state)
        history.steps.append(steps_of(before, draft.state, effects))
        draft = open_draft(draft.state, draft.rules, holders=draft.holders)
    return history


def _rolled_back(dice: random.Random, draft: Draft, history: History) -> tuple[Draft, list[Effect]]:
    if dice.random() < 0.2:
        goal = dice.choice(history.states)
        applied = apply_all(draft, operations_between(draft, goal))
        return applied.draft, [effect for _, effect in applied.effects]
    effects: list[Effect] = []
    for _ in range(dice.randrange(1, 8)):
        step = random_step(dice, draft)
        if step:
            draft = step[0]
            effects.extend(effect for _, effect in step[2].effects)
    return draft, effects


def check(comparison: Comparison, concept: str) -> None:
    """A concept leads to active concepts only, or it says that there are none."""
    fate, concepts = comparison.fate(concept), comparison.new.concepts
    assert all(concepts[one].status == "active" for one in fate.targets), concept
    assert len(set(fate.targets)) == len(fate.targets)
    assert fate.default is None or concepts[fate.default].status == "active"
    assert fate.default is not None or not fate.targets
    assert (comparison.cardinality(concept) == "1:0") == (not fate.targets)


seeds = st.integers(min_value=0, max_value=2**32)


@settings(max_examples=80)
@given(seeds)
def test_every_code_of_every_version_leads_somewhere_in_every_later_one(seed: int) -> None:
    history = play(seed)

    for new in range(RELEASES + 1):
        for old in range(new + 1):
            comparison = history.compare(old, new)
            assert set(comparison.active) == {
                key for key, one in comparison.old.concepts.items() if one.status == "active"
            }
            for concept in comparison.old.concepts:
                check(comparison, concept)


@settings(max_examples=40)
@given(seeds)
def test_every_code_of_every_version_leads_somewhere_in_every_earlier_one(seed: int) -> None:
    history = play(seed)

    for old in range(RELEASES + 1):
        for new in range(old):
            comparison = history.compare(old, new)
            for concept in comparison.old.concepts:
                check(comparison, concept)


@settings(max_examples=40)
@given(seeds)
def test_what_services_can_carry_in_both_versions_is_itself(seed: int) -> None:
    history = play(seed)

    comparison = history.compare(0, RELEASES)
    for concept in comparison.active:
        state = comparison.new.concepts[concept]
        if state.status == "active" and state.is_assignable:
            assert comparison.fate(concept) == Fate((concept,), concept)


@settings(max_examples=40)
@given(seeds)
def test_the_way_back_holds_every_pair_of_the_way_forth(seed: int) -> None:
    history = play(seed)

    forth, back = history.compare(0, RELEASES), history.compare(RELEASES, 0)
    for source, fate in forth.active.items():
        for target in fate.targets:
            assert source in back.fate(target).targets


@settings(max_examples=40)
@given(seeds)
def test_a_code_of_unknown_age_leads_somewhere_too(seed: int) -> None:
    history = play(seed)

    comparison = at_any_time(history.states[-1], history.fates(RELEASES))
    for concept in history.states[-1].concepts:
        check(comparison, concept)
