"""A route that writes, and how a test asks it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.api.gates import bearer
from tests.submissions.conftest import Desk

Json = Mapping[str, Any]  # Any: JSON
Ids = Mapping[str, str]
"""What stands in addresses, by the names that routes give it."""


@dataclass(frozen=True)
class Write:
    """A route that writes, a body that it takes, and who may send it.

    ``own`` are names that a client may send here and that the server owns elsewhere.
    """

    method: str
    route: str
    who: str
    body: Json | None = None
    own: frozenset[str] = frozenset()
    headers: Json = field(default_factory=dict)

    @property
    def name(self) -> str:
        return f"{self.method} {self.route}"

    def path(self, ids: Ids) -> str:
        """Fill the address in; what is not among the ids is the boat of the ministry."""
        known = {"entity_id": "moi", "source_id": "boat", "service_id": "moi-boat", **ids}
        return self.route.format_map(known).removeprefix("/v1")

    def ask_raw(self, desk: Desk, ids: Ids, body: bytes) -> Any:  # Any: a Response
        """Send bytes to the route."""
        sent = {**(bearer(desk.keys[self.who]) if self.who else {}), **self.headers}
        return desk.client.request(
            self.method,
            f"/v1{self.path(ids)}",
            content=body,
            headers={**sent, "Content-Type": "application/json"},
        )
