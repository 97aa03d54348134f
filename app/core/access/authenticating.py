"""Telling who presents a credential, be it a key or a token, and remembering it for a second."""

import hashlib
import time
from datetime import datetime
from threading import Lock

import structlog
from sqlalchemy import update
from sqlalchemy.exc import SQLAlchemyError

from app.core.access.errors import InvalidCredential
from app.core.access.keys import PREFIX
from app.core.access.models import ApiKeyUse
from app.core.access.pepper import Pepper
from app.core.access.queries import authenticate
from app.core.access.rules import Caller
from app.core.access.tokens import Tokens
from app.core.clock import now
from app.core.db import Database

REMEMBER_SECONDS = 0.5
NOTE_SECONDS = 60
MAX_REMEMBERED = 20_000
_log = structlog.get_logger("dalil.access")


class Authenticator:
    """Who presents which credential.

    An answer is remembered for half a second, so that a busy key costs two
    look-ups a second, and a revoked one is refused within a second everywhere.
    """

    def __init__(self, database: Database, pepper: Pepper, tokens: Tokens | None) -> None:
        self._database = database
        self._pepper = pepper
        self._tokens = tokens
        self._seen: dict[bytes, tuple[Caller, float]] = {}

    def recall(self, credential: bytes) -> Caller | None:
        """Tell who presents a credential that was good within the last half second."""
        found = self._seen.get(_digest(credential))
        if found is None or time.monotonic() - found[1] > REMEMBER_SECONDS:
            return None
        return found[0]

    def was_good(self, credential: bytes) -> bool:
        """Tell whether a credential was good at any time that is remembered."""
        return _digest(credential) in self._seen

    def authenticate(self, credential: bytes) -> Caller:
        """Tell who presents a credential.

        Raises:
            InvalidCredential: it is unknown, expired, revoked or not meant for us.
            Unavailable: it cannot be checked at the moment.

        """
        text = credential.decode("latin-1")
        try:
            caller = self._of_key(text) if text.startswith(PREFIX) else self._of_token(text)
        except InvalidCredential:
            self._seen.pop(_digest(credential), None)
            raise
        self._remember(credential, caller)
        return caller

    def _of_key(self, text: str) -> Caller:
        with self._database.read() as session:
            return authenticate(session, text, pepper=self._pepper.find())

    def _of_token(self, text: str) -> Caller:
        if self._tokens is None:
            raise InvalidCredential
        return self._tokens.authenticate(text)

    def _remember(self, credential: bytes, caller: Caller) -> None:
        if len(self._seen) >= MAX_REMEMBERED:
            self._seen = {}
        self._seen[_digest(credential)] = (caller, time.monotonic())


class LastUses:
    """Notes when keys are used, at most once a minute each, and never in a request's way."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._noted: dict[str, float] = {}
        self._due: dict[str, datetime] = {}
        self._writing = Lock()

    def note(self, caller: Caller) -> bool:
        """Take down that a key is used; tells whether there is something to write."""
        if caller.kind != "key":
            return False
        last, present = self._noted.get(caller.id), time.monotonic()
        if last is not None and present - last < NOTE_SECONDS:
            return False
        self._noted[caller.id] = present
        self._due[caller.id.removeprefix("key:")] = now()
        return True

    def write(self) -> None:
        """Write what was taken down, in a transaction of its own; a failure is only logged.

        It goes past the sessions, because nothing that is published has changed.
        """
        with self._writing:
            due, self._due = self._due, {}
            try:
                self._write(list(due.items()))
            except SQLAlchemyError as fault:
                _log.warning("key_use_not_noted", error=str(fault)[:300])

    def _write(self, due: list[tuple[str, datetime]]) -> None:
        engine = self._database.engine.execution_options(dalil_writes=True)
        with engine.begin() as connection:
            for key_id, used_at in due:
                where = ApiKeyUse.key_id == key_id
                connection.execute(update(ApiKeyUse).where(where).values(used_at=used_at))


def _digest(credential: bytes) -> bytes:
    # What is remembered is not the secret itself, should memory ever be dumped.
    return hashlib.sha256(credential).digest()
