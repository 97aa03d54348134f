"""Answers that lie ready in the database: a service as JSON, by its id.

Such an answer takes a few microseconds to read, less than routing it would, so most are
read anew each time and take no room among the answers kept in memory.
"""

from datetime import datetime
from functools import lru_cache

from app.api.answers import FRESH, JSON, http_date
from app.api.edge.asked import Asked
from app.api.edge.headers import EVERYWHERE, READ_BY_ALL, without_body
from app.api.edge.kept import KeptAnswer
from app.api.edge.lines import Header, rendered
from app.catalogue.queries.stored import StoredDocuments
from app.core.languages import LANGUAGES

_PREFIX = b"/v1/services/"
_ANY = (b"", b"*/*", JSON.encode())
_COMMON: list[Header] = [
    *((name.lower().encode(), value.encode()) for name, value in FRESH.items()),
    (b"vary", b"Accept-Language, Accept, Accept-Encoding"),
    *EVERYWHERE,
    *READ_BY_ALL,
]
_NOT_MODIFIED = without_body(_COMMON)
_LANGUAGE: Header = (b"content-language", ", ".join(LANGUAGES).encode())
_SHARED = [*_COMMON, _LANGUAGE, (b"content-type", JSON.encode())]
_OWN = b"etag: %b\r\nlast-modified: %b\r\ncontent-length: %b\r\n"
_LINES = rendered(_SHARED).replace(b"%", b"%%") + _OWN


class StoredAnswers:
    """Answers the plainest reads; all others, and all that fail, are the routes' business."""

    def __init__(self) -> None:
        self.documents: StoredDocuments | None = None

    def find(self, asked: Asked) -> KeptAnswer | None:
        """Find the answer to a request for one service, without parameters or preferences."""
        _, _, path, query, accept, language, _ = asked.key
        if query or language or accept not in _ANY or not path.startswith(_PREFIX):
            return None
        if self.documents is None:
            return None
        found = self.documents.find(path[len(_PREFIX) :].decode("latin-1"))
        return _answer(*found) if found else None


def _answer(body: bytes, etag: str, modified_at: str) -> KeptAnswer:
    mark, modified, size = etag.encode(), _http_date(modified_at[:19]), b"%d" % len(body)
    own = [(b"etag", mark), (b"last-modified", modified), (b"content-length", size)]
    known = [*_NOT_MODIFIED, own[0]]
    return KeptAnswer(body, [*_SHARED, *own], known, mark, _LINES % (mark, modified, size))


@lru_cache(maxsize=1024)
def _http_date(second: str) -> bytes:
    return http_date(datetime.fromisoformat(second + "+00:00")).encode()
