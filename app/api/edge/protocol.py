"""HTTP/1.1 as people send it: addresses with Arabic in them that nobody has encoded."""

import secrets
from urllib.parse import quote_from_bytes

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.api.problem_documents import MEDIA_TYPE, general, problem_body

_KEPT = "".join(chr(code) for code in range(0x21, 0x7F)) + " \r\n\t"


class ForgivingProtocol(HttpToolsProtocol):
    """Percent-encodes raw UTF-8 in a request line, as browsers do before sending it.

    Everything else is read as strictly as httptools does.
    """

    def data_received(self, data: bytes) -> None:
        """Read what has arrived from the client."""
        if not data.isascii() and (self.cycle is None or self.cycle.response_complete):
            line, end, rest = data.partition(b"\n")
            data = quote_from_bytes(line, safe=_KEPT).encode() + end + rest
        super().data_received(data)

    def send_400_response(self, msg: str) -> None:
        """Refuse what is not HTTP with a problem document."""
        code, title = general(400)
        trace_id = secrets.token_hex(8)
        body = problem_body(400, code, title=title, detail=msg, instance="", trace_id=trace_id)
        head = (
            f"HTTP/1.1 400 Bad Request\r\ncontent-type: {MEDIA_TYPE}\r\n"
            f"content-length: {len(body)}\r\nconnection: close\r\n\r\n"
        )
        self.transport.write(head.encode() + body)
        self.transport.close()
