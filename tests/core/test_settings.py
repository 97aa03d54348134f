"""Settings come from the environment, and nonsense is refused."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from app.core.settings import Settings


@pytest.fixture(autouse=True)
def _bare_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    import os

    for name in [*os.environ]:
        if name.startswith("DALIL_") or name == "PORT":
            monkeypatch.delenv(name)


def test_the_defaults_run_everything_in_one_process() -> None:
    settings = Settings()

    assert settings.search == "embedded"
    assert settings.port == 8000
    assert settings.resolved_database_url == "sqlite:///var/dalil.sqlite3"


def test_the_environment_decides(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_DATA_DIR", "/srv/dalil")
    monkeypatch.setenv("PORT", "9000")
    monkeypatch.setenv("DALIL_LOG_LEVEL", "DEBUG")

    settings = Settings()

    assert settings.data_dir == Path("/srv/dalil")
    assert settings.port == 9000
    assert settings.log_level == "DEBUG"
    assert settings.resolved_database_url == "sqlite:////srv/dalil/dalil.sqlite3"


def test_a_database_url_wins_over_the_data_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_DATABASE_URL", "postgresql+psycopg://db/dalil")

    assert Settings().resolved_database_url == "postgresql+psycopg://db/dalil"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("DALIL_SEARCH", "solr"),
        ("DALIL_LOG_LEVEL", "LOUD"),
        ("DALIL_FOLLOW_SECONDS", "0"),
        ("DALIL_FOLLOW_SECONDS", "nan"),
        ("DALIL_CACHE_MIB", "-1"),
        ("DALIL_SEED_DEMONSTRATION", "perhaps"),
    ],
)
def test_nonsense_is_refused(monkeypatch: pytest.MonkeyPatch, name: str, value: str) -> None:
    monkeypatch.setenv(name, value)

    with pytest.raises(ValidationError):
        Settings()


def test_a_secret_is_not_shown(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DALIL_MEILISEARCH_KEY", "s3cret-key")

    assert "s3cret-key" not in repr(Settings())


def test_every_setting_is_described() -> None:
    assert all(field.description for field in Settings.model_fields.values())
