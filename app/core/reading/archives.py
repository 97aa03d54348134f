"""Looking at a workbook from outside before anything in it is read."""

import zipfile
from pathlib import Path
from typing import IO
from xml.parsers import expat

from app.core.reading import limits
from app.core.reading.prologs import has_declarations
from app.core.reading.refusals import Refused

_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_WORKBOOK = b"spreadsheetml.sheet.main+xml"
_SHARED = "xl/sharedStrings.xml"
_MACROS = (b"macroEnabled", b"vbaProject")
_RATIO_COUNTS_FROM = 1024 * 1024


def check_archive(path: Path) -> None:
    """Refuse what is no plain workbook, or would be too large when it is unpacked.

    Raises:
        Refused: with the reason.

    """
    with path.open("rb") as file:
        beginning = file.read(8)
    if beginning.startswith(_OLE):
        raise Refused("old-or-encrypted")
    try:
        with zipfile.ZipFile(path) as archive:
            _check_sizes(archive.infolist())
            _check_parts(archive)
    except (zipfile.BadZipFile, KeyError, EOFError, NotImplementedError, RuntimeError, OSError):
        raise Refused("not-a-workbook") from None


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    if len(parts) > limits.MOST_FILES_IN_ARCHIVE:
        raise Refused("bomb")
    if sum(part.file_size for part in parts) > limits.MOST_UNPACKED_BYTES:
        raise Refused("bomb")
    for part in parts:
        if part.filename == _SHARED and part.file_size > limits.MOST_SHARED_BYTES:
            raise Refused("too-much-memory")
        ratio = part.file_size / max(part.compress_size, 1)
        if part.file_size > _RATIO_COUNTS_FROM and ratio > limits.MOST_RATIO:
            raise Refused("bomb")
        if part.flag_bits & 1:
            raise Refused("old-or-encrypted")
    # Two parts of one name are read differently by different programs.
    if len({part.filename for part in parts}) != len(parts):
        raise Refused("not-a-workbook")


def _check_parts(archive: zipfile.ZipFile) -> None:
    kinds = archive.read("[Content_Types].xml")
    is_named = any("vbaproject" in name.lower() for name in archive.namelist())
    if is_named or any(mark in kinds for mark in _MACROS):
        raise Refused("macros")
    if _WORKBOOK not in kinds:
        raise Refused("not-a-workbook")
    for name in archive.namelist():
        if name.lower().endswith((".xml", ".rels")):
            with archive.open(name) as part:
                _check_prolog(part)


def _check_prolog(part: IO[bytes]) -> None:
    """Refuse a part that declares anything before its first element."""
    try:
        if has_declarations(part):
            raise Refused("entities")
    except expat.ExpatError:
        raise Refused("not-a-workbook") from None
