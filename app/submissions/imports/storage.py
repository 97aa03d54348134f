"""Where the files of imports lie: a folder for each, in the data folder."""

import shutil
from collections.abc import Iterator
from pathlib import Path

FOLDER = "imports"


class ImportFolder:
    """The files of one import: what was sent, its rows as they were read, its report."""

    def __init__(self, data_dir: Path, import_id: str) -> None:
        self.path = data_dir / FOLDER / import_id
        self.sent = self.path / "sent"
        self.rows = self.path / "rows"

    def create(self) -> None:
        """Make the folder."""
        self.path.mkdir(parents=True, mode=0o700)

    def remove(self) -> None:
        """Remove the folder with everything in it; a missing one is no fault."""
        shutil.rmtree(self.path, ignore_errors=True)


def folders(data_dir: Path) -> Iterator[str]:
    """List the imports that have a folder here."""
    above = data_dir / FOLDER
    if above.is_dir():
        yield from sorted(one.name for one in above.iterdir() if one.is_dir())
