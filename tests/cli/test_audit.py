"""The journal is proved and written down from the command line."""

import csv
import io
import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
import time_machine
from sqlalchemy import text
from typer.testing import CliRunner, Result

from app.catalogue.commands import archive
from app.cli.main import app
from app.core import journal
from app.core.db import Database
from app.core.journal import Change
from app.core.settings import ROOT
from app.entities.commands import put_entity, retire_entity
from app.entities.schemas import EntityIn
from tests.catalogue import world
from tests.guards.documentation import blocks


@pytest.fixture
def store(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", database.url.render_as_string(hide_password=False))
    for day in (1, 2, 3):
        change = Change(
            kind="service_archived",
            subject_type="service",
            subject_id=f"s{day}",
            op="delete",
            actor="=cmd()" if day == 2 else "key:abc",
            changed_fields=("title", "hasCost"),
            reason='@closed, "for ever"\nخدمة' if day == 3 else None,
        )
        with time_machine.travel(f"2026-03-0{day}T23:30:00Z", tick=False), database.write() as work:
            journal.record(work, change)
    return database


def run(*words: str) -> Result:
    return CliRunner().invoke(app, ["audit", *words])


def rows(result: Result) -> list[dict[str, str]]:
    assert result.exit_code == 0, result.stderr
    return list(csv.DictReader(io.StringIO(result.stdout.removeprefix("\ufeff"), newline="")))


_COLUMNS = """at, actor, kind, subject_type, subject_id, op, version, changed_fields, reason,
    replaced_by, digest, is_public, prev_hash, hash"""


def test_a_whole_journal_is_proved_and_anchored(store: Database) -> None:
    result = run("verify")

    with store.read() as session:
        tip = journal.entry_at(session, 3)
    assert tip is not None
    assert result.exit_code == 0
    assert "3 entries, each follows the one before it." in result.stderr
    assert f"Anchor: 3:{tip.hash}" in result.stderr
    assert run("verify", "--anchor", f"3:{tip.hash}").exit_code == 0


@pytest.mark.parametrize(
    ("statement", "entry"),
    [
        ("UPDATE journal_entry SET reason = 'nothing' WHERE seq = 2", 2),
        ("DELETE FROM journal_entry WHERE seq = 2", 2),
        ("DELETE FROM journal_entry WHERE seq = 3", 3),
        ("UPDATE journal_entry SET is_public = NOT is_public WHERE seq = 1", 1),
        ("UPDATE journal_head SET seq = 2", 4),
        ("UPDATE journal_head SET at = '9999-01-01T00:00:00.000000Z'", 4),
        ("DELETE FROM journal_head", 4),
        ("UPDATE journal_entry SET at = 'yesterday' WHERE seq = 2", 2),
        ("UPDATE journal_entry SET at = replace(at, 'T', ' ') WHERE seq = 2", 2),
        ("UPDATE journal_entry SET replaced_by = '{}' WHERE seq = 2", 2),
        ("UPDATE journal_entry SET replaced_by = 'null' WHERE seq = 2", 2),
        (f"INSERT INTO journal_entry SELECT -7, {_COLUMNS} FROM journal_entry WHERE seq = 2", -7),
    ],
)
def test_the_first_broken_entry_is_named(store: Database, statement: str, entry: int) -> None:
    with store.engine.begin() as connection:
        connection.execute(text(statement))

    for words in (["audit", "verify"], ["journal", "verify"]):
        result = CliRunner().invoke(app, words)
        assert result.exit_code == 1
        assert f"The journal is broken at entry {entry}." in result.stderr


@pytest.mark.parametrize(
    "change",
    ["is_public = 2", "is_public = 0.5", "actor = CAST(actor AS BLOB)", "replaced_by = '{'"],
)
def test_what_sqlite_keeps_of_another_kind_is_found(store: Database, change: str) -> None:
    if not store.is_sqlite:
        pytest.skip("PostgreSQL keeps the kind of a column.")
    with store.engine.begin() as connection:
        connection.execute(text(f"UPDATE journal_entry SET {change} WHERE seq = 2"))

    result = run("verify")

    assert result.exit_code == 1
    assert "The journal is broken at entry 2." in result.stderr


SERVICE = "moi-res18-renew"
_OF = f"WHERE service_id = '{SERVICE}'"


@pytest.fixture
def catalogue(seeded: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Database:
    monkeypatch.setenv("DALIL_DATA_DIR", str(tmp_path))
    monkeypatch.setenv("DALIL_DATABASE_URL", seeded.url.render_as_string(hide_password=False))
    with seeded.write() as session:
        archive(session, "asu-asu-adm", actor="test", reason="It ends")
    return seeded


def test_what_is_served_is_what_the_journal_says(catalogue: Database) -> None:
    result = run("verify")

    assert result.exit_code == 0, result.stderr
    assert "Every document and revision of a service is what its entry says." in result.stderr


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"UPDATE service_document SET body = :body {_OF}", "The document of the service"),
        (f"UPDATE service_document SET etag = 'x' {_OF}", "The document of the service"),
        (f"UPDATE service_document SET version = 9 {_OF}", "The document of the service"),
        (f"DELETE FROM service_document {_OF}", "What is served of the service"),
        (f"UPDATE service_revision SET content = '{{}}' {_OF}", "The revision 1 of the service"),
        ("UPDATE past_document SET body = :body", "The former document of the service"),
    ],
)
def test_what_was_altered_behind_the_journal_is_named(
    catalogue: Database, statement: str, named: str
) -> None:
    with catalogue.engine.begin() as connection:
        body = {"body": b'{"title": "free of charge"}'} if ":body" in statement else {}
        assert connection.execute(text(statement), body).rowcount == 1

    result = run("verify")

    assert result.exit_code == 1
    assert named in result.stderr
    assert "is not what the journal says." in result.stderr


