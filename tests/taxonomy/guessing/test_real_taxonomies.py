"""Real taxonomies, release after release: guessed, applied, and reached exactly."""

from dataclasses import replace

import pytest

from app.taxonomy.guessing import Guess, guess_snapshot, match
from app.taxonomy.operations import Draft, Refused, SchemeRules, open_draft
from app.taxonomy.operations.levels import level_of
from app.taxonomy.state import SchemeState, digest
from tests.taxonomy.guessing.files import active_only, new_ids, renamed, without_ids
from tests.taxonomy.guessing.real import RELEASES, lgsl, open_eligibility_il, ptv
from tests.taxonomy.guessing.test_properties import in_ids
from tests.taxonomy.integrity.foreign import needs_taxonomies

pytestmark = needs_taxonomies
IN_ENGLISH = SchemeRules(languages=("en",), unique_labels="siblings")
IN_FINNISH = SchemeRules(languages=("fi",), unique_labels="siblings")
# Release, the level that its publisher gave it, the level computed, and the operations.
LEVELS = [
    ("1.1.0", "minor", "minor", 2),
    ("1.2.0", "minor", "minor", 4),
    ("1.2.1", "patch", "patch", 1),
    ("2.0.0", "major", "major", 224),
    ("2.0.1", "patch", "patch", 61),
    ("3.0.0", "major", "major", 47),
    ("3.1.0", "minor", "minor", 44),
    ("3.1.1", "patch", "patch", 8),
    ("3.1.2", "patch", "patch", 3),
    ("4.0.0", "major", "major", 5),
    ("4.0.1", "patch", "patch", 3),
    ("5.0.0", "major", "major", 6),
    ("5.0.1", "patch", "patch", 1),
    ("5.1.0", "minor", "minor", 5),
    # One business mentorship moved; its publisher gave it a new key, so it was "removed".
    ("6.0.0", "major", "minor", 3),
    ("6.0.1", "patch", "patch", 1),
]


class History:
    """Releases imported one after the other into one scheme."""

    def __init__(self) -> None:
        first = open_eligibility_il(RELEASES[0])
        self.draft = open_draft(first, IN_ENGLISH)
        self.ids = {key: key for key in first.concepts}
        self._new_id = new_ids()

    def take(self, release: str) -> tuple[Guess, SchemeState]:
        """Import a release; returns the guess and the release in our ids."""
        state = open_eligibility_il(release)
        known = renamed(state, self.ids)
        guess = guess_snapshot(self.draft, known, new_id=self._new_id)
        for key in state.concepts:
            self.ids[key] = guess.ids[self.ids.get(key, key)]
        after = guess.applied.draft
        self.draft = open_draft(after.state, after.rules, holders=after.holders)
        return guess, in_ids(known, guess)


def test_seventeen_releases_are_reached_exactly_and_their_levels_agree():
    history = History()
    found = []
    for release, published, _, _ in LEVELS:
        guess, expected = history.take(release)
        level, _ = level_of(guess.applied, guess.operations)
        found.append((release, published, level, len(guess.operations)))

        assert digest(active_only(guess.target)) == digest(expected), release

    assert found == LEVELS
    assert sum(published == level for _, published, level, _ in found) == 15


def test_no_concept_of_seventeen_releases_is_lost():
    history = History()
    seen: set[str] = set(history.draft.concepts)
    for release, *_ in LEVELS:
        guess, _ = history.take(release)
        seen |= set(guess.target.concepts)

    assert seen == set(history.draft.concepts)
    assert len(seen) == 531


def test_without_its_keys_a_release_is_still_known_row_by_row():
    history = History()
    right = wrong = missed = 0
    for release, *_ in LEVELS:
        state = open_eligibility_il(release)
        keys = dict(zip(without_ids(state).concepts, state.concepts, strict=True))
        before = history.draft
        found = match(before.state, without_ids(state))
        history.take(release)
        for row, key in keys.items():
            concept = history.ids[key]
            matched = found[row].concept if row in found else None
            right += matched == concept
            wrong += matched not in (None, concept)
            missed += matched is None and concept in before.concepts

    assert (right, wrong, missed) == (7604, 1, 0)


