"""What people do in a workshop's spreadsheet, and what is made of it."""

from collections.abc import Iterable

import pytest

from app.taxonomy.guessing import Guess, guess_edited
from app.taxonomy.operations import Draft, Refused, SchemeRules, open_draft
from app.taxonomy.operations.levels import level_of
from app.taxonomy.operations.values import Operation
from app.taxonomy.state import ConceptState, SchemeState
from tests.taxonomy.guessing.files import new_ids, without_ids
from tests.taxonomy.guessing.real import Row, scheme_of

ROADS = {"ar": "الطرق", "en": "Roads"}
STREETS = {"ar": "الشوارع", "en": "Streets"}
PORTS = {"ar": "الموانئ", "en": "Ports"}
TRANSPORT = {"ar": "النقل", "en": "Transport"}
HOUSING = {"ar": "السكن", "en": "Housing"}
BEFORE = (
    Row("c_transport", "01", TRANSPORT),
    Row("c_roads", "01.1", ROADS, "c_transport"),
    Row("c_streets", "01.2", STREETS, "c_transport"),
    Row("c_ports", "01.3", PORTS, "c_transport"),
    Row("c_housing", "02", HOUSING),
)


def draft() -> Draft:
    return open_draft(scheme_of("test", BEFORE), SchemeRules())


def guess(rows: Iterable[Row], **changes: ConceptState) -> Guess:
    state = scheme_of("test", rows)
    concepts = {**state.concepts, **changes}
    edited = SchemeState("test", concepts, state.top)
    return guess_edited(draft(), without_ids(edited), new_id=new_ids())


def said(found: Guess) -> list[tuple[str, str]]:
    """The operations by kind, each with its reason."""
    return [(one.operation.op, one.reason.code) for one in found.weighed]


def only(found: Guess, op: str) -> Operation:
    (operation,) = [one for one in found.operations if one.op == op]
    return operation


def with_alt(row: Row, *texts: str, language: str = "en") -> ConceptState:
    broader = (row.parent,) if row.parent else ()
    return ConceptState(row.key, row.code, row.labels, alt_label={language: texts}, broader=broader)


def test_the_same_table_means_nothing():
    assert guess(BEFORE).operations == ()


def test_another_name_with_the_same_code_is_a_rename():
    renamed = Row("x", "01.3", {"ar": "الموانئ", "en": "Harbours"}, "c_transport")

    found = guess([*BEFORE[:3], renamed, BEFORE[4]])

    assert said(found) == [("set_pref_label", "code_and_name")]


def test_another_code_with_the_same_name_is_a_renumbering():
    numbered = Row("x", "01.9", PORTS, "c_transport")

    found = guess([*BEFORE[:3], numbered, BEFORE[4]])

    assert said(found) == [("set_notation", "name")]
    assert found.matches["new_3"].reason.confidence_percent == 95


def test_another_parent_is_a_move():
    found = guess([*BEFORE[:3], Row("x", "01.3", PORTS, "c_housing"), BEFORE[4]])

    assert said(found) == [("move", "code_and_name")]


def test_a_row_that_resembles_nothing_is_new():
    tax = Row("x", "03", {"ar": "الضرائب", "en": "Taxes"})

    found = guess([*BEFORE, tax])

    assert said(found) == [("add_concept", "new")]
    assert found.ids["new_5"] == "c_new1"


def test_a_name_that_went_to_another_concept_is_a_merge():
    merged = with_alt(BEFORE[1], "Streets")

    found = guess([BEFORE[0], BEFORE[1], BEFORE[3], BEFORE[4]], c_roads=merged)

    merge = only(found, "merge")
    assert (merge.sources, merge.target) == (("c_streets",), "c_roads")
    assert merge.carried == (("ar", "الشوارع"), ("en", "Streets"))
    assert found.weighed[0].reason.code == "merged"
    assert level_of(found.applied, found.operations)[0] == "minor"


