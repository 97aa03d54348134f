"""Shared records and events, with the services that use them."""

from collections.abc import Callable
from typing import Any

import pytest
from sqlalchemy.orm import Session

from app.catalogue.errors import RecordNotFound
from app.catalogue.queries import events, registries
from app.core import journal
from app.core.db import Database
from tests.catalogue import world


def test_records_are_listed_in_the_order_of_their_ids(catalogue: Database) -> None:
    with catalogue.read() as session:
        assert [one.id for one in registries.list_evidence_types(session)] == ["cid", "pp"]
        assert [one.id for one in registries.list_channels(session)] == ["moi-portal"]
        assert [one.id for one in registries.list_legal_resources(session)] == ["law-1"]
        assert [one.id for one in registries.list_entities(session)] == ["moi", "paci"]


def test_a_record_is_read_by_its_id(catalogue: Database) -> None:
    with catalogue.read() as session:
        assert registries.get_evidence_type(session, "pp").title.en == "Paper pp"
        assert registries.get_channel(session, "moi-portal").url == "https://moi.example.kw"
        assert registries.get_legal_resource(session, "law-1").version == 1


@pytest.mark.parametrize(
    "read",
    [
        registries.get_evidence_type,
        registries.get_channel,
        registries.get_legal_resource,
        events.get_event,
    ],
)
def test_a_record_that_is_not_there_is_not_found(
    catalogue: Database, read: Callable[[Session, str], Any]
) -> None:
    with pytest.raises(RecordNotFound), catalogue.read() as session:
        read(session, "nothing")


def test_a_record_that_changes_has_a_new_version_and_an_entry(catalogue: Database) -> None:
    with catalogue.write() as session:
        assert world.put_evidence(session, "pp", "Passport")

    with catalogue.read() as session:
        record = registries.get_evidence_type(session, "pp")
        [entry] = journal.entries(session, after=journal.head(session) - 1, limit=1)
    assert (record.version, record.title.en) == (2, "Passport")
    assert (entry.subject_type, entry.subject_id, entry.change.version) == (
        "evidence-type", "pp", 2,
    )  # fmt: skip


def test_entities_and_events_count_their_services(catalogue: Database) -> None:
    with catalogue.write() as session:
        world.publish(session, world.entry("a", world.FULL))
        world.publish(session, world.entry("b", entity="paci", isGroupedBy=["moving"]))
        world.publish(session, world.entry("c"))

    with catalogue.read() as session:
        counts = {one.id: one.service_count for one in registries.list_entities(session)}
        found = [(one.id, one.scheme, one.service_count) for one in events.list_events(session)]
        assert registries.get_entity(session, "moi").service_count == 2
        assert events.get_event(session, "moving").service_count == 2
    assert counts == {"moi": 2, "paci": 1}
    assert found == [
        ("moving", "life-event", 2),
        ("birth", "life-event", 0),
        ("starting", "business-event", 1),
    ]
