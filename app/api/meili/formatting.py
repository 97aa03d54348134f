"""How the texts of a hit are marked and cut, with their letters as they stand; pure.

As with Meilisearch nothing is escaped: who shows a text as HTML escapes it and then puts
elements in the place of the tags, which is what InstantSearch does.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from app.api.meili.asked import Shown, matches
from app.api.meili.attributes import SEARCHED
from app.api.meili.documents import Document, chosen
from app.search.analysis import is_sign
from app.search.highlight import Matcher, Segment, segments
from app.search.tokens import tokenize

_NOTHING = Matcher(frozenset(), frozenset(), frozenset())


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What is done with the text of one attribute: `words` is how many are left."""

    is_marked: bool
    words: int


def formatted(document: Document, shown: Shown, matcher: Matcher | None) -> Document | None:
    """Return the document with its texts marked and cut, or None when neither is asked for."""
    if shown.highlighted is None and shown.cropped is None:
        return None
    named = tuple(_named(shown))
    attributes = None if shown.retrieved is None else (*shown.retrieved, *named)
    writer = _Writer(shown, matcher or _NOTHING)
    return {
        name: writer.written(name, name, value)
        for name, value in chosen(document, attributes).items()
    }


def positions(document: Document, matcher: Matcher | None) -> dict[str, list[dict[str, Any]]]:
    """Return where each searched attribute was meant, in bytes of UTF-8."""
    found: dict[str, list[dict[str, Any]]] = {}
    for name in SEARCHED if matcher else ():
        for path, place, text in _texts(name, document.get(name)):
            inside = {} if place is None else {"indices": [place]}
            spans = [{**span, **inside} for span in _spans(segments(text, matcher or _NOTHING))]
            if spans:
                found.setdefault(path, []).extend(spans)
    return found


def _named(shown: Shown) -> Iterator[str]:
    """Name the attributes that are to be marked or cut; a cut may carry its own length."""
    yield from shown.highlighted or ()
    for one in shown.cropped or ():
        yield one.partition(":")[0]


def _texts(path: str, value: object) -> Iterator[tuple[str, int | None, str]]:
    if isinstance(value, str):
        yield path, None, value
    elif isinstance(value, list):
        for place, one in enumerate(value):
            yield path, place, one
    elif isinstance(value, Mapping):
        for key, one in value.items():
            yield from _texts(f"{path}.{key}", one)


def _spans(pieces: Sequence[Segment]) -> Iterator[dict[str, int]]:
    start = 0
    for piece in pieces:
        length = len(piece.text.encode())
        if piece.is_match:
            yield {"start": start, "length": length}
        start += length


class _Writer:
    """Writes the values of one document."""

    def __init__(self, shown: Shown, matcher: Matcher) -> None:
        self._shown = shown
        self._matcher = matcher

    def written(self, root: str, path: str, value: Any) -> Any:  # Any: JSON
        """Write a value, and what is inside it; ``root`` is the attribute it belongs to."""
        if isinstance(value, dict):
            return {key: self.written(root, f"{path}.{key}", one) for key, one in value.items()}
        if isinstance(value, list):
            return [self.written(root, path, one) for one in value]
        if isinstance(value, bool) or value is None:
            return value
        if isinstance(value, int):
            return str(value)  # as Meilisearch has it
        return self._text(value, self._wanted(path)) if root in SEARCHED else value

    def _wanted(self, path: str) -> _Wanted:
        marked = any(matches(one, path) for one in self._shown.highlighted or ())
        for one in self._shown.cropped or ():
            name, _, length = one.partition(":")
            if matches(name, path):
                words = int(length) if length.isdecimal() else self._shown.crop_length
                return _Wanted(marked, words)
        return _Wanted(marked, 0)

    def _text(self, text: str, wanted: _Wanted) -> str:
        if not wanted.is_marked and not wanted.words:
            return text
        pieces = segments(text, self._matcher)
        before, after = "", ""
        if wanted.words:
            first, last = _window(text, pieces, wanted.words)
            before = self._shown.crop_marker if first else ""
            after = self._shown.crop_marker if last < len(text) else ""
            pieces = list(_within(pieces, first, last))
        opening, closing = self._shown.tags if wanted.is_marked else ("", "")
        inside = (f"{opening}{one.text}{closing}" if one.is_match else one.text for one in pieces)
        return "".join((before, *inside, after))


def _window(text: str, pieces: Sequence[Segment], words: int) -> tuple[int, int]:
    """Choose so many words with the most matches among them, which stand in their middle.

    Returns the place of the first letter and the place after the last.
    """
    tokens = tokenize(text)
    if len(tokens) <= words:
        return 0, len(text)
    meant = _starts_of_matches(pieces)
    first = _best([token.start in meant for token in tokens], words)
    last = first + words
    start = tokens[first].start if first else 0
    return start, len(text) if last == len(tokens) else _with_signs(text, tokens[last - 1].end)


def _best(flags: Sequence[bool], words: int) -> int:
    """Return where the stretch of so many words with the most flags begins."""
    best, most = 0, sum(flags[:words])
    count = most
    for first in range(1, len(flags) - words + 1):
        count += flags[first + words - 1] - flags[first - 1]
        if count > most:
            best, most = first, count
    places = [place for place in range(best, best + words) if flags[place]]
    if not places:
        return best
    before, after = places[0] - best, best + words - 1 - places[-1]
    return max(0, min(best + (before - after) // 2, len(flags) - words))


def _with_signs(text: str, end: int) -> int:
    """Take in the vowel signs after the last letter of a word."""
    while end < len(text) and is_sign(text[end]):
        end += 1
    return end


def _starts_of_matches(pieces: Sequence[Segment]) -> frozenset[int]:
    starts, place = [], 0
    for piece in pieces:
        if piece.is_match:
            starts.append(place)
        place += len(piece.text)
    return frozenset(starts)


def _within(pieces: Sequence[Segment], first: int, last: int) -> Iterator[Segment]:
    place = 0
    for piece in pieces:
        start, end = max(first - place, 0), min(last - place, len(piece.text))
        if start < end:
            yield piece._replace(text=piece.text[start:end])
        place += len(piece.text)