def test_names_that_went_to_several_concepts_are_a_split():
    roads = with_alt(BEFORE[1], "Ports")
    streets = with_alt(BEFORE[2], "الموانئ", language="ar")

    found = guess([*BEFORE[:3], BEFORE[4]], c_roads=roads, c_streets=streets)

    split = only(found, "split")
    assert (split.source, split.targets, split.default) == (
        "c_ports",
        ("c_roads", "c_streets"),
        "c_roads",
    )
    assert level_of(found.applied, found.operations)[0] == "major"


def test_children_that_went_to_several_concepts_are_a_split():
    rows = [
        Row("c_moving", "03", {"ar": "الحركة", "en": "Getting around"}),
        Row("c_roads", "01.1", ROADS, "c_moving"),
        Row("c_streets", "01.2", STREETS, "c_moving"),
        Row("c_sea", "04", {"ar": "البحر", "en": "By sea"}),
        Row("c_ports", "01.3", PORTS, "c_sea"),
        BEFORE[4],
    ]

    found = guess(rows)

    # Two of three children stand below the first: it is taken for the concept itself.
    assert found.matches["new_0"].concept == "c_transport"
    assert found.matches["new_0"].reason.code == "children"
    assert ("move", "code_and_name") in said(found)


def test_new_concepts_with_words_of_the_name_are_a_split():
    before = [*BEFORE, Row("c_permits", "05", {"ar": "رخص", "en": "Building and demolition"})]
    start = open_draft(scheme_of("test", before), SchemeRules())
    rows = [
        *BEFORE,
        Row("x", "06", {"ar": "تشييد", "en": "Building works"}),
        Row("y", "07", {"ar": "هدم", "en": "Demolition works"}),
    ]

    found = guess_edited(start, without_ids(scheme_of("test", rows)), new_id=new_ids())

    split = only(found, "split")
    assert (split.source, split.targets) == ("c_permits", ("c_new1", "c_new2"))
    assert dict(said(found))["split"] == "split_likeness"


def test_what_leaves_no_trace_is_retired_and_never_dropped():
    found = guess([*BEFORE[:3], BEFORE[4]])

    assert said(found) == [("deprecate", "no_trace")]
    assert found.target.concepts["c_ports"].status == "deprecated"


def test_what_comes_back_with_its_code_and_name_is_restored():
    gone = guess([*BEFORE[:3], BEFORE[4]]).applied.draft

    found = guess_edited(gone, without_ids(scheme_of("test", BEFORE)), new_id=new_ids())

    assert said(found)[0] == ("restore", "code_and_name")
    assert found.target.concepts["c_ports"].status == "active"


def test_spellings_of_the_same_word_are_the_same_name():
    spelt = Row("x", "01.8", {"ar": "المواني", "en": "PORTS"}, "c_transport")

    found = guess([*BEFORE[:3], spelt, BEFORE[4]])

    assert found.matches["new_3"].concept == "c_ports"


def test_a_code_of_another_concept_is_refused_with_both_names():
    swapped = [
        BEFORE[0],
        Row("x", "01.2", ROADS, "c_transport"),
        Row("y", "01.1", STREETS, "c_transport"),
        *BEFORE[3:],
    ]

    with pytest.raises(Refused) as caught:
        guess(swapped)

    assert [one.code for one in caught.value.refusals] == ["OP-NOTATION", "OP-NOTATION"]
    assert caught.value.refusals[0].en == (
        "The code '01.2' is that of “Streets” for ever: give “Roads” another one."
    )


def test_a_list_without_a_tree_leaves_concepts_where_they_stand():
    flat = [Row(one.key, one.code, one.labels) for one in BEFORE]

    assert guess(flat).operations == ()


def test_a_code_kept_under_quite_another_name_is_a_weak_guess():
    other = Row("x", "02", {"ar": "الضرائب", "en": "Taxes"})

    found = guess([*BEFORE[:4], other])

    weak = [one.reason for one in found.weighed]
    assert {(one.code, one.confidence_percent) for one in weak} == {("code", 35)}
