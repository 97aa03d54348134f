"""The line between two processes: a socket, on which each message follows its length.

Whole messages are waited for inside the system where it can be had, so that neither side
needs Python's lock for every piece.
"""

import socket
import struct

_LENGTH = struct.Struct("!Q")


def send(line: socket.socket, message: bytes) -> None:
    """Send a message.

    Raises:
        OSError: the other side has ended, or has not listened for too long.

    """
    line.sendall(_LENGTH.pack(len(message)))
    line.sendall(message)


def receive(line: socket.socket) -> bytearray:
    """Wait for a message.

    Raises:
        EOFError: the other side has ended.
        OSError: it has ended in the middle of its work, or says nothing for too long.

    """
    (length,) = _LENGTH.unpack(_read(line, _LENGTH.size))
    return _read(line, length)


def _read(line: socket.socket, length: int) -> bytearray:
    found = bytearray(length)
    rest = memoryview(found)
    while rest:
        read = line.recv_into(rest, len(rest), socket.MSG_WAITALL)
        if not read:
            raise EOFError("The other process has ended.")
        rest = rest[read:]
    return found
