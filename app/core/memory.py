"""Memory that a long piece of work leaves behind."""

import ctypes
import gc
import sys

MANY = 10_000
"""Things whose handling leaves enough behind that looking for it pays."""


def give_back(things: int = MANY) -> None:
    """Return freed memory to the system, which glibc would rather keep (``malloc_trim(3)``).

    After a hundred thousand services were indexed this is more than half of the process;
    after fewer ``things`` than many nothing is done.
    """
    if things < MANY:
        return
    gc.collect()
    if sys.platform == "linux":
        trim = getattr(ctypes.CDLL(None), "malloc_trim", None)  # musl has none
        if trim is not None:
            trim(0)
