"""Operations that retire concepts or bring them back, by example."""

import pytest

from app.taxonomy.operations.values import (
    AddLabel,
    Deprecate,
    Merge,
    Operation,
    PromoteLabel,
    Restore,
    Rule,
    SetAssignable,
    SetSuccessors,
    Split,
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
    why_not,
)

CARRIED = (
    ("ar", "الطرق"),
    ("en", "Highways"),
    ("en", "Roads"),
    ("en", "raods"),
)
MERGE = Merge((ROADS,), PORTS, CARRIED)


def test_a_merge_carries_children_names_and_services():
    applied = done(MERGE)

    roads, ports = applied.draft.concepts[ROADS], applied.draft.concepts[PORTS]
    assert (roads.status, roads.replaced_by, roads.broader) == ("deprecated", (PORTS,), ())
    assert ports.narrower == (STREETS,)
    assert ports.alt_label == {"ar": ("الطرق",), "en": ("Highways", "Roads")}
    assert ports.hidden_label == {"en": ("raods",)}
    assert effects(applied) == [("replace", ROADS)]
    assert applied.effects[0][1].targets == (PORTS,)


def test_who_was_replaced_by_a_merged_concept_is_replaced_by_its_target():
    carried = (("ar", "الموانئ"), ("en", "Ports"))

    applied = done(Merge((PORTS,), ROADS, carried))

    assert applied.draft.concepts[FAX].replaced_by == (ROADS,)


def test_a_split_asks_the_owners_and_has_a_default():
    rules = (Rule(HOUSING, keyword="port"),)

    applied = done(Split(PORTS, (ROADS, HOUSING), ROADS, rules, 60, children=()))

    ports = applied.draft.concepts[PORTS]
    assert (ports.status, ports.consider, ports.replaced_by) == (
        "deprecated",
        (HOUSING, ROADS),
        (),
    )
    ((_, effect),) = applied.effects
    assert (effect.kind, effect.default, effect.deadline_days) == ("choose", ROADS, 60)
    assert effect.rules == rules


def test_a_split_can_keep_the_source_for_grouping():
    applied = done(Split(TRANSPORT, (ROADS, PORTS), ROADS, keep_source=True))

    transport = applied.draft.concepts[TRANSPORT]
    assert (transport.status, transport.is_assignable) == ("active", False)
    assert transport.consider == (PORTS, ROADS)


def test_a_concept_with_one_successor_is_replaced():
    applied = done(Deprecate(STREETS, replaced_by=ROADS, children=()))

    assert applied.draft.concepts[STREETS].replaced_by == (ROADS,)
    assert effects(applied) == [("replace", STREETS)]


def test_a_concept_with_several_successors_leaves_a_choice():
    applied = done(Deprecate(STREETS, consider=(ROADS, PORTS), children=()))

    assert applied.draft.concepts[STREETS].consider == (PORTS, ROADS)
    assert effects(applied) == [("choose", STREETS)]


def test_the_services_of_a_concept_without_successor_go_to_its_parent():
    applied = done(Deprecate(STREETS, children=()))

    assert effects(applied) == [("to_parent", STREETS)]
    assert applied.effects[0][1].default == ROADS


def test_the_children_of_a_retired_concept_are_routed():
    applied = done(Deprecate(ROADS, children=((STREETS, TRANSPORT),)))

    assert applied.draft.concepts[STREETS].broader == (TRANSPORT,)


def test_a_restored_concept_is_offered_to_those_who_had_it():
    applied = done(Restore(FAX, (TRANSPORT,), ((PORTS,), ())))

    fax = applied.draft.concepts[FAX]
    assert (fax.status, fax.broader, fax.replaced_by) == ("active", (TRANSPORT,), ())
    assert effects(applied) == [("offer_back", FAX)]


def test_a_synonym_becomes_a_concept():
    names = {"ar": "السريعة", "en": "Highways"}

    applied = done(PromoteLabel(ROADS, "en", "Highways", "c_new", ROADS, "01.1.2", names))

    assert applied.draft.concepts[ROADS].alt_label == {}
    assert applied.draft.concepts["c_new"].broader == (ROADS,)
    assert effects(applied) == [("candidates", "c_new")]


