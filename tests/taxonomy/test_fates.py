"""What became of concepts: every code that was ever given leads to where its services are."""

from app.core.db import Database
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.values import Deprecate, Move, Restore, SetAssignable, SetSuccessors
from app.taxonomy.queries.correspondence import get_fates
from app.taxonomy.queries.drafts import get_draft
from app.taxonomy.succeeding import Fate
from tests.taxonomy.versions import (
    ADULTS,
    CHILDREN,
    CLINICS,
    HEALTH,
    MOORING,
    PARKING,
    PERMITS,
    VACCINES,
    merging,
    release,
    release_first,
    splitting_vaccines,
)


def test_a_first_version_asks_nothing(database: Database) -> None:
    with database.write() as session:
        release_first(session)

        assert get_fates(session, "s") == {}


def test_a_merged_concept_goes_to_its_target(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))

        assert get_fates(session, "s") == {MOORING: Fate((PARKING,), PARKING)}


def test_successors_are_followed_over_several_versions(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [CLINICS], VACCINES))
        release(session, *splitting_vaccines())

        fates = get_fates(session, "s")
    split = Fate((ADULTS, CHILDREN), CHILDREN)
    assert fates == {CLINICS: split, VACCINES: split}


def test_a_concept_that_is_kept_after_a_split_goes_to_the_parts(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, *splitting_vaccines(keep=True))

        assert get_fates(session, "s") == {VACCINES: Fate((ADULTS, CHILDREN), CHILDREN)}


def test_without_successor_a_service_waits_above(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, Deprecate(PARKING, children=()))
        assert get_fates(session, "s") == {PARKING: Fate((), PERMITS)}

        release(session, Deprecate(PERMITS, HEALTH, children=((MOORING, HEALTH),)))

        assert get_fates(session, "s") == {
            PARKING: Fate((), HEALTH),
            PERMITS: Fate((HEALTH,), HEALTH),
        }


def test_a_restored_concept_is_itself_again(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))
        release(session, Restore(MOORING, (PERMITS,), ((PARKING,), ())))

        assert get_fates(session, "s") == {}


def test_after_a_rollback_only_what_was_new_is_gone(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        first = get_draft(session, "s").draft.state
        release(session, *splitting_vaccines())
        release(session, *operations_between(get_draft(session, "s").draft, first))

        assert get_fates(session, "s") == {
            CHILDREN: Fate((), HEALTH),
            ADULTS: Fate((), HEALTH),
        }


def test_a_concept_that_only_groups_now_leads_below_and_may_stay(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, SetAssignable(PERMITS, old=True, new=False))

        assert get_fates(session, "s") == {PERMITS: Fate((PARKING, MOORING), PERMITS)}


def test_a_concept_that_comes_back_to_group_others_may_be_stayed_at_again(
    database: Database,
) -> None:
    with database.write() as session:
        release_first(session)
        release(session, SetAssignable(PERMITS, old=True, new=False))
        grouping = get_draft(session, "s").draft.state
        release(
            session,
            Move(PARKING, PERMITS, HEALTH),
            Move(MOORING, PERMITS, HEALTH),
            Deprecate(PERMITS, None, (MOORING, PARKING), children=()),
        )
        assert get_fates(session, "s")[PERMITS].default == MOORING

        release(session, *operations_between(get_draft(session, "s").draft, grouping))

        assert get_fates(session, "s") == {PERMITS: Fate((PARKING, MOORING), PERMITS)}


def test_the_parts_of_a_concept_that_comes_back_split_have_their_default_again(
    database: Database,
) -> None:
    with database.write() as session:
        release_first(session)
        release(session, *splitting_vaccines(keep=True))
        parted = get_draft(session, "s").draft.state
        release(
            session,
            Move(CHILDREN, VACCINES, HEALTH),
            Move(ADULTS, VACCINES, HEALTH),
            Deprecate(VACCINES, CLINICS, (), (ADULTS, CHILDREN), children=()),
        )
        assert get_fates(session, "s") == {VACCINES: Fate((CLINICS,), CLINICS)}

        release(session, *operations_between(get_draft(session, "s").draft, parted))

        assert get_fates(session, "s") == {VACCINES: Fate((ADULTS, CHILDREN), CHILDREN)}


def test_successors_that_were_corrected_later_hold(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, Deprecate(PARKING, MOORING, children=()))
        release(session, SetSuccessors(PARKING, (MOORING,), (CLINICS,), (), ()))

        assert get_fates(session, "s") == {PARKING: Fate((CLINICS,), CLINICS)}


def test_a_candidate_changes_nothing(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        candidate = release(session, *splitting_vaccines(), is_candidate=True)

        assert candidate.number == "2.0.0-rc.1"
        assert get_fates(session, "s") == {}
