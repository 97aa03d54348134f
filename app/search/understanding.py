"""A plan in words: what was corrected, completed, read differently or dropped."""

from app.search.plan import Kind, Plan, PlannedWord
from app.search.schemas import QueryUnderstanding, UnderstoodWord

_SUREST_FIRST = (Kind.EXACT, Kind.CLITIC, Kind.PREFIX, Kind.TYPO, Kind.SKELETON)


def understanding_of(plan: Plan) -> QueryUnderstanding:
    """Say what was made of a query."""
    return QueryUnderstanding(
        analyser=plan.analyser,
        words=[_understood(word) for word in plan.words],
        dropped=list(plan.dropped),
        corrected=_corrected(plan),
    )


def _understood(word: PlannedWord) -> UnderstoodWord:
    kind = _kind(word)
    surfaces = [found.surface for found in word.alternatives if found.surface]
    return UnderstoodWord(
        text=word.text,
        kind="unknown" if kind is None else kind.value,
        is_minor=word.is_minor,
        readings=list(dict.fromkeys(surfaces)),
    )


def _kind(word: PlannedWord) -> Kind | None:
    kinds = {found.kind for found in word.alternatives}
    return next((kind for kind in _SUREST_FIRST if kind in kinds), None)


def _corrected(plan: Plan) -> str | None:
    """Write the query with its misspelt words put right, if there are any."""
    text, end = "", 0
    for word in plan.words:
        right = _correction(word)
        if right is not None:
            text += plan.text[end : word.start] + right
            end = word.end
    return text + plan.text[end:] if end else None


def _correction(word: PlannedWord) -> str | None:
    if _kind(word) is not Kind.TYPO:
        return None
    typos = [found for found in word.alternatives if found.kind is Kind.TYPO]
    return max(typos, key=lambda found: found.weight).surface
