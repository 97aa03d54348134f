"""The journal: gap-free, chained, in the same transaction."""

import pytest

from app.catalogue import commands
from app.core import journal
from app.core.db import Database
from app.core.journal import Change, record
from app.core.journal.recording import UnjournaledChange
from app.entities.models import Entity
from app.entities.schemas import EntityIn


def _change(subject: str) -> Change:
    return Change(
        kind="entity_changed", subject_type="entity", subject_id=subject, op="upsert", actor="test"
    )


def test_the_demonstration_leaves_an_unbroken_chain(seeded: Database) -> None:
    with seeded.read() as session:
        assert journal.find_broken_entry(session) is None
        assert journal.head(session) == journal.count(session) == 1297


def test_work_that_fails_leaves_no_entry(database: Database) -> None:
    with pytest.raises(RuntimeError, match="on purpose"), database.write() as session:
        record(session, _change("moi"))
        raise RuntimeError("on purpose")

    with database.write() as session:
        record(session, _change("moj"))
    with database.read() as session:
        [entry] = journal.entries(session, after=0, limit=10)
    assert (entry.seq, entry.subject_id) == (1, "moj")


def test_a_change_that_nobody_recorded_is_refused(database: Database) -> None:
    entity = EntityIn.model_validate(
        {"id": "moi", "title": {"ar": "وزارة", "en": "Ministry"}, "type": "ministry"}
    )
    with database.write() as session:
        commands.put_entity(session, entity, actor="test")

    with pytest.raises(UnjournaledChange), database.write() as session:
        session.get_one(Entity, "moi").version = 7
