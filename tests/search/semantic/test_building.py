"""Vectors are built in the background, once for each text, and go with it."""

import threading
import time
from contextlib import nullcontext

import orjson
import pytest
from sqlalchemy import func, select, text

from app.catalogue.commands.publishing import archive
from app.catalogue.queries.documents import stream_documents
from app.core.db import Database
from app.search.semantic import duties as duties_module
from app.search.semantic.building import AT_ONCE, Builder
from app.search.semantic.duties import VectorDuties
from app.search.semantic.models import ServiceText, TextVector
from app.search.semantic.queries import find_vectors, list_digests, list_texts, vectors_mark
from app.search.semantic.texts import digests_of, texts_of
from tests.search.bodies import body
from tests.search.semantic.twin import WordBag, vector_of


def wanted(database: Database, name: str = "word-bag/1") -> dict[str, set[str]]:
    with database.read() as session:
        return {one: set(digests_of(orjson.loads(raw), name)) for one, raw in _all(session)}


def _all(session):
    return list(stream_documents(session))


def held(database: Database) -> dict[str, set[str]]:
    with database.read() as session:
        return list_digests(session)


def count(database: Database) -> int:
    with database.read() as session:
        return session.scalars(select(func.count()).select_from(TextVector)).one()


def test_a_text_is_title_and_description_in_one_language():
    assert texts_of(body()) == [
        "تجديد إقامة العمل\nتجديد إقامة العامل سنوياً.",
        "Work residence renewal\nRenews a worker's residence.",
    ]
    assert texts_of(body(title={"ar": "جواز"}, description=None)) == ["جواز"]
    assert len(texts_of(body(title={"ar": "ج" * 9_000}))[0]) == 2_000


def test_every_published_service_gets_its_vectors_once(seeded: Database):
    embedder = WordBag()

    looked_at = Builder(seeded, embedder).build()
    again = Builder(seeded, embedder).build()

    assert held(seeded) == wanted(seeded)
    assert (looked_at, again) == (len(held(seeded)), 0)
    assert len(embedder.passages) == len(set(embedder.passages)) == count(seeded)
    with seeded.read() as session:
        digests = [digest for _, digest in list_texts(session)]
        assert len(find_vectors(session, digests)) == count(seeded)
    said = embedder.passages[0]
    with seeded.read() as session:
        assert vector_of(said) in find_vectors(session, digests).values()


def test_a_builder_that_was_stopped_leaves_whole_batches_and_the_next_goes_on(seeded: Database):
    first, second = WordBag(), WordBag()

    looked_at = Builder(seeded, first).build(is_over=lambda: len(first.passages) >= 40)
    left = held(seeded)
    Builder(seeded, second).build()

    assert 0 < looked_at == len(left) < len(wanted(seeded))
    assert looked_at % AT_ONCE == 0
    assert held(seeded) == wanted(seeded)
    done = {one for texts in left.values() for one in texts}
    assert len(second.passages) == count(seeded) - len(done)


def test_a_changed_text_gets_a_new_vector_and_the_old_one_goes(seeded: Database):
    builder = Builder(seeded, WordBag())
    builder.build()
    name = min(held(seeded))
    before = held(seeded)[name]
    with seeded.read() as session:
        raw = dict(_all(session))[name]
        mark = vectors_mark(session)
    changed = orjson.loads(raw)
    changed["title"]["ar"] += " الجديدة"
    _write_document(seeded, name, orjson.dumps(changed))

    looked_at = Builder(seeded, WordBag()).build()

    assert looked_at == 1
    after = held(seeded)[name]
    assert after == set(digests_of(changed, "word-bag/1")) != before
    with seeded.read() as session:
        assert find_vectors(session, sorted(before - after)) == {}
        assert vectors_mark(session) != mark


def test_what_is_no_longer_published_has_no_vectors(seeded: Database):
    Builder(seeded, WordBag()).build()
    name = min(held(seeded))
    with seeded.write_aside() as session:
        session.execute(text("delete from service_document where service_id = :id"), {"id": name})

    Builder(seeded, WordBag()).build()

    assert name not in held(seeded)
    with seeded.read() as session:
        used = select(ServiceText.digest)
        unused = session.scalars(select(TextVector.digest).where(TextVector.digest.not_in(used)))
        assert list(unused) == []


def test_another_embedder_builds_everything_anew(seeded: Database):
    Builder(seeded, WordBag()).build()
    before = count(seeded)

    Builder(seeded, WordBag("word-bag/2")).build()

    assert held(seeded) == wanted(seeded, "word-bag/2")
    assert count(seeded) == before


def test_the_thread_builds_and_stops_quickly(seeded: Database):
    class Slow(WordBag):
        begun = threading.Event()

        def passage(self, text: str) -> bytes:
            self.begun.set()
            time.sleep(0.05)
            return super().passage(text)

    embedder = Slow()
    duties = VectorDuties(seeded, embedder, holding=lambda: nullcontext(lambda: True), seconds=0.01)
    duties.start()
    assert embedder.begun.wait(20)
    started = time.monotonic()

    duties.stop()

    assert time.monotonic() - started < 5
    assert len(embedder.passages) < 200


def test_whoever_wants_new_vectors_is_told_until_they_have_arrived(
    seeded: Database, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(duties_module, "TELL_SECONDS", 0)
    held_when_told: list[int] = []
    arrived = threading.Event()

    def tell() -> bool:
        held_when_told.append(len(held(seeded)))
        if held_when_told.count(len(wanted(seeded))) < 3:
            return False
        arrived.set()
        return True

    duties = VectorDuties(
        seeded,
        WordBag(),
        holding=lambda: nullcontext(lambda: True),
        tell=tell,
        seconds=0.01,
    )
    duties.start()
    assert arrived.wait(60)
    told = len(held_when_told)
    time.sleep(0.2)
    duties.stop()

    assert held_when_told == sorted(held_when_told)
    assert held_when_told[0] == AT_ONCE  # while most are still to be built
    assert len(held_when_told) == told


def test_a_process_that_does_not_hold_the_name_builds_nothing(seeded: Database):
    embedder = WordBag()
    duties = VectorDuties(
        seeded, embedder, holding=lambda: nullcontext(lambda: False), seconds=0.01
    )

    duties.start()
    time.sleep(0.2)
    duties.stop()

    assert embedder.passages == []


def _write_document(database: Database, name: str, raw: bytes) -> None:
    statement = text("update service_document set body = :body where service_id = :id")
    with database.write_aside() as session:
        session.execute(statement, {"body": raw, "id": name})


def test_a_builder_follows_the_journal(seeded: Database):
    builder = Builder(seeded, WordBag())
    builder.build()
    name = min(held(seeded))
    with seeded.write() as session:
        archive(session, name, actor="someone", reason="It is no longer offered.")

    looked_at = builder.build()

    assert looked_at == 1
    assert name not in held(seeded)
    assert builder.build() == 0
