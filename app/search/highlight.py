"""Highlighting: which words of a text the query meant, marked in the text as it stands.

The text is never rebuilt from folded letters, so its vowels, hamzas and case survive.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from html import escape
from typing import NamedTuple

from app.search.analysis import Word, is_sign, word_of
from app.search.plan import Plan, Stream
from app.search.tokens import Token, tokenize

SNIPPET_LETTERS = 160
_LETTERS_BEFORE = 40
"""How much of the text is shown before the first marked word."""
_SHORT, _LONG = 300, 2_000
"""Letters. What is found of a text takes some 50 bytes a letter: 4,096 short texts and 512 long
ones are remembered, which is 100 MB at most; what is longer still is analysed every time."""


class Segment(NamedTuple):
    """A piece of a text, and whether the query meant it."""

    text: str
    is_match: bool


@dataclass(frozen=True, slots=True)
class Matcher:
    """The terms of a plan, ready to be compared with the words of texts."""

    stems: frozenset[str]
    skeletons: frozenset[str]
    edges: frozenset[str]
    phrases: tuple[tuple[str, ...], ...] = ()

    def over(self, words: Sequence[Word]) -> "Matcher":
        """Return the matcher of one text: it meant the phrases that the text holds whole."""
        if not self.phrases:
            return self
        held = {stem for word in words for stem in word.stems}
        whole = [stem for phrase in self.phrases if held.issuperset(phrase) for stem in phrase]
        return replace(self, stems=self.stems.union(whole), phrases=()) if whole else self

    def matches(self, word: Word) -> bool:
        """Tell whether the query meant this word."""
        return not (
            self.stems.isdisjoint(word.stems)
            and self.skeletons.isdisjoint(word.skeletons)
            and self.edges.isdisjoint(word.edges)
        )


def matcher_of(plan: Plan) -> Matcher:
    """Collect the terms of a plan."""
    found = [alternative for word in plan.words for alternative in word.alternatives]

    def terms(*streams: Stream) -> list[str]:
        return [a.term for a in found if a.stream in streams and not a.beside]

    return Matcher(
        stems=frozenset(terms(Stream.STEM, Stream.SAID, Stream.NAME)),
        skeletons=frozenset(terms(Stream.SKELETON)),
        edges=frozenset(terms(Stream.EDGE)),
        phrases=tuple(dict.fromkeys(a.terms for a in found if a.beside)),
    )


def segments(text: str, matcher: Matcher) -> list[Segment]:
    """Cut a text into pieces that the query meant and pieces that it did not."""
    return _cut(text, _marks(text, matcher), 0, len(text))


def snippet(text: str, matcher: Matcher, *, letters: int = SNIPPET_LETTERS) -> list[Segment]:
    """Choose the stretch of a text with the most marked words, cut between words."""
    marks = _marks(text, matcher)
    if len(text) <= letters:
        return _cut(text, marks, 0, len(text))
    first, last = _window(text, marks, letters)
    pieces = _cut(text, marks, first, last)
    before = [Segment("…", is_match=False)] if first else []
    after = [Segment("…", is_match=False)] if last < len(text) else []
    return [*before, *pieces, *after]


def marked_html(pieces: Sequence[Segment]) -> str:
    """Write pieces as HTML: everything escaped, the matches within mark elements."""
    return "".join(
        f"<mark>{escape(piece.text)}</mark>" if piece.is_match else escape(piece.text)
        for piece in pieces
    )


def _marks(text: str, matcher: Matcher) -> list[tuple[int, int]]:
    analysed = _analysed(text)
    meant = matcher.over([word for _, word in analysed])
    return [
        (token.start, _with_marks(text, token.end))
        for token, word in analysed
        if meant.matches(word)
    ]


def _analysed(text: str) -> tuple[tuple[Token, Word], ...]:
    """Analyse a text with the places of its words; what is found once is found again."""
    if len(text) <= _SHORT:
        return _of_short(text)
    return _of_long(text) if len(text) <= _LONG else _analyse(text)


def _analyse(text: str) -> tuple[tuple[Token, Word], ...]:
    return tuple((token, word_of(token)) for token in tokenize(text))


_of_short = lru_cache(maxsize=4_096)(_analyse)
_of_long = lru_cache(maxsize=512)(_analyse)


def _with_marks(text: str, end: int) -> int:
    """Take in the vowel signs after the last letter of a word."""
    while end < len(text) and is_sign(text[end]):
        end += 1
    return end


def _cut(text: str, marks: list[tuple[int, int]], first: int, last: int) -> list[Segment]:
    pieces, place = [], first
    for start, end in marks:
        if start < place or end > last:
            continue
        if start > place:
            pieces.append(Segment(text[place:start], is_match=False))
        pieces.append(Segment(text[start:end], is_match=True))
        place = end
    if place < last:
        pieces.append(Segment(text[place:last], is_match=False))
    return pieces


def _window(text: str, marks: list[tuple[int, int]], letters: int) -> tuple[int, int]:
    starts = [max(0, start - _LETTERS_BEFORE) for start, _ in marks] or [0]

    def marked(first: int) -> int:
        return sum(first <= start and end <= first + letters for start, end in marks)

    first = max(starts[:100], key=lambda start: (marked(start), -start))
    first = min(first, len(text) - letters)
    return _next_word(text, first), _last_word(text, first + letters)


def _next_word(text: str, place: int) -> int:
    """Move a cut forward to the beginning of a word."""
    if not place:
        return 0
    space = text.find(" ", place - 1, place + _LETTERS_BEFORE)
    return place if space < 0 else space + 1


def _last_word(text: str, place: int) -> int:
    """Move a cut back to the end of a word."""
    if place >= len(text):
        return len(text)
    space = text.rfind(" ", place - _LETTERS_BEFORE, place + 1)
    return place if space < 0 else space
