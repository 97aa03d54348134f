"""What a change request about the lexicon would do to search, before anybody agrees to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from threading import Lock

from sqlalchemy.orm import Session

from app.core.access import Caller
from app.core.last_used import LastUsed
from app.core.schemas import Schema
from app.search.comparing import Turn, compare_lexicons
from app.search.engine import SearchEngine
from app.search.judged import JudgedQuery, Measures
from app.search.lexicon import Lexicon
from app.taxonomy.lexicon.state import LexiconState, digest
from app.taxonomy.operations import Refused
from app.taxonomy.queries.drafts import LEXICON
from app.workshops.queries.drafts import proposed
from app.workshops.queries.sights import get_row
from app.workshops.refusals import outdated, unsound


class MeasuresOut(Schema):
    """How well search answers the judged queries; all are shares from 0 to 1."""

    ndcg_at10: float
    mrr: float
    success_at3: float
    zero_results: float


class TurnOut(Schema):
    """A judged query whose answers would change, with its nDCG@10 before and after."""

    query: str
    kind: str
    before: float
    after: float


class SearchEffectOut(Schema):
    """The judged queries as the lexicon answers them now, and as it would."""

    queries: int
    before: MeasuresOut | None
    after: MeasuresOut | None
    winners: list[TurnOut]
    losers: list[TurnOut]


@dataclass(frozen=True)
class Served:
    """What answers searches at present, and the queries by which it is judged."""

    engine: SearchEngine
    judged: Sequence[JudgedQuery]


def get_search_effect(
    session: Session, change_request_id: str, served: Served, *, caller: Caller
) -> SearchEffectOut:
    """Answer the judged queries with the draft of the lexicon, and with the change request too.

    Raises:
        ChangeRequestNotFound: there is none, or none that the caller may see.
        UnsoundChangeRequest: it is not about the lexicon.
        ChangeRequestOutdated: its operations no longer apply to the draft.

    """
    row = get_row(session, change_request_id, caller=caller)
    if row.scheme_id != LEXICON:
        raise unsound(
            "/scheme",
            "CONS-LEXICON",
            ar="أثر البحث يُحسب لطلبات تعديل المعجم.",
            en="The effect on search is computed for change requests about the lexicon.",
        )
    one = proposed(session, row)
    try:
        applied = one.applied()
    except Refused as refusal:
        raise outdated(row.id, refusal) from None
    now, then = one.opened.draft.lexicon, applied.draft.lexicon
    with _COMPARING:
        return _EFFECTS.get(
            (digest(now), digest(then), served.engine.seq), lambda: _compared(served, now, then)
        )


_EFFECTS: LastUsed[SearchEffectOut] = LastUsed(32)
_COMPARING = Lock()
"""A comparison takes seconds, so one is made at a time."""


def _compared(served: Served, now: LexiconState, then: LexiconState) -> SearchEffectOut:
    if not served.judged:
        return SearchEffectOut(queries=0, before=None, after=None, winners=[], losers=[])
    found = compare_lexicons(served.engine, served.judged, _compiled(now), _compiled(then))
    return SearchEffectOut(
        queries=len(served.judged),
        before=_measures(found.before),
        after=_measures(found.after),
        winners=_turns(found.winners),
        losers=_turns(found.losers),
    )


def _compiled(state: LexiconState) -> Lexicon:
    return Lexicon(state, version="draft")


def _measures(found: Measures) -> MeasuresOut:
    return MeasuresOut(
        ndcg_at10=round(found.ndcg, 4),
        mrr=round(found.mrr, 4),
        success_at3=round(found.success_at_3, 4),
        zero_results=round(found.zero_share, 4),
    )


def _turns(turns: Iterable[Turn]) -> list[TurnOut]:
    return [
        TurnOut(
            query=one.query.text,
            kind=one.query.kind,
            before=round(one.before, 4),
            after=round(one.after, 4),
        )
        for one in turns
    ]