TITLE = """replace(content, '"en"', '"fr"')"""


@pytest.mark.parametrize(
    ("statement", "named"),
    [
        (f"UPDATE entity SET content = :json({TITLE}) WHERE id = 'moi'", "The entity 'moi'"),
        (
            f"UPDATE entity_revision SET content = :json({TITLE}) WHERE entity_id = 'moi'",
            "The version 1 of the entity 'moi'",
        ),
        ("DELETE FROM entity_revision WHERE entity_id = 'moi'", "The version 1 of the entity"),
        (f"UPDATE evidence_type SET content = :json({TITLE})", "The evidence-type '"),
        (f"UPDATE channel SET content = :json({TITLE})", "The channel '"),
        (f"UPDATE legal_resource SET content = :json({TITLE})", "The legal-resource '"),
        ("DELETE FROM legal_resource", "The legal-resource '"),
        (
            "UPDATE scheme_version SET snapshot = replace(snapshot, '\"en\"', '\"fr\"')",
            "The taxonomy version '",
        ),
        ("UPDATE scheme_version SET sha256 = 'x'", "The taxonomy version '"),
        (
            f"UPDATE concept_in_version SET content = :json({TITLE})",
            "What is read of the taxonomy version '",
        ),
        ("UPDATE concept_in_version SET notation = '99'", "What is read of the taxonomy version '"),
        ("UPDATE lexicon_version SET snapshot = snapshot || ' '", "of the lexicon"),
    ],
)
def test_records_and_taxonomies_that_were_altered_are_named(
    catalogue: Database, statement: str, named: str
) -> None:
    if not catalogue.is_sqlite:
        statement = statement.replace("replace(content,", "replace(CAST(content AS text),")
        statement = re.sub(r":json\((.*?\))\)", r"CAST(\1 AS json)", statement)
        statement = statement.replace("CAST(content AS json)", "content")
    else:
        statement = statement.replace(":json", "")
    with catalogue.engine.begin() as connection:
        assert connection.execute(text(statement)).rowcount >= 1

    result = run("verify")

    assert result.exit_code == 1
    assert named in result.stderr


def test_an_entity_that_is_no_more_is_proved_too(catalogue: Database) -> None:
    with catalogue.write() as session:
        entry = EntityIn.model_validate(
            {"id": "old", "type": "council", "title": {"ar": "جهة", "en": "Old body"}}
        )
        put_entity(session, entry, actor="test")
        retire_entity(session, "old", replaced_by=["moi"], actor="test", reason="It ends")

    result = run("verify")
    assert result.exit_code == 0, result.stderr


