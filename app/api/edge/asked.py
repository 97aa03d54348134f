"""What the edge needs to know of a request."""

from collections.abc import MutableMapping
from typing import Any

from app.api.edge.encoding import accepted_encoding
from app.api.edge.kept import Key


class Asked:
    """One request, read in one walk over its headers."""

    __slots__ = ("condition", "encoding", "is_head", "is_preflight", "is_read", "key", "path")

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
        self.is_read = (method == "GET" or self.is_head) and authorization is None
        self.is_preflight = method == "OPTIONS" and is_cross
        self.encoding = accepted_encoding(encodings)
        self.path: bytes = scope["raw_path"]
        query: bytes = scope["query_string"]
        self.key: Key = (scope["scheme"], host, self.path, query, accept, language, self.encoding)
