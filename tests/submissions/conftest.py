"""An office of the tests' own: a running application and people with keys."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.core.db import Database
from app.core.settings import Settings
from app.submissions.queries.proving import find_altered_submissions
from app.submissions.rules.examples import SOUND
from tests.api.gates import bearer, make_key, opened, settings_of

ENTRY: Mapping[str, Any] = {
    **SOUND,
    "title": {"ar": "تسجيل قارب صيد", "en": "Fishing boat registration"},
    "description": {
        "ar": "تسجيل قارب الصيد باسم مالكه وإصدار رقمه.",
        "en": "Registers a fishing boat in the name of its owner and gives it a number.",
    },
    "keyword": {"ar": ["طراد", "قارب"], "en": ["boat"]},
    "hasLegalResource": [],
}


@dataclass
class Desk:
    """A client with the keys of an entity's editor and approver, a stranger, and staff."""

    client: TestClient
    database: Database
    keys: Mapping[str, str]
    is_tampered_with: bool = False
    """Otherwise the journal vouches for every submission when a test has ended."""

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {**(bearer(self.keys[who]) if who else {}), **headers}
        return self.client.request(method, f"/v1{path}", json=body, headers=sent)

    def send(self, who: str = "editor", source_id: str = "boat", **changed: Any) -> httpx2.Response:
        answer: httpx2.Response = self.ask(
            who, "PUT", f"/entities/moi/services/{source_id}", {**ENTRY, **changed}
        )
        return answer

    def sent(self, **changed: Any) -> str:
        """Send the entry in; gives the id of the submission."""
        return str(self.send(**changed).json()["submission"]["id"])

    def act(self, who: str, submission: str, action: str, body: Any = None) -> Any:
        return self.ask(who, "POST", f"/submissions/{submission}/{action}", body)


@pytest.fixture
def desk(seeded: Database, data_folder: Path) -> Iterator[Desk]:
    url = seeded.url.render_as_string(hide_password=False)
    settings = settings_of(
        Settings(database_url=url, data_dir=data_folder, follow_seconds=0.1), webhook_loopback=True
    )
    keys = {
        "editor": make_key(seeded, "entity_editor", "moi"),
        "approver": make_key(seeded, "entity_approver", "moi"),
        "stranger": make_key(seeded, "entity_approver", "moe"),
        "reviewer": make_key(seeded, "catalogue_editor"),
        "steward": make_key(seeded, "taxonomy_steward"),
        "facilitator": make_key(seeded, "workshop_facilitator"),
        "board": make_key(seeded, "board"),
    }
    with opened(settings) as client:
        desk = Desk(client, seeded, keys)
        yield desk
    if not desk.is_tampered_with:
        with seeded.read() as session:
            assert list(find_altered_submissions(session)) == []
