"""Writing the terms by which published services are found, and the records that they show."""

from collections.abc import Collection, Iterable, Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from app.catalogue.models import ServiceTerm
from app.catalogue.rules.lookups import Lookups
from app.catalogue.rules.references import References
from app.catalogue.rules.rendering import Document
from app.catalogue.rules.terms import (
    Term,
    concept_terms,
    read_term,
    shown_records,
    term_text,
    terms_of,
)
from app.core.bulk import among, delete_rows, insert_rows

TermRow = dict[str, str]
Terms = Mapping[str, AbstractSet[str]]
"""Terms by service, each as one text."""

_AFTER = "\x1e"
"""What stands between terms where many are read as one text."""


@dataclass(frozen=True)
class Shown:
    """A document that is served, and what its entry refers to."""

    document: Document
    named: References


def write_terms(session: Session, shown: Mapping[str, Shown], known: Lookups) -> None:
    """Write the terms of documents, by service id, wherever they differ from those kept.

    Terms of a concept that moved change unseen: also where the document reads as before.
    """
    after = {key: set(_terms(one, known.seen_by(key))) for key, one in shown.items()}
    replace_terms(session, find_terms(session, shown), after)


def replace_terms(session: Session, before: Terms, after: Terms) -> None:
    """Write the terms of services, by service id, in place of those that were kept."""
    gone, new = term_changes(before, after)
    delete_rows(session, ServiceTerm, gone)
    insert_rows(session, ServiceTerm, new)


def term_changes(before: Terms, after: Terms) -> tuple[list[TermRow], list[TermRow]]:
    """List the rows that go and those that come."""
    none: set[str] = set()
    gone = [_row(key, one) for key in after for one in before.get(key, none) - after[key]]
    new = [_row(key, one) for key in after for one in after[key] - before.get(key, none)]
    return gone, new


def find_terms(session: Session, ids: Collection[str]) -> dict[str, set[str]]:
    """Read the terms of services, each as one text."""
    return {key: terms_in(text) for key, text in read_terms(session, ids).items()}


def read_terms(
    session: Session, ids: Collection[str], facets: Collection[str] = ()
) -> dict[str, str]:
    """Read the terms of services, of some facets or all; those of a service as one text.

    There may be many: `terms_in` takes them apart.
    """
    one = ServiceTerm.facet + term_text("", "") + ServiceTerm.value
    chosen = select(ServiceTerm.service_id, func.aggregate_strings(one, _AFTER)).where(
        among(session, ServiceTerm.service_id, ids)
    )
    if facets:
        chosen = chosen.where(ServiceTerm.facet.in_(facets))
    return dict(session.execute(chosen.group_by(ServiceTerm.service_id)).all())


def terms_in(text: str) -> set[str]:
    """Take the terms of a service apart."""
    return set(text.split(_AFTER))


def _row(service: str, term: str) -> TermRow:
    facet, value = read_term(term)
    return {"service_id": service, "facet": facet, "value": value}


def _terms(shown: Shown, known: Lookups) -> Iterable[str]:
    """List the terms of a document, each as one text."""
    return (term_text(facet, value) for facet, value in _pairs(shown, known))


def _pairs(shown: Shown, known: Lookups) -> Iterable[Term]:
    for facet, values in terms_of(shown.document).items():
        yield from ((facet, value) for value in values)
    yield from shown_records(shown.named)
    yield from concept_terms(shown.named, known)
