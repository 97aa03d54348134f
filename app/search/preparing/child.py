"""What a process beside the first does: it prepares batches until the first has ended.

It knows nothing of the database, has no environment and writes nothing but its answers. Two
threads listen and answer while it works, so that the first process is never waited for.
"""

import gc
import os
import signal
import socket
from contextlib import suppress
from pathlib import Path
from queue import SimpleQueue
from threading import Thread

from app.search.preparing import lines
from app.search.preparing.rows import prepare_packed

READY = b""
"""The first message: from now on batches are listened for."""
_FIRST_TO_GO = "1000"
"""When memory runs short, the system ends this process and no other (``proc(5)``)."""

Coming = SimpleQueue[bytearray]
Leaving = SimpleQueue[bytes]


def main() -> None:
    """Prepare the batches that come in on the standard input, which is a socket."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the first process decides
    with suppress(OSError):  # elsewhere than on Linux there is no such file
        Path("/proc/self/oom_score_adj").write_text(_FIRST_TO_GO, "ascii")
    gc.disable()  # analysis leaves no rings of objects behind
    line, coming, leaving = socket.socket(fileno=0), Coming(), Leaving()
    Thread(target=_listen, args=(line, coming), daemon=True).start()
    Thread(target=_answer, args=(line, leaving), daemon=True).start()
    leaving.put(READY)
    while True:
        leaving.put(prepare_packed(coming.get()))


def _listen(line: socket.socket, coming: Coming) -> None:
    """Take in batches; when the first process has ended, this one ends at once."""
    try:
        while True:
            coming.put(lines.receive(line))
    finally:
        os._exit(0)


def _answer(line: socket.socket, leaving: Leaving) -> None:
    try:
        while True:
            lines.send(line, leaving.get())
    finally:
        os._exit(0)
