"""Promises about the code itself: it is small, named well and says what it is for."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.core.settings import ROOT

MODULES = sorted((ROOT / "app").rglob("*.py"))
NAMES = [str(path.relative_to(ROOT)) for path in MODULES]
_EMPTY_NAMES = {"utils", "util", "helpers", "helper", "common", "manager", "misc", "data", "info"}


def _public(tree: ast.Module) -> Iterator[ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef]:
    """Walk public classes and functions, and the public methods of public classes."""
    kinds = (ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for one in tree.body:
        if isinstance(one, kinds) and not one.name.startswith("_"):
            yield one
            if isinstance(one, ast.ClassDef):
                for method in one.body:
                    if isinstance(method, kinds) and not method.name.startswith("_"):
                        yield method


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_everything_public_says_what_it_is_for(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))

    assert ast.get_docstring(tree), "the module has no docstring"
    assert [one.name for one in _public(tree) if not ast.get_docstring(one)] == []


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_file_is_small(path: Path) -> None:
    assert len(path.read_text(encoding="utf-8").splitlines()) <= 300


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_function_is_short(path: Path) -> None:
    tree = ast.parse(path.read_text(encoding="utf-8"))
    functions = [one for one in ast.walk(tree) if isinstance(one, ast.FunctionDef)]

    assert [one.name for one in functions if _statements_lines(one) > 45] == []


def _statements_lines(function: ast.FunctionDef) -> int:
    """Count the lines of the body, its docstring not included."""
    body = function.body[1:] if ast.get_docstring(function) else function.body
    return (body[-1].end_lineno or 0) - body[0].lineno + 1 if body else 0


@pytest.mark.parametrize("path", MODULES, ids=NAMES)
def test_a_module_has_a_name_that_says_something(path: Path) -> None:
    parts = path.relative_to(ROOT).with_suffix("").parts

    assert not _EMPTY_NAMES & {word for part in parts for word in part.split("_")}
    assert path.stem != "service"


def test_nothing_is_left_to_be_done_later() -> None:
    words = re.compile(r"\b(TODO|FIXME|XXX|HACK)\b")

    assert [str(path) for path in MODULES if words.search(path.read_text("utf-8"))] == []


def test_the_environment_and_the_clock_are_read_in_one_place() -> None:
    environment = re.compile(r"os\.environ|os\.getenv")
    clock = re.compile(r"datetime\.(now|utcnow|today)\(|date\.today\(|time\.time\(\)")
    found = {
        (str(path.relative_to(ROOT)), what)
        for path in MODULES
        for what, pattern in (("environment", environment), ("clock", clock))
        if pattern.search(path.read_text("utf-8"))
    }

    assert found == {("app/core/clock.py", "clock")}


def test_an_http_error_is_never_raised_below_the_api() -> None:
    delivery = {"api", "portal"}
    below = [path for path in MODULES if not delivery & set(path.relative_to(ROOT).parts)]

    assert [path for path in below if "raise HTTPException" in path.read_text("utf-8")] == []
