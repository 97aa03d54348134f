"""Entities merge, are renamed and split up, exactly as it was previewed."""

from collections.abc import Sequence
from typing import Any

import orjson
import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.catalogue.errors import ServiceNotFound
from app.catalogue.queries import history, registries
from app.catalogue.queries.changes import list_changes
from app.catalogue.queries.documents import get_document
from app.catalogue.queries.holdings import list_holdings
from app.core import journal
from app.core.access.queries import list_keys
from app.core.clock import now
from app.core.db import Database
from app.entities import queries
from app.entities.errors import EntityVanished, UnknownParent
from app.reorganisation.errors import PlanOutdated, UnsoundReorganisation
from app.reorganisation.rules import Affected, Shift
from tests.api.gates import make_key
from tests.catalogue import world
from tests.reorganisation.orders import REASON, carry_out, merge, part, preview, rename, split

NEW = {"type": "agency", "title": {"ar": "جهة", "en": "Agency"}}


@pytest.fixture
def state(catalogue: Database) -> Database:
    """``moi`` has a published, an archived and a draft service, ``paci`` has two."""
    with catalogue.write() as session:
        world.publish(session, world.entry("a", world.FULL), world.entry("b"))
        world.publish(session, world.entry("p", entity="paci"))
        world.publish(session, _entry("q", "paci", source="b"))
        world.publish(session, world.entry("r", entity="paci", relatedService=["a"]))
        world.archive(session, "b")
        world.commands.save_revisions(session, [world.entry("draft")], actor="test")
        world.put_entity(session, "dept", parent="moi")
        world.put_channel(session, "moi-app", ownedBy="moi")
    return catalogue


def _entry(service: str, entity: str, source: str) -> Any:
    entry = world.entry(service, entity=entity)
    return entry.model_copy(update={"source_id": source})


def _holdings(session: Session, entity: str) -> dict[str, tuple[str, str]]:
    return {one.service_id: (one.source_id, one.status) for one in list_holdings(session, entity)}


def test_a_merge_is_previewed_in_full(state: Database) -> None:
    key = make_key(state, "entity_editor", "moi").split("_")[1]

    plan = preview(state, merge("moi", "paci"))

    assert [(one.service, one.status, one.from_, one.to) for one in plan.moves] == [
        ("a", "published", "moi", "paci"),
        ("b", "archived", "moi", "paci"),
        ("draft", "draft", "moi", "paci"),
    ]
    assert [one.model_dump() for one in plan.collisions] == [
        {"service": "b", "source_id": "b", "held_by": "q", "becomes": "moi.b"}
    ]
    assert [(one.id, one.changed_fields) for one in plan.documents] == [
        ("a", ["hasCompetentAuthority"])
    ]
    assert [(one.id, one.outcome, one.replaced_by) for one in plan.entities] == [
        ("dept", "changed", []),
        ("moi", "merged", ["paci"]),
    ]
    assert plan.channels == ["moi-app"]
    assert [(one.kind, one.id, one.effect) for one in plan.affected] == [("key", key, "revoked")]
    assert not plan.is_applied


def test_a_preview_changes_nothing(state: Database) -> None:
    with state.read() as session:
        before = journal.head(session), _holdings(session, "moi")

    first = preview(state, merge("moi", "paci"))
    second = preview(state, merge("moi", "paci"))

    assert first == second
    with state.read() as session:
        assert (journal.head(session), _holdings(session, "moi")) == before
        assert queries.get_entity(session, "moi").status == "active"
    with state.write() as session:
        world.put_entity(session, "moi", title=world.text("Still here"))


