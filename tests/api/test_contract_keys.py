"""The API against its own OpenAPI document, asked by those who may write.

Whatever is sent with a key, every answer is documented and none is a fault of ours. What is
written stays: each request meets what those before it have left behind.
"""

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
import schemathesis
import uvicorn
from hypothesis import HealthCheck, Phase, settings

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from tests.api.gates import bearer, make_key, settings_of
from tests.api.test_contract import CHECKS, SYSTEM, schema
from tests.conftest import Server, serving

DEAD = "http://127.0.0.1:9/"
"""Where nobody listens: no message leaves the machine."""
FEW, MANY = 2, 150


@pytest.fixture(scope="module")
def served(
    server: Server, seeded_url: str, built_index: Path, tmp_path_factory: pytest.TempPathFactory
) -> Settings:
    """Settings of a server that everybody may write to, over a catalogue of its own."""
    folder = tmp_path_factory.mktemp("written")
    shutil.copytree(built_index, folder / "search")
    found = Settings(database_url=server.copy_of(seeded_url), data_dir=folder)
    return settings_of(found, webhook_loopback=True)


@pytest.fixture(scope="module")
def writing(served: Settings) -> Iterator[str]:
    """The address of a real server."""
    configuration = uvicorn.Config(
        create_app(served),
        port=0,
        http="app.api.edge.protocol:ForgivingProtocol",
        log_level="warning",
        access_log=False,
    )
    with serving(configuration) as url:
        yield url


@pytest.fixture(scope="module", params=["admin", pytest.param("entity", marks=pytest.mark.long)])
def headers(request: pytest.FixtureRequest, served: Settings) -> dict[str, str]:
    """The header of one who may everything, and of one who may what an entity may."""
    database = Database(served.resolved_database_url)
    role, entity = ("admin", None) if request.param == "admin" else ("entity_approver", "moi")
    key = make_key(database, role, entity)
    database.close()
    return dict(bearer(key))


def kept_inside(body: Any) -> Any:  # Any: whatever a schema generates
    """Let addresses that could lead to somebody lead to where nobody listens."""
    url = body.get("url") if isinstance(body, dict) else None
    if not isinstance(url, str):
        return body
    try:
        leads_out = bool(urlsplit(url).netloc)
    except ValueError:
        leads_out = True
    return {**body, "url": DEAD} if leads_out else body


def ask(case: schemathesis.Case, address: str, headers: dict[str, str]) -> None:
    if case.path.startswith("/webhooks"):
        case.body = kept_inside(case.body)
    if case.path == "/changes":  # it would wait half a minute, as it should
        case.query = {name: value for name, value in (case.query or {}).items() if name != "wait"}
    base = address if case.path.startswith(SYSTEM) else f"{address}/v1"
    response = case.call(base_url=base, headers=headers)

    case.validate_response(response, checks=CHECKS)


def sized(examples: int, *phases: Phase) -> settings:
    return settings(
        max_examples=examples,
        deadline=None,
        derandomize=True,
        phases=(Phase.generate, *phases),
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture
def one_database(served: Settings) -> None:
    """One database is enough for a short look; the long one asks both."""
    if not served.resolved_database_url.startswith("sqlite"):
        pytest.skip("asked at length only")


@schema.parametrize()
@sized(FEW)
def test_every_answer_to_a_key_is_documented(
    case: schemathesis.Case, writing: str, headers: dict[str, str], one_database: None
) -> None:
    ask(case, writing, headers)


@pytest.mark.long
@schema.parametrize()
@sized(MANY, Phase.explicit)
def test_every_answer_to_a_key_is_documented_at_length(
    case: schemathesis.Case, writing: str, headers: dict[str, str]
) -> None:
    ask(case, writing, headers)


def test_nothing_leaves_the_machine() -> None:
    assert kept_inside({"url": "https://example.com/x"}) == {"url": DEAD}
    assert kept_inside({"url": "not an address"}) == {"url": "not an address"}
    assert kept_inside({"url": 7}) == {"url": 7}
    assert kept_inside([1]) == [1]
