"""The gate: who is asking, and whether they have asked too often; before all else.

Every credential is checked here, on whichever address, so that no route can
forget it. What the caller may do is the routes' business (``app/api/access.py``).
"""

import asyncio
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import anyio.to_thread
import structlog
from sqlalchemy.exc import SQLAlchemyError

from app.api.edge.addresses import counted_address
from app.api.edge.asgi import Message, Receive, Scope, Send
from app.api.edge.edge import Edge
from app.api.edge.gate_measures import GateMeasures
from app.api.edge.headers import EVERYWHERE, READ_BY_ALL
from app.api.edge.lines import Header
from app.api.edge.quotas import Quota, seconds_left
from app.api.edge.refusals import refuse
from app.api.edge.whole import Whole
from app.api.meili.faults import PREFIX
from app.core.access import Caller, InvalidCredential
from app.core.access.authenticating import Authenticator, LastUses
from app.core.errors import DalilError, Unavailable
from app.core.quota import Policy, SharedWindows, Standing
from app.core.settings import Settings
from app.search.insights.collecting import SearchLog

FREE = (b"/health/", b"/status", b"/metrics", b"/docs/assets/", b"/static/")
BAD_CREDENTIALS = Policy("credentials", 15)
MAX_CREDENTIAL_BYTES = 8 * 1024
SEARCH_SESSION, MAX_SESSION_BYTES = b"search-session", 64
QUOTA_PROBLEM = "https://iana.org/assignments/http-problem-types#quota-exceeded"
# Its clients always send a key of Meilisearch's, which says nothing here: all of it is public.
_SEARCH_FACADE = PREFIX.encode()
_log = structlog.get_logger("dalil.http")


