"""What search understood and found, as the pages tell it."""

import html
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace

from app.core.languages import Language
from app.portal.reader import Question, Segment, Told
from app.portal.writing import as_written, words_as_typed, words_of_titles
from app.search.analysis import analyse
from app.search.lexicon import NO_LEXICON, Lexicon
from app.search.schemas import QueryUnderstanding, SearchHit, SearchOut, UnderstoodWord
from app.search.tokens import Script, tokenize
from app.search.understanding import is_only_asking

MOST_ALSO = 3
_MARKED = re.compile(r"<mark>(.*?)</mark>", re.DOTALL)
_SCRIPTS = {"ar": {Script.ARABIC, Script.NUMBER}, "en": {Script.LATIN, Script.NUMBER}}
_FOUND_BY_SOUND, _BEGUN, _UNKNOWN = "transliteration", "prefix", "unknown"


def told_of(found: SearchOut, question: Question, lexicon: Lexicon = NO_LEXICON) -> Told:
    """Choose what a reader of a language should know of how a query was read.

    What was typed is shown as it was typed, and what search made of it as it is written in
    the titles that were found, where it stands there.
    """
    understood = found.query_understanding
    if understood is None:
        return Told()
    shown, written = understood.corrected or understood.repaired, _written(found)
    told = Told(
        shown=as_written(shown, written) if shown else None,
        is_keyboard=understood.repaired is not None,
        is_near=_is_near(found, understood),
    )
    meant = understood.repaired or question.text
    if is_only_asking(meant, lexicon) and not _is_lone_beginning(found, understood):
        return replace(told, is_common=True)
    also = (as_written(one, written) for one in _also(understood, question.language))
    return replace(
        told,
        also=_firsts(also),
        meant=_firsts(_meant(understood, question.language, lexicon)),
        begins=_begins(found, understood, meant),
        unknown=_unknown(found, understood, meant),
    )


def _is_lone_beginning(found: SearchOut, understood: QueryUnderstanding) -> bool:
    """Tell whether all that was typed is a stop word that begins words which were found."""
    return len(understood.words) == 1 and _begins(found, understood, "") is not None


def _written(found: SearchOut) -> Mapping[str, str]:
    titles = (hit.title.get("ar") for hit in found.items)
    return words_of_titles(title for title in titles if title)


def _firsts(told: Iterator[str]) -> list[str]:
    return list(dict.fromkeys(told))[:MOST_ALSO]


def _also(understood: QueryUnderstanding, language: Language) -> Iterator[str]:
    """Name the words of the lexicon, then those told by their sound, in the page's script."""
    for phrase in understood.expanded:
        yield from (term for term in phrase.terms if _is_in(term, language))
    for word in understood.words:
        if word.kind == _FOUND_BY_SOUND:
            yield from (reading for reading in word.readings[:1] if _is_in(reading, language))


def _meant(understood: QueryUnderstanding, language: Language, lexicon: Lexicon) -> Iterator[str]:
    """Name what phrases mean of which no other words were searched in the page's script."""
    for phrase in understood.expanded:
        if any(_is_in(term, language) for term in phrase.terms):
            continue
        titles = (lexicon.title(group).get(language, "") for group in phrase.groups)
        yield from (title for title in titles if title and not _are_alike(title, phrase.text))


def _is_in(text: str, language: Language) -> bool:
    return all(token.script in _SCRIPTS[language] for token in tokenize(text))


def _are_alike(one: str, other: str) -> bool:
    """Tell whether two texts say the same, but for spelling, articles and endings."""
    stems = ([word.stem for word in analyse(text)] for text in (one, other))
    return next(stems) == next(stems)


def _begins(found: SearchOut, understood: QueryUnderstanding, meant: str) -> str | None:
    """Return the beginning of a word, as it was typed, if the words it begins were searched."""
    typed = words_as_typed(meant)
    begun = (one for one in understood.words if one.kind == _BEGUN and not _is_lost(one, found))
    return next((typed.get(one.text, one.text) for one in begun), None)


def _unknown(found: SearchOut, understood: QueryUnderstanding, meant: str) -> list[str]:
    """Return the words, as they were typed, that the directory has not, nor any begun so."""
    typed = words_as_typed(meant)
    return [typed.get(one.text, one.text) for one in understood.words if _is_lost(one, found)]


def _is_lost(word: UnderstoodWord, found: SearchOut) -> bool:
    is_begun_in_vain = word.kind == _BEGUN and not word.readings and not found.total
    return word.kind == _UNKNOWN or is_begun_in_vain


def _is_near(found: SearchOut, understood: QueryUnderstanding) -> bool:
    """Tell whether services were found though nobody knows any word: by their meaning alone."""
    is_unknown = all(word.kind == _UNKNOWN for word in understood.words)
    return is_unknown and any(not hit.is_pinned for hit in found.items)


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
