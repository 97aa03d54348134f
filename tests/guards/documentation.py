"""Reading the documentation: files, links, code blocks and tables."""

import re
from collections.abc import Iterator
from pathlib import Path

from app.core.settings import ROOT

_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.M | re.S)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
_HEADING = re.compile(r"^#+ (.+)$", re.M)


def pages() -> list[Path]:
    """List every page of the documentation, at the root and in docs/."""
    return [*sorted(ROOT.glob("*.md")), *sorted((ROOT / "docs").rglob("*.md"))]


def named(page: Path) -> str:
    """Name a page as failures show it."""
    return str(page.relative_to(ROOT))


def blocks(page: Path, language: str) -> list[str]:
    """Read the code blocks of one language."""
    found = _BLOCK.findall(page.read_text("utf-8"))
    return [code for name, code in found if name == language]


def links(page: Path) -> Iterator[str]:
    """Read the links to other files and to headings, not those to the web."""
    text = _BLOCK.sub("", page.read_text("utf-8"))
    return (one for one in _LINK.findall(text) if not re.match(r"[a-z]+:", one))


def anchors(page: Path) -> set[str]:
    """Name the headings of a page as links do."""
    headings = _HEADING.findall(_BLOCK.sub("", page.read_text("utf-8")))
    return {re.sub(r"[^\w\- ]", "", one.lower()).replace(" ", "-") for one in headings}


def tables(page: Path) -> Iterator[list[str]]:
    """Read the rows of all tables, cell by cell."""
    for line in page.read_text("utf-8").splitlines():
        if line.startswith("|"):
            yield [cell.strip() for cell in line.strip("|").split(" | ")]
