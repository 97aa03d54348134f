"""What the documentation tells people to type and to follow exists."""

import pkgutil
import re
import shlex
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest
import typer.main

import app
from app.cli.main import app as command_line
from app.core.errors import DalilError
from app.core.settings import ROOT
from app.main import openapi_document
from tests.guards.documentation import anchors, blocks, links, named, pages, tables

README = ROOT / "README.md"
QUICK_START = ["make run", "make test"]
PAGES = pytest.mark.parametrize("page", pages(), ids=named)
_BEFORE = r"(?:sudo -u \S+ )?(?:[A-Z_]+=\S+ )*(?:\S*/)?"
_ADDRESS = re.compile(r"(?<![\w])/v1(?:/[\w{}.\-]+)*")


@pytest.fixture(scope="module")
def served_addresses() -> list[str]:
    paths = openapi_document()["paths"]
    return [path if "servers" in item else f"/v1{path}".rstrip("/") for path, item in paths.items()]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text("utf-8"), re.M))


def typed_commands(page: Path, program: str) -> Iterator[list[str]]:
    """Read what is typed after a program's name, in code blocks and within lines."""
    within_lines = re.findall(r"`([^`…\n]+)`", page.read_text("utf-8"))
    in_blocks = [line for code in blocks(page, "sh") for line in code.splitlines()]
    for line in [*within_lines, *in_blocks]:
        if found := re.match(rf"{_BEFORE}{program} (.+)", line.partition(" #")[0]):
            yield shlex.split(found[1])


def is_command(words: list[str]) -> bool:
    """Tell whether the command line knows these words and options."""
    command = typer.main.get_command(command_line)
    for word in words:
        below = getattr(command, "commands", {})
        if word.startswith("--"):
            known = [option for one in command.params for option in one.opts]
            if word not in (*known, "--help"):
                return False
        elif below:
            if word not in below:
                return False
            command = below[word]
    return True


def is_served(address: str, templates: list[str]) -> bool:
    parts = address.rstrip(".").split("/")
    return any(
        len(parts) == len(known)
        and all(
            kept == asked or kept.startswith("{") for kept, asked in zip(known, parts, strict=True)
        )
        for known in (template.split("/") for template in templates)
    )


def error_codes() -> set[str]:
    for module in pkgutil.walk_packages(app.__path__, "app."):
        if module.name.endswith(".errors"):
            import_module(module.name)
    found, waiting = set(), [DalilError]
    while waiting:
        error = waiting.pop()
        found.add(error.code)
        waiting.extend(one for one in error.__subclasses__() if one.__module__.endswith("errors"))
    return found


def test_the_quick_start_is_two_commands():
    first = [block.strip() for block in blocks(README, "sh")[:2]]

    assert first == QUICK_START


@PAGES
def test_every_make_target_that_is_named_exists(page: Path):
    named_targets = {words[0] for words in typed_commands(page, "make")}

    assert named_targets - make_targets() == set()


@PAGES
def test_every_command_that_is_named_exists(page: Path):
    assert [words for words in typed_commands(page, "dalil") if not is_command(words)] == []


@PAGES
def test_every_link_leads_somewhere(page: Path):
    broken = []
    for link in links(page):
        path, _, anchor = link.partition("#")
        target = (page.parent / path).resolve() if path else page
        if not target.exists() or (anchor and anchor not in anchors(target)):
            broken.append(link)

    assert broken == []


@PAGES
def test_every_address_that_is_named_is_served(page: Path, served_addresses: list[str]):
    asked = set(_ADDRESS.findall(page.read_text("utf-8")))

    assert {address for address in asked if not is_served(address, served_addresses)} == set()


@PAGES
def test_every_python_example_can_be_read(page: Path):
    for code in blocks(page, "python"):
        assert compile(code, named(page), "exec")


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [README]
    while waiting:
        page = waiting.pop()
        reached.add(page)
        targets = {(page.parent / link.partition("#")[0]).resolve() for link in links(page)}
        waiting.extend(one for one in targets - reached if one.suffix == ".md")

    assert {named(page) for page in pages()} - {named(page) for page in reached} == set()


def test_every_error_code_is_documented():
    rows = tables(ROOT / "docs" / "use" / "errors.md")

    assert error_codes() - {row[0].strip("`") for row in rows} == set()


def test_every_setting_the_documentation_names_exists():
    known = (ROOT / "docs" / "operate" / "settings.md").read_text("utf-8")
    asked = {
        name for page in pages() for name in re.findall(r"\bDALIL_[A-Z_]+", page.read_text("utf-8"))
    }

    assert {name for name in asked if f"`{name}`" not in known} == set()
