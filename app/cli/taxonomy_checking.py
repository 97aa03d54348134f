"""What ``dalil taxonomy check`` does: it reads a file and applies the rules of integrity."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table
from rich.text import Text

from app.core.errors import Finding
from app.interchange.schemes.files import read_scheme
from app.interchange.schemes.table_reading import TableOptions
from app.interchange.schemes.values import ReadScheme
from app.taxonomy.integrity import Terms, check

MOST_SHOWN = 200


@dataclass(frozen=True)
class Checked:
    """What was read, when the file could be read at all, and what was found."""

    read: ReadScheme | None
    findings: Sequence[Finding]

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing stands in the way of a release."""
        return self.read is not None and not self.errors

    @property
    def errors(self) -> int:
        """Count what stands in the way of a release; the rest are warnings."""
        return sum(one.severity == "error" for one in self.findings)


def check_file(
    file: Path, form: str, options: TableOptions, *, languages: tuple[str, ...]
) -> Checked:
    """Read a file and judge what it says.

    Raises:
        DalilError: the file cannot be read.

    """
    read = read_scheme(file, form, options)
    terms = Terms(
        languages,
        is_polyhierarchical=read.about.is_polyhierarchical,
        unique_labels=read.about.unique_labels,
    )
    return Checked(read, (*read.notices, *check(read.state, terms=terms)))


def show_findings(console: Console, checked: Checked) -> None:
    """Print what was found, the first of it in a table, and how many concepts were read."""
    if checked.findings:
        table = Table("", "Rule", "Where", "Finding")
        for one in checked.findings[:MOST_SHOWN]:
            cells = (one.severity, one.rule, one.pointer, one.message["en"])
            table.add_row(*(Text(_printable(cell)) for cell in cells))
        console.print(table)
    if checked.read:
        state = checked.read.state
        unnamed = len(checked.read.placeholders)
        active = sum(one.status == "active" for one in state.concepts.values())
        console.print(
            f"{state.scheme}: {active} active concepts, "
            f"{len(state.concepts) - active} retired, {len(state.top)} at the top, "
            f"{unnamed} without an id; {checked.errors} errors, "
            f"{len(checked.findings) - checked.errors} warnings",
            highlight=False,
            markup=False,
        )


def _printable(text: str) -> str:
    """Keep what a file says from steering the terminal."""
    return "".join(one if one.isprintable() else " " for one in text)
