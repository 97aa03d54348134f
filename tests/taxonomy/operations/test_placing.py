"""Operations that add concepts and say where they stand, by example."""

import pytest

from app.taxonomy.operations import SchemeRules, apply_all, open_draft
from app.taxonomy.operations.values import (
    AddConcept,
    AddParent,
    DropConcept,
    Move,
    Operation,
    RemoveParent,
    Reorder,
)
from tests.taxonomy.operations.examples import (
    FAX,
    HOUSING,
    PORTS,
    ROADS,
    STREETS,
    TRANSPORT,
    done,
    effects,
    scheme,
    why_not,
)

RAIL = AddConcept("c_rail", (TRANSPORT,), "01.3", {"ar": "السكك", "en": "Rail"})


def added(concept: str, notation: str, *parents: str) -> AddConcept:
    return AddConcept(concept, parents, notation, {"ar": "جديد", "en": "New"})


def test_a_new_concept_stands_behind_those_that_are_there():
    applied = done(RAIL)

    assert applied.draft.concepts[TRANSPORT].narrower == (ROADS, PORTS, "c_rail")
    assert applied.draft.concepts["c_rail"].status == "active"
    assert effects(applied) == [("candidates", "c_rail")]
    assert applied.effects[0][1].words == ("السكك", "Rail")


def test_what_was_just_added_can_be_dropped():
    applied = done(RAIL, DropConcept("c_rail"))

    assert "c_rail" not in applied.draft.concepts


def test_a_dropped_code_is_free_again():
    assert why_not(RAIL, DropConcept("c_rail"), added("c_tram", "01.3", TRANSPORT)) == []


def test_a_concept_moves_with_all_that_stands_below_it():
    applied = done(Move(ROADS, TRANSPORT, HOUSING))

    assert applied.draft.concepts[HOUSING].narrower == (ROADS,)
    assert applied.draft.concepts[ROADS].narrower == (STREETS,)
    assert applied.draft.concepts[TRANSPORT].narrower == (PORTS,)
    assert effects(applied) == [("ancestors", ROADS)]


def test_a_concept_moves_to_the_top():
    applied = done(Move(STREETS, ROADS, None))

    assert applied.draft.top == (TRANSPORT, HOUSING, STREETS)


def test_a_concept_can_stand_below_two_where_the_scheme_allows_it():
    applied = done(AddParent(ROADS, HOUSING), is_poly=True)

    assert applied.draft.concepts[ROADS].broader == (TRANSPORT, HOUSING)
    assert applied.draft.concepts[HOUSING].narrower == (ROADS,)
    assert effects(applied) == [("ancestors", ROADS)]


def test_one_of_two_parents_is_removed():
    applied = done(
        AddParent(STREETS, TRANSPORT),
        RemoveParent(STREETS, ROADS, (ROADS, TRANSPORT)),
        is_poly=True,
    )

    assert applied.draft.concepts[STREETS].broader == (TRANSPORT,)


def test_neighbours_are_put_in_another_order():
    applied = done(Reorder(TRANSPORT, (ROADS, PORTS), (PORTS, ROADS)))

    assert applied.draft.concepts[TRANSPORT].narrower == (PORTS, ROADS)
    assert effects(applied) == []


def test_the_top_is_put_in_another_order():
    applied = done(Reorder(None, (TRANSPORT, HOUSING), (HOUSING, TRANSPORT)))

    assert applied.draft.top == (HOUSING, TRANSPORT)


REFUSED: list[tuple[str, Operation, str]] = [
    ("the id is in use", added(PORTS, "03"), "OP-ID"),
    ("the code was used before", added("c_new", "00"), "OP-NOTATION"),
    ("the code has not the form", added("c_new", "A"), "OP-PATTERN"),
    ("the parent is not there", added("c_new", "03", "c_none"), "OP-UNKNOWN"),
    ("the parent is retired", added("c_new", "03", FAX), "OP-RETIRED"),
    ("the scheme allows one parent", added("c_new", "03", HOUSING, ROADS), "OP-PARENTS"),
    ("it was released", DropConcept(STREETS), "OP-RELEASED"),
    ("it stands elsewhere", Move(STREETS, PORTS, HOUSING), "OP-OLD"),
    ("it does not stand at the top", Move(STREETS, None, HOUSING), "OP-OLD"),
    ("it stands there already", Move(STREETS, ROADS, ROADS), "OP-NOTHING"),
    ("it would stand below itself", Move(ROADS, TRANSPORT, ROADS), "OP-CYCLE"),
    ("it would stand below its own child", Move(ROADS, TRANSPORT, STREETS), "OP-CYCLE"),
    ("it is retired", Move(FAX, None, HOUSING), "OP-RETIRED"),
    ("the parent is there", AddParent(PORTS, TRANSPORT), "OP-THERE"),
    ("one parent is allowed", AddParent(PORTS, ROADS), "OP-PARENTS"),
    ("the last parent stays", RemoveParent(PORTS, TRANSPORT, (TRANSPORT,)), "OP-LAST"),
    ("it is no parent", RemoveParent(PORTS, HOUSING, (TRANSPORT,)), "OP-OLD"),
    ("other concepts stand there", Reorder(TRANSPORT, (ROADS,), (ROADS,)), "OP-OLD"),
    ("one is left out", Reorder(TRANSPORT, (ROADS, PORTS), (ROADS,)), "OP-ORDER"),
]


@pytest.mark.parametrize(
    ("operation", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_it_is_refused_because(operation: Operation, code: str):
    assert why_not(operation) == [code]


def test_what_others_depend_on_is_not_dropped():
    assert why_not(RAIL, added("c_tram", "01.4", "c_rail"), DropConcept("c_rail")) == ["OP-INUSE"]


def test_a_concept_is_not_named_twice_as_a_parent():
    twice = added("c_new", "03", HOUSING, HOUSING)

    assert why_not(twice, is_poly=True) == ["OP-PARENTS"]


def test_a_concept_with_another_parent_does_not_rise_to_the_top():
    both = AddParent(STREETS, HOUSING)

    assert why_not(both, Move(STREETS, ROADS, None), is_poly=True) == ["OP-PARENTS"]


def test_a_concept_does_not_move_below_what_it_is_related_to():
    assert why_not(Move(PORTS, TRANSPORT, HOUSING)) == ["TAX-S27"]


def test_namesakes_may_stand_in_different_branches_where_the_scheme_says_so():
    state = scheme().state
    draft = open_draft(state, SchemeRules(unique_labels="siblings"))
    other = AddConcept("c_other", (HOUSING,), "02.1", {"ar": "الطرق", "en": "Roads"})

    applied = apply_all(draft, [other])

    assert applied.draft.concepts["c_other"].broader == (HOUSING,)
