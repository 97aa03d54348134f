"""Correspondences: every code of every version leads somewhere in every other one."""

import pytest
from sqlalchemy.orm import Session

from app.core.db import Database
from app.taxonomy.correspondence import CorrespondenceTable
from app.taxonomy.errors import SchemeNotFound, VersionNotFound
from app.taxonomy.operations.comparing import operations_between
from app.taxonomy.operations.values import Deprecate, Restore, SetAssignable, SetNotation
from app.taxonomy.queries.correspondence import Resolved, get_correspondence, resolve_codes
from app.taxonomy.queries.drafts import get_draft
from tests.taxonomy.versions import (
    ADULTS,
    CHILDREN,
    MOORING,
    PARKING,
    PERMITS,
    VACCINES,
    merging,
    release,
    release_first,
    released,
    splitting_vaccines,
)

Row = tuple[str, str, list[str], str | None]


def rows(table: CorrespondenceTable) -> list[Row]:
    """Write a table by its codes; what has not changed is left out."""
    return [
        (
            one.source.notation,
            f"{one.cardinality} {one.kind}",
            [target.notation for target in one.targets],
            one.default.notation if one.default else None,
        )
        for one in table.rows
        if one.kind != "unchanged" or one.cardinality != "1:1"
    ]


def between(session: Session, old: str, new: str = "latest") -> list[Row]:
    return rows(get_correspondence(session, "s", old=old, new=new))


def resolved(session: Session, *codes: str, old: str | None = None, new: str = "latest") -> object:
    found = resolve_codes(session, "s", codes, old=old, new=new).items
    return [(one.cardinality, [target.notation for target in one.targets]) for one in found]


def test_a_version_is_itself(database: Database) -> None:
    released(database)

    with database.read() as session:
        table = get_correspondence(session, "s", old="1.0.0", new="1.0.0")
    assert [one.source.notation for one in table.rows] == [
        "01", "01.1", "01.2", "02", "02.1", "02.2",
    ]  # fmt: skip
    assert table.pairs == {"1:1": 6, "1:n": 0, "n:1": 0, "n:n": 0, "1:0": 0}
    assert rows(table) == []


def test_a_merge_is_n_to_1_and_backwards_1_to_n(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))

        assert between(session, "1.0.0", "1.1.0") == [
            ("01.1", "n:1 unchanged", ["01.1"], None),
            ("01.2", "n:1 merged", ["01.1"], None),
        ]
        assert between(session, "1.1.0", "1.0.0") == [
            ("01.1", "1:n split", ["01.1", "01.2"], "01.1"),
        ]


def test_a_split_is_1_to_n_and_backwards_n_to_1(database: Database) -> None:
    released(database, splitting_vaccines())

    with database.read() as session:
        assert between(session, "1", "2") == [("02.2", "1:n split", ["02.4", "02.3"], "02.3")]
        assert between(session, "2", "1") == [
            ("02.3", "n:1 merged", ["02.2"], None),
            ("02.4", "n:1 merged", ["02.2"], None),
        ]


def test_a_concept_that_was_kept_after_a_split_leads_to_its_parts(database: Database) -> None:
    released(database, splitting_vaccines(keep=True))

    with database.read() as session:
        assert between(session, "1") == [("02.2", "1:n split", ["02.4", "02.3"], "02.3")]
        assert between(session, "2", "1") == [
            ("02.2", "n:1 unchanged", ["02.2"], None),
            ("02.3", "n:1 merged", ["02.2"], None),
            ("02.4", "n:1 merged", ["02.2"], None),
        ]


def test_versions_between_are_followed(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))
        release(session, Deprecate(PARKING, VACCINES, children=()))
        release(session, *splitting_vaccines())

        parts = ["02.4", "02.3"]
        assert between(session, "1.0.0", "2.0.0") == [
            ("01.1", "n:n split", parts, "02.3"),
            ("01.2", "n:n split", parts, "02.3"),
            ("02.2", "n:n split", parts, "02.3"),
        ]
        assert between(session, "1.1.0", "1.2.0") == [
            ("01.1", "n:1 merged", ["02.2"], None),
            ("02.2", "n:1 unchanged", ["02.2"], None),
        ]


