"""Documents read past SQLAlchemy are the same documents."""

from app.catalogue.queries.documents import get_document
from app.catalogue.queries.stored import StoredDocuments
from app.core.clock import to_text
from app.core.db import Database
from tests.catalogue import world


def test_a_stored_document_is_the_one_that_is_served(catalogue: Database) -> None:
    if not catalogue.is_sqlite:
        return
    with catalogue.write() as session:
        world.publish(session, world.entry("a"))
    stored = StoredDocuments(catalogue)

    first = stored.find("a")
    with catalogue.write() as session:
        world.publish(session, world.entry("a", title=world.text("New")))
    with catalogue.read() as session:
        served = get_document(session, "a")

    assert first is not None
    assert first[0] != served.body
    assert stored.find("a") == (served.body, served.etag, to_text(served.modified_at))
    assert stored.find("nothing") is None
    stored.close()


def test_a_database_that_cannot_answer_gives_nothing(catalogue: Database) -> None:
    if not catalogue.is_sqlite:
        return
    stored = StoredDocuments(catalogue)
    with catalogue.engine.begin() as connection:
        connection.exec_driver_sql("DROP TABLE service_document")

    assert stored.find("a") is None
    stored.close()
