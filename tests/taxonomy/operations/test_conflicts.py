"""How open requests stand to each other, and in which order they can be enacted."""

from typing import Any

import pytest

from app.taxonomy.operations import Draft, Refused, apply_all, values
from app.taxonomy.operations.conflicts import Verdict, matrix, valid_order, verdict
from app.taxonomy.operations.retiring import inherited_labels
from tests.taxonomy.operations.small import small

CARE = values.SetPrefLabel("health", "en", "Health", "Care")
WELLNESS = values.SetPrefLabel("health", "en", "Health", "Wellness")
RELATE = values.Relate("licences", "hospitals")
RETIRE_FINES = values.Deprecate("fines", "licences", children=())
MOVE_FINES = values.Move("fines", "traffic", "health")


def inherited(draft: Draft, source: str, target: str) -> tuple[Any, Any]:
    return inherited_labels([draft.concepts[source]], draft.concepts[target])


def test_requests_about_different_things_commute() -> None:
    assert verdict(small(), [CARE], [RELATE]) == Verdict("commute")


def test_two_names_for_one_concept_exclude_each_other() -> None:
    found = verdict(small(), [CARE], [WELLNESS])

    assert (found.kind, found.first, found.is_shared) == ("exclusive", None, False)
    assert [(one.code, one.found) for one in found.reasons] == [
        ("OP-OLD", "Care"),
        ("OP-OLD", "Wellness"),
    ]


@pytest.mark.parametrize(
    ("one", "other", "arabic", "english"),
    [
        (
            [CARE],
            [WELLNESS],
            "كلا الطلبين يغيّر اسم «01 صحة» (الإنجليزية).",
            "Both change the label of “01 Health” (English).",
        ),
        (
            [values.SetNotation("fines", "02.2", "02.8")],
            [values.SetNotation("fines", "02.2", "02.9")],
            "كلا الطلبين يغيّر رمز «02.2 مخالفات».",
            "Both change the code of “02.2 Fines”.",
        ),
        (
            [values.SetAssignable("clinics", True, False)],
            [values.SetAssignable("clinics", True, False), RELATE],
            None,
            None,
        ),
    ],
)
def test_what_both_change_is_said_in_words(
    one: list[values.Operation],
    other: list[values.Operation],
    arabic: str | None,
    english: str | None,
) -> None:
    found = verdict(small(), one, other)

    assert {(reason.ar, reason.en) for reason in found.reasons} == (
        {(arabic, english)} if arabic else set()
    )


def test_a_value_that_only_one_of_them_sets_keeps_its_reason() -> None:
    draft = small()
    carried, shared = inherited(draft, "fines", "licences")
    merge = [values.Merge(("fines",), "licences", carried, shared)]
    rename = [values.AddLabel("fines", "alt", "en", "Tickets")]

    found = verdict(draft, merge, rename)

    assert found.kind == "ordered"
    assert "The present value is not the expected one: the draft has changed." in {
        one.en for one in found.reasons
    }


def test_the_same_operation_in_two_requests_is_done_once() -> None:
    found = verdict(small(), [CARE, RELATE], [CARE])

    assert (found.kind, found.is_shared) == ("commute", True)


def test_one_label_for_a_retired_concept_and_another_keeps_the_first_from_coming_back() -> None:
    draft = apply_all(small(), [RETIRE_FINES]).draft
    successors = (draft.concepts["fines"].replaced_by, draft.concepts["fines"].consider)
    restore = [values.Restore("fines", ("traffic",), old_successors=successors)]
    rename = [
        values.SetPrefLabel("fines", "en", draft.concepts["fines"].pref_label["en"], "Tickets"),
        values.SetPrefLabel(
            "licences", "en", draft.concepts["licences"].pref_label["en"], "Tickets"
        ),
    ]

    found = verdict(draft, restore, rename)

    assert (found.kind, found.first) == ("exclusive", None)
    assert {one.code for one in found.reasons} == {"TAX-SAME"}


def test_what_is_done_undone_and_done_again_is_done_once_elsewhere() -> None:
    close = values.SetAssignable("licences", old=True, new=False)
    reopen = values.SetAssignable("licences", old=False, new=True)

    found = verdict(small(), [close, reopen, close], [close])
    after = apply_all(apply_all(small(), [close]).draft, [close, reopen, close], done=[close])

    assert (found.kind, found.is_shared) == ("commute", True)
    assert not after.draft.concepts["licences"].is_assignable
    assert after.skipped == (0,)


def test_where_the_order_changes_the_result_people_decide() -> None:
    draft = apply_all(small(), [values.AddParent("fines", "health")]).draft
    move = values.Move("fines", "traffic", "clinics")
    merge = values.Merge(("health",), "traffic", *inherited(draft, "health", "traffic"))

    found = verdict(draft, [move], [merge])

    assert (found.kind, found.first) == ("exclusive", None)
    assert [one.code for one in found.reasons] == ["OP-DIFFER"]


@pytest.mark.parametrize(("is_turned", "first"), [(False, 0), (True, 1)])
def test_what_is_retired_must_be_moved_before(is_turned: bool, first: int) -> None:
    pair = ([RETIRE_FINES], [MOVE_FINES]) if is_turned else ([MOVE_FINES], [RETIRE_FINES])

    found = verdict(small(), *pair)

    assert (found.kind, found.first) == ("ordered", first)
    assert [one.code for one in found.reasons] == ["OP-RETIRED"]


def test_a_request_that_cannot_be_applied_alone_is_refused() -> None:
    with pytest.raises(Refused):
        verdict(small(), [values.SetNotation("fines", "02.2", "02.3")], [CARE])


def test_only_pairs_that_touch_each_other_are_listed() -> None:
    requests = {
        "care": [CARE],
        "wellness": [WELLNESS],
        "move": [MOVE_FINES],
        "retire": [RETIRE_FINES],
        "impossible": [values.SetNotation("fines", "02.2", "02.3")],
    }

    found = matrix(small(), requests)

    assert found["care", "wellness"].kind == "exclusive"
    assert found["move", "retire"].kind == "ordered"
    assert not any("impossible" in pair for pair in found)


def test_an_order_puts_first_what_must_be_first() -> None:
    requests = {"retire": [RETIRE_FINES], "relate": [RELATE], "move": [MOVE_FINES]}

    found = matrix(small(), requests)

    assert valid_order(found, requests) == ["relate", "move", "retire"]


def test_requests_that_exclude_each_other_have_no_order() -> None:
    requests = {"care": [CARE], "wellness": [WELLNESS]}

    assert valid_order(matrix(small(), requests), requests) is None


def test_requests_that_wait_for_each_other_have_no_order() -> None:
    verdicts = {
        ("a", "b"): Verdict("ordered", 0),
        ("b", "c"): Verdict("ordered", 0),
        ("a", "c"): Verdict("ordered", 1),
        ("a", "gone"): Verdict("exclusive"),
    }

    assert valid_order(verdicts, ["a", "b", "c"]) is None
    assert valid_order(verdicts, ["a", "b"]) == ["a", "b"]
