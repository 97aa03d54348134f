"""Every rule and every code that an answer can name is explained at the address it gives."""

import ast
import re

import pytest

import app.main  # noqa: F401  # so that every error is known
from app.api.references import build_reference
from app.core.errors import DalilError
from app.core.settings import ROOT
from tests.guards.documentation import tables

REFERENCE = build_reference()
MODULES = sorted((ROOT / "app").rglob("*.py"))
RULE = re.compile(r"[A-Z]{2,10}-[A-Z0-9]{2,12}")
CODE = re.compile(r"[a-z]+(-[a-z]+)+")
NOT_RULES = {"SHA-256"}


def constants(tree: ast.Module) -> set[str]:
    """Read the texts of a module that stand whole in its code."""
    found = (one.value for one in ast.walk(tree) if isinstance(one, ast.Constant))
    return {value for value in found if isinstance(value, str)}


NAMED = {
    text
    for path in MODULES
    for text in constants(ast.parse(path.read_text("utf-8")))
    if RULE.fullmatch(text)
} - NOT_RULES


def test_every_rule_that_the_code_names_is_explained() -> None:
    assert len(NAMED) > 100
    assert NAMED - REFERENCE.rules.keys() == set()


def test_every_rule_that_is_explained_apart_is_named() -> None:
    apart = {
        rule
        for rule in REFERENCE.rules
        if rule.startswith(
            ("QUERY-", "TAX-", "ENTITY-", "REORG-", "KEY-", "WEBHOOK-", "WORKSHOP-", "CONS-")
        )
    }

    assert apart - NAMED == set()


def every_error(error: type[DalilError]) -> list[type[DalilError]]:
    return [error, *(one for below in error.__subclasses__() for one in every_error(below))]


@pytest.mark.parametrize("error", every_error(DalilError), ids=lambda one: one.__name__)
def test_every_error_is_explained(error: type[DalilError]) -> None:
    entry = REFERENCE.problems[error.code]

    assert (entry.status, entry.code) == (error.status, error.code)
    assert "code" not in vars(error) or "title_ar" in vars(error), "it has no Arabic title"


def test_every_code_that_is_written_out_is_explained() -> None:
    """Find ``problem(request, 400, "some-code", …)`` beside the codes of errors."""
    written = set()
    for path in (ROOT / "app" / "api").rglob("*.py"):
        for call in ast.walk(ast.parse(path.read_text("utf-8"))):
            is_named = isinstance(call, ast.Call) and isinstance(call.func, ast.Name)
            if is_named and call.func.id in ("problem", "problem_body", "refuse"):
                texts = (one.value for one in call.args if isinstance(one, ast.Constant))
                written |= {one for one in texts if isinstance(one, str) and CODE.fullmatch(one)}

    assert written - REFERENCE.problems.keys() == set()


def test_the_documentation_lists_the_same_codes() -> None:
    rows = tables(ROOT / "docs" / "use" / "errors.md")
    listed = {row[0].strip("`"): row[1] for row in rows if row[0].startswith("`")}

    assert listed == {one.code: str(one.status) for one in REFERENCE.problems.values()}


@pytest.mark.parametrize("entry", REFERENCE.rules.values(), ids=lambda one: one.id)
def test_a_rule_is_explained_in_both_languages(entry) -> None:
    for text in (entry.family, entry.message, entry.hint, entry.why):
        assert set(text) == {"ar", "en"}
        assert re.search(r"[ء-ي]", text["ar"])
        assert re.search(r"[a-z]", text["en"])
        assert "{" not in text["ar"] + text["en"]
