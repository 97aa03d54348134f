"""Operations on names, notes and codes, by example."""

import pytest

from app.taxonomy.operations.values import (
    AddLabel,
    Operation,
    RemoveLabel,
    SetNotation,
    SetNote,
    SetPrefLabel,
)
from tests.taxonomy.operations.examples import (
    FAX,
    HOUSING,
    PORTS,
    ROADS,
    STREETS,
    done,
    effects,
    why_not,
)


def test_a_rename_can_keep_the_old_name_as_another_one():
    applied = done(SetPrefLabel(PORTS, "en", "Ports", "Harbours", keep_old_as_alt=True))

    ports = applied.draft.concepts[PORTS]
    assert ports.pref_label == {"ar": "الموانئ", "en": "Harbours"}
    assert ports.alt_label == {"en": ("Ports",)}
    assert effects(applied) == [("labels", PORTS)]


def test_two_concepts_can_change_names_in_one_request():
    applied = done(
        SetPrefLabel(PORTS, "en", "Ports", "Housing"),
        SetPrefLabel(HOUSING, "en", "Housing", "Ports"),
    )

    assert applied.draft.concepts[HOUSING].pref_label["en"] == "Ports"


def test_a_label_is_added_and_another_is_removed():
    applied = done(
        AddLabel(ROADS, "alt", "ar", "السبل"), RemoveLabel(ROADS, "hidden", "en", "raods")
    )

    roads = applied.draft.concepts[ROADS]
    assert roads.alt_label == {"ar": ("السبل",), "en": ("Highways",)}
    assert roads.hidden_label == {}
    assert effects(applied) == [("labels", ROADS), ("labels", ROADS)]


def test_a_definition_that_means_the_same_asks_nobody():
    applied = done(SetNote(ROADS, "definition", "en", "Ways for cars.", "Ways for vehicles."))

    assert applied.draft.concepts[ROADS].definition == {"en": "Ways for vehicles."}
    assert effects(applied) == [("labels", ROADS)]


def test_a_definition_with_another_meaning_has_services_reviewed():
    applied = done(SetNote(ROADS, "definition", "en", "Ways for cars.", None, "shifted"))

    assert applied.draft.concepts[ROADS].definition == {}
    assert effects(applied) == [("review", ROADS)]


def test_the_old_code_of_a_concept_stays_its_own():
    applied = done(SetNotation(PORTS, "01.2", "01.3"))

    assert applied.draft.concepts[PORTS].notation == "01.3"
    assert applied.draft.holders["01.2"] == PORTS
    assert effects(applied) == []


def test_a_concept_can_take_its_former_code_again():
    applied = done(SetNotation(HOUSING, "02", "00"))

    assert applied.draft.concepts[HOUSING].notation == "00"


REFUSED: list[tuple[str, Operation, str]] = [
    ("there is no such concept", SetPrefLabel("c_none", "en", "x", "y"), "OP-UNKNOWN"),
    ("the old name is another one", SetPrefLabel(PORTS, "en", "Harbours", "Docks"), "OP-OLD"),
    ("a required name would be missing", SetPrefLabel(PORTS, "en", "Ports", None), "TAX-LABEL"),
    ("the name is taken", SetPrefLabel(PORTS, "en", "Ports", "roads"), "TAX-SAME"),
    (
        "the name is taken in another spelling",
        SetPrefLabel(PORTS, "ar", "الموانئ", "الطُّرق"),
        "TAX-SAME",
    ),
    ("the name is its other name", SetPrefLabel(ROADS, "en", "Roads", "Highways"), "TAX-S13"),
    ("the label is there", AddLabel(ROADS, "alt", "en", "Highways"), "OP-THERE"),
    ("the label is hidden already", AddLabel(ROADS, "alt", "en", "raods"), "TAX-S13"),
    ("there is no such label", RemoveLabel(ROADS, "alt", "en", "Lanes"), "OP-OLD"),
    ("the old note is another one", SetNote(ROADS, "definition", "en", None, "x"), "OP-OLD"),
    ("the old code is another one", SetNotation(PORTS, "01.9", "01.3"), "OP-OLD"),
    ("the code has not the form", SetNotation(PORTS, "01.2", "harbour"), "OP-PATTERN"),
    ("the code is another concept's", SetNotation(PORTS, "01.2", "02"), "OP-NOTATION"),
    ("the code was another concept's", SetNotation(PORTS, "01.2", "00"), "OP-NOTATION"),
    ("the code is that of a retired concept", SetNotation(STREETS, "01.1.1", "09"), "OP-NOTATION"),
]


@pytest.mark.parametrize(
    ("operation", "code"), [one[1:] for one in REFUSED], ids=[one[0] for one in REFUSED]
)
def test_it_is_refused_because(operation: Operation, code: str):
    assert why_not(operation) == [code]


def test_a_retired_concept_may_bear_the_name_of_another():
    assert why_not(SetPrefLabel(FAX, "en", "Fax", "Ports")) == []
