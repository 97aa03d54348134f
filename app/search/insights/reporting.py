"""The work list of those who look after search, for the API and the command line alike."""

from sqlalchemy.orm import Session

from app.search.analysis import word_of
from app.search.engine import SearchEngine
from app.search.errors import SearchUnavailable
from app.search.insights.near import candidates_for, groups_by_word
from app.search.insights.queries import (
    Asked,
    Period,
    count_asked,
    list_unknown_words,
    list_with_few_clicks,
    list_without_hits,
)
from app.search.insights.schemas import InsightsOut, UnknownWord
from app.search.lexicon import Lexicon, compiled
from app.search.tokens import tokenize
from app.search.vocabulary import Vocabulary
from app.taxonomy.lexicon.queries import find_served_version, get_lexicon_state
from app.taxonomy.lexicon.state import LexiconState


def report_insights(
    session: Session, engine: SearchEngine, period: Period, *, limit: int
) -> InsightsOut:
    """Report what was asked and not found; candidates come from the lexicon that is served."""
    asked = count_asked(session, period)
    words = list_unknown_words(session, period, limit=2 * limit)
    known = {
        "from": period.first,
        "until": period.last,
        "least_sessions": period.least_sessions,
        "searches": asked.searches,
        "sessions": asked.sessions,
        "unknown_words": _explained(session, engine, words)[:limit],
        "without_hits": list_without_hits(session, period, limit=limit),
        "with_few_clicks": list_with_few_clicks(session, period, limit=limit),
    }
    return InsightsOut.model_validate(known)


def _explained(
    session: Session, engine: SearchEngine, words: dict[str, Asked]
) -> list[UnknownWord]:
    number = find_served_version(session)
    state = get_lexicon_state(session, number) if number else LexiconState()
    lexicon = compiled(state, number) if number else Lexicon()
    groups, vocabulary = groups_by_word(state), _vocabulary(engine)
    return [
        UnknownWord(
            word=word,
            searches=asked.searches,
            sessions=asked.sessions,
            candidates=candidates_for(word, lexicon, vocabulary, groups),
        )
        for word, asked in words.items()
        if not _is_known_by_now(word, lexicon)
    ]


def _is_known_by_now(word: str, lexicon: Lexicon) -> bool:
    return any(lexicon.knows(stem) for token in tokenize(word) for stem in word_of(token).stems)


def _vocabulary(engine: SearchEngine) -> Vocabulary:
    """Return the words of the catalogue, or none while the search engine is away."""
    try:
        return engine.vocabulary
    except SearchUnavailable:
        return Vocabulary()
