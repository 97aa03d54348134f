"""Memory that a long piece of work leaves behind."""

import ctypes
import gc
import sys

MANY = 10_000
"""Things whose handling leaves enough behind that looking for it pays."""
_YOUNG, _MIDDLE, _OLD = 20_000, 20, 20
"""How many new objects, and how many collections of a generation, make the collector look."""


def settle() -> None:
    """Keep the collector from walking over what is there, and from walking too often.

    Work on many rows makes many objects and hardly a ring of them: with Python's own
    thresholds a quarter of the time of an import went into looking for rings.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(_YOUNG, _MIDDLE, _OLD)


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
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
