"""Services that come back after releases which they did not see, and where they stand then."""

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue import commands
from app.catalogue.commands.releasing import roll_back
from app.catalogue.errors import UnknownReference
from app.catalogue.models import Reclassification, ReclassificationStep
from app.catalogue.queries.documents import get_document
from app.catalogue.rules.lookups import Lookups
from app.core.db import Database
from app.taxonomy.commands import Release
from tests.catalogue import world
from tests.catalogue.releases import addition, enact, name, release

NOTHING = Lookups({}, {}, {}, {}, {}, {}, {})


def merge(source: str, target: str) -> dict[str, object]:
    return {"op": "merge", "sources": [name(source)], "target": name(target)}


def restore(notation: str, parent: str) -> dict[str, object]:
    return {"op": "restore", "concept": name(notation), "parents": [name(parent)]}


def codes(session: Session, service: str) -> list[str]:
    shown = orjson.loads(get_document(session, service).body)["isClassifiedBy"]
    return [one["notation"] for one in shown]


def moves(session: Session, service: str) -> dict[str, str]:
    rows = session.scalars(select(Reclassification).where(Reclassification.service_id == service))
    return {row.concept_id: row.target_id for row in rows}


def come_home(session: Session) -> None:
    """Hide a service that left 01.1 for 01.2, while 01.2 goes back to 01.1; publish it again."""
    world.publish(session, world.entry("ship"), world.entry("boat"))
    enact(session, merge("01.1", "01.2"))
    release(session)
    enact(session, restore("01.1", "01"))
    release(session)
    commands.archive(session, "ship", actor="moi", reason="closed")
    enact(session, merge("01.2", "01.1"))
    release(session)
    commands.publish(session, {"ship": 1}, actor="moi")


def test_a_service_stands_where_the_others_went_while_it_was_hidden(catalogue: Database) -> None:
    with catalogue.write() as session:
        come_home(session)

        assert codes(session, "ship") == codes(session, "boat") == ["01.1"]
        assert world.concept_id("services", "01.1") not in moves(session, "ship")


def test_a_service_that_came_home_goes_on_with_the_others(catalogue: Database) -> None:
    with catalogue.write() as session:
        come_home(session)

        enact(session, merge("01.1", "02"))
        release(session)
        after = codes(session, "ship"), codes(session, "boat")
        roll_back(session, "services", Release(), actor="steward")

        assert after == (["02"], ["02"])
        assert codes(session, "ship") == codes(session, "boat") == ["01.1"]


def test_a_move_names_where_the_service_stands_in_the_end(catalogue: Database) -> None:
    """One who comes to a concept that only groups its former parts is led on to them."""
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        parts = {"op": "split", "source": name("02"), "targets": [{"ref": "a"}, {"ref": "b"}],
                 "default": {"ref": "a"}, "keepSource": True}  # fmt: skip
        enact(
            session,
            addition("a", "01.3", "أول", "First", "01"),
            addition("b", "01.4", "ثان", "Second", "01"),
            parts,
        )
        release(session)
        enact(session, {"op": "deprecate", "concept": name("02")})
        release(session)
        enact(session, {"op": "restore", "concept": name("02"), "parents": []})
        release(session)

        enact(
            session,
            {"op": "split", "source": name("01.1"), "targets": [name("02"), name("01.2")],
             "default": name("02")},
        )  # fmt: skip
        release(session)

        noted = session.scalars(select(ReclassificationStep.after_id)).all()
        stands = orjson.loads(get_document(session, "ship").body)["isClassifiedBy"]
        assert stands[0]["notation"] == "01.3"
        assert noted[-1] == stands[0]["conceptId"]


def test_a_circle_ends_where_the_latest_heir_stands() -> None:
    known = Lookups(
        **{**vars(NOTHING), "heirs": {"c5": "c1"}, "own": {"c1": "c11", "c11": "c5"}},
    )

    assert {known.place_of(one) for one in ("c1", "c11", "c5")} == {"c1"}


def test_a_way_without_a_circle_is_followed_to_its_end() -> None:
    known = Lookups(**{**vars(NOTHING), "heirs": {"a": "b", "c": "d"}, "own": {"b": "c"}})

    assert known.place_of("a") == "d"
    assert known.place_of("d") == "d"


def split(source: str, *targets: str, default: str, keeps: bool = False) -> dict[str, object]:
    return {"op": "split", "source": name(source), "targets": [name(one) for one in targets],
            "default": name(default), "keepSource": keeps}  # fmt: skip


def test_a_rollback_lets_a_service_stay_where_it_stayed_before(catalogue: Database) -> None:
    """Where a concept only groups by now, nothing but its own place says that a service stays."""
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        enact(session, {"op": "set_assignable", "concept": name("01.1"), "old": True, "new": False})
        release(session)
        enact(session, split("01.1", "01.2", "02", default="02", keeps=True))
        release(session)
        away = codes(session, "ship")

        roll_back(session, "services", Release(), actor="steward")

        assert (away, codes(session, "ship")) == (["02"], ["01.1"])


def test_a_rollback_brings_back_where_the_others_went(catalogue: Database) -> None:
    """A service that was hidden has no place of its own: it stands where a concept leads."""
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        commands.archive(session, "ship", actor="moi", reason="closed")
        enact(session, split("01.1", "01.2", "02", default="02"))
        release(session)
        commands.publish(session, {"ship": 1}, actor="moi")
        before = codes(session, "ship")
        enact(session, restore("01.1", "01"))
        release(session)
        home = codes(session, "ship")

        roll_back(session, "services", Release(), actor="steward")
        again = codes(session, "ship")
        roll_back(session, "services", Release(), actor="steward")

        assert (before, home, again) == (["02"], ["01.1"], ["02"])
        assert codes(session, "ship") == ["01.1"]


def test_what_a_rollback_retires_leads_on_from_where_it_came(catalogue: Database) -> None:
    with catalogue.write() as session:
        enact(session, addition("a", "01.3", "جديد", "New", "01"))
        release(session)
        world.publish(session, world.entry("ship", isClassifiedBy=[{"notation": "01.3"}]))
        commands.archive(session, "ship", actor="moi", reason="closed")

        roll_back(session, "services", Release(), actor="steward")
        commands.publish(session, {"ship": 1}, actor="moi")

        assert codes(session, "ship") == ["01"]


def test_nothing_is_served_whose_concept_nothing_follows(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        waiting = world.entry("ship", isClassifiedBy=[{"notation": "02"}])
        commands.save_revisions(session, [waiting], actor="moi")
        enact(session, {"op": "deprecate", "concept": name("02")})
        release(session)

    with pytest.raises(UnknownReference) as refused, catalogue.write() as session:
        commands.publish(session, {"ship": 2}, actor="moi")

    assert [one.rule for one in refused.value.findings] == ["REF-02"]
    with catalogue.read() as session:
        assert codes(session, "ship") == ["01.1"]


def test_a_service_stays_at_a_part_when_the_whole_is_retired_for_nothing(
    catalogue: Database,
) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship", isClassifiedBy=[{"notation": "02"}]))
        commands.archive(session, "ship", actor="moi", reason="closed")
        enact(session, split("02", "01.1", "01.2", default="01.2", keeps=True))
        release(session)
        commands.publish(session, {"ship": 1}, actor="moi")
        before = codes(session, "ship")

        enact(session, {"op": "deprecate", "concept": name("02")})
        release(session)

        assert before == codes(session, "ship") == ["01.2"]
