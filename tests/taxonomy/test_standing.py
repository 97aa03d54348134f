"""Codes that readers have kept, followed to where they stand."""

from datetime import UTC, datetime

import pytest

from app.core.clock import now
from app.core.db import Database
from app.taxonomy.operations.values import Deprecate, Restore, SetAssignable, SetNotation
from app.taxonomy.queries import find_standing_codes
from tests.taxonomy.versions import (
    CLINICS,
    MOORING,
    PARKING,
    PERMITS,
    VACCINES,
    merging,
    release,
    release_first,
    splitting_vaccines,
)


def standing(database: Database, *codes: str, as_of: datetime | None = None) -> list[str]:
    with database.read() as session:
        return list(find_standing_codes(session, "s", codes, as_of=as_of))


def test_a_merge_and_a_split_after_it_are_followed_to_the_end(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [CLINICS], VACCINES))
    merged = now()
    with database.write() as session:
        release(session, *splitting_vaccines())

    assert standing(database, "02.1") == ["02.4", "02.3"]
    assert standing(database, VACCINES, "02.3", "01.1") == ["02.4", "02.3", "01.1"]
    assert standing(database, "02.1", as_of=merged) == ["02.2"]
    assert standing(database, "02.3", as_of=merged) == ["02.3"]
    assert standing(database, "02.1", as_of=datetime(2020, 1, 1, tzinfo=UTC)) == ["02.1"]


def test_what_groups_its_parts_since_a_split_stands_with_them(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, *splitting_vaccines(keep=True))

    assert standing(database, "02.2") == ["02.2", "02.4", "02.3"]


def test_a_code_that_was_replaced_by_another_is_understood(database: Database) -> None:
    with database.write() as session:
        release_first(session)
    first = now()
    with database.write() as session:
        release(session, SetNotation(PARKING, "01.1", "01.7"))

    assert standing(database, "01.1", "01.7", PARKING) == ["01.7"]
    assert standing(database, "01.1", "01.7", as_of=first) == ["01.1"]


def test_a_candidate_and_what_was_taken_back_lead_nowhere(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))
        release(session, *splitting_vaccines(), is_candidate=True)

    assert standing(database, "02.2", "01.2") == ["02.2", "01.1"]

    with database.write() as session:
        release(session, Restore(MOORING, (PERMITS,), ((PARKING,), ())))

    assert standing(database, "01.2") == ["01.2"]


def test_what_has_no_successor_and_what_only_groups_now_is_itself(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, Deprecate(PARKING, children=()))
        release(session, SetAssignable(PERMITS, old=True, new=False))

    assert standing(database, "01.1", "01") == ["01.1", "01"]


@pytest.mark.parametrize("code", ["", "09", "c_nothing00000", "١"])
def test_a_code_that_was_never_given_stays_as_it_is(database: Database, code: str) -> None:
    with database.write() as session:
        release_first(session)

    assert standing(database, code) == [code]
    assert standing(database) == []