def test_services_move_with_their_ids_and_their_history(state: Database) -> None:
    with state.read() as session:
        before = orjson.loads(get_document(session, "a").body)
        revisions = history.list_revisions(session, "a")

    done = carry_out(state, merge("moi", "paci"))

    assert done.is_applied
    with state.read() as session:
        after = orjson.loads(get_document(session, "a").body)
        assert history.list_revisions(session, "a") == revisions
        assert _holdings(session, "paci") == {
            "a": ("a", "published"),
            "b": ("moi.b", "archived"),
            "draft": ("draft", "draft"),
            "p": ("p", "published"),
            "q": ("b", "published"),
            "r": ("r", "published"),
        }
        assert _holdings(session, "moi") == {}
    assert after["hasCompetentAuthority"]["id"] == "paci"
    same = before.keys() - {"hasCompetentAuthority", "modified"}
    assert {key: after[key] for key in same} == {key: before[key] for key in same}


def test_the_entity_that_vanished_leads_on(state: Database) -> None:
    carry_out(state, merge("moi", "paci"))
    rest = part("rest", create={**NEW, "title": {"en": "The rest"}})
    carry_out(state, split("paci", part("sub", "p", create=NEW), rest, heir="rest"))

    with state.read() as session:
        moi, paci = (registries.get_entity(session, one) for one in ("moi", "paci"))
        dept = registries.get_entity(session, "dept")
        listed = [one.id for one in registries.list_entities(session)]
        channel = registries.get_channel(session, "moi-app")
        count = queries.count_entities(session)
    assert (moi.status, moi.replaced_by, moi.service_count) == ("merged", ["rest", "sub"], 0)
    assert (paci.status, paci.replaced_by) == ("dissolved", ["rest", "sub"])
    assert (dept.status, dept.replaced_by, dept.parent) == ("active", [], "rest")
    assert listed == ["dept", "rest", "sub"]
    assert count == 3
    assert channel.owned_by == "rest"


def test_a_heir_cannot_stand_below_whom_it_replaces(state: Database) -> None:
    carry_out(state, merge("moi", "paci"))

    with state.read() as session:
        assert queries.get_entity(session, "dept").parent == "paci"
    with pytest.raises(UnsoundReorganisation) as refused:
        preview(state, merge("paci", "dept"))
    assert refused.value.findings[0].rule == "REORG-02"


def test_the_feed_tells_everything(state: Database) -> None:
    with state.read() as session:
        seq = journal.head(session)

    carry_out(state, merge("moi", "paci"))

    with state.read() as session:
        items = list_changes(session, cursor=str(seq), limit=99).items
        assert journal.find_broken_entry(session) is None
    assert [(one.kind, one.subject.id, one.op) for one in items] == [
        ("service_moved", "a", "upsert"),
        ("entity_changed", "dept", "upsert"),
        ("channel_changed", "moi-app", "upsert"),
        ("entity_merged", "moi", "delete"),
    ]
    tombstone = items[-1]
    assert (tombstone.replaced_by, tombstone.reason, tombstone.object) == (["paci"], REASON, None)
    assert items[0].object is not None
    assert items[0].object["hasCompetentAuthority"]["id"] == "paci"


def test_the_past_still_shows_the_old_entity(state: Database) -> None:
    before = now()
    carry_out(state, merge("moi", "paci"))
    after = now()

    with state.read() as session:
        then = registries.get_entity(session, "moi", as_of=before)
        today = registries.get_entity(session, "moi", as_of=after)
        body = orjson.loads(get_document(session, "a", as_of=before).body)
        assert queries.find_successors(session, ["moi"], as_of=before) == {}
        assert queries.find_successors(session, ["moi"], as_of=after) == {"moi": ("paci",)}
    assert (then.status, then.replaced_by, then.service_count) == ("active", [], 1)
    assert (today.status, today.replaced_by, today.service_count) == ("merged", ["paci"], 0)
    assert body["hasCompetentAuthority"]["id"] == "moi"


def test_a_rename_keeps_the_id_and_reaches_the_services(state: Database) -> None:
    plan = carry_out(state, rename("moi", "Interior"))

    assert [(one.id, one.outcome) for one in plan.entities] == [("moi", "changed")]
    assert [one.id for one in plan.documents] == ["a"]
    with state.read() as session:
        body = orjson.loads(get_document(session, "a").body)
    assert body["hasCompetentAuthority"] == {
        "id": "moi", "title": {"ar": "عربي Interior", "en": "Interior"},
    }  # fmt: skip


