"""Shapes of an explanation: how a query was planned, and what ranked each hit."""

from app.core.schemas import LocalText, Schema


class PlannedAlternative(Schema):
    """A term that may stand for a word: why (``kind``), where it is looked up, and its weight.

    ``weight`` lies between 0 and 1; ``beside`` are the other words of a phrase.
    """

    term: str
    surface: str
    kind: str
    stream: str
    weight: float
    beside: list[str]


class PlannedStep(Schema):
    """A word of the plan; a minor one (الكويت، خدمة) earns little."""

    text: str
    kind: str
    is_minor: bool
    alternatives: list[PlannedAlternative]


class PlannedPhrase(Schema):
    """A phrase that the lexicon knows, with the groups that it stands in."""

    text: str
    groups: list[str]
    terms: list[str]


class QueryPlanOut(Schema):
    """The plan of a query: its words in order, its phrases, and what was left out."""

    typed: str
    text: str
    analyser: str
    lexicon: str | None
    dropped: list[str]
    words: list[PlannedStep]
    phrases: list[PlannedPhrase]


class EarningOut(Schema):
    """Points that a hit has earned.

    ``source`` is pin, word (in the field where it counts most), text (the same word in
    further fields), pair (neighbours), name (the whole name) or popularity.
    """

    source: str
    word: str | None
    field: str | None
    terms: list[str]
    points: int


class LeadOut(Schema):
    """Why a hit stands above the next: the rule that decided, by how much, and in words.

    The rules, in their order, are pin, fit, popularity and id; unranked are hits
    beyond those that an engine could rank. ``more`` are the
    earnings that the next hit has less of.
    """

    rule: str
    points: int
    more: list[EarningOut]
    message: LocalText


class ExplainedHit(Schema):
    """What ranked a hit: its points add up from ``earnings``, and ``score`` is their share.

    ``words`` is how many words of the query it holds, but for minor ones; ``place`` counts
    from 1 over all pages.
    """

    id: str
    place: int
    score: float
    points: int
    words: int
    earnings: list[EarningOut]
    lead: LeadOut | None


class ExplanationOut(Schema):
    """How the hits of a page came to their order.

    ``bestPoints`` is what a hit can earn at most, pins aside: scores are shares of it.
    In an order other than relevance nothing is ranked, and without words there is no plan.
    """

    plan: QueryPlanOut | None
    best_points: int
    hits: list[ExplainedHit]
