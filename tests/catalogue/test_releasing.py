"""Releasing a scheme: every service keeps a place in it."""

from typing import Any

import orjson
import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from app.catalogue.commands.choosing import decide_task
from app.catalogue.commands.releasing import roll_back
from app.catalogue.models import Reclassification, ServiceDocument, ServiceTerm
from app.catalogue.queries.choices import list_choices
from app.core.access import Caller
from app.core.db import Database
from app.taxonomy.commands import Release
from app.taxonomy.concept_names import ConceptName
from app.taxonomy.queries.correspondence import get_fates
from app.taxonomy.queries.drafts import get_draft
from tests.catalogue.releases import addition, enact, name, release

STAFF = Caller("key:staff", "key", frozenset(("admin",)))


def tags(session: Session) -> dict[str, set[str]]:
    rows = session.execute(
        select(ServiceTerm.service_id, ServiceTerm.value).where(ServiceTerm.facet == "category")
    )
    found: dict[str, set[str]] = {}
    for row in rows:
        found.setdefault(row.service_id, set()).add(row.value)
    return found


def document(session: Session, service: str) -> dict[str, Any]:
    row = session.get_one(ServiceDocument, service)
    session.refresh(row)
    return orjson.loads(row.body)


def carriers(session: Session, notation: str) -> list[str]:
    return sorted(key for key, codes in tags(session).items() if notation in codes)


def test_a_merge_moves_every_service_by_itself(seeded: Database) -> None:
    with seeded.write() as session:
        moved, stayed = carriers(session, "02.1.1"), carriers(session, "02.1.2")
        enact(session, {"op": "merge", "sources": [name("02.1.1")], "target": name("02.1.2")})

        outcome = release(session)

        assert outcome.released.number == "1.1.0"
        assert outcome.counts.automatic == len(moved) > 0
        assert outcome.counts.tasks == 0
        assert carriers(session, "02.1.1") == []
        assert carriers(session, "02.1.2") == sorted({*moved, *stayed})
        assert document(session, moved[0])["taxonomyVersion"] == "1.1.0"


def test_every_document_is_of_the_new_version(seeded: Database) -> None:
    with seeded.write() as session:
        enact(
            session,
            {
                "op": "set_pref_label",
                "concept": name("02.1.2"),
                "lang": "en",
                "old": get_draft(session, "services")
                .draft.concepts[get_draft(session, "services").draft.holders["02.1.2"]]
                .pref_label["en"],
                "new": "Living here",
            },
        )

        outcome = release(session)

        bodies = session.scalars(select(ServiceDocument.body)).all()
        assert outcome.released.number == "1.0.1"
        assert {orjson.loads(one)["taxonomyVersion"] for one in bodies} == {"1.0.1"}
        assert outcome.counts.rendered == len(bodies) == 538


def test_a_split_leaves_services_at_the_default_until_their_entity_decides(
    seeded: Database,
) -> None:
    with seeded.write() as session:
        before = carriers(session, "02.1.2")
        enact(
            session,
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
        )

        outcome = release(session)

        assert outcome.released.number == "2.0.0"
        assert outcome.counts.tasks == len(before) > 0
        assert carriers(session, "02.1.92") == before
        rows = session.scalars(select(Reclassification)).all()
        assert {row.service_id for row in rows} == set(before)
        assert all(row.task_id and row.due_at and len(row.options) == 2 for row in rows)
        source = rows[0].concept_id
        assert len(get_fates(session, "services")[source].targets) == 2


def test_a_rollback_gives_every_service_its_place_of_before(seeded: Database) -> None:
    with seeded.write() as session:
        before = tags(session)
        enact(
            session,
            {"op": "merge", "sources": [name("02.1.1")], "target": name("02.1.2")},
            addition("a", "03.91", "مركبات قديمة", "Old vehicles", "03"),
            addition("b", "03.92", "مركبات جديدة", "New vehicles", "03"),
            {
                "op": "split",
                "source": name("03.1"),
                "targets": [{"ref": "a"}, {"ref": "b"}],
                "default": {"ref": "a"},
                "keepSource": True,
            },
        )
        release(session)

        outcome = roll_back(session, "services", Release(), actor="steward")

        assert tags(session) == before
        assert outcome.released.steps.keys() >= set()


def test_a_candidate_changes_nothing_that_is_served(seeded: Database) -> None:
    with seeded.write() as session:
        before = tags(session)
        enact(session, {"op": "merge", "sources": [name("02.1.1")], "target": name("02.1.2")})

        first, second = release(session, is_candidate=True), release(session, is_candidate=True)
        final = release(session)

        assert first.released.number == "1.1.0-rc.1"
        assert second.released.number == "1.1.0-rc.2"
        assert first.counts.rendered == 0
        assert final.released.number == "1.1.0"
        assert final.released.sha256 == first.released.sha256
        assert tags(session).keys() == before.keys()


