"""Memory that a long piece of work leaves behind."""

import ctypes
import gc
import sys
from collections.abc import Callable

MANY = 10_000
"""Things whose handling leaves enough behind that looking for it pays."""
_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
"""How many new objects, and how many collections of a generation, make the collector look."""
_ARENA_MAX, _ARENAS = -8, 1
"""glibc's ``M_ARENA_MAX`` (``mallopt(3)``): one, as Python's threads take turns anyway."""


def settle() -> None:
    """Keep the collector from walking over what is there, and from walking too often.

    Work on many rows makes many objects and hardly a ring of them: with Python's own
    thresholds a quarter of the time of an import went into looking for rings.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


def share() -> None:
    """Let all threads take from one piece of memory; to be said before they are there.

    Each would keep a piece for itself, and of a long import a tenth would stay in several.
    """
    if mallopt := _of_glibc("mallopt"):
        mallopt(_ARENA_MAX, _ARENAS)


def give_back(things: int = MANY) -> None:
    """Return freed memory to the system, which glibc would rather keep (``malloc_trim(3)``).

    After a hundred thousand services were indexed this is more than half of the process;
    after fewer ``things`` than many nothing is done.
    """
    if things < MANY:
        return
    gc.collect()
    trim()


def trim() -> None:
    """Return what is free already, without looking for rings of objects: that takes long."""
    if malloc_trim := _of_glibc("malloc_trim"):
        malloc_trim(0)


def _of_glibc(name: str) -> Callable[..., int] | None:
    """Find a function of glibc; musl has none of those that are asked for here."""
    found: Callable[..., int] | None = None
    if sys.platform == "linux":
        found = getattr(ctypes.CDLL(None), name, None)
    return found
