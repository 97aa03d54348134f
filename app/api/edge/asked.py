"""What the edge needs to know of a request."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from app.api.edge.encoding import accepted_encoding
from app.api.edge.kept import Header, Key

_LISTS = frozenset({b"accept", b"accept-language", b"accept-encoding", b"if-none-match"})
"""Headers whose values are lists, so that several lines of one are one (RFC 9110, 5.3)."""


def with_joined_lists(headers: Sequence[Header]) -> Sequence[Header]:
    """Join the lines of headers that are lists.

    A route reads the first line only: without this it could answer another question
    than the one under which its answer is kept.
    """
    names = [name for name, _ in headers if name in _LISTS]
    if len(names) == len(set(names)):
        return headers
    joined = {each: b", ".join(v for n, v in headers if n == each) for each in set(names)}
    return [*(one for one in headers if one[0] not in joined), *joined.items()]


class Asked:
    """One request, read in one walk over its headers."""

    __slots__ = (
        "condition", "encoding", "is_anonymous", "is_head", "is_preflight", "is_read", "key", "path"
    )  # fmt: skip

    def __init__(self, scope: MutableMapping[str, Any]) -> None:  # Any: as ASGI has it
        method = scope["method"]
        accept = language = host = b""
        authorization = encodings = self.condition = None
        is_cross = False
        for name, value in scope["headers"]:
            if name == b"accept":
                accept = value
            elif name == b"host":
                host = value
            elif name == b"accept-language":
                language = value
            elif name == b"accept-encoding":
                encodings = value
            elif name == b"if-none-match":
                self.condition = value
            elif name == b"authorization":
                authorization = value
            elif name == b"access-control-request-method":
                is_cross = True
        self.is_head = method == "HEAD"
        self.is_read = method == "GET" or self.is_head
        self.is_anonymous = authorization is None
        self.is_preflight = method == "OPTIONS" and is_cross
        self.encoding = accepted_encoding(encodings)
        self.path: bytes = scope["raw_path"]
        query: bytes = scope["query_string"]
        self.key: Key = (scope["scheme"], host, self.path, query, accept, language, self.encoding)
