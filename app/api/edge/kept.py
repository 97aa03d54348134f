"""Answers kept in memory: rendered once, served as bytes, dropped by the journal."""

from collections import OrderedDict
from dataclasses import dataclass
from functools import cached_property

from app.api.edge.conditions import encoded_etag, matches_etag
from app.api.edge.encoding import Encoding, compress
from app.api.edge.lines import Header, rendered
from app.search.insights.heard import Heard

Key = tuple[str, bytes, bytes, bytes, bytes, bytes, str]


@dataclass(frozen=True)
class KeptAnswer:
    """A complete answer with its ETag; ``not_modified`` are the headers of a 304."""

    body: bytes
    headers: list[Header]
    not_modified: list[Header]
    etag: bytes

    written: bytes = b""
    heard: Heard | None = None
    """The search that it answers, for the log: each time the answer is given again."""

    @cached_property
    def head(self) -> bytes:
        """The headers as lines; ``written`` already, or when first needed."""
        return self.written or rendered(self.headers)

    @cached_property
    def known_head(self) -> bytes:
        """The headers of a 304 as lines."""
        return rendered(self.not_modified)

    def is_known_to(self, condition: bytes | None) -> bool:
        """Tell whether an ``If-None-Match`` header names this answer."""
        return bool(condition and self.etag) and matches_etag(condition or b"", self.etag)

    def size_under(self, key: Key) -> int:
        """Rough bytes of memory that the answer holds, with the question it is kept under."""
        return len(self.body) + sum(map(len, key)) + 1000

    def compressed(self, encoding: Encoding) -> "KeptAnswer":
        """Return the same answer in an encoding."""
        body, etag = compress(self.body, encoding), encoded_etag(self.etag, encoding)
        replaced = {b"etag": etag, b"content-length": str(len(body)).encode()}
        headers = [(name, replaced.get(name, value)) for name, value in self.headers]
        known = [(name, replaced.get(name, value)) for name, value in self.not_modified]
        named = (b"content-encoding", encoding.encode())
        return KeptAnswer(body, [*headers, named], known, etag)


class _Shelf:
    """The answers of one generation; replaced as a whole, so that threads never share a walk."""

    def __init__(self) -> None:
        self.answers: OrderedDict[Key, KeptAnswer] = OrderedDict()
        self.bytes = 0

    def put(self, key: Key, answer: KeptAnswer) -> None:
        replaced = self.answers.pop(key, None)
        self.bytes += answer.size_under(key) - (replaced.size_under(key) if replaced else 0)
        self.answers[key] = answer

    def make_room(self, max_bytes: int) -> None:
        while self.bytes > max_bytes:
            key, oldest = self.answers.popitem(last=False)
            self.bytes -= oldest.size_under(key)


class KeptAnswers:
    """The most recently used answers, up to a number of bytes.

    Everything is dropped when the journal moves, from whichever thread notices
    first. An answer that was begun before the move is not kept: its maker hands
    back the shelf that it saw when it began.
    """

    def __init__(self, max_bytes: int) -> None:
        self._max_bytes = max_bytes
        self.shelf = _Shelf()

    def __len__(self) -> int:
        """Count the answers that are kept."""
        return len(self.shelf.answers)

    def find(self, key: Key) -> KeptAnswer | None:
        """Find an answer and note that it was used."""
        answers = self.shelf.answers
        answer = answers.get(key)
        if answer is not None:
            answers.move_to_end(key)
        return answer

    def keep(self, key: Key, answer: KeptAnswer, shelf: object) -> None:
        """Keep an answer on the shelf that was there when it was begun."""
        if isinstance(shelf, _Shelf) and answer.size_under(key) <= self._max_bytes // 8:
            shelf.put(key, answer)
            shelf.make_room(self._max_bytes)

    def drop_all(self) -> None:
        """Forget everything; called when the journal moves."""
        self.shelf = _Shelf()
