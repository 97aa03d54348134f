"""After a release: what entities may choose for their services, and what the clock decides."""

from datetime import timedelta
from typing import Any

import orjson
import pytest
from sqlalchemy.orm import Session

from app.catalogue.commands.choosing import decide_task, is_choice_due, settle_due
from app.catalogue.commands.releasing import roll_back
from app.catalogue.errors import ChoiceClosed, NoSuchOption, TaskNotFound
from app.catalogue.queries.choices import list_choices
from app.catalogue.queries.documents import get_document
from app.catalogue.schemas.choices import ChoiceOut
from app.core.access import ANONYMOUS, Caller, MissingRight
from app.core.clock import now
from app.core.db import Database
from app.taxonomy.commands import Release
from app.taxonomy.concept_names import ConceptName
from app.taxonomy.errors import DraftNotEmpty, NothingToRelease
from tests.catalogue import world
from tests.catalogue.releases import addition, enact, name, release

MOI = Caller("key-moi", "key", frozenset({"entity_editor"}), "moi")
PACI = Caller("key-paci", "key", frozenset({"entity_editor"}), "paci")
READER = Caller("key-read", "key", frozenset({"entity_editor"}), "moi", frozenset({"entries:read"}))
STEWARD = Caller("steward", "key", frozenset({"taxonomy_steward"}))
SPLIT: dict[str, Any] = {
    "op": "split",
    "source": name("01.1"),
    "targets": [{"ref": "a"}, {"ref": "b"}],
    "default": {"ref": "b"},
    "rules": [
        {"when": {"keyword": "boats"}, "target": {"ref": "b"}},
        {"when": {"entity": "moi"}, "target": {"ref": "a"}},
    ],
    "deadlineDays": 30,
}


def split(session: Session) -> None:
    """Publish three services at 01.1 and release a version in which it is split."""
    world.publish(
        session,
        world.entry("ship", title=world.text("Ships")),
        world.entry("boat", title=world.text("Boats and more")),
        world.entry("card", entity="paci", title=world.text("Cards")),
    )
    enact(
        session,
        addition("a", "01.3", "أول", "First", "01"),
        addition("b", "01.4", "ثان", "Second", "01"),
        SPLIT,
    )
    release(session)


def codes(session: Session, service: str) -> list[str]:
    shown = orjson.loads(get_document(session, service).body)["isClassifiedBy"]
    return [one["notation"] for one in shown]


def open_choices(session: Session, entity: str | None = None) -> dict[str, ChoiceOut]:
    return {one.choice.service: one.choice for one in list_choices(session, entity)}


def decide(session: Session, service: str, notation: str, caller: Caller = MOI) -> ChoiceOut:
    task = open_choices(session)[service].id
    return decide_task(session, task, ConceptName(notation=notation), caller=caller)


