"""Asking the facade as a client of Meilisearch does; every answer is held against its contract."""

from collections.abc import Callable
from typing import Any

import pytest
from fastapi.testclient import TestClient

from tests.api.meili.contract import breaches_of_answer, breaches_of_request
from tests.search.meili.contract import DOCUMENT

Ask = Callable[..., Any]  # Any: JSON
SEARCH = "/indexes/services/search"


@pytest.fixture
def ask(client: TestClient) -> Ask:
    """Ask and return the answer; ``status`` is the one that is expected."""
    return asking(client)


def asking(client: TestClient) -> Ask:
    def ask(path: str = SEARCH, *, status: int = 200, **body: object) -> Any:
        if status == 200 and DOCUMENT.exists():
            assert breaches_of_request("POST", path, body) == []
        answer = client.post(f"/meili{path}", json=body)
        assert answer.status_code == status, answer.text
        if DOCUMENT.exists():
            assert breaches_of_answer("POST", path, status, answer.json()) == []
        return answer.json()

    return ask


def ids(answer: Any) -> list[str]:
    return [hit["id"] for hit in answer["hits"]]
