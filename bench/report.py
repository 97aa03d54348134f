"""Results as a table with ratios and targets, for people and for the documentation."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

from bench.load import Rate

HEADINGS = ("Measure", "Dalil", "Compared with", "Ratio", "Target", "")


@dataclass(frozen=True)
class Result:
    """One line: a figure, what it is compared with, and whether a target is met."""

    measure: str
    figure: str
    compared: str = ""
    ratio: float | None = None
    target: str = ""
    is_met: bool | None = None

    def cells(self, mark: Callable[[bool], str]) -> list[str]:
        """Write the line as cells."""
        ratio = "" if self.ratio is None else f"{self.ratio:.2f}"
        met = "" if self.is_met is None else mark(self.is_met)
        return [self.measure, self.figure, self.compared, ratio, self.target, met]


def beside(measure: str, rate: Rate, yard: Rate, *, name: str, least: float = 0) -> Result:
    """Compare two rates of requests, of which Dalil's should not fall too far behind."""
    ratio = rate.per_processor_second / yard.per_processor_second
    return Result(
        measure,
        _written(rate),
        f"{name} {_written(yard)}",
        ratio,
        f"≥ {least:.2f}" if least else "",
        ratio >= least if least else None,
    )


def slowed(measure: str, rate: Rate, before: Rate, *, name: str, most: float) -> Result:
    """Compare the time that a request takes with the time it took before."""
    ratio = before.per_processor_second / rate.per_processor_second
    compared = f"{name} {_written(before)}"
    return Result(measure, _written(rate), compared, ratio, f"≤ {most:.2f}", ratio <= most)


def at_least(measure: str, rate: Rate, *, least: float) -> Result:
    """Compare a rate with its lower bound, for each second of processor time."""
    is_met = rate.per_processor_second >= least
    return Result(measure, _written(rate), "", None, f"≥ {least:g}/s", is_met)


def at_most(measure: str, figure: float, *, most: float, unit: str) -> Result:
    """Compare a figure with its upper bound."""
    digits = 1 if figure < 100 else 0
    return Result(
        measure, f"{figure:.{digits}f} {unit}", "", None, f"≤ {most:g} {unit}", figure <= most
    )


def _written(rate: Rate) -> str:
    return f"{rate.per_second:,.0f}/s ({rate.per_processor_second:,.0f})"


def show(console: Console, title: str, results: Iterable[Result]) -> None:
    """Print results as a table."""
    table = Table(*HEADINGS, title=title)
    for one in results:
        table.add_row(*one.cells(lambda is_met: "[green]✓[/]" if is_met else "[red]✗[/]"))
    console.print(table)


def write_markdown(path: Path, results: Iterable[Result]) -> None:
    """Write results as a Markdown table."""
    lines = [HEADINGS, ("---",) * len(HEADINGS)]
    cells = [one.cells(lambda is_met: "met" if is_met else "**missed**") for one in results]
    text = "\n".join(f"| {' | '.join(line)} |" for line in [*lines, *cells])
    path.write_text(text + "\n", encoding="utf-8")