def test_each_entity_is_asked_about_its_own_services(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        found = open_choices(session, "moi")

        assert sorted(found) == ["boat", "ship"]
        ship = found["ship"]
        assert (ship.kind, ship.version, ship.concept.notation) == ("split", "2.0.0", "01.1")
        assert [one.notation for one in ship.options] == ["01.3", "01.4"]
        assert ship.default.notation == "01.4"
        assert sorted(open_choices(session)) == ["boat", "card", "ship"]


def test_the_first_rule_that_fits_proposes(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        proposals = {
            key: one.proposal.notation if one.proposal else None
            for key, one in open_choices(session).items()
        }

        assert proposals == {"boat": "01.4", "ship": "01.3", "card": None}


def test_a_decision_classifies_the_service_at_once(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        decided = decide(session, "ship", "01.3")

        assert (decided.default.notation, decided.decided_by) == ("01.3", "key-moi")
        assert codes(session, "ship") == ["01.3"]
        assert codes(session, "boat") == ["01.4"]
        assert sorted(open_choices(session)) == ["boat", "card"]


def test_a_decision_is_made_once(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)
        task = decide(session, "ship", "01.3").id

        with pytest.raises(ChoiceClosed):
            decide_task(session, task, ConceptName(notation="01.4"), caller=MOI)


def test_only_options_can_be_chosen(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        with pytest.raises(NoSuchOption, match=r"Choose one of 01\.3, 01\.4\."):
            decide(session, "ship", "02")


@pytest.mark.parametrize(
    ("caller", "refusal"),
    [(PACI, TaskNotFound), (ANONYMOUS, TaskNotFound), (READER, MissingRight)],
)
def test_others_decide_nothing(
    catalogue: Database, caller: Caller, refusal: type[Exception]
) -> None:
    with catalogue.write() as session:
        split(session)

        with pytest.raises(refusal):
            decide(session, "ship", "01.3", caller)


def test_a_steward_may_decide_for_any_entity(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        assert decide(session, "card", "01.3", STEWARD).decided_by == "steward"


def test_there_is_no_task_of_another_id(catalogue: Database) -> None:
    with catalogue.read() as session, pytest.raises(TaskNotFound):
        decide_task(session, "none", ConceptName(notation="01"), caller=STEWARD)


def test_what_nobody_decides_stays_at_the_default(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)
        decide(session, "ship", "01.3")
        early, late = now() + timedelta(days=29), now() + timedelta(days=31)

        assert not is_choice_due(session, early)
        assert settle_due(session, early) == 0
        assert is_choice_due(session, late)
        assert settle_due(session, late) == 2

        assert not is_choice_due(session, late)
        assert open_choices(session) == {}
        assert codes(session, "ship") == ["01.3"]
        assert codes(session, "card") == ["01.4"]


def test_an_entity_that_classifies_anew_needs_not_decide(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)

        world.publish(session, world.entry("ship", isClassifiedBy=[{"notation": "02"}]))

        assert sorted(open_choices(session, "moi")) == ["boat"]


def test_retiring_for_nothing_asks_about_the_parent(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        enact(session, {"op": "deprecate", "concept": name("01.1")})
        release(session)

        [choice] = open_choices(session).values()

        assert (choice.kind, choice.default.notation) == ("retired", "01")
        assert [one.notation for one in choice.options] == ["01"]


def test_a_concept_that_comes_back_is_offered_back(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        enact(session, {"op": "deprecate", "concept": name("01.1"), "replacedBy": name("01.2")})
        release(session)
        enact(session, {"op": "restore", "concept": name("01.1"), "parents": [name("01")]})
        outcome = release(session)

        [choice] = open_choices(session).values()
        before = codes(session, "ship")
        decide(session, "ship", "01.1")

        assert outcome.counts.tasks == 1
        assert (choice.kind, choice.default.notation) == ("offer-back", "01.2")
        assert [one.notation for one in choice.options] == ["01.1", "01.2"]
        assert (before, codes(session, "ship")) == (["01.2"], ["01.1"])


def test_a_meaning_that_shifts_is_looked_at(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship"))
        enact(
            session,
            {
                "op": "set_note",
                "concept": name("01.1"),
                "kind": "definition",
                "lang": "en",
                "new": "Something else.",
                "meaning": "shifted",
            },
        )
        release(session)

        [choice] = open_choices(session).values()

        assert choice.kind == "review-meaning"
        assert [one.notation for one in choice.options] == ["01.1"]
        assert codes(session, "ship") == ["01.1"]


def test_a_concept_that_only_groups_sends_its_services_below(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("ship", isClassifiedBy=[{"notation": "01"}]))
        enact(session, {"op": "set_assignable", "concept": name("01"), "old": True, "new": False})
        release(session)

        [choice] = open_choices(session).values()
        decide(session, "ship", "01.2")

        assert choice.kind == "unassignable"
        assert [one.notation for one in choice.options] == ["01.1", "01.2", "01"]
        assert codes(session, "ship") == ["01.2"]


def test_a_version_that_is_taken_back_leaves_nothing_to_decide(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)
        decide(session, "ship", "01.3")

        roll_back(session, "services", Release(), actor="steward")

        assert open_choices(session) == {}
        assert [codes(session, one) for one in ("ship", "boat", "card")] == [["01.1"]] * 3


def test_there_must_be_a_version_to_go_back_to(catalogue: Database) -> None:
    with catalogue.write() as session, pytest.raises(NothingToRelease):
        roll_back(session, "services", Release(), actor="steward")


def test_an_open_draft_is_released_or_withdrawn_before_going_back(catalogue: Database) -> None:
    with catalogue.write() as session:
        split(session)
        enact(session, {"op": "deprecate", "concept": name("02")})

        with pytest.raises(DraftNotEmpty):
            roll_back(session, "services", Release(), actor="steward")


def test_an_empty_draft_is_no_version(catalogue: Database) -> None:
    with catalogue.write() as session, pytest.raises(NothingToRelease):
        release(session)