def test_an_anchor_finds_a_journal_that_was_written_anew(store: Database) -> None:
    for anchor in (f"3:{'0' * 64}", f"9:{'0' * 64}"):
        result = run("verify", "--anchor", anchor)
        assert result.exit_code == 1
        assert "the journal was replaced" in result.stderr
    for bad in ("3", "x:y", "3:", "³:abc"):
        assert run("verify", "--anchor", bad).exit_code == 2


def test_the_export_is_a_table_without_formulas(store: Database) -> None:
    found = rows(run("export"))

    assert [one["seq"] for one in found] == ["1", "2", "3"]
    assert found[1]["actor"] == "'=cmd()"
    assert found[2]["reason"] == '\'@closed, "for ever"\nخدمة'
    assert found[0]["changedFields"] == "title; hasCost"
    assert (found[0]["reason"], found[0]["isPublic"]) == ("", "true")


def test_the_export_covers_whole_days(store: Database) -> None:
    assert [one["seq"] for one in rows(run("export", "--from", "2026-03-02"))] == ["2", "3"]
    assert [one["seq"] for one in rows(run("export", "--to", "2026-03-02"))] == ["1", "2"]
    between = run("export", "--from", "2026-03-01T23:31:00Z", "--to", "2026-03-03T02:29:00+03:00")
    assert rows(between) == []
    assert [one["seq"] for one in rows(run("export", "--subject", "s3"))] == ["3"]
    assert [one["seq"] for one in rows(run("export", "--actor", "=cmd()"))] == ["2"]


def test_the_export_is_lines_of_json_too(store: Database, tmp_path: Path) -> None:
    output = tmp_path / "audit.ndjson"

    result = run("export", "--format", "ndjson", "--output", str(output))

    lines = [json.loads(line) for line in output.read_text("utf-8").splitlines()]
    assert result.exit_code == 0
    assert [one["seq"] for one in lines] == [1, 2, 3]
    assert lines[1]["actor"] == "=cmd()"
    assert lines[1]["prevHash"] == lines[0]["hash"]


def test_what_cannot_be_exported_is_refused(store: Database, tmp_path: Path) -> None:
    assert run("export", "--from", "never").exit_code == 2
    assert run("export", "--to", "2026-02-30").exit_code == 2
    assert run("export", "--format", "xml").exit_code == 2
    result = run("export", "--output", str(tmp_path / "none" / "x.csv"))
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def test_a_real_catalogue_is_exported_whole(store: Database) -> None:
    with store.write() as session:
        world.build(session)
        world.publish(session, world.entry("a"), world.entry("b"))
    with store.read() as session:
        head = journal.head(session)

    assert len(rows(run("export"))) == head
    assert run("verify").exit_code == 0


def test_the_documented_check_needs_nothing_of_dalil(store: Database, tmp_path: Path) -> None:
    (check,) = blocks(ROOT / "docs" / "operate" / "audit.md", "python")
    exported = run("export", "--format", "ndjson").stdout

    def checked(lines: str) -> "subprocess.CompletedProcess[str]":
        return subprocess.run(
            [sys.executable, "-c", check], input=lines, capture_output=True, text=True, check=False
        )

    assert checked(exported).returncode == 0
    altered = checked(exported.replace('"subjectId":"s2"', '"subjectId":"s9"'))
    assert (altered.returncode, altered.stderr) == (1, "broken at entry 2\n")


def test_a_submission_that_the_journal_does_not_know_is_named(catalogue: Database) -> None:
    with catalogue.engine.begin() as connection:
        connection.execute(
            text(
                "INSERT INTO submission (id, service_id, entity_id, revision, version, state,"
                " submitted_at, submitted_by, due_at, fields, findings, rules) VALUES"
                f" ('s_forged', '{SERVICE}', 'moi', 1, 1, 'published',"
                " '2026-03-01T00:00:00.000000Z', 'key:a', '2026-03-06T00:00:00.000000Z',"
                " '[]', '[]', 'x')"
            )
        )

    result = run("verify")

    assert result.exit_code == 1
    assert "The submission 's_forged' is not what the journal says." in result.stderr
