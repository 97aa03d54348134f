"""Operations on relations, mappings and assignment, by example."""

import pytest

from app.taxonomy.operations.values import (
    AddMapping,
    Operation,
    Relate,
    RemoveMapping,
    SetAssignable,
    Unrelate,
)
from tests.taxonomy.operations.examples import (
    HOUSING,
    PORTS,
    ROADS,
    STREETS,
    TRANSPORT,
    done,
    effects,
    why_not,
)

ADDRESS = "https://example.org/ports"


def test_a_relation_holds_both_ways():
    applied = done(Relate(HOUSING, ROADS))

    assert applied.draft.concepts[HOUSING].related == (PORTS, ROADS)
    assert applied.draft.concepts[ROADS].related == (HOUSING,)
    assert effects(applied) == []


def test_a_relation_ends_both_ways():
    applied = done(Unrelate(HOUSING, PORTS))

    assert applied.draft.concepts[HOUSING].related == ()
    assert applied.draft.concepts[PORTS].related == ()


def test_a_concept_is_mapped_to_another_scheme():
    applied = done(AddMapping(ROADS, "closeMatch", "https://example.org/roads"))

    roads = applied.draft.concepts[ROADS]
    assert roads.mappings == (("closeMatch", "https://example.org/roads"),)


def test_a_mapping_is_removed():
    applied = done(RemoveMapping(PORTS, "exactMatch", ADDRESS))

    assert applied.draft.concepts[PORTS].mappings == ()


def test_services_must_leave_a_concept_that_only_groups():
    applied = done(SetAssignable(TRANSPORT, True, False))

    assert applied.draft.concepts[TRANSPORT].is_assignable is False
    assert effects(applied) == [("unassignable", TRANSPORT)]


def test_nobody_is_asked_when_a_concept_takes_services_again():
    applied = done(SetAssignable(TRANSPORT, True, False), SetAssignable(TRANSPORT, False, True))

    assert effects(applied) == [("unassignable", TRANSPORT)]


REFUSED: list[tuple[str, Operation, str]] = [
    ("it is the same concept", Relate(PORTS, PORTS), "OP-SELF"),
    ("they are related", Relate(HOUSING, PORTS), "OP-THERE"),
    ("one is not there", Relate(HOUSING, "c_none"), "OP-UNKNOWN"),
    ("they are not related", Unrelate(HOUSING, ROADS), "OP-OLD"),
    ("it is mapped", AddMapping(PORTS, "exactMatch", ADDRESS), "OP-THERE"),
    ("it is the same and broader", AddMapping(PORTS, "broadMatch", ADDRESS), "TAX-S46"),
    ("it is not mapped so", RemoveMapping(PORTS, "closeMatch", ADDRESS), "OP-OLD"),
    ("it takes services", SetAssignable(ROADS, False, True), "OP-OLD"),
    ("nothing would change", SetAssignable(ROADS, True, True), "OP-NOTHING"),
]


@pytest.mark.parametrize(
    ("operation", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_it_is_refused_because(operation: Operation, code: str):
    assert why_not(operation) == [code]


def test_a_concept_is_not_related_to_what_stands_above_it():
    assert "TAX-S27" in why_not(Relate(STREETS, TRANSPORT))
