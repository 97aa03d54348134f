"""A desk where files are handed in."""

import time
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest

from tests.api.gates import bearer
from tests.submissions.conftest import Desk

ENDED = {"finished", "refused", "failed"}


@dataclass
class Counter:
    """A desk with the ways of handing in files and waiting for them."""

    desk: Desk

    def hand_in(
        self, content: bytes | str, name: str = "services.xlsx", *, who: str = "editor", **said: str
    ) -> Any:
        fields = {"entity": "moi", **said}
        file = content.encode() if isinstance(content, str) else content
        return self.desk.client.post(
            "/v1/imports",
            files={"file": (name, file)},
            data=fields,
            headers=bearer(self.desk.keys[who]),
        )

    def get(self, path: str, who: str = "editor") -> Any:
        return self.desk.client.get(f"/v1{path}", headers=bearer(self.desk.keys[who]))

    def ended(self, import_id: str, who: str = "editor") -> Any:
        for _ in range(600):
            found = self.get(f"/imports/{import_id}", who).json()
            if found["state"] in ENDED:
                return found
            time.sleep(0.05)
        raise AssertionError(found)

    def imported(
        self, content: bytes | str, name: str = "services.xlsx", *, who: str = "editor", **said: str
    ) -> Any:
        answer = self.hand_in(content, name, who=who, **said)
        assert answer.status_code == 202, answer.text
        return self.ended(answer.json()["id"], who)

    def rows(self, import_id: str, **asked: Any) -> list[Any]:
        query = "&".join(f"{key}={value}" for key, value in {"limit": 200, **asked}.items())
        return list(self.get(f"/imports/{import_id}/rows?{query}").json()["items"])

    def errors(self, import_id: str) -> list[tuple[str | None, str]]:
        """List cells and rules of all errors."""
        return [
            (one["cell"], one["rule"])
            for row in self.rows(import_id)
            for one in row["findings"]
            if one["severity"] == "error"
        ]

    def entry(self, source_id: str) -> Any:
        answer = self.desk.ask("editor", "GET", f"/entities/moi/services/{source_id}")
        return answer.json()["content"] if answer.status_code == 200 else None


@pytest.fixture
def counter(desk: Desk) -> Iterator[Counter]:
    return Counter(desk)
