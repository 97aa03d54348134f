"""Suggestions for words that no name holds: names in the words of what was meant."""

from collections.abc import Iterator

from app.search.engine import SearchEngine
from app.search.errors import SearchUnavailable
from app.search.lexicon import Lexicon
from app.search.plan import Plan
from app.search.planning import plan_query
from app.search.suggest import Name, Suggester

_SHORTEST = 3
"""Letters; fewer are rather the beginning of a word than one to be understood."""
_MOST_WAYS = 3
"""Other ways to say each phrase that are tried."""


def suggest_names(
    suggester: Suggester, engine: SearchEngine, lexicon: Lexicon, text: str, *, limit: int
) -> list[Name]:
    """Suggest names that hold what was typed, or else what search takes it for."""
    found = suggester.suggest(text, limit=limit)
    if found or len(text.strip()) < _SHORTEST:
        return found
    try:
        plan = plan_query(text, engine.vocabulary, lexicon)
    except SearchUnavailable:
        return []
    meant = (
        name for said in _said_otherwise(plan) for name in suggester.suggest(said, limit=limit)
    )
    return list(dict.fromkeys(meant))[:limit]


def _said_otherwise(plan: Plan) -> Iterator[str]:
    """Yield a query in the words that were meant, then other ways to say its last phrase."""
    yield from dict.fromkeys(" ".join(_pieces(plan, way)) for way in range(_MOST_WAYS))
    for expansion in plan.expansions[-1:]:
        yield from (found.surface for found in expansion.alternatives[:_MOST_WAYS])


def _pieces(plan: Plan, way: int) -> Iterator[str]:
    """Yield the words of a query, mended, and one other way to say each of its phrases."""
    phrases = {one.first: one for one in plan.expansions if one.alternatives}
    place = 0
    while place < len(plan.words):
        word, phrase = plan.words[place], phrases.get(place)
        if phrase is None:
            yield word.correction or word.text
        else:
            yield phrase.alternatives[min(way, len(phrase.alternatives) - 1)].surface
        place = phrase.last + 1 if phrase else place + 1
