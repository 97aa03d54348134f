"""Editors who do something at random, over HTTP, again and again."""

import random
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import httpx2

from tests.api.gates import bearer
from tests.submissions.conftest import ENTRY

SERVICES = ("boat", "pier", "net", "sail")
Answer = httpx2.Response
# What each deed may be answered while others do theirs.
ALLOWED: Mapping[str, frozenset[int]] = {
    "change": frozenset((200, 201)),
    "repeat": frozenset((200, 404)),
    "patch": frozenset((200, 404, 412)),
    "condition": frozenset((200, 404, 412)),
    "approve": frozenset((200, 409)),
    "return": frozenset((200, 409)),
    "withdraw": frozenset((200, 409)),
    "archive": frozenset((200, 404, 409)),
    "plan": frozenset((200, 404, 409)),
    "restore": frozenset((200, 404, 409)),
    "confirm": frozenset((200, 404, 409)),
}

_OFTEN = {"change": 6, "approve": 7, "archive": 4, "restore": 5}


def content(dice: random.Random, name: str) -> dict[str, Any]:  # Any: ServiceContent as JSON
    """Write a sound entry that is unlike the others."""
    token = f"{name}{dice.randrange(40)}"
    return {
        **ENTRY,
        "title": {"ar": f"تسجيل {token}", "en": f"Registration of {token}"},
        "keyword": {"ar": [token], "en": [f"{token}s"]},
        "processingTime": f"P{dice.randrange(1, 30)}D",
        "digitalStage": dice.randrange(5),
    }


@dataclass
class Editor:
    """One who speaks for an entity and judges what its colleagues have sent in."""

    url: str
    entity: str
    writing: str
    judging: str
    dice: random.Random
    answers: Counter[tuple[str, int]] = field(default_factory=Counter)

    def work(self, edits: int) -> None:
        """Do so many things, one after the other."""
        deeds: Mapping[str, Callable[[], Answer | None]] = {
            name: getattr(self, name.replace("return", "return_")) for name in ALLOWED
        }
        weights = [_OFTEN.get(name, 2) for name in deeds]
        with httpx2.Client(base_url=f"{self.url}/v1", timeout=60) as self.client:
            for name in self.dice.choices(list(deeds), weights, k=edits):
                answer = deeds[name]()
                if answer is not None:
                    assert answer.status_code in ALLOWED[name], (name, answer.text)
                    self.answers[name, answer.status_code] += 1

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Answer:
        key = self.judging if "/submissions/" in path or method == "POST" else self.writing
        sent = {**bearer(key), **headers}
        return self.client.request(method, path, json=body, headers=sent)

    def place(self) -> str:
        return f"/entities/{self.entity}/services/{self.dice.choice(SERVICES)}"

    def service(self) -> str:
        return f"/services/{self.entity}-{self.dice.choice(SERVICES)}"

    def change(self) -> Answer:
        place = self.place()
        return self.ask("PUT", place, content(self.dice, place.rpartition("/")[2]))

    def repeat(self) -> Answer:
        place = self.place()
        kept = self.ask("GET", place)
        return kept if kept.is_error else self.ask("PUT", place, kept.json()["content"])

    def condition(self) -> Answer:
        place = self.place()
        kept = self.ask("GET", place)
        changed = content(self.dice, place.rpartition("/")[2])
        tag = kept.headers.get("etag", '"none"')
        return self.ask("PUT", place, changed, **{"If-Match": tag})

    def patch(self) -> Answer:
        place = self.place()
        kept = self.ask("GET", place)
        if kept.is_error:
            return kept
        patch = {"processingTime": f"P{self.dice.randrange(1, 30)}D", "processingNote": None}
        tag = {"If-Match": kept.headers["etag"]}
        return self.ask("PATCH", f"/services/{kept.json()['id']}", patch, **tag)

    def approve(self) -> Answer | None:
        return self.judge("approve", {})

    def return_(self) -> Answer | None:
        return self.judge("return", {"reason": {"en": "The fee is wrong"}})

    def withdraw(self) -> Answer | None:
        return self.judge("withdraw", {})

    def judge(self, action: str, verdict: Any) -> Answer | None:
        asked = f"/submissions?state=submitted&entity={self.entity}&limit=5"
        waiting = self.ask("GET", asked).json()["items"]
        if not waiting:
            return None
        chosen = self.dice.choice(waiting)["id"]
        return self.ask("POST", f"/submissions/{chosen}/{action}", verdict)

    def archive(self) -> Answer:
        return self.ask("POST", f"{self.service()}/archive", {"reason": "It ends"})

    def plan(self) -> Answer:
        asked = {"reason": "It ends", "at": "2099-01-01T00:00:00Z"}
        return self.ask("POST", f"{self.service()}/archive", asked)

    def restore(self) -> Answer:
        return self.ask("POST", f"{self.service()}/restore", {"reason": "It goes on"})

    def confirm(self) -> Answer:
        return self.ask("POST", f"{self.service()}/confirm")