def test_what_was_restored_is_itself_again(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))
        release(session, Restore(MOORING, (PERMITS,), ((PARKING,), ())))

        assert between(session, "1.0.0") == []
        assert between(session, "1.2.0", "1.1.0") == [
            ("01.1", "n:1 unchanged", ["01.1"], None),
            ("01.2", "n:1 merged", ["01.1"], None),
        ]


def test_after_a_rollback_the_first_version_is_itself(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        first = get_draft(session, "s").draft.state
        release(session, *splitting_vaccines())
        release(session, *operations_between(get_draft(session, "s").draft, first))

        assert between(session, "1.0.0") == []
        assert between(session, "2.0.0") == [
            ("02.3", "1:0 retired", [], "02"),
            ("02.4", "1:0 retired", [], "02"),
        ]


def test_a_concept_without_successor_is_1_to_0_and_says_where_services_wait(
    database: Database,
) -> None:
    released(database, [Deprecate(PARKING, children=())])

    with database.read() as session:
        assert between(session, "1.0.0") == [("01.1", "1:0 retired", [], "01")]
        assert between(session, "latest", "1.0.0") == []


def test_what_only_groups_now_leads_below(database: Database) -> None:
    released(database, [SetAssignable(PERMITS, old=True, new=False)])

    with database.read() as session:
        assert between(session, "1.0.0")[0] == ("01", "n:n split", ["01.1", "01.2"], "01")
        assert between(session, "latest", "latest") == []


def test_a_new_code_is_the_same_concept(database: Database) -> None:
    released(database, [SetNotation(PARKING, "01.1", "01.7")])

    with database.read() as session:
        assert between(session, "1.0.0") == [("01.1", "1:1 renumbered", ["01.7"], None)]
        assert resolved(session, "01.1") == [("1:1", ["01.7"])]
        assert resolved(session, "01.1", old="1.1") == [("1:1", ["01.7"])]
        assert resolved(session, "01.7", old="1.0.0") == [(None, [])]


def test_codes_are_resolved_in_the_order_in_which_they_were_asked(database: Database) -> None:
    released(database, splitting_vaccines())

    with database.read() as session:
        found = resolve_codes(session, "s", ["02.2", "99", "02.1", "02.2"], old="1.0.0")
    assert (found.old, found.new) == ("1.0.0", "2.0.0")
    assert [one.cardinality for one in found.items] == ["1:n", None, "1:1", "1:n"]
    assert found.items[1] == Resolved("99")
    first = found.items[0]
    assert [one.id for one in first.targets] == [ADULTS, CHILDREN]
    assert first.default
    assert first.default.id == CHILDREN


def test_codes_that_were_retired_already_are_resolved_too(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))
        release(session, Deprecate(PARKING, VACCINES, children=()))

        assert resolved(session, "01.2", old="1.1.0") == [("n:1", ["02.2"])]
        assert resolved(session, "01.2") == [("n:1", ["02.2"])]
        assert resolved(session, "01.2", new="1.1.0") == [("n:1", ["01.1"])]


def test_codes_that_nobody_ever_gave_are_unknown(database: Database) -> None:
    released(database, splitting_vaccines())

    with database.read() as session:
        assert resolved(session, "", "\x00", "عيادات", "02.4\n", "x" * 64) == [(None, [])] * 5
        assert resolved(session, "02.4", old="1.0.0") == [(None, [])]
        assert resolved(session, "02.4", new="1.0.0") == [("1:0", [])]


def test_a_candidate_can_be_compared_by_its_own_number(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, *splitting_vaccines(), is_candidate=True)

        assert between(session, "1.0.0", "2.0.0-rc.1") == [
            ("02.2", "1:n split", ["02.4", "02.3"], "02.3")
        ]
        release(session)
        assert between(session, "2.0.0-rc.1", "2.0.0") == []
        assert between(session, "1.0.0", "2.0.0")[0][0] == "02.2"
        for alias in ("2.0.0-rc", "2.0.0-rc.2"):
            with pytest.raises(VersionNotFound):
                between(session, alias)


def test_unknown_schemes_and_versions_are_not_found(database: Database) -> None:
    released(database)

    with database.read() as session:
        with pytest.raises(VersionNotFound):
            get_correspondence(session, "s", old="1.0.0", new="2.0.0")
        with pytest.raises(VersionNotFound):
            resolve_codes(session, "s", ["01"], old="0.9.0")
        with pytest.raises(SchemeNotFound):
            get_correspondence(session, "none", old="1.0.0")
