"""Releasing the lexicon: once, in order, soundly, and with an entry in the journal."""

import hashlib
from typing import Any

import pytest
from pydantic import ValidationError

from app.core import journal
from app.core.db import Database
from app.core.errors import Invalid
from app.core.settings import ROOT
from app.taxonomy.lexicon import queries
from app.taxonomy.lexicon.commands import release_lexicon_file
from app.taxonomy.lexicon.errors import (
    LexiconVersionExists,
    LexiconVersionIsOlder,
    LexiconVersionNotFound,
    TermGroupNotFound,
    UnsoundLexicon,
)
from app.taxonomy.lexicon.integrity import faults
from app.taxonomy.lexicon.reading_files import state_of
from app.taxonomy.lexicon.schemas import LexiconFile
from tests.taxonomy.lexicon.files import ASKING, LICENCE, LOST, group, lexicon_file, term


def release(database: Database, file: dict[str, Any]) -> bool:
    with database.write() as session:
        return release_lexicon_file(session, LexiconFile.model_validate(file), actor="test")


def larger(number: str) -> dict[str, Any]:
    file = lexicon_file(number)
    file["groups"][1]["terms"].append(term("مفقود"))
    return file


def test_a_release_can_be_read(database: Database) -> None:
    assert release(database, lexicon_file())

    with database.read() as session:
        found = queries.get_lexicon(session)
        text, sha256 = queries.get_lexicon_snapshot(session, "latest")
        assert queries.find_served_version(session) == "1.0.0"
    assert (found.latest.group_count, found.latest.term_count) == (3, 9)
    assert found.domains == {"asking": 1, "traffic": 2}
    assert hashlib.sha256(text.encode()).hexdigest() == sha256 == found.latest.sha256


def test_a_release_makes_one_entry(database: Database) -> None:
    release(database, lexicon_file())

    with database.read() as session:
        [entry] = journal.entries(session, after=0, limit=9)
        sha256 = queries.get_lexicon_version(session, "1").sha256
    assert (entry.change.kind, entry.subject_type) == ("lexicon_released", "lexicon-version")
    assert (entry.subject_id, entry.change.digest) == ("1.0.0", sha256)


def test_the_same_content_again_is_no_work(database: Database) -> None:
    release(database, lexicon_file())

    assert release(database, lexicon_file()) is False
    with database.read() as session:
        assert journal.head(session) == 1


def test_a_version_follows_another_and_leaves_it_alone(database: Database) -> None:
    release(database, lexicon_file())
    with database.read() as session:
        before = queries.get_lexicon_snapshot(session, "1.0.0")

    assert release(database, larger("1.10.0"))
    assert release(database, lexicon_file()) is False

    with database.read() as session:
        versions = queries.list_lexicon_versions(session)
        assert queries.get_lexicon_snapshot(session, "1.0.0") == before
    assert [(one.version, one.is_latest) for one in versions] == [
        ("1.10.0", True),
        ("1.0.0", False),
    ]


def test_a_released_version_never_changes(database: Database) -> None:
    release(database, lexicon_file())

    with pytest.raises(LexiconVersionExists):
        release(database, larger("1.0.0"))


def test_versions_are_released_in_order(database: Database) -> None:
    release(database, lexicon_file("1.10.0"))

    with pytest.raises(LexiconVersionIsOlder):
        release(database, larger("1.9.0"))


def test_an_unsound_lexicon_is_refused(database: Database) -> None:
    release(database, lexicon_file())
    lost, twice = lexicon_file("1.1.0"), lexicon_file("1.1.0")
    del lost["groups"][0]
    twice["groups"][0]["id"] = LOST

    for file, rule in ((lost, "LEX-LOST"), (twice, "LEX-ID")):
        with pytest.raises(UnsoundLexicon) as refused:
            release(database, file)
        assert [one.rule for one in refused.value.findings] == [rule]


@pytest.mark.parametrize(
    "change",
    [{"weight": 0}, {"weight": 1.1}, {"register": "slang"}, {"direction": "back"}, {"note": "x"}],
)
def test_a_file_of_another_shape_is_refused(change: dict[str, Any]) -> None:
    file = lexicon_file("1.0.0", group(LICENCE, term("a") | change, term("b")))

    with pytest.raises(ValidationError):
        LexiconFile.model_validate(file)


def test_groups_are_listed_by_words_and_domain_a_page_at_a_time(database: Database) -> None:
    release(database, lexicon_file())

    with database.read() as session:
        first = queries.list_term_groups(session, limit=2)
        rest = queries.list_term_groups(session, limit=2, cursor=first.next_cursor)
        by_term = queries.list_term_groups(session, words="رخصه قياده")
        by_title = queries.list_term_groups(session, words="LOST")
        by_domain = queries.list_term_groups(session, domain="asking")
        signs = queries.list_term_groups(session, words="؟")
        with pytest.raises(Invalid):
            queries.list_term_groups(session, cursor="x")
    assert [one.id for one in (*first.items, *rest.items)] == [LICENCE, LOST, ASKING]
    assert (first.total, rest.next_cursor) == (3, None)
    assert [one.id for one in by_term.items] == [LICENCE]
    assert [one.id for one in by_title.items] == [LOST]
    assert [one.id for one in by_domain.items] == [ASKING]
    assert signs.total == 0


def test_a_group_is_found_by_its_id_and_by_a_term(database: Database) -> None:
    release(database, lexicon_file())

    with database.read() as session:
        found = queries.get_term_group(session, LICENCE)
        held = queries.find_groups_of_term(session, "لَيسن")
        with pytest.raises(TermGroupNotFound):
            queries.get_term_group(session, "g_zzzzzzzzzzzz")
    assert [one.text for one in found.terms][:2] == ["رخصة قيادة", "ليسن"]
    assert found.terms[3].model_dump(by_alias=True) == {
        "text": "شوفيرية",
        "lang": "ar",
        "register": "levantine",
        "direction": "one_way",
        "weight": 0.8,
        "status": "active",
    }
    assert held == [found]


def test_without_a_release_there_is_no_lexicon(database: Database) -> None:
    with database.read() as session:
        assert queries.find_served_version(session) == ""
        for read in (queries.get_lexicon, queries.list_term_groups):
            with pytest.raises(LexiconVersionNotFound):
                read(session)


def test_the_lexicon_of_the_project_is_sound_and_broad() -> None:
    path = ROOT / "taxonomy" / "lexicon-1.1.0.json"
    found = state_of(LexiconFile.model_validate_json(path.read_bytes()))

    assert faults(found) == []
    assert len(found.groups) >= 400
    registers = {term.register for one in found.groups.values() for term in one.terms}
    assert registers == {"msa", "gulf", "egyptian", "levantine", "en", "translit", "misspelling"}
