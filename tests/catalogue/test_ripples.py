"""A change of what services share reaches every document that shows it, and no other."""

import threading
from concurrent.futures import ThreadPoolExecutor

import orjson
import pytest

from app.catalogue.queries.documents import get_document
from app.core import journal
from app.core.db import Database
from tests.catalogue import world


@pytest.fixture
def three(catalogue: Database) -> Database:
    """One service that shows everything, one that shows it and one that shows nothing."""
    with catalogue.write() as session:
        world.publish(session, world.entry("plain", entity="paci", isClassifiedBy=[NOT_SHARED]))
        world.publish(session, world.entry("full", world.FULL))
        world.publish(
            session,
            world.entry("both", relatedService=["full"], hasInputType=[{"evidenceType": "pp"}]),
        )
    return catalogue


NOT_SHARED = {"notation": "01.2"}


def _announced(database: Database, work) -> list[tuple[str, tuple[str, ...]]]:
    with database.read() as session:
        head = journal.head(session)
    with database.write() as session:
        work(session)
    with database.read() as session:
        found = journal.entries(session, after=head, limit=99, subject_types=["service"])
    assert {one.change.kind for one in found} <= {"service_rippled"}
    return [(one.subject_id, one.change.changed_fields) for one in found]


def test_an_entity_renamed(three: Database) -> None:
    announced = _announced(
        three, lambda s: world.put_entity(s, "moi", title=world.text("Interior"))
    )

    assert announced == [
        ("both", ("hasCompetentAuthority",)),
        ("full", ("hasCompetentAuthority",)),
    ]
    with three.read() as session:
        body = orjson.loads(get_document(session, "full").body)
    assert body["hasCompetentAuthority"]["title"]["en"] == "Interior"


def test_an_entity_described_changes_no_document(three: Database) -> None:
    announced = _announced(
        three, lambda s: world.put_entity(s, "moi", description=world.text("Words"))
    )

    assert announced == []


def test_an_evidence_type_renamed(three: Database) -> None:
    announced = _announced(three, lambda s: world.put_evidence(s, "pp", "Passport"))

    assert announced == [("both", ("hasInputType",)), ("full", ("hasInputType",))]


def test_a_shared_channel_moved(three: Database) -> None:
    announced = _announced(
        three, lambda s: world.put_channel(s, "moi-portal", url="https://new.example.kw")
    )

    assert announced == [("full", ("hasChannel",))]


def test_a_law_renamed(three: Database) -> None:
    assert _announced(three, lambda s: world.put_law(s, "law-1", "New law")) == [
        ("full", ("hasLegalResource",))
    ]


def test_a_record_that_stays_as_it_is_changes_nothing(three: Database) -> None:
    with three.write() as session:
        assert not world.put_evidence(session, "pp", "Paper pp")
        assert not world.put_channel(session, "moi-portal", url="https://moi.example.kw")
        assert not world.put_law(session, "law-1", "Law one")
        assert not world.put_entity(session, "moi")


def test_a_service_renamed_reaches_those_that_name_it(three: Database) -> None:
    with three.read() as session:
        head = journal.head(session)
    with three.write() as session:
        world.publish(session, world.entry("full", world.FULL, title=world.text("New")))

    with three.read() as session:
        found = journal.entries(session, after=head, limit=9, subject_types=["service"])
    assert [(one.subject_id, one.change.kind, one.change.changed_fields) for one in found] == [
        ("full", "service_published", ("revision", "title")),
        ("both", "service_rippled", ("relatedService",)),
    ]
    assert found[1].change.reason == "service full changed"


def test_a_service_changed_but_not_renamed_reaches_nobody(three: Database) -> None:
    with three.read() as session:
        head = journal.head(session)
    with three.write() as session:
        world.publish(session, world.entry("full", world.FULL, processingTime="P9D"))

    with three.read() as session:
        found = journal.entries(session, after=head, limit=9, subject_types=["service"])
    assert [one.subject_id for one in found] == ["full"]


def test_a_service_archived_is_no_longer_named_and_returns(three: Database) -> None:
    def named() -> list[str]:
        with three.read() as session:
            body = orjson.loads(get_document(session, "both").body)
        return [one["id"] for one in body["relatedService"]]

    assert named() == ["full"]
    with three.write() as session:
        world.archive(session, "full")
    assert named() == []
    with three.write() as session:
        world.publish(session, world.entry("full", world.FULL, processingTime="P9D"))
    assert named() == ["full"]


@pytest.mark.parametrize(
    ("scheme", "place", "announced"),
    [
        ("audience", 1, [("full", ("label",))]),
        ("life-event", 0, [("full", ("label",))]),
        ("life-event", 1, []),
        ("channel", 1, [("full", ("hasChannel", "label"))]),
        ("output-type", 0, [("full", ("label",))]),
        ("digital-stage", 3, [("full", ("label",))]),
    ],
)
def test_a_label_renamed(three: Database, scheme: str, place: int, announced: list) -> None:
    file = world.scheme_file(scheme, "1.1.0")
    file["concepts"][place]["prefLabel"]["en"] = "Renamed"

    assert _announced(three, lambda session: world.release(session, file)) == announced


def test_a_code_renamed_is_followed(three: Database) -> None:
    file = world.scheme_file("audience", "1.1.0")
    file["concepts"][1]["notation"] = "residents"

    announced = _announced(three, lambda session: world.release(session, file))

    assert announced == [("full", ("audience", "label"))]
    with three.read() as session:
        body = orjson.loads(get_document(session, "full").body)
    assert body["audience"] == ["residents", "citizen"]


def test_a_new_version_of_the_classification_reaches_all(three: Database) -> None:
    file = world.scheme_file("services", "1.1.0")
    file["concepts"][3]["notation"] = "09"

    announced = _announced(three, lambda session: world.release(session, file))

    assert announced == [
        ("both", ("isClassifiedBy", "taxonomyVersion")),
        ("full", ("isClassifiedBy", "taxonomyVersion")),
        ("plain", ("isClassifiedBy", "taxonomyVersion")),
    ]


def test_a_service_published_while_its_entity_is_renamed_shows_the_new_name(
    catalogue: Database,
) -> None:
    """Two writers at once: neither may miss what the other does."""
    renamed, may_end = threading.Event(), threading.Event()

    def rename() -> None:
        with catalogue.write() as session:
            world.put_entity(session, "moi", title=world.text("Interior"))
            session.flush()
            renamed.set()
            may_end.wait(0.5)

    def publish() -> None:
        renamed.wait(5)
        with catalogue.write() as session:
            world.publish(session, world.entry("a"))
        may_end.set()

    with ThreadPoolExecutor(2) as pool:
        for done in [pool.submit(rename), pool.submit(publish)]:
            done.result(timeout=30)

    with catalogue.read() as session:
        body = orjson.loads(get_document(session, "a").body)
    assert body["hasCompetentAuthority"]["title"]["en"] == "Interior"


def test_many_writers_of_one_service_make_one_chain_of_revisions(catalogue: Database) -> None:
    def write(number: int) -> None:
        with catalogue.write() as session:
            world.publish(session, world.entry("a", title=world.text(f"Title {number}")))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(write, range(12)))

    with catalogue.read() as session:
        found = journal.entries(session, after=0, limit=99, subject_types=["service"])
        assert journal.find_broken_entry(session) is None
    assert [one.change.version for one in found] == list(range(1, 13))
