"""Sound schemes pass, whatever spoils one is found, and nothing makes a check fail."""

from dataclasses import replace
from random import Random

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from app.taxonomy.integrity import (
    Past,
    Tags,
    Terms,
    check,
    check_around,
    faults,
    hierarchy,
    label_index,
)
from app.taxonomy.integrity.hierarchy import Hierarchy
from app.taxonomy.state import SchemeState
from tests.taxonomy.integrity.schemes import (
    SPOILS,
    ancestors,
    changed,
    keys,
    many_keys,
    senseless,
    sound,
)

LANGUAGES = ("ar", "en")
tags = st.none() | st.dictionaries(keys, st.lists(keys, max_size=4), max_size=4).map(Tags.of)
pasts = st.builds(
    Past,
    codes=st.dictionaries(keys, keys),
    ids=st.frozensets(keys),
    foreign=st.dictionaries(keys, keys),
)
terms = st.builds(
    Terms,
    is_polyhierarchical=st.booleans(),
    notation_pattern=st.sampled_from([".+", "[ab]"]),
    level_patterns=st.sampled_from([(), ("a", "b")]),
)


def errors(state: SchemeState) -> list[object]:
    return [one for one in check(state) if one.severity == "error"]


@given(sound())
def test_a_sound_scheme_has_no_error(state: SchemeState) -> None:
    assert errors(state) == []


@pytest.mark.parametrize("rule", sorted(SPOILS))
@given(state=sound(), chance=st.randoms(use_true_random=False))
def test_what_spoils_a_scheme_is_found(rule: str, state: SchemeState, chance: Random) -> None:
    key = chance.choice(sorted(state.concepts))
    near = {key, *ancestors(state, key)}
    others = [one for one in sorted(state.concepts) if one not in near]
    assume(others)

    spoilt = SPOILS[rule](state, key, chance.choice(others))

    assert rule in {one.rule for one in faults(spoilt, languages=LANGUAGES)}


@given(senseless, tags, pasts, terms, many_keys)
def test_a_senseless_scheme_is_judged(
    state: SchemeState, tagged: Tags | None, past: Past, asked: Terms, touched: tuple[str, ...]
) -> None:
    found = check(state, terms=asked, tags=tagged, past=past, listed=touched)

    assert all({"ar", "en"} == set(one.message) == set(one.hint or {}) for one in found)
    assert check_around(state, touched, terms=asked, tags=tagged, past=past) is not None


@given(senseless, st.randoms(use_true_random=False))
def test_the_order_of_the_concepts_changes_nothing_that_is_wrong_with_each(
    state: SchemeState, chance: Random
) -> None:
    shuffled = list(state.concepts.items())
    chance.shuffle(shuffled)

    def told(one: SchemeState) -> list[tuple[str, str]]:
        return sorted({(found.pointer, found.rule) for found in check(one)})

    assert told(replace(state, concepts=dict(shuffled))) == told(state)


@given(senseless)
def test_findings_stand_in_one_order(state: SchemeState) -> None:
    found = check(state)

    order = [(one.severity, one.pointer, one.rule, one.message["en"]) for one in found]
    assert order == sorted(order)
    assert found == check(state)


@given(senseless, many_keys)
def test_around_some_concepts_nothing_is_found_that_the_whole_has_not(
    state: SchemeState, touched: tuple[str, ...]
) -> None:
    found = {(one.pointer, one.rule) for one in check_around(state, touched)}

    assert found <= {(one.pointer, one.rule) for one in check(state) if one.severity == "error"}


@given(senseless)
def test_around_everything_all_errors_are_found(state: SchemeState) -> None:
    touched = [*state.concepts, *state.top]

    assert {(one.pointer, one.rule) for one in check_around(state, touched)} == {
        (one.pointer, one.rule) for one in check(state) if one.severity == "error"
    }


@pytest.mark.parametrize("rule", sorted(SPOILS.keys() - {"TAX-TWICE"}))
@given(state=sound(), chance=st.randoms(use_true_random=False))
def test_around_what_was_spoilt_the_fault_is_found(
    rule: str, state: SchemeState, chance: Random
) -> None:
    key = chance.choice(sorted(state.concepts))
    near = {key, *ancestors(state, key)}
    others = [one for one in sorted(state.concepts) if one not in near]
    assume(others)
    index = label_index(state.concepts.values())

    spoilt = SPOILS[rule](state, key, chance.choice(others))
    touched = [one for one in spoilt.concepts if spoilt.concepts[one] != state.concepts.get(one)]

    assert rule in {one.rule for one in check_around(spoilt, touched, index=index)}


@given(sound(), st.randoms(use_true_random=False))
def test_around_a_move_as_much_is_found_as_in_the_whole(state: SchemeState, chance: Random) -> None:
    key, parent = (chance.choice(sorted(state.concepts)) for _ in range(2))
    index = label_index(state.concepts.values())

    moved = move(state, key, parent)
    touched = [key, parent, *state.concepts[key].broader]

    wrong = {one.rule for one in check(moved) if one.severity == "error"}
    assert {one.rule for one in check_around(moved, touched, index=index)} == wrong


def move(state: SchemeState, key: str, parent: str) -> SchemeState:
    """Put a concept below another one, though it be below itself."""
    for former in state.concepts[key].broader:
        left = tuple(one for one in state.concepts[former].narrower if one != key)
        state = changed(state, former, narrower=left)
    state = changed(state, key, broader=(parent,))
    state = changed(state, parent, narrower=(*state.concepts[parent].narrower, key))
    return replace(state, top=tuple(one for one in state.top if one != key))


@pytest.mark.parametrize(("few", "block"), [(64, 4096), (0, 4096), (0, 2)])
@given(state=senseless)
def test_ancestors_are_those_found_in_the_plainest_way(
    few: int, block: int, state: SchemeState
) -> None:
    pairs = [(one, other) for one in state.concepts for other in state.concepts]

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(hierarchy, "_FEW", few)
        patch.setattr(hierarchy, "_BLOCK", block)
        found = Hierarchy(state.concepts).above(pairs)

    assert found == {(one, other) for one, other in pairs if other in ancestors(state, one)}


@given(senseless)
def test_circles_are_concepts_above_themselves(state: SchemeState) -> None:
    known = Hierarchy(state.concepts)

    circles = {key for key in state.concepts if known.circle(key)}

    assert circles == {key for key in state.concepts if key in ancestors(state, key)}
