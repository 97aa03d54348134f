"""Many rows at once: they are kept as if each had been written alone."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import delete, literal, literal_column, select, text, update
from sqlalchemy.exc import DBAPIError

from app.catalogue.models import PastDocument, ServiceDocument, ServiceTerm
from app.core.bulk import among, as_bytes, delete_rows, insert_rows, read_rows, update_rows
from app.core.db import Database, read_json
from app.core.journal import JournalEntry
from tests.catalogue import world

AT = datetime(2026, 3, 1, 9, 30, 0, 123456, tzinfo=UTC)
STRANGE = ["plain", "tab\there", "line\nbreak", "back\\slash", "\\N", 'quo"te', "عربي 🙂", ""]


def row(seq: int, word: str) -> dict[str, object]:
    return {
        "seq": seq,
        "at": AT,
        "actor": word[:100],
        "kind": "k",
        "subject_type": "s",
        "subject_id": str(seq),
        "op": "upsert",
        "version": seq,
        "changed_fields": [word, "two"],
        "reason": word or None,
        "replaced_by": [],
        "digest": None,
        "is_public": seq % 2 == 0,
        "prev_hash": "0",
        "hash": "1",
    }


@pytest.mark.parametrize("number", [0, 1, 8, 49, 50, 4500])
def test_rows_are_kept_as_they_are(database: Database, number: int) -> None:
    rows = [row(seq + 1, STRANGE[seq % len(STRANGE)]) for seq in range(number)]

    with database.write() as session:
        insert_rows(session, JournalEntry, rows)

        kept = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        assert [{name: getattr(one, name) for name in rows[0]} for one in kept] == rows
        session.rollback()


def test_rows_are_read_as_they_are(catalogue_with_a_service: Database) -> None:
    body = b"\x00\xff\\n" + "عربي 🙂".encode()
    entry = row(1, "عربي 🙂") | {"reason": None}

    with catalogue_with_a_service.write() as session:
        head = session.scalars(select(JournalEntry.seq).order_by(JournalEntry.seq.desc())).first()
        insert_rows(session, JournalEntry, [entry | {"seq": (head or 0) + 1}])
        session.execute(update(ServiceDocument).values(body=body))
        chosen = (
            select(
                JournalEntry.subject_id,
                JournalEntry.version,
                JournalEntry.reason,
                as_bytes(session, JournalEntry.changed_fields),
                ServiceDocument.body,
            )
            .join(ServiceDocument, ServiceDocument.service_id == "s-1")
            .where(JournalEntry.seq > literal(head or 0))
        )
        found = read_rows(session, chosen)
        session.rollback()

    [(subject, version, reason, fields, kept)] = found
    assert (subject, version, reason, bytes(kept)) == ("1", 1, None, body)
    assert read_json(fields) == ["عربي 🙂", "two"]


def test_a_fault_in_reading_rows_is_told_as_any_other(database: Database) -> None:
    with database.read() as session, pytest.raises(DBAPIError):
        read_rows(session, select(literal_column("no_such_column")))


def test_bytes_are_kept_as_they_are(catalogue_with_a_service: Database) -> None:
    bodies = [bytes([number]) * number + b"\\\n\t\x00" for number in range(200)]

    with catalogue_with_a_service.write() as session:
        rows = [
            {
                "service_id": "s-1",
                "version": 100 + number,
                "modified_at": AT,
                "until_at": AT,
                "body": body,
            }
            for number, body in enumerate(bodies)
        ]
        insert_rows(session, PastDocument, rows)

        kept = session.scalars(select(PastDocument.body).order_by(PastDocument.version)).all()
    assert kept == bodies


def test_what_the_database_refuses_is_told_as_by_any_statement(database: Database) -> None:
    rows = [row(1, "twice") for _ in range(60)]

    with pytest.raises(DBAPIError), database.write() as session:
        insert_rows(session, JournalEntry, rows)

    with database.read() as session:
        assert session.scalar(text("SELECT count(*) FROM journal_entry")) == 0


@pytest.fixture
def catalogue_with_a_service(database: Database) -> Database:
    with database.write() as session:
        world.build(session)
        world.publish(session, world.entry("s-1"))
    return database


@pytest.mark.parametrize("number", [0, 1, 700])
def test_rows_are_deleted_by_their_values(catalogue_with_a_service: Database, number: int) -> None:
    def term(value: str) -> dict[str, str]:
        return {"service_id": "s-1", "facet": "purpose", "value": value}

    with catalogue_with_a_service.write() as session:
        session.execute(delete(ServiceTerm))
        names = [f"{STRANGE[seq % 7]}%s {seq}" for seq in range(number)]
        insert_rows(session, ServiceTerm, [term(one) for one in [*names, "kept"]])

        delete_rows(session, ServiceTerm, [term(one) for one in [*names, "never there"]])

        assert session.scalars(select(ServiceTerm.value)).all() == ["kept"]
        session.rollback()


@pytest.mark.parametrize("number", [0, 1, 700])
def test_rows_get_new_values_by_their_key(database: Database, number: int) -> None:
    rows = [row(seq + 1, STRANGE[seq % 7]) for seq in range(number + 1)]
    names = [f"{STRANGE[seq % 8]}%s {seq}" for seq in range(number)]

    with database.write() as session:
        insert_rows(session, JournalEntry, rows)
        new = [{"version": -seq, "seq": seq + 1, "actor": names[seq]} for seq in range(number)]
        update_rows(session, JournalEntry, "seq", [*new, {"version": 1, "seq": 0, "actor": "?"}])

        kept = session.scalars(select(JournalEntry).order_by(JournalEntry.seq)).all()
        expected = [{**one, **new[place]} for place, one in enumerate(rows[:-1])] + rows[-1:]
        assert [{name: getattr(one, name) for name in rows[0]} for one in kept] == expected
        session.rollback()


def test_new_bytes_and_moments_are_kept_as_they_are(catalogue_with_a_service: Database) -> None:
    body = bytes(range(256)) + "عربي".encode()
    row = {"service_id": "s-1", "etag": "e", "modified_at": AT, "body": body, "version": 2**31 - 1}

    with catalogue_with_a_service.write() as session:
        update_rows(session, ServiceDocument, "service_id", [row])

        kept = session.scalars(select(ServiceDocument)).one()
        assert {name: getattr(kept, name) for name in row} == row
        session.rollback()


def test_a_value_that_is_too_long_is_refused_and_never_cut(
    catalogue_with_a_service: Database,
) -> None:
    database = catalogue_with_a_service
    if database.is_sqlite:
        pytest.skip("SQLite keeps texts of any length")

    with pytest.raises(DBAPIError), database.write() as session:
        row = {"service_id": "s-1", "etag": "e" * 41}
        update_rows(session, ServiceDocument, "service_id", [row])
    with database.write() as session:
        kept = {"service_id": "s-1", "facet": "purpose", "value": "v" * 64}
        insert_rows(session, ServiceTerm, [kept])
        delete_rows(session, ServiceTerm, [{**kept, "value": "v" * 65}])

        found = session.scalars(select(ServiceTerm.value).where(ServiceTerm.facet == "purpose"))
        assert found.all() == ["v" * 64]
        session.rollback()


@pytest.mark.parametrize("names", [[], ["s-1"], ["s-1", "s-2", *STRANGE], ["s-2"]])
def test_a_column_is_looked_for_among_values(
    catalogue_with_a_service: Database, names: list[str]
) -> None:
    with catalogue_with_a_service.read() as session:
        chosen = select(ServiceDocument.service_id)
        found = session.scalars(chosen.where(among(session, ServiceDocument.service_id, names)))

        assert found.all() == [one for one in names if one == "s-1"]
