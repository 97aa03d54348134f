"""What the edge needs to know of a request."""

from collections.abc import MutableMapping, Sequence
from typing import Any

from app.api.edge.encoding import accepted_encoding
from app.api.edge.kept import Key
from app.api.edge.lines import Header

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
    """One request whose lists were joined."""

    __slots__ = (
        "condition", "encoding", "is_anonymous", "is_head", "is_preflight", "is_read", "key", "path"
    )  # fmt: skip

    def __init__(self, scope: MutableMapping[str, Any]) -> None:  # Any: as ASGI has it
        method = scope["method"]
        named = dict(scope["headers"]).get
        accept, language, host = (
            named(b"accept", b""),
            named(b"accept-language", b""),
            named(b"host"),
        )
        self.condition: bytes | None = named(b"if-none-match")
        self.is_head = method == "HEAD"
        self.is_read = method == "GET" or self.is_head
        self.is_anonymous = named(b"authorization") is None
        self.is_preflight = (
            method == "OPTIONS" and named(b"access-control-request-method") is not None
        )
        self.encoding = accepted_encoding(named(b"accept-encoding"))
        self.path: bytes = scope["raw_path"]
        query: bytes = scope["query_string"]
        self.key: Key = (
            scope["scheme"],
            host or b"",
            self.path,
            query,
            accept,
            language,
            self.encoding,
        )