class Gate:
    """Authenticates, counts, and lets in or refuses; before ``open()`` no credential is good."""

    def __init__(self, edge: Edge, settings: Settings, measures: GateMeasures) -> None:
        self.edge = edge
        self.measures = measures
        self.authenticator: Authenticator | None = None
        self.uses: LastUses | None = None
        self._counted = counted_address(settings.rate_exempt_networks)
        self._anonymous = _quota("anonymous", settings.rate_anonymous, measures)
        self._key = _quota("key", settings.rate_key, measures)
        self._bad = Quota(BAD_CREDENTIALS, measures)
        self._noting: asyncio.Task[None] | None = None

    def open(
        self,
        authenticator: Authenticator | None,
        uses: LastUses | None,
        store: SharedWindows | None,
        log: SearchLog | None = None,
    ) -> None:
        """Begin to take credentials, to log searches, and to count with others in a store."""
        self.authenticator, self.uses, self.edge.log = authenticator, uses, log
        for quota in (self._anonymous, self._key, self._bad):
            if quota:
                quota.store = store

    async def close(self) -> None:
        """Take no more credentials, and wait until the last uses are noted."""
        self.open(None, None, None)
        if self._noting:
            await self._noting

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request in, or refuse it."""
        if scope["type"] != "http" or scope["raw_path"].startswith(FREE):
            await self.edge(scope, receive, send)
            return
        client = scope["client"]
        address, is_exempt = self._counted(client[0] if client else "")
        asking = _Asking(scope["path"], send)
        if scope["raw_path"].startswith(_SEARCH_FACADE):
            scope["headers"] = [one for one in scope["headers"] if one[0] != b"authorization"]
        credentials = [value for name, value in scope["headers"] if name == b"authorization"]
        if not credentials:
            quota, who = self._anonymous, address
        else:
            caller = await self._identified(credentials, address, asking)
            if caller is None:
                return
            scope.setdefault("state", {})["caller"] = caller
            quota, who = self._key, caller.id
        scope.setdefault("state", {})["who"] = _searcher(scope, who) if credentials else who
        if quota is None:
            await self.edge(scope, receive, send)
            return
        if is_exempt:
            is_let_in, standing = True, quota.count_alone(who)
        else:
            is_let_in, standing = await quota.admit(who)
        if is_let_in:
            await self.edge(scope, receive, _telling(quota.headers(standing), send))
        else:
            await self._refuse(asking, quota, standing)

    def at_once(self, scope: Scope) -> Whole | None:
        """Answer what is at hand and needs no waiting; None leaves a request to the call."""
        found = self.edge.at_hand(scope)
        if found is None:
            return None
        told, client = b"", scope["client"]
        address, is_exempt = self._counted(client[0] if client else "")
        if self._anonymous:
            quota = self._anonymous
            standing = quota.count_alone(address) if is_exempt else quota.admit_at_once(address)
            if standing is None:
                return None
            told = quota.lines(standing)
        if found[1].heard is not None and self.edge.log is not None:
            self.edge.log.note(found[1].heard, address)
        return self.edge.write(found, told)

    async def _identified(
        self, credentials: Sequence[bytes], address: str, asking: "_Asking"
    ) -> Caller | None:
        """Tell who is asking; None when the request has been refused."""
        try:
            credential = _bearer(credentials)
            caller = self.authenticator.recall(credential) if self.authenticator else None
            if caller is None:
                caller = await self._authenticated(credential, address)
        except _TooManyBad as found:
            await self._refuse(asking, self._bad, found.standing)
        except InvalidCredential as fault:
            await self._refuse_credential(asking, address, fault)
        except DalilError as fault:
            await asking.refuse_for(fault)
        except SQLAlchemyError as fault:
            _log.error("database_unavailable", error=str(fault)[:500])
            await asking.refuse_for(Unavailable("The database does not answer."))
        else:
            self._note(caller)
            return caller
        return None

    async def _refuse_credential(
        self, asking: "_Asking", address: str, fault: InvalidCredential
    ) -> None:
        """Answer 401, and 429 to an address that goes on guessing."""
        self.measures.bad_credentials.inc()
        is_let_in, standing = await self._bad.admit(address)
        if is_let_in:
            await asking.refuse_for(fault)
        else:
            await self._refuse(asking, self._bad, standing)

    async def _authenticated(self, credential: bytes, address: str) -> Caller:
        authenticator = self.authenticator
        if authenticator is None or len(credential) > MAX_CREDENTIAL_BYTES:
            raise InvalidCredential
        # Whoever shares an address with a guesser goes on with a key that was good before.
        spent = self._bad.spent(address)
        if spent and not authenticator.was_good(credential):
            raise _TooManyBad(spent)
        return await anyio.to_thread.run_sync(authenticator.authenticate, credential)

    def _note(self, caller: Caller) -> None:
        """Have the use of a key noted in the background."""
        if self.uses is None or not self.uses.note(caller):
            return
        if self._noting is None or self._noting.done():
            self._noting = asyncio.create_task(anyio.to_thread.run_sync(self.uses.write))

    async def _refuse(self, asking: "_Asking", quota: Quota, standing: Standing) -> None:
        policy, seconds = quota.policy, seconds_left(standing)
        self.measures.refused.labels(policy.name).inc()
        await asking.refuse(
            429,
            f"The quota is {policy.quota} in {policy.seconds} seconds; go on in {seconds}.",
            headers=[*quota.headers(standing), (b"retry-after", b"%d" % seconds)],
            members={"type": QUOTA_PROBLEM, "violated-policies": [policy.name]},
        )


@dataclass(frozen=True)
class _Asking:
    """One request with a way to refuse it."""

    path: str
    send: Send

    async def refuse(
        self,
        status: int,
        detail: str,
        *,
        headers: Sequence[Header],
        named: tuple[str, str] | None = None,
        members: Mapping[str, Any] | None = None,  # Any: JSON
    ) -> None:
        await refuse(
            self.send,
            status,
            detail,
            instance=self.path,
            trace_id=secrets.token_hex(8),
            headers=[*EVERYWHERE, *READ_BY_ALL, (b"cache-control", b"no-store"), *headers],
            named=named,
            members=members,
        )

    async def refuse_for(self, fault: DalilError) -> None:
        headers = [(name.lower().encode(), value.encode()) for name, value in fault.headers.items()]
        named = fault.code, fault.title
        await self.refuse(fault.status, fault.detail, headers=headers, named=named)


class _TooManyBad(Exception):
    """Too many bad credentials came from this address."""

    def __init__(self, standing: Standing) -> None:
        super().__init__()
        self.standing = standing


def _searcher(scope: Scope, caller_id: str) -> str:
    """Name who searches behind a key: an app may tell the sessions of its people apart."""
    named: bytes = dict(scope["headers"]).get(SEARCH_SESSION, b"")
    return f"{caller_id} {named[:MAX_SESSION_BYTES].decode('latin-1')}"


def _quota(name: str, requests: int, measures: GateMeasures) -> Quota | None:
    return Quota(Policy(name, requests), measures) if requests else None


def _bearer(credentials: Sequence[bytes]) -> bytes:
    """Take the credential out of the one ``Authorization`` header (RFC 6750, section 2.1)."""
    scheme, _, credential = credentials[0].strip().partition(b" ")
    if len(credentials) > 1 or scheme.lower() != b"bearer":
        raise InvalidCredential("Send one header 'Authorization: Bearer <key>'.")
    return credential.strip()


def _telling(told: list[Header], send: Send) -> Send:
    """Add the quota's headers to the answer, whoever gives it."""

    async def tell(message: Message) -> None:
        if message["type"] == "http.response.start":
            message["headers"] = [*message["headers"], *told]
        await send(message)

    return tell
