"""What search understood and found, as the pages tell it."""

import html
import re
from collections.abc import Iterable, Iterator, Mapping

from app.core.languages import Language
from app.portal.reader import Segment, Told
from app.search.schemas import QueryUnderstanding, SearchHit
from app.search.tokens import Script, tokenize

MOST_ALSO = 3
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_SCRIPTS = {"ar": Script.ARABIC, "en": Script.LATIN}
_ARTICLE = "ال"
_FOUND_BY_SOUND = "transliteration"


def told_of(
    understood: QueryUnderstanding | None, language: Language, titles: Iterable[str] = ()
) -> Told:
    """Choose what a reader of a language should know of how a query was read.

    Search compares words without hamza and with ه for ة; here they are written as in the
    ``titles`` that were found, where they stand there.
    """
    if understood is None:
        return Told()
    written = _written_in(titles)
    shown = understood.corrected or understood.repaired
    also = (as_written(one, written) for one in _also(understood, language))
    return Told(
        shown=as_written(shown, written) if shown else None,
        is_keyboard=understood.repaired is not None,
        also=list(dict.fromkeys(also))[:MOST_ALSO],
        unknown=[word.text for word in understood.words if word.kind == "unknown"],
    )


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


def _written_in(titles: Iterable[str]) -> dict[str, str]:
    """Tell how each word of some titles is written there, the first that has it."""
    written: dict[str, str] = {}
    for title in titles:
        for token in tokenize(title):
            if token.script is Script.ARABIC:
                written.setdefault(token.text, title[token.start : token.end])
    return written


def _also(understood: QueryUnderstanding, language: Language) -> Iterator[str]:
    """Name the words of the lexicon, then those told by their sound, in the page's script."""
    for phrase in understood.expanded:
        yield from (term for term in phrase.terms if _is_in(term, language))
    for word in understood.words:
        if word.kind == _FOUND_BY_SOUND:
            yield from (reading for reading in word.readings[:1] if _is_in(reading, language))


def _is_in(text: str, language: Language) -> bool:
    return all(token.script is _SCRIPTS[language] for token in tokenize(text))


def marks_of(item: SearchHit, language: Language) -> dict[str, list[Segment]]:
    """Return the pieces of a hit's texts, told apart by whether they match."""
    found = {"title": item.highlights.get("title"), "description": item.highlights.get("summary")}
    return {
        name: read_marks(texts[language])
        for name, texts in found.items()
        if texts and texts.get(language)
    }


def read_marks(marked: str) -> list[Segment]:
    """Read escaped HTML with ``<mark>`` elements as plain pieces of text."""
    pieces = enumerate(_MARKED.split(marked))
    return [Segment(html.unescape(text), index % 2 == 1) for index, text in pieces if text]
