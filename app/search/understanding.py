"""A plan in words: what was corrected, completed, read differently or dropped."""

from app.search.analysis import word_in
from app.search.lexicon import Lexicon
from app.search.plan import Expansion, Kind, Plan, PlannedWord
from app.search.schemas import ExpandedPhrase, QueryUnderstanding, UnderstoodWord
from app.search.tokens import tokenize

_SUREST_FIRST = (
    Kind.EXACT,
    Kind.CLITIC,
    Kind.SYNONYM,
    Kind.TRANSLITERATION,
    Kind.PREFIX,
    Kind.TYPO,
    Kind.SKELETON,
)


def understanding_of(plan: Plan) -> QueryUnderstanding:
    """Say what was made of a query."""
    return QueryUnderstanding(
        analyser=plan.analyser,
        lexicon=plan.lexicon or None,
        repaired=plan.text if plan.text != plan.typed else None,
        expanded=[_expanded(found) for found in plan.expansions],
        words=[_understood(word) for word in plan.words],
        dropped=list(plan.dropped),
        corrected=plan.corrected,
    )


def _expanded(expansion: Expansion) -> ExpandedPhrase:
    return ExpandedPhrase(
        text=expansion.text,
        groups=list(expansion.groups),
        terms=list(dict.fromkeys(found.surface for found in expansion.alternatives)),
    )


def _understood(word: PlannedWord) -> UnderstoodWord:
    kind = kind_of(word)
    surfaces = [
        found.surface
        for found in word.alternatives
        if found.surface and (kind is Kind.SKELETON or found.kind is not Kind.SKELETON)
    ]
    return UnderstoodWord(
        text=word.text,
        kind="unknown" if kind is None else kind.value,
        is_minor=word.is_minor,
        readings=list(dict.fromkeys(surfaces)),
    )


def kind_of(word: PlannedWord) -> Kind | None:
    """Say how a word was read: as its weightiest reading, the surest kind of equal ones.

    A word that is corrected was read so, whatever else it may be; None is a word that nobody knows.
    """
    if word.correction:
        return Kind.TYPO
    most = max((found.weight for found in word.alternatives), default=0.0)
    kinds = {found.kind for found in word.alternatives if found.weight == most}
    return next((kind for kind in _SUREST_FIRST if kind in kinds), None)


def is_only_asking(text: str, lexicon: Lexicon) -> bool:
    """Tell whether a query has only words that say nothing of what is looked for (هل, how do I)."""
    words = [word_in(text, token) for token in tokenize(text)]
    texts = tuple(word.text for word in words)
    if not words or lexicon.is_asking(texts):
        return bool(words)
    return all(word.is_stop or lexicon.is_asking((word.text,)) for word in words)
