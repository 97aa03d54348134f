"""A table of the tests' own: a running application, and people of several entities with keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient

from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import bearer, make_key, opened, settings_of

PATH = "/change-requests"
RENAME: Mapping[str, Any] = {
    "op": "set_pref_label",
    "concept": {"notation": "02.1"},
    "lang": "en",
    "old": "Work residence",
    "new": "Permits to reside",
}
ADD: Mapping[str, Any] = {
    "op": "add_concept",
    "parents": [{"notation": "02"}],
    "notation": "02.99",
    "prefLabel": {"ar": "مفهوم جديد للاختبار", "en": "A new concept of the tests"},
}
PROPOSAL: Mapping[str, Any] = {
    "scheme": "services",
    "title": {"ar": "مفهوم جديد", "en": "A new concept"},
    "rationale": {"ar": "لأنه ناقص.", "en": "Because it is missing."},
    "operations": [ADD],
}


@dataclass
class Table:
    """A client with the keys of two entities, staff of several kinds, and a stranger."""

    client: TestClient
    database: Database
    keys: Mapping[str, str]

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {**(bearer(self.keys[who]) if who else {}), **headers}
        return self.client.request(method, f"/v1{path}", json=body, headers=sent)

    def propose(self, who: str = "moi", **changed: Any) -> Any:
        answer = self.ask(who, "POST", PATH, {**PROPOSAL, **changed})
        assert answer.status_code == 201, answer.text
        return answer.json()

    def proposed(self, who: str = "moi", **changed: Any) -> str:
        """Propose a change; gives its address."""
        return f"{PATH}/{self.propose(who, **changed)['id']}"

    def act(self, who: str, path: str, action: str, body: Any = None) -> Any:
        return self.ask(who, "POST", f"{path}/{action}", body)

    def done(self, who: str, path: str, action: str, body: Any = None) -> Any:
        answer = self.act(who, path, action, body)
        assert answer.status_code in (200, 201), answer.text
        return answer.json()

    def submitted(self, who: str = "moi", **changed: Any) -> str:
        path = self.proposed(who, **changed)
        self.done(who, path, "submit")
        return path

    def called(self, who: str = "moi", **changed: Any) -> str:
        """Propose a change and take it to the consensus call; gives its address."""
        path = self.submitted(who, **changed)
        self.done("steward", path, "discuss")
        self.done("steward", path, "call")
        return path

    def accepted(self, who: str = "moi", **changed: Any) -> str:
        path = self.called(who, **changed)
        self.done("board", path, "decision", DECREE)
        return path

    def read(self, path: str, who: str = "steward") -> Any:
        answer = self.ask(who, "GET", path)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def etag(self, path: str, who: str = "steward") -> str:
        return str(self.ask(who, "GET", path).headers["etag"])


DECREE = {
    "outcome": "accepted",
    "rule": "decree",
    "reason": {"ar": "قرار مجلس الوزراء.", "en": "The cabinet has decided."},
}


@pytest.fixture
def table(seeded: Database, data_folder: Path) -> Iterator[Table]:
    url = seeded.url.render_as_string(hide_password=False)
    settings = settings_of(Settings(database_url=url, data_dir=data_folder, follow_seconds=0.1))
    keys = {
        "moi": make_key(seeded, "entity_editor", "moi"),
        "moi2": make_key(seeded, "entity_approver", "moi"),
        "paci": make_key(seeded, "entity_editor", "paci"),
        "moe": make_key(seeded, "entity_editor", "moe"),
        "steward": make_key(seeded, "taxonomy_steward"),
        "other-steward": make_key(seeded, "taxonomy_steward"),
        "facilitator": make_key(seeded, "workshop_facilitator"),
        "board": make_key(seeded, "board"),
        "reader": make_key(seeded, "reader", "moi"),
    }
    with opened(settings) as client:
        yield Table(client, seeded, keys)
