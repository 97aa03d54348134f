"""Showing how far long work has come."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

Advance = Callable[[str, int, int], None]
"""Takes a kind of thing, how many more of it are done, and of how many."""


@contextmanager
def counting(console: Console) -> Iterator[Advance]:
    """Show one line per kind of thing and how many of it are done."""
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    with Progress(*columns, TimeElapsedColumn(), console=console) as progress:
        tasks = {}

        def advance(kind: str, number: int, total: int) -> None:
            if kind not in tasks:
                tasks[kind] = progress.add_task(kind, total=total)
            progress.advance(tasks[kind], number)

        yield advance
