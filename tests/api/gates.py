"""Clients at the gate: applications of a test's own, keys, and callers of every kind."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager

from fastapi.testclient import TestClient
from pydantic import SecretStr
from starlette.types import ASGIApp, Receive, Scope, Send

from app.core.access import Role
from app.core.access.commands import create_key, rotate_key
from app.core.access.schemas import KeyIn
from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app

PEPPER = "a pepper of the tests, which is long enough"


def settings_of(served: Settings, **changes: object) -> Settings:
    """Copy settings with changes and the pepper of the tests."""
    return served.model_copy(update={"key_pepper": SecretStr(PEPPER), **changes})


ADDRESS = "203.0.113.7"
FROM = "x-from"


@contextmanager
def opened(settings: Settings, address: str = ADDRESS) -> Iterator[TestClient]:
    """Open an application of its own; see ``opened_app``."""
    with opened_app(create_app(settings), address) as client:
        yield client


@contextmanager
def opened_app(app: ASGIApp, address: str = ADDRESS) -> Iterator[TestClient]:
    """Open an application for clients at an address that is not exempt.

    The header ``x-from`` sends a request from another one.
    """

    async def from_anywhere(scope: Scope, receive: Receive, send: Send) -> None:
        named = dict(scope.get("headers", ())).get(FROM.encode(), address.encode())
        await app({**scope, "client": (named.decode(), 5000)}, receive, send)

    with TestClient(from_anywhere, base_url="http://dalil.test") as client:
        yield client


def make_key(database: Database, role: Role, entity: str | None = None, days: int = 30) -> str:
    """Make a key in a database."""
    asked = KeyIn(label="test", roles=[role], entity=entity, lifetime_days=days)
    with database.write() as session:
        return create_key(session, asked, pepper=PEPPER.encode(), actor="test").key


def replace_key(database: Database, key: str) -> str:
    """Make a key in the place of another, which stays good for ten minutes."""
    key_id, pepper = key.split("_")[1], PEPPER.encode()
    with database.write() as session:
        made = rotate_key(session, key_id, pepper=pepper, overlap_seconds=600, actor="test")
    return made.key


def bearer(key: str) -> Mapping[str, str]:
    """Write the header that carries a credential."""
    return {"Authorization": f"Bearer {key}"}
