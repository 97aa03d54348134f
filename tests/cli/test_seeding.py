"""Filling an empty catalogue: all of it or nothing."""

import pytest

from app.catalogue import commands
from app.cli.seeding import seed
from app.core import journal
from app.core.db import Database


class Killed(BaseException):
    """The process ended."""


def test_a_catalogue_whose_filling_was_cut_off_is_empty(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    def die(*_asked: object, **_options: object) -> None:
        raise Killed

    monkeypatch.setattr(commands, "publish", die)
    with pytest.raises(Killed):
        seed(database, progress=lambda *_: None)

    with database.read() as session:
        assert journal.head(session) == 0
