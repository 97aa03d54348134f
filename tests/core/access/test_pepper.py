"""The installation's secret: made once, for its owner alone."""

import os
import threading
from pathlib import Path

import pytest
from pydantic import SecretStr, ValidationError

from app.core.access.pepper import Pepper
from app.core.settings import Settings


def test_a_secret_is_made_once_and_only_its_owner_reads_it(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new")

    made = Pepper(settings).make()

    kept = tmp_path / "new" / "key-pepper"
    assert len(made) == 32
    assert Pepper(settings).make() == Pepper(settings).find() == made
    assert kept.stat().st_mode & 0o777 == 0o600
    assert os.listdir(kept.parent) == ["key-pepper"]


def test_there_is_none_before_the_first_key(tmp_path: Path) -> None:
    pepper = Pepper(Settings(data_dir=tmp_path))

    assert pepper.find() is None
    Pepper(Settings(data_dir=tmp_path)).make()
    assert pepper.find() is not None


def test_processes_that_begin_together_make_one_secret(tmp_path: Path) -> None:
    peppers = [Pepper(Settings(data_dir=tmp_path)) for _ in range(8)]
    threads = [threading.Thread(target=one.make) for one in peppers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert len({one.find() for one in peppers}) == 1


def test_the_setting_goes_before_the_file(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, key_pepper=SecretStr("p" * 32))

    assert Pepper(settings).make() == b"p" * 32
    assert not (tmp_path / "key-pepper").exists()
    assert "p" * 32 not in repr(settings)


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(ValidationError, match="at least 32 characters"):
        Settings(key_pepper=SecretStr("short"))


def test_an_issuer_needs_an_audience() -> None:
    with pytest.raises(ValidationError, match="an issuer needs an audience"):
        Settings(oidc_issuer="https://id.example")


def test_networks_are_checked_when_the_settings_are_read() -> None:
    with pytest.raises(ValidationError, match="does not appear to be"):
        Settings(rate_exempt="127.0.0.1, nonsense")
    assert Settings(rate_exempt="").rate_exempt_networks == ()
