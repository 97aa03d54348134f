"""Versions with retired concepts: these stand in no tree, and can be read all the same."""

import pytest

from app.core.db import Database
from app.search.concepts import search_concepts
from app.taxonomy import queries
from app.taxonomy.errors import ConceptNotFound
from app.taxonomy.operations.values import Deprecate
from tests.taxonomy.versions import (
    HEALTH,
    PARKING,
    PERMITS,
    VACCINES,
    released,
    splitting_vaccines,
)


def test_a_tree_holds_active_concepts_only(database: Database) -> None:
    released(database, splitting_vaccines())

    with database.read() as session:
        tree = queries.get_version(session, "s").top_concepts
        below = queries.list_children(session, "s", HEALTH)
        before = queries.list_children(session, "s", HEALTH, version="1.0.0")
    assert [one.notation for one in tree] == ["01", "02"]
    assert [one.notation for one in below] == ["02.1", "02.3", "02.4"]
    assert [one.notation for one in before] == ["02.1", "02.2"]


def test_a_retired_concept_is_listed_last_and_has_nothing_below(database: Database) -> None:
    released(database, splitting_vaccines(), [Deprecate(PARKING, children=())])

    with database.read() as session:
        known = queries.list_concepts(session, "s")
        concept = queries.get_concept(session, "s", VACCINES)
        below = queries.list_children(session, "s", VACCINES)
        with pytest.raises(ConceptNotFound):
            queries.list_children(session, "s", "c_none00000000")
    assert [one.notation for one in known if not one.is_active] == ["01.1", "02.2"]
    assert [one.is_active for one in known] == [True] * 6 + [False] * 2
    assert (concept.status, concept.broader, below) == ("deprecated", [], [])
    assert {one.notation for one in concept.consider} == {"02.3", "02.4"}


def test_a_branch_may_retire_with_all_that_is_below(database: Database) -> None:
    released(
        database,
        [
            Deprecate(PARKING, children=()),
            Deprecate("c_mooring00000", children=()),
            Deprecate(PERMITS, HEALTH, children=()),
        ],
    )

    with database.read() as session:
        assert [one.notation for one in queries.get_version(session, "s").top_concepts] == ["02"]
        assert queries.get_concept(session, "s", PERMITS).replaced_by[0].id == HEALTH
        assert queries.get_notation(session, "s", "01").successors[0].id == HEALTH


def test_a_search_of_a_version_says_what_is_retired(database: Database) -> None:
    released(database, splitting_vaccines())

    with database.read() as session:
        found = search_concepts(session, "s", "Vaccines")
    assert [(one.notation, one.status) for one in found] == [("02.2", "deprecated")]
