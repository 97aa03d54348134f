"""What people send is read against the draft: names become ids, what is left out is filled in."""

import pytest

from app.taxonomy.operations import Refused, values
from tests.taxonomy.operations.small import Json, bound, code, one, small

NEWS = {"ar": "جديد", "en": "New"}
PLACE = {"ar": "مكان", "en": "Place"}


def added(ref: str | None, notation: str, *, above: str = "01", ar: str = "جديد") -> Json:
    return {
        "op": "add_concept",
        "ref": ref,
        "parents": [code(above)],
        "notation": notation,
        "prefLabel": {"ar": ar, "en": f"New {notation}"},
    }


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        (
            {
                "op": "add_concept",
                "parents": [code("01")],
                "notation": "01.3",
                "prefLabel": NEWS,
                "altLabel": {"en": ["B", "A", "B"]},
                "definition": {"en": "What is new."},
                "isAssignable": False,
            },
            values.AddConcept(
                "new-1",
                ("health",),
                "01.3",
                {"ar": "جديد", "en": "New"},
                alt_label={"en": ("A", "B")},
                definition={"en": "What is new."},
                is_assignable=False,
            ),
        ),
        (
            {
                "op": "set_pref_label",
                "concept": code("01"),
                "lang": "en",
                "old": "Health",
                "new": "Care",
                "keepOldAsAlt": True,
            },
            values.SetPrefLabel("health", "en", "Health", "Care", keep_old_as_alt=True),
        ),
        (
            {
                "op": "add_label",
                "concept": {"id": "fines"},
                "kind": "alt",
                "lang": "en",
                "text": "X",
            },
            values.AddLabel("fines", "alt", "en", "X"),
        ),
        (
            {
                "op": "remove_label",
                "concept": code("02.1"),
                "kind": "alt",
                "lang": "ar",
                "text": "إجازات قيادة",
            },
            values.RemoveLabel("licences", "alt", "ar", "إجازات قيادة"),
        ),
        (
            {
                "op": "set_note",
                "concept": code("02.2"),
                "kind": "scopeNote",
                "lang": "en",
                "new": "Of drivers.",
                "meaning": "narrower",
            },
            values.SetNote("fines", "scopeNote", "en", None, "Of drivers.", "narrower"),
        ),
        (
            {"op": "set_notation", "concept": code("02.2"), "old": "02.2", "new": "02.9"},
            values.SetNotation("fines", "02.2", "02.9"),
        ),
        (
            {"op": "move", "concept": code("02.2"), "from": code("02"), "to": code("01")},
            values.Move("fines", "traffic", "health"),
        ),
        (
            {"op": "move", "concept": code("02.2"), "from": code("02")},
            values.Move("fines", "traffic", None),
        ),
        (
            {"op": "add_parent", "concept": code("02.2"), "parent": code("01")},
            values.AddParent("fines", "health"),
        ),
        (
            {"op": "add_parent", "concept": code("02.2"), "parent": code("01"), "isFirst": True},
            values.AddParent("fines", "health", is_first=True, old=("traffic",)),
        ),
        (
            {
                "op": "add_parent",
                "concept": code("02.2"),
                "parent": code("01"),
                "old": [code("02")],
            },
            values.AddParent("fines", "health", old=("traffic",)),
        ),
        (
            {"op": "reorder", "parent": code("01"), "new": [code("01.2"), code("01.1")]},
            values.Reorder("health", ("clinics", "hospitals"), ("hospitals", "clinics")),
        ),
        (
            {"op": "reorder", "old": [code("01"), code("02")], "new": [code("02"), code("01")]},
            values.Reorder(None, ("health", "traffic"), ("traffic", "health")),
        ),
        (
            {"op": "merge", "sources": [code("01.1")], "target": code("01.2")},
            values.Merge(("clinics",), "hospitals", (("ar", "عيادات"), ("en", "Clinics"))),
        ),
        (
            {"op": "deprecate", "concept": code("02"), "replacedBy": code("01")},
            values.Deprecate(
                "traffic", "health", children=(("licences", "health"), ("fines", "health"))
            ),
        ),
        (
            {
                "op": "deprecate",
                "concept": code("01"),
                "consider": [code("02.1"), code("02.2")],
                "reason": {"en": "Two offices"},
                "children": [{"concept": code("01.1"), "to": code("02")}],
            },
            values.Deprecate(
                "health",
                None,
                ("licences", "fines"),
                reason={"en": "Two offices"},
                children=(("clinics", "traffic"), ("hospitals", "licences")),
            ),
        ),
        (
            {"op": "deprecate", "concept": code("02"), "replacedBy": code("02.1")},
            values.Deprecate(
                "traffic", "licences", children=(("licences", None), ("fines", "licences"))
            ),
        ),
        (
            {"op": "restore", "concept": code("02.3"), "parents": [code("02")]},
            values.Restore("parking", ("traffic",), (("fines",), ())),
        ),
        (
            {
                "op": "promote_label",
                "concept": code("02.1"),
                "lang": "ar",
                "text": "إجازات قيادة",
                "parent": code("02"),
                "notation": "02.4",
                "prefLabel": PLACE,
            },
            values.PromoteLabel(
                "licences",
                "ar",
                "إجازات قيادة",
                "new-1",
                "traffic",
                "02.4",
                {"ar": "مكان", "en": "Place"},
            ),
        ),
        (
            {"op": "relate", "a": code("02.1"), "b": code("01.1")},
            values.Relate("clinics", "licences"),
        ),
        (
            {"op": "unrelate", "a": code("01.2"), "b": code("01.1")},
            values.Unrelate("clinics", "hospitals"),
        ),
        (
            {
                "op": "add_mapping",
                "concept": code("02"),
                "predicate": "exactMatch",
                "target": "https://example.org/t",
            },
            values.AddMapping("traffic", "exactMatch", "https://example.org/t"),
        ),
        (
            {
                "op": "remove_mapping",
                "concept": code("01"),
                "predicate": "closeMatch",
                "target": "https://example.org/health",
            },
            values.RemoveMapping("health", "closeMatch", "https://example.org/health"),
        ),
        (
            {"op": "set_assignable", "concept": code("01"), "old": True, "new": False},
            values.SetAssignable("health", old=True, new=False),
        ),
        (
            {"op": "set_successors", "concept": code("02.3"), "newReplacedBy": [code("02.1")]},
            values.SetSuccessors("parking", ("fines",), ("licences",), (), ()),
        ),
        (
            {
                "op": "set_successors",
                "concept": code("02.3"),
                "oldReplacedBy": [code("02.2")],
                "oldConsider": [],
                "newConsider": [code("02.1"), code("02.2")],
            },
            values.SetSuccessors("parking", ("fines",), (), (), ("licences", "fines")),
        ),
    ],
    ids=lambda value: value["op"] if isinstance(value, dict) else "",
)
def test_an_operation_is_read_against_the_draft(sent: Json, expected: values.Operation) -> None:
    assert one(sent) == expected


