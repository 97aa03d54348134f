"""Looking into a file as soon as it has arrived, so that whoever sent it learns at once."""

from pathlib import Path

from app.core.reading.process import describe, write_rows
from app.submissions.imports.mapping import MappingFile
from app.submissions.imports.schemas import Encoding, Kind
from app.submissions.imports.steps import asked_of, heading_of


def probe(
    file: Path, kind: Kind, *, encoding: Encoding | None = None, mapping: MappingFile | None = None
) -> None:
    """Read the beginning of a file and its headers.

    Raises:
        UnreadableFile: it is hostile or broken, or its columns do not make entries.
        UnusableMapping: the mapping names a column that is not there.

    """
    output = file.with_suffix(".probe")
    try:
        write_rows(file, output, asked_of(kind, encoding, mapping), is_probe=True)
        if output.exists():
            heading_of(mapping, describe(output))
    finally:
        output.unlink(missing_ok=True)
