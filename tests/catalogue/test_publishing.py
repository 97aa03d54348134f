"""Publishing, changing and archiving services; what is said anew and what is not."""

from datetime import UTC, datetime

import orjson
import pytest
import time_machine
from sqlalchemy import select

from app.catalogue import commands
from app.catalogue.errors import (
    IdTaken,
    RevisionNotFound,
    ServiceNotFound,
    UnknownReference,
)
from app.catalogue.models import ServiceRevision
from app.catalogue.queries.documents import count_documents, find_documents, get_document
from app.catalogue.queries.history import (
    compare_revisions,
    find_revision_content,
    get_revision,
    list_revisions,
)
from app.catalogue.schemas.published import ServiceOut
from app.core import journal
from app.core.canonical import etag_of, sha256_of
from app.core.db import Database
from tests.catalogue import world


def _document(database: Database, service_id: str = "a") -> dict:
    with database.read() as session:
        return orjson.loads(get_document(session, service_id).body)


def _head(database: Database) -> int:
    with database.read() as session:
        return journal.head(session)


def _last(database: Database, number: int = 1) -> list[journal.Entry]:
    with database.read() as session:
        return journal.entries(session, after=journal.head(session) - number, limit=number)


def _publish(database: Database, *entries) -> list[str]:
    with database.write() as session:
        return world.publish(session, *entries)


def test_a_document_is_complete_in_itself(catalogue: Database) -> None:
    with time_machine.travel("2026-03-01T09:30:00Z", tick=False):
        _publish(catalogue, world.entry("b"))
        _publish(catalogue, world.entry("a", world.FULL, relatedService=["b"], requires=["b"]))

    document = _document(catalogue)

    assert ServiceOut.model_validate(document)
    assert document["hasCompetentAuthority"] == {"id": "moi", "title": world.text("Entity moi")}
    assert document["isClassifiedBy"][0] == {
        "scheme": "services",
        "notation": "01.1",
        "conceptId": world.concept_id("services", "01.1"),
        "taxonomyVersion": "1.0.0",
        "prefLabel": {"ar": "مفهوم services 01.1", "en": "Concept services 01.1"},
        "path": ["01", "01.1"],
    }
    assert document["hasChannel"][0] == {
        "type": "portal",
        "purpose": "apply",
        "channel": "moi-portal",
        "url": "https://moi.example.kw",
        "phone": None,
        "title": world.text("Portal moi-portal"),
        "description": None,
        "processingTime": None,
        "openingHours": [],
    }
    assert document["hasChannel"][1]["title"] == {
        "ar": "مفهوم channel counter",
        "en": "Concept channel counter",
    }
    assert document["hasInputType"][1] == {
        "evidenceType": "cid",
        "title": world.text("Paper cid"),
        "description": None,
        "isOptional": True,
    }
    assert document["relatedService"] == [{"id": "b", "title": world.text("A service")}]
    assert document["requires"] == document["relatedService"]
    assert document["hasLegalResource"] == [
        {"id": "law-1", "title": world.text("Law one"), "url": None}
    ]
    assert document["isGroupedBy"] == ["moving", "starting"]
    assert list(document["label"]["lifeEvent"]) == ["moving"]
    assert list(document["label"]["businessEvent"]) == ["starting"]
    assert list(document["label"]["digitalStage"]) == ["3"]
    assert document["isFree"] is False
    assert document["issued"] == document["modified"] == "2026-03-01T09:30:00.000000Z"
    assert (document["status"], document["revision"]) == ("published", 1)


def test_the_etag_is_that_of_the_bytes_and_the_digest_that_of_the_content(
    catalogue: Database,
) -> None:
    _publish(catalogue, world.entry("a"))

    with catalogue.read() as session:
        document = get_document(session, "a")
    assert document.etag == etag_of(document.body)
    assert _last(catalogue)[0].change.digest == sha256_of(orjson.loads(document.body))


