"""Telling why hits stand where they do, from the documents as they are indexed."""

from collections.abc import Iterator, Sequence
from itertools import pairwise, zip_longest

from app.core.schemas import LocalText
from app.search.accounting import Account, Earning, Lead, Rule, account_of, lead_of
from app.search.documents import Body, search_document
from app.search.engine import EngineQuery, Sort, page_bounds
from app.search.explanation_schemas import (
    EarningOut,
    ExplainedHit,
    ExplanationOut,
    LeadOut,
    PlannedAlternative,
    PlannedPhrase,
    PlannedStep,
    QueryPlanOut,
)
from app.search.plan import Plan, PlannedWord
from app.search.scoring import Scoring, compile_plan
from app.search.understanding import kind_of
from app.search.vocabulary import Vocabulary

NOTHING = ExplanationOut(plan=None, best_points=0, hits=[])


def explain(query: EngineQuery, vocabulary: Vocabulary, bodies: Sequence[Body]) -> ExplanationOut:
    """Explain the page of a query from the documents of its hits, in their order."""
    plan = query.plan
    if plan is None:
        return NOTHING
    scoring = compile_plan(plan, vocabulary, query.steering)
    hits: list[ExplainedHit] = []
    if query.sort is Sort.RELEVANCE:
        accounts = [account_of(search_document(body), plan, scoring) for body in bodies]
        hits = list(_hits(accounts, scoring, page_bounds(query)[0] + 1))
    return ExplanationOut(plan=plan_out(plan), best_points=scoring.best, hits=hits)


def plan_out(plan: Plan) -> QueryPlanOut:
    """Write a plan down."""
    return QueryPlanOut(
        typed=plan.typed,
        text=plan.text,
        analyser=plan.analyser,
        lexicon=plan.lexicon or None,
        dropped=list(plan.dropped),
        words=[_step(word) for word in plan.words],
        phrases=[
            PlannedPhrase(
                text=one.text,
                groups=list(one.groups),
                terms=list(dict.fromkeys(found.surface for found in one.alternatives)),
            )
            for one in plan.expansions
        ],
    )


def _step(word: PlannedWord) -> PlannedStep:
    kind = kind_of(word)
    ordered = sorted(word.alternatives, key=lambda found: (-found.weight, found.terms))
    return PlannedStep(
        text=word.text,
        kind="unknown" if kind is None else kind.value,
        is_minor=word.is_minor,
        alternatives=[
            PlannedAlternative(
                term=found.term,
                surface=found.surface,
                kind=found.kind.value,
                stream=found.stream.value,
                weight=found.weight,
                beside=list(found.beside),
            )
            for found in ordered
        ],
    )


def _hits(accounts: Sequence[Account], scoring: Scoring, first: int) -> Iterator[ExplainedHit]:
    leads = [_lead(lead_of(*both), both) for both in pairwise(accounts)]
    for place, (account, lead) in enumerate(zip_longest(accounts, leads), first):
        yield ExplainedHit(
            id=account.id,
            place=place,
            score=round(scoring.share(account.total), 4),
            points=account.total,
            words=account.words,
            earnings=[_earning(one) for one in account.earnings],
            lead=lead,
        )


def _earning(one: Earning) -> EarningOut:
    return EarningOut(
        source=one.source.value,
        word=one.word,
        field=one.field.value if one.field else None,
        terms=list(one.terms),
        points=one.points,
    )


def _lead(lead: Lead, both: tuple[Account, Account]) -> LeadOut:
    return LeadOut(
        rule=lead.rule.value,
        points=lead.points,
        more=[_earning(one) for one in lead.more],
        message=_message(lead, both),
    )


def _message(lead: Lead, both: tuple[Account, Account]) -> LocalText:
    one, other = both
    texts = {
        Rule.PIN: (
            "ثبّتها المحررون لهذه الكلمات قبل التالية.",
            "Editors have pinned it for these words, before the next.",
        ),
        Rule.FIT: (
            f"كلمات البحث الموجودة فيها {one.words} ونقاطها {one.fit:,}، "
            f"وفي التالية {other.words} ونقاطها {other.fit:,}.",
            f"Words of the query {one.words}, points {one.fit:,}; "
            f"of the next, words {other.words}, points {other.fit:,}.",
        ),
        Rule.POPULARITY: (
            "تساويها الكلمات تقريبًا، والناس يفتحونها أكثر.",
            "The words fit about as well, and people open it more often.",
        ),
        Rule.UNRANKED: (
            "النتائج أكثر من أن تُرتّب كلها، وهذه مما لم يُرتّب.",
            "There are too many hits to rank them all, and these were not.",
        ),
        Rule.ID: ("النقاط متساوية، والمعرّف يقرر.", "The points are equal; the id decides."),
    }
    arabic, english = texts[lead.rule]
    return LocalText(ar=arabic, en=english)
