"""Where ``dalil`` begins."""

import gc


def main() -> None:
    """Load the commands and run the one that was asked for.

    What modules hold stays to the end. To look for rings of objects among it, again and
    again while they are loaded, would take about an eighth of a start.
    """
    gc.disable()
    from app.cli.main import app  # noqa: PLC0415

    gc.freeze()
    gc.enable()
    app()