def coded_by_address(state: SchemeState) -> SchemeState:
    """Codes of PTV came to mean other classes: the addresses stand in their place."""
    concepts = {key: replace(one, notation=key) for key, one in state.concepts.items()}
    return replace(state, concepts=concepts)


def truth(generation: str) -> dict[str, list[str]]:
    """What the publisher says that classes were before, by their new addresses."""
    found: dict[str, list[str]] = {}
    if generation == "1_7":
        for one in ptv("1_5")[1].values():
            if one.replaced_by:
                found.setdefault(one.replaced_by, []).append(one.address)
        return found
    return {one.address: [one.old_address] for one in ptv(generation)[1].values()}


@pytest.mark.parametrize(
    ("old", "new", "right", "wrong", "missed"),
    [("1_4", "1_7", 208, 0, 1), ("1_7", "3_3", 210, 0, 4)],
)
def test_ptv_is_known_over_its_generations_of_addresses(old, new, right, wrong, missed):
    before, after = coded_by_address(ptv(old)[0]), coded_by_address(ptv(new)[0])
    keys = dict(zip(without_ids(after).concepts, after.concepts, strict=True))

    found = match(before, without_ids(after))

    said = truth(new)
    counts = [0, 0, 0]
    for row, key in keys.items():
        was = [one for one in said.get(key, ()) if one in before.concepts]
        if was and row not in found:
            counts[2] += 1
        elif was:
            counts[found[row].concept not in was] += 1
    assert counts == [right, wrong, missed]


@pytest.mark.parametrize(("old", "new"), [("1_4", "1_7"), ("3_3", "3_4")])
def test_ptv_is_reached_exactly_from_one_generation_to_the_next(old: str, new: str):
    draft = open_draft(coded_by_address(ptv(old)[0]), IN_FINNISH)
    target = without_ids(coded_by_address(ptv(new)[0]))

    guess = guess_snapshot(draft, target, new_id=new_ids())

    assert digest(active_only(guess.target)) == digest(in_ids(target, guess))


def test_ptv_brought_two_neighbours_of_one_name_which_is_refused():
    draft = open_draft(coded_by_address(ptv("1_7")[0]), IN_FINNISH)

    with pytest.raises(Refused) as caught:
        guess_snapshot(draft, without_ids(coded_by_address(ptv("3_3")[0])), new_id=new_ids())

    (refusal,) = caught.value.refusals
    assert refusal.code == "TAX-SAME"
    assert "bears the label 'Immateriaalioikeudet' already" in refusal.en


def refused_codes(draft: Draft, target: SchemeState) -> list[str]:
    with pytest.raises(Refused) as caught:
        guess_snapshot(draft, target, new_id=new_ids())
    return sorted(str(one.found) for one in caught.value.refusals)


def test_codes_of_ptv_that_came_to_mean_another_class_are_refused():
    draft = open_draft(ptv("1_4")[0], IN_FINNISH)

    codes = refused_codes(draft, without_ids(ptv("1_7")[0]))

    # P7.4 and P7.6 pass as renames: their old classes are nowhere else in the file.
    assert codes == ["P19.4", "P19.5", "P19.6", "P7.5", "P7.7", "P7.8", "P7.9"]


def test_a_flat_list_is_followed_over_thirteen_years():
    files = [
        ("local_services-2012-11-19-4be6f8b01.csv", "minor", {"add_concept": 10}),
        ("local_services-2015-03-20-95d0ddcb5.csv", "minor", {"add_concept": 5}),
        ("local_services-2016-07-19-fbcb0f7b4.csv", "major", {"deprecate": 145}),
        ("local_services-2021-12-20-b8d45538f.csv", "minor", {"add_concept": 2}),
        ("local_services-2025-07-02-71d85309e.csv", "major", {"deprecate": 8}),
    ]
    draft = open_draft(lgsl("local_services-2012-02-13-1908b5341.csv"), IN_ENGLISH)
    new_id = new_ids()
    for file, level, counts in files:
        guess = guess_snapshot(draft, without_ids(lgsl(file)), new_id=new_id)

        assert level_of(guess.applied, guess.operations)[0] == level
        for op, count in counts.items():
            assert sum(one.op == op for one in guess.operations) == count
        after = guess.applied.draft
        draft = open_draft(after.state, after.rules, holders=after.holders)
