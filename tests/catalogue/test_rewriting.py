"""After a release every document is, to the byte, what rendering it whole would give."""

from typing import Any

import pytest
import time_machine
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from app.catalogue.commands import rewriting
from app.catalogue.commands.documents import write_documents
from app.catalogue.commands.publishing import load_services
from app.catalogue.commands.releasing import roll_back
from app.catalogue.models import PastDocument, ServiceDocument, ServiceTerm, ServiceTitle
from app.core import journal
from app.core.clock import now
from app.core.db import Database
from app.taxonomy.commands import Release
from app.taxonomy.queries.drafts import get_draft
from tests.catalogue.releases import addition, enact, name, release

AT = "2026-06-01T09:30:00Z"
LABELS = ("services", "audience", "life-event", "business-event", "channel", "output-type")
Row = tuple[Any, ...]


def kept(session: Session) -> tuple[dict[str, Row], set[Row]]:
    """Read everything that is derived of services, but how often it was written."""
    documents = session.execute(
        select(
            ServiceDocument.service_id,
            ServiceDocument.revision,
            ServiceDocument.body,
            ServiceDocument.etag,
            ServiceDocument.digest,
            ServiceDocument.modified_at,
            ServiceDocument.is_free,
            ServiceDocument.least_cost_fils,
        )
    )
    terms = session.execute(select(ServiceTerm.service_id, ServiceTerm.facet, ServiceTerm.value))
    return {row[0]: tuple(row) for row in documents}, {tuple(row) for row in terms}


def rendered_whole(session: Session) -> tuple[dict[str, Row], set[Row]]:
    """Forget what was derived at this moment and make it anew; the rest reads as it would."""
    ids = session.scalars(select(ServiceDocument.service_id)).all()
    assert write_documents(session, load_services(session, ids)) == []
    fresh = select(ServiceDocument.service_id).where(ServiceDocument.modified_at == now())
    ids = session.scalars(fresh).all()
    assert ids
    for table in (ServiceTerm, ServiceTitle, ServiceDocument):
        session.execute(delete(table).where(table.service_id.in_(ids)))
    write_documents(session, load_services(session, ids))
    return kept(session)


def versions(session: Session) -> dict[str, int]:
    rows = session.execute(select(ServiceDocument.service_id, ServiceDocument.version))
    return dict(rows.all())


def renamed(session: Session, scheme: str) -> list[dict[str, Any]]:
    """Rename every concept of a scheme."""
    concepts = get_draft(session, scheme).draft.concepts.values()
    return [
        {
            "op": "set_pref_label",
            "concept": name(one.notation),
            "lang": "en",
            "old": one.pref_label["en"],
            "new": f"{one.pref_label['en']} renamed",
        }
        for one in concepts
    ]


def moves(_session: Session) -> list[dict[str, Any]]:
    """Retire, merge and split concepts that services carry."""
    return [
        {"op": "merge", "sources": [name("03.2")], "target": name("03.3")},
        {"op": "deprecate", "concept": name("02.1.1")},
        addition("a", "02.1.91", "إقامة أهل البيت", "Household residence", "02.1"),
        addition("b", "02.1.92", "إقامة أهل المهن", "Labour residence", "02.1"),
        {
            "op": "split",
            "source": name("02.1.2"),
            "targets": [{"ref": "a"}, {"ref": "b"}],
            "default": {"ref": "b"},
            "rules": [{"when": {"keyword": "أسرة"}, "target": {"ref": "a"}}],
            "deadlineDays": 30,
        },
    ]


@pytest.mark.parametrize("scheme", LABELS)
def test_labels_are_written_as_if_documents_were_rendered_whole(
    seeded: Database, scheme: str
) -> None:
    with time_machine.travel(AT, tick=False), seeded.write() as session:
        enact(session, *renamed(session, scheme), scheme=scheme)

        outcome = release(session, scheme)

        assert outcome.counts.rendered > 0
        found = kept(session)
        assert found == rendered_whole(session)
        session.rollback()


def test_moves_are_written_as_if_documents_were_rendered_whole(
    seeded: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(rewriting, "AT_ONCE", 100)
    monkeypatch.setattr(rewriting, "_MOST_FRAGMENTS", 20)
    with time_machine.travel(AT, tick=False), seeded.write() as session:
        before = versions(session)
        enact(session, *moves(session))

        outcome = release(session)

        assert outcome.counts.rendered == len(before) == 538
        assert versions(session) == {key: version + 1 for key, version in before.items()}
        found = kept(session)
        assert found == rendered_whole(session)
        session.rollback()


def test_what_is_taken_back_is_written_as_if_documents_were_rendered_whole(
    seeded: Database,
) -> None:
    with time_machine.travel(AT, tick=False), seeded.write() as session:
        enact(session, *moves(session))
        release(session)

        roll_back(session, "services", Release(), actor="steward")

        found = kept(session)
        assert found == rendered_whole(session)
        session.rollback()


def test_a_second_release_follows_services_from_where_the_first_had_moved_them(
    seeded: Database,
) -> None:
    with time_machine.travel(AT, tick=False), seeded.write() as session:
        enact(session, *moves(session))
        release(session)
        enact(session, {"op": "deprecate", "concept": name("02.1.92")})

        outcome = release(session)

        assert outcome.counts.tasks > 0
        found = kept(session)
        assert found == rendered_whole(session)
        session.rollback()


def test_a_merged_code_of_another_scheme_is_written_as_if_rendered_whole(
    seeded: Database,
) -> None:
    with time_machine.travel(AT, tick=False), seeded.write() as session:
        codes = session.scalars(
            select(ServiceTerm.value).where(ServiceTerm.facet == "audience").distinct()
        ).all()
        source, target = sorted(codes)[:2]
        merge = {"op": "merge", "sources": [name(source)], "target": name(target)}
        enact(session, merge, scheme="audience")

        release(session, "audience")

        found = kept(session)
        assert found == rendered_whole(session)
        session.rollback()


def test_documents_of_before_and_entries_are_kept_of_every_service(seeded: Database) -> None:
    with seeded.write() as session:
        before = {key: row[2] for key, row in kept(session)[0].items()}
        head = journal.head(session)
        enact(session, *moves(session))
        release(session)

    with seeded.read() as session:
        past = session.scalars(select(PastDocument)).all()
        assert {one.service_id: one.body for one in past} == before
        assert {one.service_id: one.until_at for one in past} == {
            key: row[5] for key, row in kept(session)[0].items()
        }
        entries = journal.entries(session, after=head, limit=2000)
        said = {one.subject_id: one.change for one in entries if one.subject_type == "service"}
        documents = kept(session)[0]
        assert {key: one.digest for key, one in said.items()} == {
            key: row[4] for key, row in documents.items()
        }
        assert {key: one.version for key, one in said.items()} == versions(session)
        assert all("taxonomyVersion" in one.changed_fields for one in said.values())
        assert journal.find_broken_entry(session) is None
