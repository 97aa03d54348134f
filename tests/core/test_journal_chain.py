"""The chain of the journal: whatever is done to a row behind its back is found."""

import hashlib
import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.orm import Session

from app.core import journal
from app.core.db import Database
from app.core.journal import Change, record
from app.core.journal.rules import GENESIS, chain, is_sound

LENGTH = 12
AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
changes = st.builds(
    Change,
    kind=texts,
    subject_type=texts,
    subject_id=texts,
    op=st.sampled_from(["upsert", "delete", "reclassified", "merged_into", "decided"]),
    actor=texts,
    version=st.integers(0, 10**6),
    changed_fields=st.lists(texts, max_size=3).map(tuple),
    reason=st.none() | texts,
    replaced_by=st.lists(texts, max_size=3).map(tuple),
    digest=st.none() | texts,
    is_public=st.booleans(),
)


@given(changes, st.integers(1, 2**62), st.timedeltas(timedelta(0), timedelta(days=9999)))
def test_an_entry_follows_the_one_before_it(change: Change, seq: int, later: timedelta) -> None:
    entry = chain(seq, AT + later, change, GENESIS)

    assert is_sound(entry, GENESIS)
    assert not is_sound(entry, "1" * 64)


@given(changes)
def test_anybody_can_compute_a_hash_from_plain_json(change: Change) -> None:
    entry = chain(3, AT, change, GENESIS)

    said = [GENESIS, 3, "2026-03-01T09:30:00.000000Z", change.actor, change.kind]
    said += [change.subject_type, change.subject_id, change.op, change.version]
    said += [list(change.changed_fields), change.reason, list(change.replaced_by)]
    said += [change.digest, change.is_public]
    plain = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
    assert entry.hash == hashlib.sha256(plain.encode()).hexdigest()


@given(changes, changes)
def test_two_changes_have_one_hash_only_when_they_are_equal(one: Change, other: Change) -> None:
    first, second = (chain(1, AT, change, GENESIS) for change in (one, other))

    assert (first.hash == second.hash) == (one == other)


@given(changes, st.data())
def test_an_entry_that_was_altered_is_not_sound(change: Change, data: st.DataObject) -> None:
    entry = chain(7, AT, change, GENESIS)

    altered = data.draw(
        st.sampled_from(
            [
                replace(entry, seq=8),
                replace(entry, at=AT + timedelta(microseconds=1)),
                replace(entry, hash="0" * 64),
                replace(entry, prev_hash="1" * 64),
                replace(entry, change=replace(change, version=change.version + 1)),
                replace(entry, change=replace(change, actor=change.actor + "x")),
                replace(entry, change=replace(change, is_public=not change.is_public)),
                replace(entry, change=replace(change, reason=(change.reason or "") + "x")),
                replace(entry, change=replace(change, replaced_by=(*change.replaced_by, "x"))),
                replace(entry, change=replace(change, changed_fields=("y", *change.replaced_by))),
            ]
        )
    )

    assert altered == entry or not is_sound(altered, GENESIS)


@pytest.fixture
def chained(database: Database) -> Database:
    for number in range(1, LENGTH + 1):
        change = Change(
            kind="entity_changed",
            subject_type="entity",
            subject_id=f"e{number}",
            op="upsert",
            actor="test",
            reason=None if number % 2 else "a reason",
            digest="d" * 64,
        )
        with database.write() as session:
            record(session, change)
    return database


_VALUES = {
    "at": "'2020-01-01T00:00:00.000000Z'",
    "actor": "'someone else'",
    "kind": "'service_archived'",
    "subject_type": "'service'",
    "subject_id": "'another'",
    "op": "'delete'",
    "version": "99",
    "changed_fields": "'[\"title\"]'",
    "reason": "'another reason'",
    "replaced_by": "'[\"x\"]'",
    "digest": "NULL",
    "is_public": "FALSE",
    "prev_hash": "'" + "a" * 64 + "'",
    "hash": "'" + "b" * 64 + "'",
}
places = st.integers(1, LENGTH)
columns = st.sampled_from(sorted(_VALUES))
tampering = st.one_of(
    st.builds(lambda p, c: (p, f"UPDATE journal_entry SET {c}={_VALUES[c]} WHERE seq={p}"),
              places, columns),
    st.builds(lambda p: (p, f"DELETE FROM journal_entry WHERE seq={p}"), places),
    st.builds(lambda p: (p, f"DELETE FROM journal_entry WHERE seq>={p}"), places),
    st.builds(lambda p: (p, f"UPDATE journal_entry SET seq=-seq WHERE seq>={p}"), places),
    st.builds(lambda p: (p, f"UPDATE journal_entry SET seq=seq+100 WHERE seq={p}"), places),
    st.just((LENGTH + 1, f"UPDATE journal_head SET seq={LENGTH + 1}")),
    st.just((LENGTH + 1, "UPDATE journal_head SET seq=3")),
    st.just((LENGTH + 1, "UPDATE journal_head SET hash='" + "c" * 64 + "'")),
    st.just(
        (
            LENGTH + 1,
            "INSERT INTO journal_entry SELECT seq + 1, at, actor, kind, subject_type, subject_id,"
            " op, version, changed_fields, reason, replaced_by, digest, is_public, prev_hash, hash"
            f" FROM journal_entry WHERE seq={LENGTH}",
        )
    ),
)  # fmt: skip


@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(found=tampering)
def test_every_tampering_is_found_at_its_first_entry(
    chained: Database, found: tuple[int, str]
) -> None:
    place, statement = found

    with chained.engine.connect() as connection, Session(connection) as session:
        connection.execute(text(statement))
        assert journal.find_broken_entry(session) == place
        connection.rollback()


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(places, places)
def test_two_entries_that_changed_places_are_found(chained: Database, one: int, two: int) -> None:
    swap = "UPDATE journal_entry SET seq=:new WHERE seq=:old"

    with chained.engine.connect() as connection, Session(connection) as session:
        for old, new in ((one, 1000), (two, one), (1000, two)):
            connection.execute(text(swap), {"old": old, "new": new})
        expected = None if one == two else min(one, two)
        assert journal.find_broken_entry(session) == expected
        connection.rollback()


def test_an_untouched_chain_is_whole(chained: Database) -> None:
    with chained.read() as session:
        assert journal.find_broken_entry(session) is None
        assert journal.entry_at(session, 3) is not None
        assert journal.entry_at(session, LENGTH + 1) is None


def test_time_never_goes_backwards(database: Database) -> None:
    import time_machine

    for moment in ("2026-03-02T00:00:00Z", "2026-03-01T00:00:00Z"):
        with time_machine.travel(moment, tick=False), database.write() as session:
            record(
                session,
                Change(kind="k", subject_type="entity", subject_id="x", op="upsert", actor="t"),
            )

    with database.read() as session:
        first, second = journal.entries(session, after=0, limit=9)
    assert first.at == second.at == datetime(2026, 3, 2, tzinfo=UTC)
