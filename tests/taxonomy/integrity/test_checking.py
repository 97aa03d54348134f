"""What a check takes into account: limits, tags, the past, and what changed."""

import time
from dataclasses import replace

import pytest

from app.taxonomy.integrity import Limits, Past, Tags, check, check_around, label_index
from app.taxonomy.integrity.examples import concept, deprecated
from app.taxonomy.state import SchemeState
from tests.taxonomy.integrity.cases import state_of
from tests.taxonomy.integrity.schemes import changed, key_of, tree

SOUND = state_of({"concepts": {}})


def rules(state: SchemeState, **options: object) -> set[str]:
    return {one.rule for one in check(state, **options)}


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        (Limits(deepest=1), "TAX-DEPTH"),
        (Limits(most_children=1), "TAX-CHILDREN"),
        (Limits(fewest_children=3), "TAX-SINGLE"),
        (Limits(longest_label=5), "TAX-LONG"),
        (Limits(most_tags=1), "TAX-CROWDED"),
    ],
)
def test_limits_are_set_by_the_caller(limits: Limits, rule: str) -> None:
    tags = Tags.of({"one": ["clinics"], "two": ["clinics"]})

    assert rules(SOUND, tags=tags) == set()
    assert rules(SOUND, tags=tags, limits=limits) == {rule}


def test_deprecated_concepts_may_keep_a_label_that_is_used_again() -> None:
    again = concept("01.3", "رخص القيادة", "Driving licences", "traffic")

    assert rules(state_of({"concepts": {"new": again}})) == {"TAX-SAME"}
    assert rules(state_of({"concepts": {"new": again, "licences": deprecated("new")}})) == set()


def test_deprecated_children_do_not_count() -> None:
    state = state_of({"concepts": {"licences": deprecated("vehicles")}})

    assert rules(state) == {"TAX-SINGLE"}
    assert rules(state, limits=Limits(fewest_children=1)) == set()


def test_deprecated_concepts_need_no_definition_and_no_good_writing() -> None:
    label = {"ar": "1. المراكز الصحية.", "en": "CLINICS."}
    spoilt = {"prefLabel": label, "definition": {}}
    retired = {**spoilt, **deprecated("medicines")}

    assert rules(state_of({"concepts": {"clinics": spoilt}})) >= {"TAX-SIGN", "TAX-DEFINITION"}
    assert rules(state_of({"concepts": {"clinics": retired}})) == {"TAX-SINGLE"}


def test_services_with_a_concept_and_its_ancestor_are_told_together() -> None:
    services = {f"moi-{number}": ["licences", "traffic"] for number in range(5)}

    (found,) = check(SOUND, tags=Tags.of(services))

    assert (found.rule, found.pointer) == ("TAX-BOTH", "/concepts/licences")
    assert found.message["en"] == (
        "Services (5) have 01.1 'Driving licences' and 01 'Traffic' above it, such as: "
        "moi-0, moi-1, moi-2."
    )


def test_a_concept_twice_in_one_service_counts_once() -> None:
    assert Tags.of({"one": ["clinics", "clinics"]}).counts == {"clinics": 1}


def test_an_empty_leaf_is_told_of_from_its_second_version_on() -> None:
    tags = Tags({"licences": 1, "vehicles": 1, "medicines": 1})

    assert rules(SOUND, tags=tags) == set()
    assert rules(SOUND, tags=tags, past=Past(ids={"clinics", "health"})) == {"TAX-UNUSED"}


def test_an_id_of_another_scheme_is_refused() -> None:
    assert rules(SOUND, past=Past(foreign={"clinics": "audience"})) == {"TAX-ID"}


def test_top_concepts_of_one_name_are_siblings() -> None:
    again = concept("03", "المُرور", "Roads")

    found = check(state_of({"concepts": {"roads": again}}))

    assert {(one.rule, one.pointer) for one in found if one.severity == "error"} == {
        ("TAX-SAME", "/concepts/roads"),
        ("TAX-SAME", "/concepts/traffic"),
    }


