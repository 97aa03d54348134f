"""Promises about the files: nothing of one machine, nothing unlocked, letters as letters."""

import re
import subprocess
from pathlib import Path

import orjson
import pytest

from app.catalogue.queries.documents import stream_documents
from app.core.db import Database
from app.core.settings import ROOT
from app.core.text import fault_of

_PRESENTATION = re.compile("[\ufb50-\ufdff\ufe70-\ufefc]")
_TEXT = {".py", ".md", ".toml", ".txt", ".in", ".ini", ".yml", ".yaml", ".json", ".jsonl", ".mako",
         ".html", ".css", ".cff", ""}  # fmt: skip
LOCKS = sorted((ROOT / "requirements").glob("*.txt"))
STORED = sorted([*(ROOT / "seeds").glob("*.jsonl"), *(ROOT / "taxonomy").glob("*.json")])


def _tracked() -> list[Path]:
    """List the files under version control, or all but the built ones without git."""
    done = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode == 0:
        found = [ROOT / name for name in done.stdout.decode().split("\0") if name]
    else:
        found = [one for one in ROOT.rglob("*") if not set(one.parts) & {".venv", "var", ".git"}]
    return [one for one in found if one.is_file() and one.suffix in _TEXT]


def test_no_file_speaks_of_one_machine() -> None:
    # Written in pieces, so that this file does not find itself.
    machine = re.compile(
        "|".join(["/wo" + "rk/", "/ho" + "me/[a-z]", "/ro" + "ot/", "C:\\\\Us" + "ers"])
    )
    found = [
        f"{path.relative_to(ROOT)}: {hit[0]}"
        for path in _tracked()
        if (hit := machine.search(path.read_text("utf-8", errors="replace")))
    ]

    assert found == []


def test_no_built_or_private_file_is_tracked() -> None:
    done = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, check=False)
    if done.returncode != 0:
        pytest.skip("not a git checkout")
    names = done.stdout.decode().splitlines()

    assert [
        n for n in names if re.search(r"(^|/)(\.venv|var|__pycache__|\.env|node_modules)(/|$)", n)
    ] == []
    assert [n for n in names if n.endswith((".sqlite3", ".pyc", ".pem", ".key"))] == []


@pytest.mark.parametrize("path", LOCKS, ids=lambda path: path.name)
def test_requirements_are_locked_by_hashes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    pins = re.findall(
        r"^([A-Za-z0-9._-]+)(\[[^\]]+\])?==([^ \\;]+)([^\n]*)\n((?:    .*\n?)*)", text, re.M
    )

    lines = [line for line in text.splitlines() if line and line[0] not in " #"]
    assert len(pins) == len(lines) > 0
    assert [name for name, _, _, _, below in pins if "--hash=sha256:" not in below] == []


@pytest.mark.parametrize("path", sorted((ROOT / "requirements").iterdir()), ids=lambda p: p.name)
def test_requirements_name_no_registry(path: Path) -> None:
    assert not re.search(r"https?://|--(extra-)?index-url|--find-links", path.read_text("utf-8"))


def test_every_lock_has_its_source() -> None:
    assert [path.stem for path in LOCKS if not path.with_suffix(".in").exists()] == []


@pytest.mark.parametrize("path", STORED, ids=lambda path: path.name)
def test_stored_texts_are_letters_not_their_forms(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert _PRESENTATION.search(text) is None
    assert fault_of(text) is None


def test_served_documents_hold_letters_not_their_forms(seeded: Database) -> None:
    with seeded.read() as session:
        for key, body in stream_documents(session):
            text = body.decode("utf-8")
            assert _PRESENTATION.search(text) is None, key
            assert fault_of(text) is None, key
            assert orjson.dumps(orjson.loads(body)) == body, key
