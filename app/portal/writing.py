"""How words are written on the pages, which search compares without hamza and with ه for ة."""

from collections.abc import Iterable, Mapping

from app.search.analysis import end_of_word
from app.search.tokens import Script, Token, tokenize

_ARTICLE = "ال"


def as_written(text: str, written: Mapping[str, str]) -> str:
    """Write the words of a text as they are written elsewhere, also behind an article."""
    shown, end = "", 0
    for token in tokenize(text):
        bare = token.text.removeprefix(_ARTICLE)
        article = token.text[: len(token.text) - len(bare)]
        other = written.get(token.text) or (bare in written and article + written[bare])
        shown += text[end : token.start] + (other or text[token.start : token.end])
        end = token.end
    return shown + text[end:]


def words_of_titles(titles: Iterable[str]) -> dict[str, str]:
    """Tell how each Arabic word of some titles is written there, the first that has it."""
    written: dict[str, str] = {}
    for title in titles:
        for token in tokenize(title):
            if token.script is Script.ARABIC:
                written.setdefault(token.text, title[token.start : token.end])
    return written


def words_as_typed(text: str) -> dict[str, str]:
    """Tell how each word of a query was typed, with all its signs."""
    return {token.text: _typed(text, token) for token in tokenize(text)}


def _typed(text: str, token: Token) -> str:
    return text[token.start : end_of_word(text, token.end)]
