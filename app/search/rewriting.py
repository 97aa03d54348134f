"""Rewriting a query before its words are planned: repair, cutting apart, leaving out."""

from collections.abc import Callable, Iterator, Sequence

from app.search.analysis import Word, word_in, word_of
from app.search.keyboard import Judges, repaired
from app.search.readings import Known
from app.search.steps import Step
from app.search.tokens import Script, Token, tokenize

_LONGEST_BEGINNING = 2
_SHORTEST_BEGINNING = 3
"""Letters by which an unfinished word can be told."""
_SHORTEST_GLUED, _SHORTEST_PART = 6, 3
_LONGEST_GLUED = 40
_MOST_PARTS = 3


def as_meant(text: str, known: Known) -> str:
    """Return the text, or what was meant if the keyboard was set to the other language."""

    def each(is_so: Callable[[Token, Known], bool]) -> Callable[[str], bool]:
        def is_word(piece: str) -> bool:
            tokens = tokenize(piece)
            return bool(tokens) and all(is_so(token, known) for token in tokens)

        return is_word

    if Step.KEYBOARD not in known.steps:
        return text
    judges = Judges(each(_is_known), each(_is_nearly), each(_is_small))
    return repaired(text, judges) or text


def _is_known(token: Token, known: Known) -> bool:
    word = word_of(token)
    if token.script is Script.NUMBER or any(map(known.stem, word.stems)):
        return True
    is_begun = len(token.text) >= _SHORTEST_BEGINNING
    return is_begun and bool(known.vocabulary.completions(token.text, limit=1))


def _is_small(token: Token, known: Known) -> bool:
    """Tell whether a word stands in any question."""
    return word_of(token).is_stop or known.lexicon.is_asking((token.text,))


def _is_nearly(token: Token, known: Known) -> bool:
    """Tell whether a word is a slip from one of the catalogue."""
    return bool(known.vocabulary.corrections(word_of(token).bare, limit=1))


def cut_apart(tokens: Sequence[Token], known: Known) -> list[Token]:
    """Cut words that were written together, if nobody knows the whole and all parts are known."""
    if Step.CUTTING not in known.steps:
        return list(tokens)
    return [part for token in tokens for part in _parts(token, known)]


def _parts(token: Token, known: Known) -> tuple[Token, ...]:
    text = token.text
    is_long = _SHORTEST_GLUED <= len(text) <= _LONGEST_GLUED
    if not is_long or token.script not in (Script.ARABIC, Script.LATIN):
        return (token,)
    if any(is_so(token, known) for is_so in (_is_known, _is_small, _is_nearly)):
        return (token,)
    ways = (_cut_into(number, token, known) for number in range(2, _MOST_PARTS + 1))
    return next(filter(None, ways), (token,))


def _cut_into(number: int, token: Token, known: Known) -> tuple[Token, ...]:
    """Cut a token into so many known words, the shortest first; () if that cannot be done."""
    if number == 1:
        return (token,) if known.says(word_of(token).stem) else ()
    for cut in range(_SHORTEST_PART, len(token.text) - _SHORTEST_PART + 1):
        first, rest = _cut(token, cut)
        if known.says(word_of(first).stem) and (others := _cut_into(number - 1, rest, known)):
            return first, *others
    return ()


def _cut(token: Token, cut: int) -> tuple[Token, ...]:
    """Cut a token in two; a letter more or less in the original does not matter."""
    middle = min(token.start + cut, token.end)
    return (
        token._replace(text=token.text[:cut], end=middle),
        token._replace(text=token.text[cut:], start=middle),
    )


def meaningful(
    text: str, tokens: list[Token], unfinished: Token | None, known: Known
) -> list[Token]:
    """Return the tokens that say what is looked for, or all of them if none does.

    Left out are stop words and phrases that only ask, but for those that are part of a
    phrase of the lexicon (عن بعد). A letter or two at the very end are the beginning of a
    word rather than a stop word.
    """
    if Step.STOP_WORDS not in known.steps:
        return tokens
    words = [word_in(text, token) for token in tokens]
    phrases, asking = set(_phrases(words, known)), set(_asking(words, known))
    kept = [
        token
        for place, (token, word) in enumerate(zip(tokens, words, strict=True))
        if place in phrases or not (place in asking or word.is_stop)
    ]
    if kept and unfinished is not None and len(unfinished.text) <= _LONGEST_BEGINNING:
        return [token for token in tokens if token in kept or token is unfinished]
    return kept or tokens


def _asking(words: Sequence[Word], known: Known) -> Iterator[int]:
    """Yield the places of words in phrases that only ask, the longest phrases first."""
    texts = tuple(word.text for word in words)
    return _places(texts, known.lexicon.longest_asking, known.lexicon.is_asking)


def _phrases(words: Sequence[Word], known: Known) -> Iterator[int]:
    """Yield the places of words in phrases of the lexicon, of several words."""
    stems = tuple(word.stem for word in words)
    return _places(
        stems,
        known.lexicon.longest,
        lambda phrase: len(phrase) > 1 and bool(known.lexicon.meanings(phrase)),
    )


def _places(
    words: tuple[str, ...], longest: int, is_phrase: Callable[[tuple[str, ...]], bool]
) -> Iterator[int]:
    """Yield the places of words that are part of a phrase, at each place the longest."""
    place = 0
    while place < len(words):
        lengths = range(min(longest, len(words) - place), 0, -1)
        length = next((n for n in lengths if is_phrase(words[place : place + n])), 0)
        yield from range(place, place + length)
        place += max(length, 1)