def test_a_merged_audience_is_followed_too(seeded: Database) -> None:
    with seeded.write() as session:
        codes = session.scalars(
            select(ServiceTerm.value).where(ServiceTerm.facet == "audience").distinct()
        ).all()
        source, target = sorted(codes)[:2]
        enact(
            session,
            {"op": "merge", "sources": [name(source)], "target": name(target)},
            scheme="audience",
        )

        release(session, "audience")

        left = session.scalars(
            select(ServiceTerm.value).where(ServiceTerm.facet == "audience").distinct()
        ).all()
        assert source not in left
        assert target in left


@pytest.mark.parametrize("notation", ["02.1.1"])
def test_retiring_for_nothing_puts_services_under_the_parent(
    seeded: Database, notation: str
) -> None:
    with seeded.write() as session:
        moved = carriers(session, notation)
        enact(session, {"op": "deprecate", "concept": name(notation)})

        outcome = release(session)

        assert outcome.released.number == "2.0.0"
        assert outcome.counts.tasks == len(moved)
        assert set(moved) <= set(carriers(session, "02.1"))


def tags_of(session: Session, service: str) -> set[str]:
    return tags(session)[service]


def test_a_code_that_comes_back_takes_services_without_sending_them_round(
    seeded: Database,
) -> None:
    with seeded.write() as session:
        moved = carriers(session, "02.1.1")
        enact(
            session,
            {"op": "deprecate", "concept": name("02.1.1"), "replacedBy": name("02.1.2")},
        )
        release(session)
        enact(session, {"op": "restore", "concept": name("02.1.1"), "parents": [name("02.1")]})
        release(session)
        enact(
            session,
            {"op": "deprecate", "concept": name("02.1.2"), "replacedBy": name("02.1.1")},
        )

        release(session)

        assert set(moved) <= set(carriers(session, "02.1.1"))
        assert carriers(session, "02.1.2") == []
        roll_back(session, "services", Release(), actor="steward")
        assert set(moved) <= set(carriers(session, "02.1.2"))
        assert carriers(session, "02.1.1") == []


def test_a_rollback_of_a_rollback_keeps_what_entities_had_decided(seeded: Database) -> None:
    with seeded.write() as session:
        split(session)
        release(session)
        [first, *_] = list_choices(session, None)
        target = next(one for one in first.choice.options if one.id != first.choice.default.id)
        decide_task(session, first.choice.id, ConceptName(id=target.id), caller=STAFF)
        decided = tags(session)

        roll_back(session, "services", Release(), actor="steward")
        assert target.notation not in tags_of(session, first.choice.service)
        roll_back(session, "services", Release(), actor="steward")

        assert tags_of(session, first.choice.service) == decided[first.choice.service]
        assert tags(session) == decided


def test_what_is_retired_again_is_no_longer_offered(seeded: Database) -> None:
    with seeded.write() as session:
        away = {"op": "deprecate", "concept": name("02.1.1"), "replacedBy": name("02.1.2")}
        enact(session, away)
        release(session)
        enact(session, {"op": "restore", "concept": name("02.1.1"), "parents": [name("02.1")]})
        release(session)
        offered = len(list_choices(session, None))
        enact(session, away)

        release(session)

        assert offered > 0
        assert list_choices(session, None) == []


def test_services_are_split_to_where_they_can_stand(seeded: Database) -> None:
    with seeded.write() as session:
        split(session, keepSource=True)
        release(session)
        enact(
            session,
            {
                "op": "split",
                "source": name("02.1.1"),
                "targets": [name("02.1.2"), name("02.2")],
                "default": name("02.1.2"),
                "deadlineDays": 30,
            },
        )
        moved = carriers(session, "02.1.1")

        release(session)

        rows = session.scalars(
            select(Reclassification).where(Reclassification.service_id.in_(moved))
        ).all()
        standing = {row.target_id for row in rows}
        assert standing
        assert len(list_choices(session, None, at_most=1000)) >= len(moved)
        kept = get_draft(session, "services").draft
        assert all(kept.concepts[one].is_assignable for one in standing)


def split(session: Session, **changes: Any) -> None:
    enact(
        session,
        addition("a", "02.1.91", "إقامة أهل البيت", "Household residence", "02.1"),
        addition("b", "02.1.92", "إقامة أهل المهن", "Labour residence", "02.1"),
        {
            "op": "split",
            "source": name("02.1.2"),
            "targets": [{"ref": "a"}, {"ref": "b"}],
            "default": {"ref": "b"},
            "deadlineDays": 30,
            **changes,
        },
    )
