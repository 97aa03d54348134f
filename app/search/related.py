"""Services that somebody who reads about one is likely to need next, or instead."""

from collections.abc import Collection, Mapping, Sequence

import orjson
from sqlalchemy.orm import Session

from app.catalogue.queries.documents import find_documents, find_present, get_document
from app.catalogue.queries.neighbours import (
    MOST_SHARERS,
    find_shared,
    list_naming,
    list_sharing,
)
from app.catalogue.rules.filtering import ServiceFilters
from app.catalogue.rules.terms import Term, terms_of
from app.search.documents import Body
from app.search.engine import EngineQuery, SearchEngine
from app.search.errors import SearchUnavailable
from app.search.planning import plan_query
from app.search.relatedness import (
    LEAST_POINTS,
    SHARED_FACETS,
    Relation,
    Shared,
    likeness_of,
    name_terms,
    nearness_of,
    rarity_of,
    reason_of,
    relation_of,
)
from app.search.schemas import EntityBrief, RelatedOut, RelatedService, Texts

MOST_NAMING = 50
"""Services that name this one, as far as they are read."""
_ALIKE = 20
"""Services of similar names, as far as they are asked for."""
Reason = tuple[Relation, Sequence[Texts]]


def list_related(
    session: Session, engine: SearchEngine, service_id: str, *, limit: int
) -> RelatedOut:
    """List published services beside one: those that are named first, then the nearest.

    Without the engine similar names are not told, and the answer says that it is degraded.

    Raises:
        ServiceNotFound: the service is not published.

    """
    body: Body = orjson.loads(get_document(session, service_id).body)
    reasons = _named(session, body)
    is_degraded = False
    if len(reasons) < limit:
        alike, is_degraded = _alike(session, engine, body)
        reasons |= _nearest(session, body, alike, reasons.keys())
    present = find_present(session, reasons.keys())
    chosen = [one for one in reasons if one in present][:limit]
    bodies = find_documents(session, chosen)
    items = [_item(orjson.loads(bodies[one]), reasons[one]) for one in chosen]
    return RelatedOut(items=items, degraded=is_degraded)


def _named(session: Session, body: Body) -> dict[str, Reason]:
    """Take what the record says, then what others say of it; each service once."""
    own = [(Relation.REQUIRES, one["id"]) for one in body["requires"]]
    own += [(Relation.RELATED, one["id"]) for one in body["relatedService"]]
    naming = list_naming(session, body["id"], limit=MOST_NAMING)
    others = find_documents(session, naming)
    said = [
        (_said_by(orjson.loads(others[one]), body["id"]), one) for one in naming if one in others
    ]
    order = list(Relation)
    ordered = sorted([*own, *said], key=lambda pair: order.index(pair[0]))
    found: dict[str, Reason] = {}
    for relation, one in ordered:
        if one != body["id"]:
            found.setdefault(one, (relation, ()))
    return found


def _said_by(other: Body, service_id: str) -> Relation:
    required = any(one["id"] == service_id for one in other["requires"])
    return Relation.REQUIRED_BY if required else Relation.NAMED_BY


def _alike(session: Session, engine: SearchEngine, body: Body) -> tuple[dict[str, float], bool]:
    """Ask for services of similar names, also among those on the same topics.

    Tells how much of the names they share (0 to 1), and whether the engine was away.
    """
    topics = tuple(one["notation"] for one in body["isClassifiedBy"])
    ids: set[str] = set()
    try:
        known = engine.vocabulary
        # What ends in a space has no unfinished last word.
        plan = plan_query(f"{_name(body)} ", known)
        for filters in (ServiceFilters(), ServiceFilters({"category": topics})):
            result = engine.search(EngineQuery(plan=plan, filters=filters, page_size=_ALIKE))
            ids.update(hit.id for hit in result.hits)
    except SearchUnavailable:
        return {}, True
    own, found = name_terms(_name(body)), find_documents(session, ids)
    names = {one: name_terms(_name(orjson.loads(other))) for one, other in found.items()}
    likeness = {one: likeness_of(own, terms, known.rarity) for one, terms in names.items()}
    return likeness, result.is_degraded


def _name(body: Body) -> str:
    title: Texts = body["title"]
    return title.get("ar") or title["en"]


def _nearest(
    session: Session, body: Body, alike: Mapping[str, float], known: Collection[str]
) -> dict[str, Reason]:
    """Weigh everything that shares something with a service, the nearest first."""
    sharing = list_sharing(session, _terms(body))
    rarity = {one.term: rarity_of(one.term, len(one.services), MOST_SHARERS + 1) for one in sharing}
    telling = sorted(rarity, key=lambda term: -rarity[term])
    near = {one for each in sharing if not each.is_common for one in each.services}
    others = (near | alike.keys()) - {body["id"], *known}
    shared = find_shared(session, sorted(others), telling)
    weighed = {
        one: nearness_of(Shared(frozenset(shared.get(one, ())), alike.get(one, 0.0)), rarity)
        for one in others
    }
    ordered = sorted(weighed.items(), key=lambda pair: (-pair[1].total, pair[0]))
    labels = _labels(body)
    found: dict[str, Reason] = {}
    for one, nearness in ordered:
        if nearness.total >= LEAST_POINTS:
            why, both = nearness.strongest, shared.get(one, ())
            named = [term for term in telling if term in both and relation_of(term) is why]
            found[one] = why, [labels[term] for term in named]
    return found


def _terms(body: Body) -> list[Term]:
    found = terms_of(body)
    return [(facet, value) for facet in SHARED_FACETS for value in found[facet]]


def _labels(body: Body) -> dict[Term, Texts]:
    """Name everything by which others may be near."""
    topics = {("category", one["notation"]): one["prefLabel"] for one in body["isClassifiedBy"]}
    events = {
        (facet, code): label
        for facet in ("lifeEvent", "businessEvent")
        for code, label in body["label"][facet].items()
    }
    papers = {("evidenceType", one["evidenceType"]): one["title"] for one in body["hasInputType"]}
    return {**topics, **events, **papers}


def _item(body: Body, reason: Reason) -> RelatedService:
    relation, labels = reason
    entity = body["hasCompetentAuthority"]
    return RelatedService(
        id=body["id"],
        title=body["title"],
        entity=EntityBrief(id=entity["id"], title=entity["title"]),
        relation=relation.value,
        reason=reason_of(relation, labels),
    )
