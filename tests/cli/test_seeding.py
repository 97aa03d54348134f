"""Filling an empty catalogue: all of it or nothing."""

import pytest

from app.catalogue import commands
from app.cli.seeding import seed
from app.core import journal
from app.core.db import Database
from app.taxonomy.lexicon.commands import release_lexicon_file
from app.taxonomy.lexicon.queries import find_served_version
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import lexicon_file


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


def test_a_lexicon_that_is_there_stays(database: Database) -> None:
    with database.write() as session:
        own = LexiconFile.model_validate(lexicon_file("1.0.0"))
        release_lexicon_file(session, own, actor="test")

    seed(database, progress=lambda *_: None)

    with database.read() as session:
        assert find_served_version(session) == "1.0.0"
