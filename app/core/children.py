"""Starting bare processes of our own interpreter: what they are to be told."""

import sys
from pathlib import Path

_HOME = Path(__file__).parents[2]


def module_path() -> list[str]:
    """Say where modules are found, Dalil's own first.

    A process without ``site`` knows nothing of an installation for editing, whose folder
    need not be on the path of the process that starts it.
    """
    return [str(_HOME), *sys.path]
