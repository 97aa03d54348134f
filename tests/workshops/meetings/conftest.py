"""A hall of the tests' own: a running application and people with keys."""

from collections.abc import Iterator, Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from fastapi.testclient import TestClient

from app.core.access import Caller
from app.core.db import Database
from app.core.settings import Settings
from tests.api.gates import bearer, make_key, opened, settings_of
from tests.catalogue import world
from tests.conftest import Server, lent_copy

PLANNED: Mapping[str, Any] = {
    "title": {"ar": "ورشة تصنيف الخدمات", "en": "Workshop on the classification"},
    "startsAt": "2026-12-06T06:00:00Z",
    "endsAt": "2026-12-06T09:00:00Z",
    "entities": ["moi", "paci"],
}
FACILITATOR = Caller("key:facilitator", "key", frozenset(("workshop_facilitator",)))
STEWARD = Caller("key:steward", "key", frozenset(("taxonomy_steward",)))
MOI = Caller("key:moi", "key", frozenset(("entity_editor",)), "moi")
MOC = Caller("key:moc", "key", frozenset(("entity_editor",)), "moc")


@dataclass
class Hall:
    """A client with the keys of a facilitator, two entities, a board member and a reader."""

    client: TestClient
    database: Database
    keys: Mapping[str, str]
    folder: Path

    def ask(self, who: str, method: str, path: str, body: Any = None, **headers: str) -> Any:
        sent = {**(bearer(self.keys[who]) if who else {}), **headers}
        return self.client.request(method, f"/v1{path}", json=body, headers=sent)

    def plan(self, **changed: Any) -> Any:
        answer: httpx2.Response = self.ask(
            "facilitator", "POST", "/workshops", {**PLANNED, **changed}
        )
        assert answer.status_code == 201, answer.text
        return answer.json()

    def planned(self, **changed: Any) -> str:
        """Plan a workshop; gives its address."""
        return f"/workshops/{self.plan(**changed)['id']}"

    def opened(self, **changed: Any) -> str:
        """Plan a workshop and open it; gives its address."""
        path = self.planned(**changed)
        assert self.ask("facilitator", "POST", f"{path}/open").status_code == 200
        return path


@pytest.fixture
def hall(server: Server, migrated_url: str, tmp_path: Path) -> Iterator[Hall]:
    with lent_copy(server, migrated_url) as url, closing(Database(url)) as store:
        yield from _hall(store, url, tmp_path)


def _hall(store: Database, url: str, folder: Path) -> Iterator[Hall]:
    with store.write() as session:
        world.build(session)
        world.put_entity(session, "moc")
    keys = {
        "facilitator": make_key(store, "workshop_facilitator"),
        "board": make_key(store, "board"),
        "moi": make_key(store, "entity_editor", "moi"),
        "moc": make_key(store, "entity_editor", "moc"),
        "reader": make_key(store, "reader", "moi"),
    }
    settings = Settings(database_url=url, data_dir=folder, follow_seconds=0.05)
    with opened(settings_of(settings)) as client:
        yield Hall(client, store, keys, folder)


DECREE = {
    "outcome": "accepted",
    "rule": "decree",
    "reason": {"ar": "قرار مجلس الوزراء.", "en": "The cabinet has decided."},
}
OBJECTION = {"ar": "الخدمات تتبع جهة أخرى.", "en": "These services belong elsewhere."}


def adding(notation: str, arabic: str, english: str) -> dict[str, Any]:
    return {
        "op": "add_concept",
        "parents": [{"notation": "02"}],
        "notation": notation,
        "prefLabel": {"ar": arabic, "en": english},
    }


@pytest.fixture
def seeded_hall(seeded: Database, data_folder: Path) -> Iterator[Hall]:
    """A hall over the demonstration content."""
    url = seeded.url.render_as_string(hide_password=False)
    settings = settings_of(Settings(database_url=url, data_dir=data_folder, follow_seconds=0.1))
    keys = {
        "facilitator": make_key(seeded, "workshop_facilitator"),
        "steward": make_key(seeded, "taxonomy_steward"),
        "board": make_key(seeded, "board"),
        "moi": make_key(seeded, "entity_editor", "moi"),
        "paci": make_key(seeded, "entity_editor", "paci"),
        "moe": make_key(seeded, "entity_editor", "moe"),
    }
    with opened(settings) as client:
        yield Hall(client, seeded, keys, data_folder)


def propose(hall: Hall, workshop: str, *operations: Any, title: str = "مقترح الإقامة") -> str:
    body = {
        "scheme": "services",
        "workshop": workshop,
        "title": {"ar": title, "en": "Residence"},
        "rationale": {"ar": "لأن الخدمات موزعة.", "en": "Because services are spread."},
        "operations": list(operations),
    }
    made = hall.ask("moi", "POST", "/change-requests", body)
    assert made.status_code == 201, made.text
    path = f"/change-requests/{made.json()['id']}"
    assert hall.ask("moi", "POST", f"{path}/submit").status_code == 200
    return str(made.json()["id"])


@pytest.fixture
def held(seeded_hall: Hall) -> tuple[Hall, str, list[str]]:
    """A public workshop that is open, with two change requests that exclude each other."""
    hall = seeded_hall
    workshop = hall.plan(isPublic=True)["id"]
    requests = [
        propose(hall, workshop, adding("02.98", "الإقامة والتأشيرات", "Residence and visas")),
        propose(hall, workshop, adding("02.98", "شؤون الوافدين", "Affairs of residents")),
    ]
    items = [{"topic": {"ar": "الافتتاح", "en": "Opening"}}]
    items += [{"changeRequest": one} for one in requests]
    path = f"/workshops/{workshop}"
    assert hall.ask("facilitator", "PUT", f"{path}/agenda", {"items": items}).status_code == 200
    hall.ask("facilitator", "POST", f"{path}/open")
    came = {"entity": "moi", "name": "سارة المطيري", "role": "مديرة"}
    hall.ask("facilitator", "POST", f"{path}/attendance", came)
    position = {"entity": "paci", "stance": "object", "reason": OBJECTION}
    answer = hall.ask("paci", "POST", f"/change-requests/{requests[0]}/positions", position)
    assert answer.status_code == 201, answer.text
    return hall, path, requests
