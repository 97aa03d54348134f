"""A request that was written for an earlier draft: what still fits, and what needs a choice."""

from app.taxonomy.operations import Draft, apply, values
from app.taxonomy.operations.rebasing import rebase
from tests.taxonomy.operations.small import small

OURS = values.SetPrefLabel("health", "en", "Health", "Care")
THEIRS = values.SetPrefLabel("health", "en", "Health", "Wellness")


def moved(*operations: values.Operation) -> Draft:
    draft = small()
    for operation in operations:
        draft = apply(draft, operation).draft
    return draft


def test_what_still_fits_stays_as_it_is() -> None:
    found = rebase(moved(values.Relate("clinics", "fines")), [OURS])

    assert found.is_clean
    assert (found.items, found.merged) == ((), (OURS,))


def test_what_others_have_done_already_is_left_out() -> None:
    found = rebase(moved(OURS), [OURS], done=[OURS])

    assert found.is_clean
    assert (found.converged, found.merged, found.items) == ((0,), (), ())


def test_ours_is_kept_over_what_others_wrote_if_nothing_is_chosen() -> None:
    found = rebase(moved(THEIRS), [OURS])

    [item] = found.items
    assert (item.field, item.base, item.theirs, item.ours) == (
        "prefLabel",
        "Health",
        "Wellness",
        "Care",
    )
    assert found.is_clean
    assert found.merged == (values.SetPrefLabel("health", "en", "Wellness", "Care"),)


def test_theirs_drops_the_operation() -> None:
    found = rebase(moved(THEIRS), [OURS], choices={0: "theirs"})

    assert found.is_clean
    assert found.merged == ()


def test_several_expectations_of_one_operation_are_brought_up_to_date() -> None:
    merge = values.Merge(("clinics",), "hospitals", (("ar", "عيادات"), ("en", "Clinics")))

    found = rebase(
        moved(
            values.AddLabel("clinics", "alt", "en", "Surgeries"),
            values.AddLabel("hospitals", "alt", "en", "Clinics"),
        ),
        [merge],
    )

    assert found.is_clean
    assert found.merged == (
        values.Merge(
            ("clinics",),
            "hospitals",
            (("ar", "عيادات"), ("en", "Surgeries")),
            shared=(("en", "Clinics"),),
        ),
    )


def test_what_no_value_can_mend_needs_a_choice() -> None:
    label = values.AddLabel("clinics", "alt", "en", "Surgeries")
    draft = moved(label)

    undecided = rebase(draft, [label, OURS])
    dropped = rebase(draft, [label, OURS], choices={0: "theirs"})

    assert not undecided.is_clean
    assert [item.refusal.code for item in undecided.items] == ["OP-THERE"]
    assert dropped.is_clean
    assert dropped.merged == undecided.merged == (OURS,)


def test_a_request_that_is_unsound_as_a_whole_is_not_clean() -> None:
    twin = values.SetPrefLabel("clinics", "en", "Clinics", "Wellness")

    found = rebase(moved(THEIRS), [twin])

    assert found.items == ()
    assert found.refusal is not None
    assert found.refusal.code == "TAX-SAME"
    assert not found.is_clean
