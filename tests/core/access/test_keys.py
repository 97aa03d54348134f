"""Keys: made, shown once, rotated, revoked; kept as keyed hashes alone."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import inspect, text

from app.core import journal
from app.core.access import Caller, InvalidCredential
from app.core.access.commands import create_key, revoke_key, rotate_key
from app.core.access.errors import KeyNotFound, KeyNotLive
from app.core.access.keys import keyed_hash, new_key, read_key
from app.core.access.queries import authenticate, count_keys, list_keys
from app.core.access.schemas import IssuedKey, KeyIn
from app.core.db import Database
from app.core.errors import Invalid

PEPPER = b"a pepper of the tests, long enough"
EDITOR = KeyIn(label="Residence", roles=["entity_editor"], entity="moi")
START = datetime(2026, 11, 22, 9, tzinfo=UTC)


def make(database: Database, asked: KeyIn = EDITOR) -> IssuedKey:
    with database.write() as session:
        return create_key(session, asked, pepper=PEPPER, actor="test")


def rotate(database: Database, key_id: str, overlap_seconds: int = 60) -> IssuedKey:
    with database.write() as session:
        return rotate_key(
            session, key_id, pepper=PEPPER, overlap_seconds=overlap_seconds, actor="test"
        )


def who(database: Database, key: str, pepper: bytes | None = PEPPER) -> Caller:
    with database.read() as session:
        return authenticate(session, key, pepper=pepper)


def test_a_key_has_a_visible_prefix_and_256_random_bits() -> None:
    key = new_key()

    prefix, key_id, secret = key.text.split("_", 2)
    assert (prefix, key_id, len(key_id), len(secret)) == ("dalil", key.id, 12, 43)
    assert read_key(key.text) == key
    assert secret not in repr(key)
    assert len({new_key().text for _ in range(100)}) == 100


@pytest.mark.parametrize("sent", ["", "dalil_", "dalil_abc_def", "a.b.c", "dalil_ABCDEFGHIJKL_x"])
def test_what_has_another_shape_is_no_key(sent: str) -> None:
    assert read_key(sent) is None


def test_another_pepper_gives_another_hash() -> None:
    key = new_key()

    assert keyed_hash(key, PEPPER) != keyed_hash(key, b"x" * 32)


def test_a_key_tells_who_presents_it(database: Database) -> None:
    issued = make(
        database,
        KeyIn(label="One", roles=["entity_editor"], entity="moi", scopes=["entries:read"]),
    )

    assert who(database, issued.key) == Caller(
        id=f"key:{issued.id}",
        kind="key",
        roles=frozenset(["entity_editor"]),
        entity="moi",
        scopes=frozenset(["entries:read"]),
    )
    assert issued.key not in repr(issued)


def test_a_wrong_last_letter_is_refused(database: Database) -> None:
    issued = make(database)
    wrong = issued.key[:-1] + ("A" if issued.key[-1] != "A" else "B")

    with pytest.raises(InvalidCredential):
        who(database, wrong)


def test_unknown_keys_other_peppers_and_no_pepper_are_refused(database: Database) -> None:
    issued = make(database)

    for key, pepper in [
        (new_key().text, PEPPER),
        (issued.key, b"x" * 32),
        (issued.key, None),
        ("nonsense", PEPPER),
    ]:
        with pytest.raises(InvalidCredential):
            who(database, key, pepper)


def test_an_expired_key_is_refused(database: Database) -> None:
    asked = KeyIn(label="Short", roles=["reader"], lifetime_days=1)
    with time_machine.travel(START, tick=False) as traveller:
        issued = make(database, asked)
        assert who(database, issued.key).roles == {"reader"}

        traveller.shift(timedelta(days=1))
        with pytest.raises(InvalidCredential, match=f"The key {issued.id} is expired"):
            who(database, issued.key)


def test_both_keys_are_good_while_they_overlap(database: Database) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        old = make(database)
        new = rotate(database, old.id, overlap_seconds=60)

        assert who(database, old.key).entity == who(database, new.key).entity == "moi"
        traveller.shift(timedelta(seconds=60))
        assert who(database, new.key).roles == {"entity_editor"}
        with pytest.raises(InvalidCredential, match="expired"):
            who(database, old.key)


def test_a_rotated_key_lives_as_long_as_the_old_one_was_meant_to(database: Database) -> None:
    with time_machine.travel(START, tick=False) as traveller:
        old = make(database, KeyIn(label="Month", roles=["reader"], lifetime_days=30))
        traveller.shift(timedelta(days=20))
        new = rotate(database, old.id, overlap_seconds=30 * 86400)
        with database.read() as session:
            shown = {one.id: one for one in list_keys(session)}

    assert new.expires_at == START + timedelta(days=50)
    assert shown[old.id].expires_at == START + timedelta(days=30)
    assert shown[old.id].state == "replaced"


def test_a_replaced_or_revoked_key_is_not_rotated(database: Database) -> None:
    old, other = make(database), make(database)
    rotate(database, old.id)
    with database.write() as session:
        revoke_key(session, other.id, actor="test")

    for key_id in (old.id, other.id):
        with pytest.raises(KeyNotLive):
            rotate(database, key_id)
    with pytest.raises(KeyNotFound):
        rotate(database, "nothing")


def test_a_revoked_key_is_refused_at_once_and_for_ever(database: Database) -> None:
    issued = make(database)

    for _ in range(2):
        with database.write() as session:
            revoke_key(session, issued.id, actor="test", reason="leaked")

    with pytest.raises(InvalidCredential, match="revoked"):
        who(database, issued.key)
    with database.read() as session:
        kinds = [entry.change.kind for entry in journal.entries(session, after=0, limit=10)]
    assert kinds == ["key_created", "key_revoked"]


def test_the_journal_knows_the_life_of_a_key_but_tells_nobody(database: Database) -> None:
    old = make(database)
    new = rotate(database, old.id)

    with database.read() as session:
        entries = journal.entries(session, after=0, limit=10)
        public = journal.entries(session, after=0, limit=10, is_public=True)
        assert journal.find_broken_entry(session) is None
    said = [
        (one.change.kind, one.subject_type, one.subject_id, one.change.replaced_by)
        for one in entries
    ]
    assert public == []
    assert said == [
        ("key_created", "key", old.id, ()),
        ("key_replaced", "key", old.id, (new.id,)),
        ("key_created", "key", new.id, ()),
    ]


@pytest.mark.parametrize(
    ("roles", "entity"),
    [
        (["entity_editor"], None),
        (["entity_approver", "reader"], None),
        (["admin"], "moi"),
        (["entity_editor", "catalogue_editor"], "moi"),
    ],
)
def test_roles_fit_the_owner(database: Database, roles: list[str], entity: str | None) -> None:
    asked = KeyIn.model_validate({"label": "x", "roles": roles, "entity": entity})

    with pytest.raises(Invalid) as refused:
        make(database, asked)

    assert refused.value.findings[0].rule == "KEY-ROLES"


def test_keys_are_listed_without_their_secrets(database: Database) -> None:
    issued = make(database)

    with database.read() as session:
        [shown] = list_keys(session)
        assert count_keys(session) == 1
    assert (shown.id, shown.label, shown.state) == (issued.id, "Residence", "live")
    assert issued.key.rpartition("_")[2] not in shown.model_dump_json()


def test_nothing_in_the_database_holds_a_key(database: Database, tmp_path: Path) -> None:
    keys = [make(database).key for _ in range(5)]
    keys += [rotate(database, key.split("_")[1]).key for key in keys[:2]]

    dump = tmp_path / "dump"
    with database.engine.connect() as connection, dump.open("w") as file:
        for table in inspect(connection).get_table_names():
            for row in connection.execute(text(f'SELECT * FROM "{table}"')):
                file.write(f"{row}\n")

    dumped = dump.read_text()
    files = [dumped.encode()]
    if database.is_sqlite:
        folder = Path(str(database.url.database))
        files += [one.read_bytes() for one in folder.parent.glob(f"{folder.name}*")]
    assert keys[0].split("_")[1] in dumped
    for key in keys:
        secret = key.split("_", 2)[2].encode()
        assert not any(secret in content for content in files)
