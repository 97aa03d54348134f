"""What forbids a release: each rule with a case that breaks it and one that keeps it."""

from dataclasses import replace

import pytest
from hypothesis import given

from app.taxonomy.integrity import faults
from app.taxonomy.integrity.labels import PLACEHOLDERS
from app.taxonomy.state import ConceptState, SchemeState
from tests.taxonomy.test_state import states

BOTH = {"ar": "اسم", "en": "Name"}
ARABIC = dict(zip("abc", ("باب", "اسم", "جار"), strict=True))


def _concept(key: str, **changes: object) -> ConceptState:
    return replace(
        ConceptState(id=key, notation=key, pref_label={"ar": ARABIC[key], "en": f"Name of {key}"}),
        **changes,
    )


def _state(*concepts: ConceptState, top: tuple[str, ...] = ("a",)) -> SchemeState:
    return SchemeState("s", {one.id: one for one in concepts}, top)


def _rules(state: SchemeState, *, is_polyhierarchical: bool = True) -> set[str]:
    found = faults(state, languages=("ar", "en"), is_polyhierarchical=is_polyhierarchical)
    assert all(set(one.message) == {"ar", "en"} for one in found)
    return {one.rule for one in found}


A, B = _concept("a", narrower=("b",)), _concept("b", broader=("a",), pref_label=BOTH)


def test_a_sound_tree_has_no_fault() -> None:
    assert _rules(_state(A, B), is_polyhierarchical=False) == set()


@pytest.mark.parametrize(
    ("state", "rule"),
    [
        (_state(A, replace(B, related=("x",))), "TAX-DANGLING"),
        (_state(A, replace(B, broader=("a", "x"))), "TAX-DANGLING"),
        (_state(replace(A, narrower=("b", "x")), B), "TAX-DANGLING"),
        (_state(replace(A, narrower=()), B), "TAX-LINK"),
        (_state(A, replace(B, broader=()), top=("a", "b")), "TAX-LINK"),
        (
            _state(
                _concept("a"),
                _concept("b", broader=("c",), narrower=("c",)),
                _concept("c", broader=("b",), narrower=("b",)),
            ),
            "TAX-CYCLE",
        ),
        (_state(_concept("a"), _concept("b", broader=("b",), narrower=("b",))), "TAX-CYCLE"),
        (_state(A, B, top=("a", "b")), "TAX-TOP"),
        (_state(A, replace(B, notation="a")), "TAX-NOTATION"),
        (_state(replace(A, narrower=("b", "b")), replace(B, broader=("a", "a"))), "TAX-PARENTS"),
        (_state(A, replace(B, related=("b",))), "TAX-SELF"),
        (_state(A, replace(B, related=("a",))), "TAX-S27"),
        (_state(A, replace(B, pref_label={"ar": "اسم"})), "TAX-LABEL"),
        (_state(A, replace(B, pref_label={**BOTH, "en": " "})), "TAX-LABEL"),
        (_state(A, replace(B, alt_label={"en": ("Name",)})), "TAX-S13"),
        (_state(A, replace(B, hidden_label={"ar": ("اسم",)})), "TAX-S13"),
        (_state(A, replace(B, alt_label={"en": ("x",)}, hidden_label={"en": ("x",)})), "TAX-S13"),
    ],
)
def test_what_breaks_a_rule_is_named(state: SchemeState, rule: str) -> None:
    assert rule in _rules(state)


def test_two_parents_are_for_schemes_that_allow_them() -> None:
    state = _state(
        _concept("a", narrower=("c",)),
        _concept("b", narrower=("c",)),
        _concept("c", broader=("a", "b")),
        top=("a", "b"),
    )

    assert _rules(state) == set()
    assert _rules(state, is_polyhierarchical=False) == {"TAX-PARENTS"}


def test_a_cycle_above_a_related_concept_ends() -> None:
    b = _concept("b", broader=("c",), narrower=("c",), related=("c",))
    c = _concept("c", broader=("b",), narrower=("b",))

    assert {"TAX-CYCLE", "TAX-S27"} <= _rules(_state(_concept("a"), b, c))


@pytest.mark.parametrize("label", [*sorted(PLACEHOLDERS), "TBD", " - ", "N/A"])
def test_placeholders_are_no_labels(label: str) -> None:
    assert _rules(_state(A, replace(B, pref_label={**BOTH, "ar": label}))) == {"TAX-LABEL"}


def test_the_same_label_in_the_other_language_is_no_repetition() -> None:
    assert _rules(_state(A, replace(B, alt_label={"en": ("اسم",)}))) == set()


@given(states())
def test_structure_made_as_a_tree_is_sound(state: SchemeState) -> None:
    structure = {"TAX-DANGLING", "TAX-LINK", "TAX-CYCLE", "TAX-TOP", "TAX-NOTATION", "TAX-PARENTS"}

    assert not _rules(state, is_polyhierarchical=False) & structure
