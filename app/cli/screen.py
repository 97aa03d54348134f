"""What commands write to: what a catalogue or a file says cannot steer the terminal."""

import sys
from collections.abc import Iterable

from rich.console import Console, ConsoleOptions, RenderableType
from rich.segment import Segment

from app.core.text import harmless


class Screen(Console):
    """A console that shows control characters as pictures, and texts without markup."""

    def __init__(self, *, stderr: bool = False, width: int | None = None) -> None:
        super().__init__(stderr=stderr, width=width, markup=False)

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        """Turn something into segments; those that only steer are the console's own."""
        for one in super().render(renderable, options):
            yield one if one.control else one._replace(text=harmless(one.text))


def write_lines(lines: Iterable[str]) -> None:
    """Write lines to standard output: as they are to a file or pipe, harmless to a terminal."""
    sys.stdout.writelines(map(harmless, lines) if sys.stdout.isatty() else lines)
    sys.stdout.flush()
