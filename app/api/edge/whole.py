"""Answers at hand leave in one piece, past the server's walk over every header.

What is sent here was made by this process, so its headers need no second look.
"""

from typing import NamedTuple

from app.api.edge.headers import new_request_id
from app.api.edge.kept import KeptAnswer

_LINE = {200: b"HTTP/1.1 200 OK\r\n", 304: b"HTTP/1.1 304 Not Modified\r\n"}


class Whole(NamedTuple):
    """The first line of an answer and the rest; between them belong the server's headers."""

    line: bytes
    rest: bytes


def whole(answer: KeptAnswer, *, is_known: bool, is_head: bool, told: bytes) -> Whole:
    """Write an answer with the header lines that are told to this request alone."""
    rest = (
        answer.known_head if is_known else answer.head,
        told,
        b"x-request-id: ",
        new_request_id().encode(),
        b"\r\n\r\n",
        b"" if is_known or is_head else answer.body,
    )
    return Whole(_LINE[304 if is_known else 200], b"".join(rest))
