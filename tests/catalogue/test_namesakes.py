"""Namesakes below different parents: schemes say whether they may be, releases keep to it."""

from typing import Any

import pytest
from sqlalchemy import update
from sqlalchemy.orm import Session

from app.catalogue.commands.releasing import roll_back
from app.core.db import Database
from app.taxonomy.commands import Release
from app.taxonomy.errors import UnsoundScheme
from app.taxonomy.models import Scheme
from app.taxonomy.operations import Refused
from app.taxonomy.queries import get_scheme
from app.taxonomy.queries.drafts import rules_of
from tests.catalogue import world
from tests.catalogue.releases import addition, enact, name, release

SAME = {"ar": "الشكاوى", "en": "Complaints"}
RENAMED = {"ar": "التظلمات", "en": "Grievances"}


def load(session: Session, **changed: Any) -> None:
    """Load a version in which 01.1 and 02 bear one label, in two branches."""
    file = world.scheme_file("services", "1.1.0")
    file["scheme"] |= changed
    file["concepts"][1]["prefLabel"] = file["concepts"][3]["prefLabel"] = SAME
    world.release(session, file)


def renaming(notation: str, old: dict[str, str], new: dict[str, str]) -> list[dict[str, Any]]:
    return [
        {
            "op": "set_pref_label",
            "concept": name(notation),
            "lang": one,
            "old": old[one],
            "new": new[one],
        }
        for one in ("ar", "en")
    ]


def test_a_scheme_says_that_labels_repeat_below_other_parents(catalogue: Database) -> None:
    with catalogue.write() as session:
        assert rules_of(session.get_one(Scheme, "services")).unique_labels == "scheme"

        load(session, uniqueLabels="siblings")

        assert rules_of(session.get_one(Scheme, "services")).unique_labels == "siblings"
        assert get_scheme(session, "services").unique_labels == "siblings"


def test_other_schemes_take_no_namesakes(catalogue: Database) -> None:
    with catalogue.write() as session, pytest.raises(UnsoundScheme) as refused:
        load(session)

    assert {(one.rule, one.severity) for one in refused.value.findings} == {("TAX-ACROSS", "error")}
    assert "uniqueLabels" in (refused.value.findings[0].hint or {})["en"]


def test_namesakes_are_renamed_released_and_taken_back(catalogue: Database) -> None:
    with catalogue.write() as session:
        load(session, uniqueLabels="siblings")
        enact(session, *renaming("02", SAME, RENAMED))

        assert release(session).released.number == "1.1.1"
        assert roll_back(session, "services", Release(), actor="board").released.number == "1.1.2"


def test_namesakes_come_below_other_parents_of_one_branch(catalogue: Database) -> None:
    with catalogue.write() as session:
        load(session, uniqueLabels="siblings")
        enact(session, addition("a", "01.1.1", *RENAMED.values(), "01.1"))
        enact(session, addition("b", "01.2.1", *RENAMED.values(), "01.2"))

        assert release(session).released.number == "1.2.0"
        with pytest.raises(Refused, match="bears the label"):
            enact(session, addition("c", "01.2.2", *RENAMED.values(), "01.2"))


def test_a_release_without_a_way_back_is_refused_in_words(catalogue: Database) -> None:
    with catalogue.write() as session:
        load(session, uniqueLabels="siblings")
        session.execute(update(Scheme).values(unique_labels="scheme"))
        session.expire_all()
        enact(session, *renaming("02", SAME, RENAMED))

        with pytest.raises(UnsoundScheme) as refused:
            release(session)

    assert [one.rule for one in refused.value.findings] == ["TAX-INVERSE"]
    assert "01.1 bears the label" in refused.value.findings[0].message["en"]
