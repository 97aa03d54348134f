"""A search as the log hears it: masked before it leaves the answer that it belongs to."""

from dataclasses import dataclass

from app.search.analysis import word_of
from app.search.insights.rules import Tongue, masked, query_id_of, sayable_words, tongue_of
from app.search.lexicon import Lexicon
from app.search.plan import Kind, Plan, PlannedWord
from app.search.tokens import tokenize
from app.search.understanding import kind_of

_GUESSED = frozenset({None, Kind.SKELETON, Kind.TYPO})
"""Words read so are in nobody's books: the catalogue has at most something like them."""
_SHORTEST_UNKNOWN = 3
"""Letters; a shorter word is more often the beginning of one."""
_MOST_UNKNOWN = 5


@dataclass(frozen=True, slots=True)
class Heard:
    """What was asked and what became of it; ``hits`` is None when filters narrowed it."""

    query_id: str
    text: str
    tongue: Tongue
    hits: int | None
    is_repaired: bool
    is_expanded: bool
    is_corrected: bool
    unknown: tuple[str, ...]


def heard_of(plan: Plan, lexicon: Lexicon, *, hits: int | None) -> Heard:
    """Take down a search, without what may name a person."""
    kept = masked(plan.typed)
    is_repaired = plan.text != plan.typed
    sayable = sayable_words(masked(plan.text) if is_repaired else kept)
    unsure = [word for word in plan.words if kind_of(word) in _GUESSED]
    unknown = [word.text for word in unsure if _is_unknown(word, lexicon)]
    return Heard(
        query_id=query_id_of(kept),
        text=kept,
        tongue=tongue_of(kept),
        hits=hits,
        is_repaired=is_repaired,
        is_expanded=bool(plan.expansions),
        is_corrected=any(kind_of(word) is Kind.TYPO for word in unsure),
        unknown=tuple(dict.fromkeys(word for word in unknown if word in sayable))[:_MOST_UNKNOWN],
    )


def _is_unknown(word: PlannedWord, lexicon: Lexicon) -> bool:
    if len(word.text) < _SHORTEST_UNKNOWN:
        return False
    return not any(
        lexicon.knows(stem) for token in tokenize(word.text) for stem in word_of(token).stems
    )