def test_a_split_moves_what_is_named_and_leaves_the_rest(state: Database) -> None:
    key = make_key(state, "entity_editor", "moi")

    plan = carry_out(state, split("moi", part("agency", "a", create=NEW), part("paci", "b")))

    assert [(one.id, one.outcome) for one in plan.entities] == [("agency", "created")]
    assert plan.affected == []
    with state.read() as session:
        assert _holdings(session, "agency") == {"a": ("a", "published")}
        assert _holdings(session, "paci")["b"] == ("moi.b", "archived")
        assert _holdings(session, "moi") == {"draft": ("draft", "draft")}
        assert queries.get_entity(session, "moi").status == "active"
        [known] = [one for one in list_keys(session) if one.id == key.split("_")[1]]
    assert known.state == "live"


def test_several_steps_are_one(state: Database) -> None:
    plan = carry_out(
        state,
        split("moi", part("agency", "a", create=NEW)),
        merge("moi", "agency"),
        rename("agency", "New Agency"),
        merge("paci", "agency"),
    )

    with state.read() as session:
        assert sorted(_holdings(session, "agency")) == ["a", "b", "draft", "p", "q", "r"]
        body = orjson.loads(get_document(session, "a").body)
    assert body["hasCompetentAuthority"]["title"]["en"] == "New Agency"
    assert [(one.id, one.outcome) for one in plan.entities] == [
        ("agency", "created"), ("dept", "changed"), ("moi", "merged"), ("paci", "merged"),
    ]  # fmt: skip


def test_a_step_that_fails_undoes_those_before_it(state: Database) -> None:
    with pytest.raises(UnsoundReorganisation) as refused:
        carry_out(state, rename("moi", "New"), merge("moi", "nobody"), fingerprint="0" * 64)

    assert refused.value.findings[0].pointer == "/operations/1/merge/into"
    with state.read() as session:
        assert queries.get_entity(session, "moi").title.en == "Entity moi"


@pytest.mark.parametrize(
    "meanwhile",
    [
        lambda s: world.publish(s, world.entry("new")),
        lambda s: world.archive(s, "a"),
        lambda s: world.publish(s, _entry("late", "paci", source="draft")),
        lambda s: world.put_channel(s, "moi-new", ownedBy="moi"),
        lambda s: world.put_entity(s, "unit", parent="moi"),
    ],
    ids=["a service came", "a service went", "ids meet", "a channel came", "a unit came"],
)
def test_when_the_world_has_moved_nothing_is_done(state: Database, meanwhile: Any) -> None:
    plan = preview(state, merge("moi", "paci"))
    with state.write() as session:
        meanwhile(session)

    with pytest.raises(PlanOutdated):
        carry_out(state, merge("moi", "paci"), fingerprint=plan.fingerprint)

    with state.read() as session:
        assert queries.get_entity(session, "moi").status == "active"


def test_what_does_not_matter_may_change_meanwhile(state: Database) -> None:
    plan = preview(state, merge("moi", "paci"))
    with state.write() as session:
        world.publish(session, world.entry("p", entity="paci", processingTime="P9D"))
        world.put_entity(session, "paci", description=world.text("Words"))

    assert carry_out(state, merge("moi", "paci"), fingerprint=plan.fingerprint).is_applied


def test_an_order_is_carried_out_once(state: Database) -> None:
    plan = carry_out(state, merge("moi", "paci"))

    with pytest.raises(UnsoundReorganisation) as refused:
        carry_out(state, merge("moi", "paci"), fingerprint=plan.fingerprint)
    assert refused.value.findings[0].rule == "ENTITY-VANISHED"


