"""What search understood and found, as the pages tell it."""

import html
import re
from collections.abc import Iterator

from app.core.languages import Language
from app.portal.reader import Segment, Told
from app.search.schemas import QueryUnderstanding, SearchHit
from app.search.tokens import Script, tokenize

MOST_ALSO = 3
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_SCRIPTS = {"ar": Script.ARABIC, "en": Script.LATIN}
_FOUND_BY_SOUND = "transliteration"


def told_of(understood: QueryUnderstanding | None, language: Language) -> Told:
    """Choose what a reader of a language should know of how a query was read."""
    if understood is None:
        return Told()
    return Told(
        shown=understood.corrected or understood.repaired,
        is_keyboard=understood.repaired is not None,
        also=list(dict.fromkeys(_also(understood, language)))[:MOST_ALSO],
        unknown=[word.text for word in understood.words if word.kind == "unknown"],
    )


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