def test_a_parent_is_removed_with_the_parents_that_were_there() -> None:
    found = bound(
        {"op": "add_parent", "concept": code("02.2"), "parent": code("01")},
        {"op": "remove_parent", "concept": code("02.2"), "parent": code("02")},
    )

    assert found.operations[1] == values.RemoveParent("fines", "traffic", ("traffic", "health"))


def test_a_new_concept_is_named_by_its_ref_or_its_notation() -> None:
    found = bound(
        added("a", "01.3"),
        added("b", "01.4", ar="أجدّ"),
        {
            "op": "split",
            "source": code("01.1"),
            "targets": [{"ref": "a"}, code("01.4")],
            "rules": [
                {"when": {"entity": "moh"}, "target": {"ref": "b"}},
                {"when": {"scheme": "audience", "notation": "x"}, "target": {"ref": "a"}},
            ],
        },
    )

    assert found.refs == {"a": "new-1", "b": "new-2"}
    assert found.operations[2] == values.Split(
        "clinics",
        ("new-1", "new-2"),
        "new-1",
        rules=(
            values.Rule("new-2", entity="moh"),
            values.Rule("new-1", facet=("audience", "x")),
        ),
        children=(),
    )
    assert found.applied.draft.concepts["clinics"].consider == ("new-1", "new-2")


def test_a_split_concept_that_is_kept_needs_no_places_for_what_is_below_it() -> None:
    sent = {
        "op": "split",
        "source": code("01"),
        "targets": [code("02.1"), code("02.2")],
        "default": code("02.2"),
        "keepSource": True,
    }

    assert one(sent) == values.Split(
        "health", ("licences", "fines"), "fines", keep_source=True, was_assignable=True
    )


def test_a_request_that_is_written_again_keeps_the_ids_of_its_refs() -> None:
    found = bound(added("a", "01.3"), refs={"a": "known"})

    assert found.refs == {"a": "known"}
    assert found.operations[0].concept == "known"


@pytest.mark.parametrize(
    ("sent", "refusal", "field"),
    [
        ([added("a", "01.3"), added("a", "01.4", ar="أجدّ")], "OP-REF", "ref"),
        ([added(None, "01.3", above="09")], "OP-UNKNOWN", "parents"),
        ([{"op": "relate", "a": {"ref": "z"}, "b": code("01")}], "OP-UNKNOWN", "a"),
        ([{"op": "relate", "a": {"id": "c_unknown00000"}, "b": code("01")}], "OP-UNKNOWN", "a"),
        (
            [{"op": "set_assignable", "concept": code("02.3"), "old": True, "new": False}],
            "OP-RETIRED",
            "concept",
        ),
        (
            [
                {
                    "op": "deprecate",
                    "concept": code("01"),
                    "children": [{"concept": code("02.1"), "to": None}],
                }
            ],
            "OP-CHILDREN",
            "children",
        ),
        ([added(None, "1")], "OP-PATTERN", "notation"),
        ([added(None, "02.3")], "OP-NOTATION", "notation"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_place(
    sent: list[Json], refusal: str, field: str
) -> None:
    with pytest.raises(Refused) as caught:
        bound(*sent)

    [reason] = caught.value.refusals
    assert (reason.code, reason.field, caught.value.index) == (refusal, field, len(sent) - 1)


def test_a_scheme_of_one_parent_refuses_a_second() -> None:
    sent = {"op": "add_parent", "concept": code("02.2"), "parent": code("01")}

    with pytest.raises(Refused) as caught:
        bound(sent, draft=small(is_polyhierarchical=False))

    assert [reason.code for reason in caught.value.refusals] == ["OP-PARENTS"]
