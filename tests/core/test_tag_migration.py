"""Services that were published before know which concepts they carry."""

from sqlalchemy import select

from app.catalogue.models import ServiceTerm
from app.core import migrating
from app.core.db import Database


def tags(database: Database) -> set[tuple[str, str]]:
    with database.read() as session:
        rows = session.execute(
            select(ServiceTerm.service_id, ServiceTerm.value).where(ServiceTerm.facet == "ref.tag")
        )
        return {(row.service_id, row.value) for row in rows}


def test_tags_are_written_as_publishing_writes_them(seeded: Database) -> None:
    published = tags(seeded)

    migrating.step_down(seeded, "0015_add_lexicon")
    assert tags(seeded) == set()
    migrating.migrate(seeded)

    assert len(published) > 538
    assert tags(seeded) == published