@pytest.mark.parametrize(
    ("operation", "pointer", "rule"),
    [
        (merge("moi", "moi"), "merge/into", "REORG-01"),
        (merge("moi", "dept"), "merge/into", "REORG-02"),
        (merge("moi", "nobody"), "merge/into", "REF-01"),
        (merge("nobody", "moi"), "merge/entity", "REF-01"),
        (rename("nobody", "Name"), "rename/entity", "REF-01"),
        (split("moi", part("moi", "a")), "split/parts/0/into", "REORG-01"),
        (split("moi", part("nobody", "a")), "split/parts/0/into", "REF-01"),
        (split("moi", part("paci", "p")), "split/parts/0/services/0", "REORG-03"),
        (split("moi", part("paci", "a", "a")), "split/parts/0/services/1", "REORG-04"),
        (split("moi", part("paci", "a", create=NEW)), "split/parts/0/into", "REORG-05"),
        (split("moi", part("paci", "a"), heir="moi"), "split/heir", "REORG-01"),
        (split("moi", part("paci", "a"), heir="dept"), "split/heir", "REORG-02"),
        (
            split("moi", part("new", "a", create={**NEW, "parent": "moi"}), heir="new"),
            "split/heir",
            "REORG-02",
        ),
        (
            split("moi", part("new", "a", create={**NEW, "parent": "nobody"})),
            "split/parts/0/create/parent",
            "REF-01",
        ),
    ],
)
def test_what_cannot_be_is_refused(
    state: Database, operation: dict[str, Any], pointer: str, rule: str
) -> None:
    with pytest.raises(UnsoundReorganisation) as refused:
        preview(state, operation)

    [finding] = refused.value.findings
    assert (finding.pointer, finding.rule) == (f"/operations/0/{pointer}", rule)


@pytest.mark.parametrize("operation", [merge("paci", "moi"), rename("moi", "Name")])
def test_what_is_no_more_takes_no_part(state: Database, operation: dict[str, Any]) -> None:
    carry_out(state, merge("moi", "paci"))

    with pytest.raises(UnsoundReorganisation) as refused:
        preview(state, operation)

    [finding] = refused.value.findings
    assert finding.rule == "ENTITY-VANISHED"
    assert finding.hint == {
        "en": "In its place stands 'paci'.", "ar": "حلّت محلها 'paci'.",
    }  # fmt: skip


def test_nothing_is_written_to_an_entity_that_is_no_more(state: Database) -> None:
    carry_out(state, merge("moi", "paci"))

    with pytest.raises(EntityVanished, match="'paci'"), state.write() as session:
        world.put_entity(session, "moi", title=world.text("Back"))
    with pytest.raises(EntityVanished), state.write() as session:
        world.publish(session, world.entry("new"))
    with pytest.raises(UnknownParent), state.write() as session:
        world.put_entity(session, "unit", parent="moi")
    with pytest.raises(ServiceNotFound), state.read() as session:
        get_document(session, "new")


class Noted:
    """A stake that keeps notes, as a package above the catalogue keeps its tables."""

    def __init__(self) -> None:
        self.shifts: list[Shift] = []

    def follow(
        self, session: Session, shift: Shift, *, actor: str, reason: str
    ) -> Sequence[Affected]:
        self.shifts.append(shift)
        assert session.execute(text("SELECT count(*) FROM service")).one()
        return [Affected("note", one, "moved", f"{reason}, by {actor}") for one in shift.moves]


def test_others_who_keep_something_by_entity_follow(state: Database) -> None:
    noted = Noted()

    plan = preview(state, split("moi", part("paci", "a")), merge("moi", "paci"), stakes=[noted])

    assert noted.shifts == [
        Shift("moi", {"a": "paci"}, None),
        Shift("moi", {"b": "paci", "draft": "paci"}, "paci"),
    ]
    assert [(one.id, one.title) for one in plan.affected] == [
        ("a", "Decree 12 of 2027, by test"),
        ("b", "Decree 12 of 2027, by test"),
        ("draft", "Decree 12 of 2027, by test"),
    ]
