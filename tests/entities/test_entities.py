"""Entities: registered once, brought up to date, never below themselves."""

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.entities import queries
from app.entities.commands import put_entity, retire_entity
from app.entities.errors import (
    EntityNotFound,
    EntityVanished,
    NameTaken,
    ParentIsBelow,
    UnknownParent,
)
from app.entities.models import EntityRevision
from app.entities.schemas import EntityIn, EntityOut
from tests.entities.lookalikes import PAIRS

MOI = {"id": "moi", "title": {"ar": "وزارة الداخلية", "en": "Interior"}, "type": "ministry"}


def _put(database: Database, **changes: Any) -> tuple[EntityOut, bool]:
    if "title" not in changes and changes.get("id", "moi") != "moi":
        changes["title"] = {"en": f"Entity {changes['id'].encode().hex()}"}
    with database.write() as session:
        return put_entity(session, EntityIn.model_validate(MOI | changes), actor="test")


def test_an_entity_is_registered_and_announced(database: Database) -> None:
    known, is_changed = _put(database)

    assert (known.id, known.version, is_changed) == ("moi", 1, True)
    with database.read() as session:
        assert queries.get_entity(session, "moi") == known
        assert queries.count_entities(session) == 1
        [entry] = journal.entries(session, after=0, limit=9)
    assert (entry.change.kind, entry.subject_id) == ("entity_changed", "moi")
    assert entry.change.changed_fields == ("id", "spatial", "title", "type")


def test_an_entity_that_stays_as_it_is_makes_no_entry(database: Database) -> None:
    _put(database)

    known, is_changed = _put(database)

    assert (known.version, is_changed) == (1, False)
    with database.read() as session:
        assert journal.head(session) == 1


def test_a_change_keeps_what_was_known_before(database: Database) -> None:
    before, _ = _put(database)

    after, is_changed = _put(database, title={"en": "Renamed"})

    assert (after.version, is_changed, after.uuid) == (2, True, before.uuid)
    assert after.modified > before.modified
    with database.read() as session:
        kept = session.scalars(select(EntityRevision).order_by(EntityRevision.version)).all()
        entry = journal.entries(session, after=1, limit=1)[0]
    assert [one.content["title"] for one in kept] == [MOI["title"], {"en": "Renamed"}]
    assert entry.change.changed_fields == ("title",)


def test_a_parent_has_to_exist(database: Database) -> None:
    with pytest.raises(UnknownParent, match="'cabinet'") as refused:
        _put(database, parent="cabinet")

    [finding] = refused.value.findings
    assert (finding.pointer, finding.rule) == ("/parent", "REF-01")


def test_an_entity_never_stands_below_itself(database: Database) -> None:
    with pytest.raises(ParentIsBelow):
        _put(database, parent="moi")
    _put(database, id="a")
    _put(database, id="b", parent="a")
    _put(database, id="c", parent="b")

    with pytest.raises(ParentIsBelow):
        _put(database, id="a", parent="c")
    with database.read() as session:
        assert journal.head(session) == 3


def test_an_entity_that_is_no_more_keeps_its_document_and_leads_on(database: Database) -> None:
    for name in ("a", "b", "c"):
        _put(database, id=name)
    before = now()
    with database.write() as session:
        retire_entity(session, "a", replaced_by=["b"], actor="test", reason="Decree 1")
    with database.write() as session:
        retire_entity(session, "b", replaced_by=["c"], actor="test", reason="Decree 2")

    with database.read() as session:
        found = queries.get_entity(session, "a")
        then = queries.get_entity(session, "a", as_of=before)
        assert [one.id for one in queries.list_entities(session)] == ["c"]
        assert queries.count_entities(session) == 1
        assert queries.find_successors(session, ["a", "b", "c"]) == {"a": ("c",), "b": ("c",)}
        [entry] = journal.entries(session, after=3, limit=1)
    assert (found.status, found.replaced_by, found.version) == ("merged", ["c"], 2)
    assert (then.status, then.replaced_by, then.version) == ("active", [], 1)
    assert (entry.change.kind, entry.op, entry.change.replaced_by) == (
        "entity_merged", "delete", ("b",),
    )  # fmt: skip


def test_an_entity_is_replaced_once_and_for_ever(database: Database) -> None:
    for name in ("a", "b"):
        _put(database, id=name)
    with database.write() as session:
        retire_entity(session, "a", replaced_by=["b"], actor="test", reason="Decree 1")

    with pytest.raises(EntityVanished, match="'b'"):
        _put(database, id="a")
    with pytest.raises(EntityVanished), database.write() as session:
        retire_entity(session, "a", replaced_by=["b"], actor="test", reason="Decree 2")
    with pytest.raises(UnknownParent) as refused:
        _put(database, id="c", parent="a")
    assert refused.value.findings[0].rule == "ENTITY-VANISHED"


def test_an_unknown_entity_is_not_found(database: Database) -> None:
    with pytest.raises(EntityNotFound), database.read() as session:
        queries.get_entity(session, "nobody")


def test_entities_are_listed_by_id_with_their_titles(database: Database) -> None:
    for name in ("b", "a", "B", "a-b"):
        _put(database, id=name)

    with database.read() as session:
        assert [one.id for one in queries.list_entities(session)] == ["B", "a", "a-b", "b"]
        titles = queries.find_titles(session, ["a", "nobody"])
    assert titles["a"].en == "Entity 61"
    assert list(titles) == ["a"]


@pytest.mark.parametrize(
    "changes",
    [
        {"id": "m o i"},
        {"id": ""},
        {"id": "x" * 65},
        {"title": {}},
        {"title": {"ar": "\u202eا"}},
        {"title": {"ar": "\u200f"}},
        {"type": "kingdom"},
        {"homepage": "ftp://moi.gov.kw"},
        {"spatial": "KW"},
        {"identifier": "M\nOI"},
        {"version": 7},
        {"uuid": "x"},
        {"provenance": {"isDemonstration": "yes"}},
    ],
)
def test_a_hostile_entity_is_refused(changes: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        EntityIn.model_validate(MOI | changes)


def test_an_entity_that_looks_like_another_is_refused_and_the_other_named(
    database: Database,
) -> None:
    for number, (real, _) in enumerate(PAIRS):
        _put(database, id=f"real-{number}", title={"ar" if number < 50 else "en": real})

    for number, (_, false) in enumerate(PAIRS):
        # In the other language too: a name is a name wherever it is shown.
        for language in ("ar", "en"):
            with pytest.raises(NameTaken, match=f"'real-{number}'") as refused:
                _put(database, id="false", title={language: false})
            [finding] = refused.value.findings
            assert (finding.pointer, finding.rule) == (f"/title/{language}", "ENTITY-NAME")
    with database.read() as session:
        assert queries.count_entities(session) == 100


def test_an_entity_may_be_renamed_but_not_after_another(database: Database) -> None:
    _put(database)
    _put(database, id="moe", title={"en": "Education"})

    _put(database, title={"en": "InteriOr"})
    with pytest.raises(NameTaken):
        _put(database, id="moe", title={"en": "lnteri0r"})
    _put(database, id="moe", title={"en": "Education"}, homepage="https://moe.gov.kw/")


def test_the_name_of_an_entity_that_is_no_more_is_free(database: Database) -> None:
    _put(database)
    _put(database, id="heir", title={"en": "Heir"})
    with database.write() as session:
        retire_entity(session, "moi", replaced_by=["heir"], actor="test", reason="merged")

    renamed, _ = _put(database, id="heir", title=MOI["title"])

    assert renamed.title.en == "Interior"