def test_a_text_in_a_message_is_short_and_visible() -> None:
    label = {"ar": "باب\u202e", "en": "x" * 100}

    found = check(changed(SOUND, "clinics", pref_label=label))

    messages = {one.rule: one.message for one in found}
    assert "«بابU+202E»" in messages["TAX-BIDI"]["ar"]
    assert "\u202e" not in messages["TAX-BIDI"]["ar"]
    assert f"'{'x' * 59}…'" in messages["TAX-LONG"]["en"]


def test_a_move_into_the_branch_of_a_namesake_is_found_around_it() -> None:
    namesake = concept("02.1.1", "المركبات", "Vehicles", "clinics")
    before = state_of({"concepts": {"ambulances": namesake}})
    index = label_index(before.concepts.values())
    moved = changed(before, "clinics", broader=("traffic",))
    moved = changed(moved, "health", narrower=("medicines",))
    moved = changed(moved, "traffic", narrower=("licences", "vehicles", "clinics"))

    found = check_around(moved, ["clinics", "health", "traffic"], index=index)

    assert check_around(before, ["clinics"], index=index) == []
    assert {(one.rule, one.pointer) for one in found} == {
        ("TAX-SAME", "/concepts/ambulances"),
        ("TAX-SAME", "/concepts/vehicles"),
    }


def test_a_name_that_was_given_up_is_free_though_the_index_is_old() -> None:
    index = label_index(SOUND.concepts.values())
    renamed = changed(SOUND, "licences", pref_label={"ar": "الرخص", "en": "Licences"})
    taken = changed(renamed, "vehicles", pref_label=SOUND.concepts["licences"].pref_label)

    assert check_around(taken, ["licences", "vehicles"], index=index) == []
    assert check_around(changed(renamed, "licences", status="active"), ["licences"]) == []


def test_a_concept_that_is_gone_is_found_around_it() -> None:
    kept = {key: one for key, one in SOUND.concepts.items() if key != "clinics"}
    kept["health"] = replace(kept["health"], narrower=("medicines",))
    gone = replace(SOUND, concepts=kept)

    found = check_around(gone, ["clinics"], past=Past(ids=SOUND.concepts.keys()))

    assert [(one.rule, one.pointer) for one in found] == [("TAX-LOST", "/concepts/clinics")]


def seconds(state: SchemeState) -> float:
    """Measure the processor's time of a whole check, in seconds.

    Of three measures the least counts, for whatever else this process does adds to the others.
    """

    def once() -> float:
        started = time.process_time()
        check(state)
        return time.process_time() - started

    return min(once() for _ in range(3))


@pytest.mark.measured
def test_five_thousand_concepts_are_checked_while_one_waits() -> None:
    assert seconds(tree(5_000, 12)) < 1.5


@pytest.mark.measured
@pytest.mark.parametrize(
    "state",
    [
        tree(3_000, 1, related=1.0),
        tree(3_000, 2_999, related=1.0),
        tree(3_000, 1, parents=2, related=1.0),
        tree(1_500, 3, parents=20, related=1.0),
    ],
    ids=["chain", "star", "ladder", "thicket"],
)
def test_no_shape_takes_long(state: SchemeState) -> None:
    assert seconds(state) < 10


def test_a_circle_of_all_concepts_is_checked() -> None:
    state = tree(3_000, 1)
    first, last = key_of(0), key_of(2_999)

    closed = changed(changed(state, first, broader=(last,)), last, narrower=(first,))

    found = [one.rule for one in check(closed)]
    assert found.count("TAX-CYCLE") == 3_000


def test_one_name_for_all_is_checked() -> None:
    state = tree(3_000, 12)
    same = {key: replace(one, pref_label={"ar": "باب"}) for key, one in state.concepts.items()}

    found = [one.rule for one in check(replace(state, concepts=same))]

    assert found.count("TAX-SAME") == 3_000


@pytest.mark.long
def test_a_hundred_thousand_concepts_are_checked_in_ten_seconds() -> None:
    assert seconds(tree(100_000, 12)) < 10
