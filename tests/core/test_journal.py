"""The journal: gap-free, chained, in the same transaction."""

import pytest
from sqlalchemy import delete, update

from app.catalogue import commands
from app.core import journal
from app.core.db import Database
from app.core.journal import Change, record
from app.core.journal.recording import UnjournaledChange
from app.entities.models import Entity
from app.entities.schemas import EntityIn
from app.taxonomy.models import Notation


def _change(subject: str) -> Change:
    return Change(
        kind="entity_changed", subject_type="entity", subject_id=subject, op="upsert", actor="test"
    )


def test_the_demonstration_leaves_an_unbroken_chain(seeded: Database) -> None:
    with seeded.read() as session:
        assert journal.find_broken_entry(session) is None
        assert journal.head(session) == journal.count(session) == 1298


def test_work_that_fails_leaves_no_entry(database: Database) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), database.write() as session:
        record(session, _change("moi"))
        raise RuntimeError("on purpose")

    with database.write() as session:
        record(session, _change("moj"))
    with database.read() as session:
        [entry] = journal.entries(session, after=0, limit=10)
    assert (entry.seq, entry.subject_id) == (1, "moj")


def test_what_is_sealed_early_stands_before_what_follows(database: Database) -> None:
    with database.write() as session:
        record(session, _change("a"))
        journal.seal(session)
        assert journal.pending(session) == ()
        journal.seal(session)
        record(session, _change("b"))

    with database.read() as session:
        found = journal.entries(session, after=0, limit=10)
        assert [(one.seq, one.subject_id) for one in found] == [(1, "a"), (2, "b")]
        assert journal.find_broken_entry(session) is None


def test_what_is_sealed_early_is_kept_only_if_the_work_commits(database: Database) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), database.write() as session:
        record(session, _change("a"))
        journal.seal(session)
        raise RuntimeError("on purpose")

    with database.read() as session:
        assert journal.head(session) == journal.count(session) == 0
    with pytest.raises(UnjournaledChange), database.rehearse() as session:
        record(session, _change("a"))
        journal.seal(session)
        session.rollback()
        session.execute(update(Entity).values(version=7))
        session.commit()


def test_a_change_that_nobody_recorded_is_refused(database: Database) -> None:
    entity = EntityIn.model_validate(
        {"id": "moi", "title": {"ar": "وزارة", "en": "Ministry"}, "type": "ministry"}
    )
    with database.write() as session:
        commands.put_entity(session, entity, actor="test")

    with pytest.raises(UnjournaledChange), database.write() as session:
        session.get_one(Entity, "moi").version = 7


def test_a_bulk_statement_that_nobody_recorded_is_refused(seeded: Database) -> None:
    with pytest.raises(UnjournaledChange), seeded.write() as session:
        session.execute(update(Entity).where(Entity.id == "moi").values(version=7))
    with pytest.raises(UnjournaledChange), seeded.write() as session:
        session.execute(delete(Notation).where(Notation.code == "02"))

    with seeded.read() as session:
        assert session.get_one(Entity, "moi").version == 1


def test_setting_what_was_already_there_is_no_change(seeded: Database) -> None:
    with seeded.write() as session:
        entity = session.get_one(Entity, "moi")
        entity.version = entity.version

    with seeded.read() as session:
        assert journal.head(session) == 1298


def test_entries_can_be_chosen_by_what_they_are_about(seeded: Database) -> None:
    with seeded.read() as session:
        entities = journal.entries(session, after=0, limit=999, subject_types=["entity"])
        hidden = journal.entries(session, after=0, limit=999, is_public=False)
        public = journal.entries(session, after=1290, limit=999, is_public=True)

    assert len(entities) == 74
    assert {one.change.kind for one in hidden} == {"revision_saved"}
    assert [one.seq for one in public] == [1291, 1292, 1293, 1294, 1295, 1296, 1297, 1298]