def test_a_retired_concept_gets_another_successor():
    applied = done(SetSuccessors(FAX, (PORTS,), (), (), (HOUSING, ROADS)))

    assert applied.draft.concepts[FAX].consider == (HOUSING, ROADS)
    assert effects(applied) == []


REFUSED: list[tuple[str, Operation, str]] = [
    ("the target is retired", Merge((STREETS,), FAX, ()), "OP-RETIRED"),
    ("the source is retired", Merge((FAX,), STREETS, ()), "OP-RETIRED"),
    ("a concept does not merge into itself", Merge((PORTS,), PORTS, ()), "OP-TWICE"),
    ("the target stands below the source", Merge((TRANSPORT,), PORTS, ()), "OP-CYCLE"),
    ("other names would be carried", Merge((ROADS,), PORTS, ()), "OP-OLD"),
    ("one target is not enough", Split(PORTS, (ROADS,), ROADS, children=()), "OP-TARGETS"),
    (
        "the default is no target",
        Split(PORTS, (ROADS, HOUSING), STREETS, children=()),
        "OP-TARGETS",
    ),
    (
        "a rule leads elsewhere",
        Split(PORTS, (ROADS, HOUSING), ROADS, (Rule(STREETS, entity="moi"),), children=()),
        "OP-TARGETS",
    ),
    ("the source is a target", Split(PORTS, (ROADS, PORTS), ROADS, children=()), "OP-TWICE"),
    ("its children go nowhere", Deprecate(ROADS, replaced_by=PORTS), "OP-OLD"),
    ("its successor is retired", Deprecate(STREETS, replaced_by=FAX, children=()), "OP-RETIRED"),
    ("it succeeds itself", Deprecate(STREETS, replaced_by=STREETS, children=()), "OP-TWICE"),
    ("it has no such rest", Deprecate(STREETS, None, (), (ROADS,), children=()), "OP-OLD"),
    (
        "its child would stand below itself",
        Deprecate(ROADS, children=((STREETS, STREETS),)),
        "OP-CYCLE",
    ),
    ("it is active", Restore(PORTS, ()), "OP-ACTIVE"),
    ("it has other successors", Restore(FAX, ()), "OP-OLD"),
    ("its parent is not there", Restore(FAX, ("c_none",), ((PORTS,), ())), "OP-UNKNOWN"),
    (
        "there is no such synonym",
        PromoteLabel(ROADS, "en", "Lanes", "c_n", None, "03", {}),
        "OP-OLD",
    ),
    ("an active concept has no successor", SetSuccessors(PORTS, (), (ROADS,), (), ()), "OP-ACTIVE"),
]


@pytest.mark.parametrize(
    ("operation", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_it_is_refused_because(operation: Operation, code: str):
    assert why_not(operation) == [code]


def test_what_was_split_and_kept_is_retired_and_neither_merged_nor_split_again():
    kept = Split(TRANSPORT, (ROADS, PORTS), ROADS, keep_source=True)

    assert why_not(kept, Split(TRANSPORT, (ROADS, PORTS), ROADS, children=())) == ["OP-SPLIT"]
    assert why_not(kept, Merge((TRANSPORT,), HOUSING, ())) == ["OP-SPLIT"]


def test_one_request_does_not_retire_and_restore():
    gone = Deprecate(STREETS, children=())

    assert why_not(gone, Restore(STREETS, (ROADS,))) == ["OP-TWICE"]


def test_a_successor_must_take_services():
    assert why_not(SetAssignable(PORTS, True, False)) == ["TAX-TARGET"]


def test_a_name_is_not_carried_into_the_target_twice():
    shared = Merge((STREETS,), PORTS, (("ar", "الشوارع"),), (("en", "Streets"),))

    applied = done(AddLabel(PORTS, "alt", "en", "Streets"), shared)

    assert applied.draft.concepts[PORTS].alt_label == {"ar": ("الشوارع",), "en": ("Streets",)}
