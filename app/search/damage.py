"""What damages an index: files that are no longer what tantivy has written, and how this shows."""

import json
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from app.search.errors import IndexDamaged

_CHUNK_BYTES = 1 << 20
_ENDING_BYTES = 8
"""Behind the footer stand its length and a number that is always the same, four bytes each."""

Note = Callable[[BaseException], None]


def unnoted(_fault: BaseException) -> None:
    """Take nothing down."""


def is_panic(fault: BaseException) -> bool:
    """Tell a panic of tantivy, which is not an Exception and has no module to import it from."""
    return type(fault).__name__ == "PanicException"


def is_damage(fault: BaseException) -> bool:
    """Tell what tantivy says of damaged files from what the system says, as of a full disk."""
    said = str(fault)
    is_refusal = isinstance(fault, ValueError) and "os error" not in said
    return is_panic(fault) or (is_refusal and said.startswith(("Data corrupted", "An IO error")))


@contextmanager
def noticing_damage(note: Note) -> Iterator[None]:
    """Tell ``note`` of faults that come from damaged files.

    Raises:
        IndexDamaged: in the place of such a fault.

    """
    try:
        yield
    except BaseException as fault:
        if not is_damage(fault):
            raise
        note(fault)
        raise IndexDamaged from fault


def find_damaged(index: Path) -> str | None:
    """Name a file of an index that is not as it was written, if there is one.

    Every file of a segment ends in a footer with the CRC-32 of what stands before it (tantivy
    0.27, ``directory/footer.rs``). Only segments in use count: what a killed writer has left
    may be unfinished. A missing file shows when the index is opened; another process may also
    have removed it after a merge.
    """
    try:
        used = _used(json.loads((index / "meta.json").read_bytes()))
    except (OSError, ValueError, KeyError, TypeError):
        return "meta.json"
    for file in sorted(index.iterdir()):
        if file.stem in used and not _is_sound(file):
            return file.name
    return None


def _used(meta: dict[str, list[dict[str, object]]]) -> set[str]:
    """Return how the names of the files in use begin; deletions carry a number besides."""
    found = set()
    for segment in meta["segments"]:
        name, deleted = str(segment["segment_id"]).replace("-", ""), segment["deletes"]
        found.add(name)
        if isinstance(deleted, dict):
            found.add(f"{name}.{deleted['opstamp']}")
    return found


def _is_sound(file: Path) -> bool:
    try:
        with file.open("rb") as read:
            size = read.seek(0, 2)
            read.seek(max(size - _ENDING_BYTES, 0))
            end = size - _ENDING_BYTES - int.from_bytes(read.read(4), "little")
            if end < 0:
                return False
            read.seek(end)
            expected = json.loads(read.read()[:-_ENDING_BYTES])["crc"]
            return bool(_crc(read, end) == expected)
    except FileNotFoundError:
        return True
    except (ValueError, KeyError, TypeError):
        return False


def _crc(read: BinaryIO, end: int) -> int:
    found = read.seek(0)
    for first in range(0, end, _CHUNK_BYTES):
        found = zlib.crc32(read.read(min(_CHUNK_BYTES, end - first)), found)
    return found
