"""Versions that were released before count active and retired concepts each for itself."""

from sqlalchemy import text

from app.core import migrating
from app.core.db import Database
from app.taxonomy.queries import get_version_summary
from tests.taxonomy.versions import MOORING, PARKING, merging, release, release_first

BEFORE = "0020_add_unique_labels"


def total(database: Database) -> int:
    with database.read() as session:
        chosen = text("SELECT concept_count FROM scheme_version WHERE number = '1.1.0'")
        return int(session.execute(chosen).scalar_one())


def test_what_is_retired_is_counted_for_itself(database: Database) -> None:
    with database.write() as session:
        release_first(session)
        release(session, merging(session, [MOORING], PARKING))

    migrating.step_down(database, BEFORE)
    before = total(database)
    migrating.migrate(database)

    with database.read() as session:
        found = get_version_summary(session, "s", "latest")
    assert before == 6
    assert (found.concept_count, found.retired_count) == (5, 1)
