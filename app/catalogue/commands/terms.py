"""Writing the terms by which published services are found, and the records that they show."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceTerm
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References
from app.catalogue.rules.rendering import Document
from app.catalogue.rules.terms import Term, shown_concepts, shown_records, shown_tags, terms_of
from app.core.bulk import Row, delete_rows, insert_rows

_BETWEEN, _AFTER = "\x1f", "\x1e"
"""What stands between facet and value, and between terms, where many are read as one text."""


@dataclass(frozen=True)
class Shown:
    """A document that is served, and what its entry refers to."""

    document: Document
    named: References


def write_terms(session: Session, shown: Mapping[str, Shown], known: Lookups) -> None:
    """Write the terms of documents, by service id, wherever they differ from those kept.

    Terms of a concept that moved change unseen: also where the document reads as before.
    """
    before = _kept(session, shown)
    after = {key: set(_terms(one, known.seen_by(key))) for key, one in shown.items()}
    none: set[str] = set()
    gone = [_row(key, one) for key in after for one in before.get(key, none) - after[key]]
    new = [_row(key, one) for key in after for one in after[key] - before.get(key, none)]
    delete_rows(session, ServiceTerm, gone)
    insert_rows(session, ServiceTerm, new)


def _kept(session: Session, ids: Collection[str]) -> dict[str, set[str]]:
    """Read the terms of services; as one text for each, for there may be many."""
    one = ServiceTerm.facet + _BETWEEN + ServiceTerm.value
    rows = session.execute(
        select(ServiceTerm.service_id, func.aggregate_strings(one, _AFTER))
        .where(ServiceTerm.service_id.in_(ids))
        .group_by(ServiceTerm.service_id)
    )
    return {key: set(text.split(_AFTER)) for key, text in rows}


def _row(service: str, term: str) -> Row:
    facet, value = term.split(_BETWEEN)
    return {"service_id": service, "facet": facet, "value": value}


def _terms(shown: Shown, known: Lookups) -> Iterable[str]:
    """List the terms of a document, each as one text."""
    return (f"{facet}{_BETWEEN}{value}" for facet, value in _pairs(shown, known))


def _pairs(shown: Shown, known: Lookups) -> Iterable[Term]:
    for facet, values in terms_of(shown.document).items():
        yield from ((facet, value) for value in values)
    named = shown.named
    yield from shown_records(named)
    used = set(named.concepts) | {
        known.code_ids[pair] for pair in named.codes if pair in known.code_ids
    }
    tags = {known.place_of(one) for one in used}
    above = {key for one in tags for key in known.concepts[one].path_ids}
    yield from shown_tags(tags)
    yield from shown_concepts(tags | above)
