"""A damaged index is told as such, and built again while everything else goes on."""

import time
from pathlib import Path

import pytest
from fastapi.testclient import TestClient

from app.core.db import Database
from app.core.settings import Settings
from app.main import create_app
from app.search import duties


def _spoil_stored(folder: Path) -> None:
    for file in folder.glob("search/index-*/*.store"):
        with file.open("r+b") as opened:
            opened.seek(10)
            opened.write(b"\xff" * 30)


def test_a_damaged_index_is_told_and_built_again_by_itself(
    seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(duties.SearchDuties.__init__, "__kwdefaults__", {"seconds": 0.5})
    settings = Settings(
        database_url=seeded.url.render_as_string(hide_password=False), data_dir=tmp_path
    )
    with TestClient(create_app(settings), base_url="http://dalil.test") as client:
        _spoil_stored(tmp_path)  # before a search: what has been read once is remembered

        refused = [client.get(path) for path in ("/v1/search?q=passport", "/health/ready")]
        related = client.get("/v1/services/moi-res18-renew/related")
        deadline = time.monotonic() + 30
        while client.get("/health/ready").status_code == 503:
            assert time.monotonic() < deadline
            time.sleep(0.1)

        assert [one.status_code for one in refused] == [503, 503]
        assert {one.json()["code"] for one in refused} == {"search-unavailable"}
        assert {one.headers["Retry-After"] for one in refused} == {"5"}
        assert related.status_code == 200
        assert client.get("/v1/search?q=passport").json()["total"] > 0