def test_nothing_new_said_changes_nothing_and_says_so(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a", world.FULL))
    before, head = _document(catalogue), _head(catalogue)

    with catalogue.write() as session:
        [saved] = commands.save_revisions(session, [world.entry("a", world.FULL)], actor="x")
        changed = commands.publish(session, {"a": 1}, actor="x")

    assert (saved.revision, saved.is_new, changed) == (1, False, [])
    assert _document(catalogue) == before
    assert _head(catalogue) == head


def test_an_empty_batch_is_no_work(catalogue: Database) -> None:
    head = _head(catalogue)

    assert _publish(catalogue) == []
    assert _head(catalogue) == head


def test_a_change_makes_a_revision_an_entry_and_a_new_etag(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    first = _document(catalogue)

    with catalogue.write() as session:
        entry = world.entry("a", title=world.text("Another"))
        [saved] = commands.save_revisions(session, [entry], actor="x", reason="better")
        commands.publish(session, {"a": 2}, actor="x", reason="better")

    second = _document(catalogue)
    assert (saved.revision, saved.is_new) == (2, True)
    assert second["title"] == world.text("Another")
    assert second["issued"] == first["issued"]
    assert second["modified"] > first["modified"]
    kept, published = _last(catalogue, 2)
    assert (kept.change.kind, kept.change.is_public) == ("revision_saved", False)
    assert kept.change.changed_fields == ("title",)
    assert (published.change.kind, published.change.version) == ("service_published", 2)
    assert published.change.changed_fields == ("revision", "title")
    assert published.change.reason == "better"


def test_saving_alone_publishes_nothing(catalogue: Database) -> None:
    with catalogue.write() as session:
        commands.save_revisions(session, [world.entry("a")], actor="x")

    with catalogue.read() as session:
        assert count_documents(session) == 0
        with pytest.raises(ServiceNotFound):
            list_revisions(session, "a")


def test_a_draft_of_a_published_service_is_not_public(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    with catalogue.write() as session:
        draft = world.entry("a", title=world.text("Draft"))
        commands.save_revisions(session, [draft], actor="x")

    with catalogue.read() as session:
        assert [one.number for one in list_revisions(session, "a")] == [1]
        with pytest.raises(RevisionNotFound):
            get_revision(session, "a", 2)
        with pytest.raises(RevisionNotFound):
            compare_revisions(session, "a", old=1, new=2)


def test_history_shows_what_differs(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    _publish(catalogue, world.entry("a", title={"ar": "عربي A service"}, digitalStage=1))

    with catalogue.read() as session:
        newest, oldest = list_revisions(session, "a")
        diff = compare_revisions(session, "a", old=1, new=2)
        content = get_revision(session, "a", 1).content

    assert (newest.number, newest.is_published) == (2, True)
    assert (oldest.number, oldest.is_published) == (1, False)
    assert [(one.pointer, one.op, one.old, one.new) for one in diff.changes] == [
        ("/digitalStage", "replace", None, 1),
        ("/title/en", "remove", "A service", None),
    ]
    assert oldest.sha256 == sha256_of(content)
    assert content["title"]["en"] == "A service"


@pytest.mark.parametrize("number", [0, -1, 2, 10**6])
def test_a_revision_that_is_not_there_is_not_published(catalogue: Database, number: int) -> None:
    _publish(catalogue, world.entry("a"))

    with pytest.raises(RevisionNotFound), catalogue.write() as session:
        commands.publish(session, {"a": number}, actor="x")


def test_an_earlier_revision_can_be_published_again(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    _publish(catalogue, world.entry("a", title=world.text("Another")))

    with catalogue.write() as session:
        assert commands.publish(session, {"a": 1}, actor="x") == ["a"]

    assert _document(catalogue)["title"] == world.text("A service")
    assert _document(catalogue)["revision"] == 1
    assert _last(catalogue)[0].change.version == 3


def test_a_service_that_is_not_there_is_not_published(catalogue: Database) -> None:
    with pytest.raises(ServiceNotFound, match="'nothing'"), catalogue.write() as session:
        commands.publish(session, {"nothing": 1}, actor="x")


def test_an_archived_service_leaves_a_tombstone_and_its_past(catalogue: Database) -> None:
    times = ["2026-01-01", "2026-02-01", "2026-03-01", "2026-04-01"]
    steps = [
        lambda: _publish(catalogue, world.entry("a")),
        lambda: _publish(catalogue, world.entry("a", title=world.text("Another"))),
        lambda: _archive(catalogue, replaced_by=["b"]),
        lambda: _publish(catalogue, world.entry("a", title=world.text("Back"))),
    ]
    for day, step in zip(times, steps, strict=True):
        with time_machine.travel(f"{day}T00:00:00Z", tick=False):
            step()

    def title(day: str) -> str | None:
        with catalogue.read() as session:
            instant = datetime.fromisoformat(day).replace(tzinfo=UTC)
            try:
                found = get_document(session, "a", as_of=instant)
            except ServiceNotFound:
                return None
            assert found.etag == etag_of(found.body)
            return orjson.loads(found.body)["title"]["en"]

    assert title("2025-12-31") is None
    assert title("2026-01-01") == title("2026-01-31") == "A service"
    assert title("2026-02-01") == title("2026-02-28") == "Another"
    assert title("2026-03-01") is title("2026-03-31") is None
    assert title("2026-04-01") == title("2027-01-01") == "Back"
    with catalogue.read() as session:
        found = journal.entries(session, after=0, limit=99, subject_types=["service"])
    assert [(one.op, one.change.version) for one in found] == [
        ("upsert", 1), ("upsert", 2), ("delete", 3), ("upsert", 4),
    ]  # fmt: skip
    assert found[2].change.reason == "no longer offered"
    assert found[2].change.replaced_by == ("b",)
    assert _document(catalogue)["issued"] == "2026-01-01T00:00:00.000000Z"


def _archive(database: Database, replaced_by: list[str]) -> None:
    with database.write() as session:
        commands.archive(
            session, "a", actor="x", reason="no longer offered", replaced_by=replaced_by
        )


def test_an_archived_service_is_gone_now(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    with catalogue.write() as session:
        world.archive(session, "a")

    with catalogue.read() as session:
        assert find_documents(session, ["a"]) == {}
        for read in (get_document, list_revisions):
            with pytest.raises(ServiceNotFound):
                read(session, "a")
    for service in ("a", "nothing"):
        with pytest.raises(ServiceNotFound), catalogue.write() as session:
            world.archive(session, service)


def test_revisions_are_never_changed(catalogue: Database) -> None:
    def rows() -> list[tuple]:
        with catalogue.read() as session:
            chosen = select(ServiceRevision).order_by(ServiceRevision.number)
            return [(r.number, r.sha256, r.content, r.at) for r in session.scalars(chosen)]

    _publish(catalogue, world.entry("a", world.FULL))
    first = rows()
    with catalogue.write() as session:
        file = world.scheme_file("services", "1.1.0")
        file["concepts"][1]["notation"] = "01.9"
        world.release(session, file)
        world.put_entity(session, "moi", title=world.text("Renamed"))
    _publish(catalogue, world.entry("a", world.FULL, title=world.text("Another")))

    assert rows()[:1] == first
    assert all(sha256_of(content) == digest for _, digest, content, _ in rows())


def test_an_entry_sent_again_after_a_release_says_nothing_new(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a", world.FULL))
    with catalogue.write() as session:
        file = world.scheme_file("services", "1.1.0")
        file["concepts"][1]["notation"] = "01.9"
        world.release(session, file)

    with catalogue.write() as session:
        classified = [{"notation": "01.1", "taxonomyVersion": "1.0.0"}, {"notation": "02"}]
        again = world.entry("a", world.FULL, isClassifiedBy=classified)
        saved = commands.save_revisions(session, [world.entry("a", world.FULL), again], actor="x")

    assert [one.is_new for one in saved] == [False, False]
    assert _document(catalogue)["isClassifiedBy"][0]["notation"] == "01.9"
    assert _document(catalogue)["taxonomyVersion"] == "1.1.0"


def test_an_entry_that_stands_twice_makes_two_revisions(catalogue: Database) -> None:
    with catalogue.write() as session:
        one, two = world.entry("a"), world.entry("a", title=world.text("Another"))
        saved = commands.save_revisions(session, [one, two, two], actor="x")
        commands.publish(session, {"a": 2}, actor="x")

    assert [(each.revision, each.is_new) for each in saved] == [(1, True), (2, True), (2, False)]
    with catalogue.read() as session:
        assert find_revision_content(session, "a", 1)["title"] == world.text("A service")


def test_entries_of_one_batch_may_name_each_other(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a", requires=["b"]), world.entry("b", requires=["a"]))

    assert [one["id"] for one in _document(catalogue, "a")["requires"]] == ["b"]
    assert [one["id"] for one in _document(catalogue, "b")["requires"]] == ["a"]


@pytest.mark.parametrize(
    ("changes", "pointer", "rule"),
    [
        ({"isClassifiedBy": [{"notation": "77"}]}, "/isClassifiedBy/0", "REF-01"),
        ({"isClassifiedBy": [{}]}, "/isClassifiedBy/0", "REF-01"),
        ({"isClassifiedBy": [{"conceptId": "c_000000000000"}]}, "/isClassifiedBy/0", "REF-01"),
        ({"isClassifiedBy": [{"scheme": "none", "notation": "01"}]}, "/isClassifiedBy/0", "REF-01"),
        (
            {"isClassifiedBy": [{"conceptId": world.concept_id("audience", "citizen")}]},
            "/isClassifiedBy/0",
            "REF-01",
        ),
        ({"audience": ["citizen", "alien"]}, "/audience/1", "REF-01"),
        ({"isGroupedBy": ["never"]}, "/isGroupedBy/0", "REF-01"),
        ({"hasChannel": [{"type": "pigeon"}]}, "/hasChannel/0/type", "REF-01"),
        ({"hasChannel": [{"type": "portal", "channel": "x"}]}, "/hasChannel/0/channel", "REF-01"),
        ({"produces": [{"type": "gold"}]}, "/produces/0/type", "REF-01"),
        ({"digitalStage": 9}, "/digitalStage", "REF-01"),
        ({"hasInputType": [{"evidenceType": "x"}]}, "/hasInputType/0/evidenceType", "REF-01"),
        ({"hasLegalResource": ["x"]}, "/hasLegalResource/0", "REF-01"),
        ({"relatedService": ["x"]}, "/relatedService/0", "REF-01"),
        ({"requires": ["x"]}, "/requires/0", "REF-01"),
    ],
)
def test_what_does_not_exist_is_named(
    catalogue: Database, changes: dict, pointer: str, rule: str
) -> None:
    head = _head(catalogue)

    with pytest.raises(UnknownReference) as caught, catalogue.write() as session:
        commands.save_revisions(session, [world.entry("a", **changes)], actor="x")

    assert [(one.pointer, one.rule) for one in caught.value.findings] == [(pointer, rule)]
    assert _head(catalogue) == head


def test_services_are_not_classified_by_concepts_that_only_group(catalogue: Database) -> None:
    with catalogue.write() as session:
        file = world.scheme_file("services", "1.1.0")
        file["concepts"][0]["isAssignable"] = False
        world.release(session, file)

    with pytest.raises(UnknownReference) as caught, catalogue.write() as session:
        entry = world.entry("a", isClassifiedBy=[{"notation": "01"}])
        commands.save_revisions(session, [entry], actor="x")
    assert caught.value.findings[0].rule == "REF-02"


def test_an_unknown_entity_is_refused(catalogue: Database) -> None:
    with pytest.raises(UnknownReference, match="'nobody'"), catalogue.write() as session:
        commands.save_revisions(session, [world.entry("a", entity="nobody")], actor="x")


def test_an_id_belongs_to_one_service_for_ever(catalogue: Database) -> None:
    _publish(catalogue, world.entry("a"))
    other = world.entry("b").model_copy(update={"source_id": "a"})

    for entry in (world.entry("a", entity="paci"), other):
        with pytest.raises(IdTaken), catalogue.write() as session:
            commands.save_revisions(session, [entry], actor="x")
    with pytest.raises(IdTaken), catalogue.write() as session:
        twice = [world.entry("c"), world.entry("d").model_copy(update={"source_id": "c"})]
        commands.save_revisions(session, twice, actor="x")


def test_two_entities_may_use_the_same_id_of_their_own(catalogue: Database) -> None:
    mine = world.entry("a").model_copy(update={"source_id": "1"})
    yours = world.entry("b", entity="paci").model_copy(update={"source_id": "1"})

    assert _publish(catalogue, mine, yours) == ["a", "b"]
