"""Who presents a credential: remembered for half a second, and when it was last used."""

from pathlib import Path

import pytest
import time_machine
from pydantic import SecretStr
from sqlalchemy import text

from app.core.access import ANONYMOUS, InvalidCredential
from app.core.access import authenticating as module
from app.core.access.authenticating import Authenticator, LastUses
from app.core.access.commands import create_key, revoke_key
from app.core.access.pepper import Pepper
from app.core.access.queries import list_keys
from app.core.access.schemas import IssuedKey, KeyIn
from app.core.db import Database
from app.core.settings import Settings


@pytest.fixture
def pepper(tmp_path: Path) -> Pepper:
    return Pepper(Settings(data_dir=tmp_path, key_pepper=SecretStr("p" * 40)))


@pytest.fixture
def issued(database: Database, pepper: Pepper) -> IssuedKey:
    with database.write() as session:
        asked = KeyIn(label="One", roles=["reader"])
        return create_key(session, asked, pepper=pepper.make(), actor="test")


def test_a_good_key_is_remembered_for_half_a_second(
    database: Database, pepper: Pepper, issued: IssuedKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    key = issued.key.encode()
    authenticator = Authenticator(database, pepper, None)
    assert authenticator.recall(key) is None

    caller = authenticator.authenticate(key)

    assert authenticator.recall(key) == caller
    monkeypatch.setattr(module, "REMEMBER_SECONDS", -1)
    assert authenticator.recall(key) is None
    assert authenticator.was_good(key)


def test_a_revoked_key_is_forgotten(database: Database, pepper: Pepper, issued: IssuedKey) -> None:
    authenticator = Authenticator(database, pepper, None)
    authenticator.authenticate(issued.key.encode())
    with database.write() as session:
        revoke_key(session, issued.id, actor="test")

    with pytest.raises(InvalidCredential):
        authenticator.authenticate(issued.key.encode())

    assert authenticator.recall(issued.key.encode()) is None
    assert not authenticator.was_good(issued.key.encode())


def test_a_token_is_refused_while_no_issuer_is_configured(
    database: Database, pepper: Pepper
) -> None:
    with pytest.raises(InvalidCredential):
        Authenticator(database, pepper, None).authenticate(b"a.b.c")


def test_what_is_remembered_has_a_bound(
    database: Database, pepper: Pepper, issued: IssuedKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MAX_REMEMBERED", 1)
    authenticator = Authenticator(database, pepper, None)
    with database.write() as session:
        asked = KeyIn(label="Two", roles=["reader"])
        other = create_key(session, asked, pepper=pepper.make(), actor="test")

    authenticator.authenticate(issued.key.encode())
    authenticator.authenticate(other.key.encode())

    assert not authenticator.was_good(issued.key.encode())
    assert authenticator.was_good(other.key.encode())


def test_the_last_use_is_noted_once_a_minute(
    database: Database, pepper: Pepper, issued: IssuedKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    caller = Authenticator(database, pepper, None).authenticate(issued.key.encode())
    moved = []
    database.on_commit(lambda: moved.append(1))
    with time_machine.travel(1_800_000_000, tick=False):
        uses = LastUses(database)
        first = uses.note(caller)
        again = uses.note(caller)
        uses.write()
        with database.read() as session:
            [shown] = list_keys(session)
        monkeypatch.setattr(module, "NOTE_SECONDS", 0)
        later = uses.note(caller)

    assert (first, again, later) == (True, False, True)
    assert shown.used_at is not None
    assert shown.used_at.timestamp() == 1_800_000_000
    assert moved == []
    assert not uses.note(ANONYMOUS)


def test_a_last_use_that_cannot_be_written_harms_nobody(
    database: Database, pepper: Pepper, issued: IssuedKey
) -> None:
    caller = Authenticator(database, pepper, None).authenticate(issued.key.encode())
    uses = LastUses(database)
    uses.note(caller)
    with database.engine.begin() as connection:
        connection.execute(text("DROP TABLE api_key_use"))

    uses.write()

    assert not uses.note(caller)
